"""The composition root: the only place that knows which vendor does what."""

import os
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import structlog

from language.cache import CachingTranslator
from language.glossary import glossary
from language.phrasebook import Phrasebook
from language.phrases import GENERAL, Phrase
from language.types import Language, Transcriber, Translator
from stores import Database, Stores, build_stores, open_database
from voicebot.agents.model import ChatModel
from voicebot.agents.types import Scenario
from voicebot.circuits.chain import TranscriberChain
from voicebot.circuits.guarded import GuardedModel, GuardedRecordings, GuardedTranscriber, GuardedTranslator
from voicebot.circuits.retry import RetryingModel, RetryingTranslator
from voicebot.circuits.shared import Circuits
from voicebot.clients.twilio_calls import TwilioTelephone
from voicebot.clients.twilio_recordings import TwilioRecordings
from voicebot.conversation.answering import Answering
from voicebot.conversation.calls import Conversation, Defaults, Waits
from voicebot.conversation.hearing import Hearing
from voicebot.conversation.pool import Pool
from voicebot.conversation.ports import Recordings
from voicebot.conversation.text import TextConversation
from voicebot.conversation.translation import Translation
from voicebot.conversation.turns import Parts, TurnRunner
from voicebot.development import development_token
from voicebot.dialer.outbound import Dialer, OutboundStyle
from voicebot.dialer.ports import Telephone
from voicebot.errors import SettingsError
from voicebot.logs import Mask
from voicebot.observability.metering import Meter
from voicebot.observability.setup import Observability, Options, observe
from voicebot.scenarios import Company, checked_scenarios
from voicebot.settings import Settings
from voicebot.vendors import models_of, transcribers_of, translators_of

log = structlog.get_logger()


@dataclass(frozen=True)
class Vendors:
    """Everything that is not ours; tests hand in fakes, `vendors_of` the real ones. Empty means: not configured."""

    models: tuple[ChatModel, ...] = ()
    translators: tuple[Translator, ...] = ()
    transcribers: tuple[Transcriber, ...] = ()
    recordings: Recordings | None = None
    telephone: Telephone | None = None


@dataclass(frozen=True)
class Services:
    """What the blueprints work with."""

    settings: Settings
    token: str
    stores: Stores
    circuits: Circuits
    vendors: Vendors
    scenarios: dict[str, Scenario]
    conversation: Conversation
    text: TextConversation
    translation: Translation
    dialer: Dialer
    pool: Pool
    observability: Observability
    now: Callable[[], datetime]

    @property
    def language(self) -> Language:
        return "en" if self.settings.caller_language == "en-US" else "he"


def utc_now() -> datetime:
    return datetime.now(UTC)


def build(
    settings: Settings,
    vendors: Vendors | None = None,
    now: Callable[[], datetime] = utc_now,
    waits: Waits | None = None,
) -> Services:
    """Put everything together, without connecting to anything. Raises SettingsError.

    `waits` are how long a webhook waits for sentences before it answers with a filler (default: the settings').
    """
    company = company_of(settings)
    scenarios = checked_scenarios(company)
    _check_names(settings, scenarios)
    vendors = vendors if vendors is not None else vendors_of(settings)
    stores = build_stores(_database(settings), now)

    def scenario(name: str) -> Scenario:
        """The scenario of that name; a stored name that this release no longer knows gets the default."""
        return scenarios.get(name) or scenarios[settings.scenario]

    observability = observe(observed_by(settings))
    meter = observability.meter
    book = Phrasebook(phrases_of(scenarios.values()))
    circuits = Circuits(stores.circuits)
    translation = Translation((*_translators(vendors, circuits, meter), book), glossary().terms)
    hearing = _hearing(vendors, circuits, meter)
    observability.watch.name_links("translator", (*(each.name for each in vendors.translators), book.name))
    observability.watch.name_links("transcriber", (each.name for each in vendors.transcribers))
    pool = Pool()
    answering = Answering(_models(vendors, circuits, meter), translation, pool.helpers)
    runner = TurnRunner(Parts(stores, scenario, hearing, translation, answering, now))
    language: Language = "en" if settings.caller_language == "en-US" else "he"
    defaults = Defaults(settings.scenario, language, dict(settings.number_scenarios))
    owner = f"{os.uname().nodename}:{uuid.uuid4().hex[:12]}"
    style = OutboundStyle(settings.base_url, settings.twilio_caller_id, settings.scenario, language)
    return Services(
        settings=settings,
        token=settings.twilio_auth_token or development_token(),
        stores=stores,
        circuits=circuits,
        vendors=vendors,
        scenarios=scenarios,
        conversation=Conversation(stores, scenario, runner, pool, defaults, now, owner, waits or waits_of(settings)),
        text=TextConversation(stores, scenario, runner, now, owner),
        translation=translation,
        dialer=Dialer(stores, vendors.telephone, style, now),
        pool=pool,
        observability=observability,
        now=now,
    )


