"""Placing one call to one lead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from stores import Stores
from stores.values import Call, Consent, Lead
from voicebot.calling import Calling
from voicebot.dialer.gate import JERUSALEM, Refusal, refusal
from voicebot.dialer.ports import CallOrder, Telephone
from voicebot.errors import VendorError, VendorRefused, VoicebotError
from voicebot.guards.caps import MESSAGES, Admission

log = structlog.get_logger()

NOT_CONFIGURED = "Outbound calls need TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_CALLER_ID."
NO_CONSENT = "This number is no lead's: say where the consent to call it is from."
REPEATED = "#rc=2&rp=all"
"""Asks Twilio to repeat the first webhook if its answer was lost, as when a process is killed."""
RETRIES = "#rc=5&rp=all"
"""Asks Twilio to repeat a status callback that we answered with 5xx. The fragment is neither sent nor signed.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""
TALK_ON_S = 3_600
"""Seconds that a call may last beyond its scenario's limit before Twilio cuts it: our own limit ends the agent's part
sooner, and a caller who was connected with a person talks on."""


class CallRefused(VoicebotError):
    """The gate said no; `refusal` says why."""

    def __init__(self, because: Refusal) -> None:
        super().__init__(because.message)
        self.refusal = because


class CapReached(VoicebotError):
    """As many calls are held, or as much money is spent, as may be; the text says which."""


class OutboundNotConfigured(VoicebotError):
    """No telephone company is configured."""


class CallUnknown(VoicebotError):
    """The answer to our request was lost: the call may or may not have been placed. It is never repeated."""


@dataclass(frozen=True)
class OutboundStyle:
    """How calls are placed. `base_url` is our public URL, `caller_id` an E.164 number, times in seconds.

    `time_limits` are by scenario, as is `realtime`: whether calls of it are on a stream. `fallback_url` is TwiML
    elsewhere, "" for none.
    """

    base_url: str
    caller_id: str
    scenario: str
    language: str
    ring_timeout_s: int = 30
    fallback_url: str = ""
    time_limits: Mapping[str, int] = field(default_factory=dict)
    realtime: Callable[[str], bool] = lambda _scenario: False


class Dialer:
    """Places calls; every one passes the gate first."""

    def __init__(
        self,
        stores: Stores,
        telephone: Telephone | None,
        style: OutboundStyle,
        admission: Admission,
        calling: Calling,
        now: Callable[[], datetime],
    ) -> None:
        self._stores = stores
        self._telephone = telephone
        self._style = style
        self._admission = admission
        self._calling = calling
        self._now = now

    def call_lead(self, lead_id: int, scenario: str | None = None) -> Call:
        """Call a lead. Raises OutboundNotConfigured, NotFound, CallRefused, CapReached, CallUnknown, VendorRefused.

        The call is stored before the telephone company is asked, so that its first webhook finds it.
        """
        lead = self._stores.leads.get(lead_id)
        if self._telephone is None:
            raise OutboundNotConfigured(NOT_CONFIGURED)
        with self._stores.database.begin():
            # The lead's row is locked until the call stands: of two requests at once, one finds a call in progress.
            lead = self._stores.leads.update(lead.id)
            call = self._stored(lead, scenario or self._style.scenario)
        return self._place(call, self._telephone, self._order(call, lead.phone))

    def call_number(
        self, phone: str, scenario: str | None = None, consent: Consent | None = None, name: str | None = None
    ) -> Call:
        """Call a number (E.164) that need be no lead yet. Raises like `call_lead`.

        A number that is nobody's lead is called only with a consent that somebody attests to, and becomes a lead; a
        consent that is given replaces what a lead has. Of a call that is refused nothing remains.
        """
        if self._telephone is None:
            raise OutboundNotConfigured(NOT_CONFIGURED)
        with self._stores.database.begin():
            lead = self._lead_of(phone, consent, name)
            call = self._stored(lead, scenario or self._style.scenario)
        return self._place(call, self._telephone, self._order(call, phone))

    def _lead_of(self, phone: str, consent: Consent | None, name: str | None) -> Lead:
        """The lead of this number, locked; a new one with the consent. Raises CallRefused without any."""
        leads = self._stores.leads
        known = leads.by_phone(phone)
        if known is not None:
            return leads.update(known.id, consent=consent) if consent else leads.update(known.id)
        if consent is None and not self._stores.suppressions.contains(phone):
            raise CallRefused(Refusal("no_consent", NO_CONSENT))
        return leads.add(name or phone, phone, consent=consent)

    def _stored(self, lead: Lead, scenario: str) -> Call:
        """The row of the call to be placed, if the gate and the caps let it pass. Raises CallRefused, CapReached."""
        calls, now = self._stores.calls, self._now()
        midnight = now.astimezone(JERUSALEM).replace(hour=0, minute=0, second=0, microsecond=0)
        emergency = calls.ended_so(lead.id, "emergency", midnight)
        because = refusal(lead, calls.live(lead.id), now, self._calling, emergency_today=emergency)
        if because is not None:
            log.info("call.refused", lead_id=lead.id, code=because.code)
            raise CallRefused(because)
        call = self._stores.calls.place(
            lead.id,
            channel="turns",
            scenario=scenario,
            language=self._style.language,
            from_number=self._style.caller_id,
            to_number=lead.phone,
        )
        reached = self._admission.decide(call)
        if reached is not None:
            raise CapReached(MESSAGES[reached.cap])
        return call

    def _order(self, call: Call, phone: str) -> CallOrder:
        base = self._style.base_url
        way = "realtime" if self._style.realtime(call.scenario) else "twilio"
        return CallOrder(
            to=phone,
            from_=self._style.caller_id,
            url=f"{base}/{way}/voice?call={call.id}{REPEATED}",
            status_url=f"{base}/twilio/call-status?call={call.id}{RETRIES}",
            ring_timeout_s=self._style.ring_timeout_s,
            time_limit_s=self._time_limit_s(call),
            fallback_url=self._style.fallback_url,
        )

    def _time_limit_s(self, call: Call) -> int:
        """The scenario's; or what is left until candle-lighting, should the callee pick up at the last ring."""
        longest_s = self._style.time_limits.get(call.scenario, CallOrder.time_limit_s)
        left_s = self._calling.left_s(self._now())
        return longest_s if left_s is None else max(1, min(longest_s, left_s - self._style.ring_timeout_s))

    def _place(self, call: Call, telephone: Telephone, order: CallOrder) -> Call:
        try:
            sid = telephone.place(order)
        except VendorRefused:
            self._stores.calls.advance_status(call.id, "failed")
            self._stores.calls.finish(call.id, "failed")
            raise
        except VendorError as error:
            log.error("call.unknown", call_id=call.id, reason=type(error).__name__)
            raise CallUnknown("The answer of the telephone company was lost; the call may have been placed.") from error
        self._stores.calls.adopt(call.id, sid)
        return self._stores.calls.advance_status(call.id, "queued")
