"""What settings say of calls: whom we ring and when, in which language, and how long webhooks wait."""

from collections.abc import Mapping

from language.calling_calendar import CallingRules
from language.patience import MAY_KEY, PATIENCE, end_silence_s
from language.types import Language
from voicebot.agents.types import Scenario
from voicebot.calling import Calling
from voicebot.conversation.calls import EndsBefore
from voicebot.conversation.replies import Waits
from voicebot.dialer.outbound import TALK_ON_S, OutboundStyle
from voicebot.settings import Settings

GATHER_SILENCE_S = 1.0
"""About so long Twilio waits before it takes speech for ended."""
SOONEST_FILLER_S, LATEST_FILLER_S = 0.5, 2.8
"""After the webhook, whatever the silence before it: nobody is to hear nothing for 3 s more."""


def language_set(settings: Settings) -> Language:
    """What callers speak where nothing else is chosen."""
    languages: dict[str, Language] = {"he-IL": "he", "en-US": "en", "es-US": "es"}
    return languages[settings.caller_language]


def calling_of(settings: Settings) -> Calling:
    """Whom may be called, and when."""
    rules = CallingRules(
        hours=settings.calling_hours,
        city=settings.calling_city,
        chol_hamoed=settings.call_on_chol_hamoed,
        independence_day=settings.call_on_independence_day,
        closed=settings.closed_days,
    )
    return Calling(rules, settings.dial_countries)


def must_end_of(settings: Settings, calling: Calling) -> EndsBefore:
    """When outbound calls must be over. In development they ring nobody, and can be tried on Shabbat too."""
    return (lambda at: None) if settings.development else calling.ends_before


def style_of(settings: Settings, scenarios: Mapping[str, Scenario]) -> OutboundStyle:
    """How calls are placed."""
    return OutboundStyle(
        settings.base_url,
        settings.twilio_caller_id,
        settings.scenario,
        language_set(settings),
        fallback_url=settings.fallback_url,
        time_limits={name: each.limits.call_s + TALK_ON_S for name, each in scenarios.items()},
        realtime=settings.rings_realtime,
    )


def waits_of(settings: Settings) -> Waits:
    """How long webhooks wait: the first filler is counted from the caller's last speech, end silence included."""
    usual_s, records = settings.record_silence_timeout_seconds, settings.hears_by == "record"
    silences = {kind: float(end_silence_s(usual_s, kind)) for kind in (*PATIENCE, MAY_KEY)}
    after = {
        kind: _between(settings.filler_after_ms / 1000 - (silence_s if records else GATHER_SILENCE_S))
        for kind, silence_s in silences.items()
    }
    return Waits(first_s=after["open"], after=after, silences=silences)


def _between(filler_s: float) -> float:
    return max(SOONEST_FILLER_S, min(LATEST_FILLER_S, filler_s))