def observed_by(settings: Settings) -> Options:
    """How the app is observed with these settings; what leaves the machine is masked, also with LOG_TEXTS."""
    return Options(
        app_env=settings.app_env,
        metrics_dir=settings.metrics_dir,
        otel_endpoint=settings.otel_endpoint,
        sentry_dsn=settings.sentry_dsn,
        alert_webhook_url=settings.alert_webhook_url,
        end_silence_s=settings.record_silence_timeout_seconds,
        prices=settings.prices,
        products=products_of(settings),
        mask=Mask.of(replace(settings, log_texts=False)).text,
    )


def products_of(settings: Settings) -> dict[str, str]:
    """What each link sells, for the price table: the model that is asked."""
    sold = {
        "model": settings.openai_model,
        "translator": settings.openai_model,
        "transcriber": settings.openai_transcribe_model,
    }
    chains = {
        "model": settings.model_chain,
        "translator": (*settings.model_chain, *settings.translator_chain),
        "transcriber": settings.transcriber_chain,
    }
    own = {
        f"{ability}:{link.name}": link.model for ability, chain in chains.items() for link in chain if not link.known
    }
    return {f"{ability}:openai": model for ability, model in sold.items()} | own


def vendors_of(settings: Settings) -> Vendors:
    """The vendors whose keys are set."""
    token = settings.twilio_auth_token or (development_token() if settings.development else "")
    account, twilio = settings.account_sid, settings.twilio_base_url
    return Vendors(
        models=models_of(settings),
        translators=translators_of(settings),
        transcribers=transcribers_of(settings),
        recordings=TwilioRecordings(account, token, twilio) if settings.recordings_reachable else None,
        telephone=TwilioTelephone(account, token, twilio) if settings.twilio_configured else None,
    )


def _hearing(vendors: Vendors, circuits: Circuits, meter: Meter) -> Hearing:
    links = [GuardedTranscriber(meter.transcriber(each), circuits) for each in vendors.transcribers]
    recordings = GuardedRecordings(vendors.recordings, circuits) if vendors.recordings else None
    return Hearing(recordings, TranscriberChain(links) if links else None)


def _models(vendors: Vendors, circuits: Circuits, meter: Meter) -> tuple[ChatModel, ...]:
    return tuple(RetryingModel(GuardedModel(meter.model(each), circuits)) for each in vendors.models)


def _translators(vendors: Vendors, circuits: Circuits, meter: Meter) -> list[Translator]:
    """What is remembered needs no vendor, so the cache is the outermost."""
    return [
        CachingTranslator(RetryingTranslator(GuardedTranslator(meter.translator(each), circuits)))
        for each in vendors.translators
    ]


def waits_of(settings: Settings) -> Waits:
    """How long webhooks wait: the first filler is counted from the caller's last speech, end silence included."""
    end_silence = settings.record_silence_timeout_seconds if settings.hears_by == "record" else 1
    return Waits(first_s=max(0.5, min(4.0, settings.filler_after_ms / 1000 - end_silence)))


def company_of(settings: Settings) -> Company:
    """The company the settings describe."""
    return Company(
        name=Phrase(settings.company_name_he, settings.company_name),
        offer=Phrase(settings.company_offer_he, settings.company_offer),
        price=Phrase(settings.company_price_line_he, settings.company_price_line),
    )


def phrases_of(scenarios: Iterable[Scenario]) -> tuple[Phrase, ...]:
    """The general pairs and every scenario's own."""
    own = [Phrase(line.he, line.en) for each in scenarios for line in each.phrases]
    return (*GENERAL, *own)


def _check_names(settings: Settings, scenarios: dict[str, Scenario]) -> None:
    known = ", ".join(sorted(scenarios))
    for name in (settings.scenario, *dict(settings.number_scenarios).values()):
        if name not in scenarios:
            raise SettingsError(f"voicebot cannot start: there is no scenario {name!r}; known are: {known}.")


def _database(settings: Settings) -> Database:
    try:
        return open_database(settings.database_url)
    except ValueError as error:
        raise SettingsError(f"voicebot cannot start: DATABASE_URL {error}.") from error
