"""The composition root: the only place that knows which vendor does what."""

import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import structlog

from language.phrasebook import Phrasebook
from language.phrases import GENERAL, Phrase
from language.types import Language, Transcriber, Translator
from stores import Database, Stores, build_stores, open_database
from stores.news import TurnNews
from voicebot.agents.model import ChatModel
from voicebot.agents.structured import StructuredModel
from voicebot.agents.summary import Summarise
from voicebot.agents.types import Scenario
from voicebot.calling import Calling
from voicebot.calling_settings import calling_of, language_set, must_end_of, style_of, waits_of
from voicebot.caps import caps_of
from voicebot.chains import Chains
from voicebot.circuits.shared import Circuits
from voicebot.clients.twilio_calls import TwilioTelephone
from voicebot.clients.twilio_recordings import TwilioRecordings
from voicebot.companies import Companies, company_of
from voicebot.conversation import ports as conversation_ports
from voicebot.conversation.answering import Answering
from voicebot.conversation.calls import Conversation, Defaults
from voicebot.conversation.claiming import Claims
from voicebot.conversation.pool import Pool
from voicebot.conversation.replies import Replies, Waits
from voicebot.conversation.text import TextConversation
from voicebot.conversation.translation import Translation
from voicebot.conversation.turns import TurnRunner
from voicebot.conversation.working import Parts
from voicebot.development import development_token
from voicebot.dialer.outbound import Dialer
from voicebot.dialer.ports import Telephone
from voicebot.errors import SettingsError
from voicebot.guards.calls import CallGuards, Closing
from voicebot.guards.caps import Admission
from voicebot.guards.endings import CallLimits
from voicebot.guards.heartbeat import Heartbeat
from voicebot.guards.leases import WorkerLeases
from voicebot.interview_services import Interviews, interview_scenario, interviews_of, platform_of
from voicebot.interviews.ports import Platform
from voicebot.jobs import ports as jobs_ports
from voicebot.observability.setup import Observability, observe
from voicebot.observed import observed_by
from voicebot.scenarios import Company, checked_scenarios
from voicebot.settings import Settings
from voicebot.vendors import analysts_of, handoff_model_of, models_of, transcribers_of, translators_of
from voicebot.voice_settings import EVERY

log = structlog.get_logger()

POOL, EMBEDDED_POOL = 8, 32
"""Connections a process keeps to its database: small hosted ones have twenty in all; a file's cost nothing."""


class Recordings(conversation_ports.Recordings, jobs_ports.Recordings, Protocol):
    """An account's recordings: fetched to be heard, deleted when the call is over."""


@dataclass(frozen=True)
class Vendors:
    """Everything that is not ours; tests hand in fakes, `vendors_of` the real ones. Empty means: not configured.

    `handoff` sums up calls for the next agent.
    """

    models: tuple[ChatModel, ...] = ()
    handoff: ChatModel | None = None
    translators: tuple[Translator, ...] = ()
    transcribers: tuple[Transcriber, ...] = ()
    recordings: Recordings | None = None
    telephone: Telephone | None = None
    analysts: tuple[StructuredModel, ...] = ()


@dataclass(frozen=True)
class Services:
    """What the blueprints work with."""

    settings: Settings
    token: str
    stores: Stores
    circuits: Circuits
    vendors: Vendors
    scenarios: dict[str, Scenario]
    companies: Companies
    conversation: Conversation
    replies: Replies
    runner: TurnRunner
    text: TextConversation
    translation: Translation
    summarise: Summarise
    dialer: Dialer
    calling: Calling
    guards: CallGuards
    pool: Pool
    leases: WorkerLeases
    observability: Observability
    interviews: Interviews
    now: Callable[[], datetime]

    def close(self) -> None:
        """Let running turns end, and give everything back; what a process does last."""
        self.pool.close()
        self.leases.stop()
        self.stores.database.close()

    @property
    def language(self) -> Language:
        return language_set(self.settings)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class _Ground:
    """What the rest of an app stands on."""

    settings: Settings
    vendors: Vendors
    company: Company
    platform: Platform | None
    scenarios: dict[str, Scenario]
    book: Phrasebook
    companies: Companies
    stores: Stores
    observability: Observability
    circuits: Circuits
    owner: str
    leases: WorkerLeases
    pool: Pool
    claims: Claims
    calling: Calling
    now: Callable[[], datetime]


def _ground(settings: Settings, vendors: Vendors, now: Callable[[], datetime]) -> _Ground:
    company, platform = company_of(settings), platform_of(settings)
    stores = build_stores(_database(settings), now)

    def build_scenarios(company: Company) -> dict[str, Scenario]:
        return checked_scenarios(company) | interview_scenario(settings, company, platform)

    def learn(lines: Iterable[Phrase]) -> None:
        book.learn(lines)

    companies = Companies(stores.companies, company, build_scenarios, settings.scenario, now, learn)
    scenarios = companies.scenarios
    _check_names(settings, scenarios)
    book = Phrasebook(phrases_of(scenarios.values()))
    owner = f"{os.uname().nodename}:{uuid.uuid4().hex[:12]}"
    leases = WorkerLeases(stores.workers, Heartbeat(stores.workers, owner))
    pool = Pool(working=leases.working, told=TurnNews(stores.database).heard_by)
    return _Ground(
        settings=settings,
        vendors=vendors,
        company=company,
        platform=platform,
        scenarios=scenarios,
        book=book,
        companies=companies,
        stores=stores,
        observability=observe(observed_by(settings)),
        circuits=Circuits(stores.circuits),
        owner=owner,
        leases=leases,
        pool=pool,
        claims=Claims(stores, pool, leases, now),
        calling=calling_of(settings),
        now=now,
    )


def _runner(ground: _Ground, chains: Chains, translation: Translation) -> TurnRunner:
    pool = ground.pool
    parts = Parts(
        stores=ground.stores,
        scenarios=ground.companies,
        hearing=chains.hearing(pool.helpers),
        translation=translation,
        answering=Answering(chains.models(), translation, pool.helpers, chains.summarise()),
        now=ground.now,
        wait=pool.wait_in_turn,
        claims=ground.claims,
        company=ground.company.name,
        can_record=chains.can_record(ground.settings.transcriber_chain),
        may_call=ground.calling.may_call,
    )
    return TurnRunner(parts)


def build(
    settings: Settings,
    vendors: Vendors | None = None,
    now: Callable[[], datetime] = utc_now,
    waits: Waits | None = None,
) -> Services:
    """Put everything together, without connecting to anything. Raises SettingsError.

    `waits` are how long a webhook waits for sentences before it answers with a filler (default: the settings').
    """
    vendors = vendors if vendors is not None else vendors_of(settings)
    ground = _ground(settings, vendors, now)
    stores, scenario, scenarios, calling = ground.stores, ground.companies, ground.scenarios, ground.calling
    chains = Chains(vendors, ground.circuits, ground.observability)
    translation = chains.translation(ground.book)
    runner = _runner(ground, chains, translation)
    guards = guards_of(settings, scenarios, stores, vendors, now)
    ends = must_end_of(settings, calling)
    defaults = Defaults(settings.scenario, language_set(settings), dict(settings.number_scenarios))
    replies = Replies(stores, scenario, runner, ground.pool, ground.claims, now, waits or waits_of(settings))
    telephone = vendors.telephone if settings.twilio_caller_id else None
    dialer = Dialer(stores, telephone, style_of(settings, scenarios), guards.admission, calling, now)
    return Services(
        settings=settings,
        token=settings.twilio_auth_token or development_token(),
        stores=stores,
        circuits=ground.circuits,
        vendors=vendors,
        scenarios=scenarios,
        companies=scenario,
        conversation=Conversation(stores, scenario, defaults, ground.owner, guards, now, ends),
        runner=runner,
        replies=replies,
        text=TextConversation(stores, scenario, runner, now, ground.owner, guards.closing, calling.may_call),
        translation=translation,
        summarise=chains.summarise(),
        dialer=dialer,
        calling=calling,
        guards=guards,
        pool=ground.pool,
        leases=ground.leases,
        observability=ground.observability,
        interviews=interviews_of(settings, stores, dialer, calling, ground.platform, vendors.recordings, now),
        now=now,
    )


def guards_of(
    settings: Settings,
    scenarios: Mapping[str, Scenario],
    stores: Stores,
    vendors: Vendors,
    now: Callable[[], datetime],
) -> CallGuards:
    """What lets calls in, ends them in time, and closes them."""
    limits = {name: CallLimits(call_s=each.limits.call_s) for name, each in scenarios.items()}
    fallback = limits[settings.scenario]
    longest_s = max(each.call_s + each.margin_s for each in limits.values())
    return CallGuards(
        Admission(stores.guards, caps_of(settings, longest_s), now),
        Closing(stores, settings.delete_recordings and vendors.recordings is not None),
        lambda name: limits.get(name, fallback),
        min(each.call_s for each in limits.values()),
    )


def vendors_of(settings: Settings) -> Vendors:
    """The vendors whose keys are set."""
    token = settings.twilio_auth_token or (development_token() if settings.development else "")
    account, twilio = settings.account_sid, settings.twilio_base_url
    return Vendors(
        models=models_of(settings),
        analysts=analysts_of(settings),
        handoff=handoff_model_of(settings),
        translators=translators_of(settings),
        transcribers=transcribers_of(settings),
        recordings=TwilioRecordings(account, token, twilio) if settings.recordings_reachable else None,
        telephone=TwilioTelephone(account, token, twilio) if settings.twilio_account_sid and token else None,
    )


def phrases_of(scenarios: Iterable[Scenario]) -> tuple[Phrase, ...]:
    """The general pairs and every scenario's own."""
    lines = (line for each in scenarios for line in each.phrases)
    return (*GENERAL, *(line if isinstance(line, Phrase) else Phrase(line.he, line.en) for line in lines))


def _check_names(settings: Settings, scenarios: dict[str, Scenario]) -> None:
    """Raises SettingsError; a name that we do not know is not repeated, for it may be a secret in the wrong place."""
    asked = [("SCENARIO", settings.scenario)]
    asked += [("NUMBER_SCENARIOS", name) for _, name in settings.number_scenarios]
    asked += [("REALTIME_SCENARIOS", name) for name in sorted(settings.realtime_scenarios - {EVERY})]
    for where, name in asked:
        if name not in scenarios:
            known = ", ".join(sorted(scenarios))
            raise SettingsError(f"voicebot cannot start: {where} names an unknown scenario; known are: {known}.")
        if (language := language_set(settings)) not in scenarios[name].languages:
            raise SettingsError(f"voicebot cannot start: scenario {name} has no lines in {language!r}.")


def _database(settings: Settings) -> Database:
    try:
        embedded = settings.database_url.startswith("sqlite")
        return open_database(settings.database_url, EMBEDDED_POOL if embedded else POOL)
    except ValueError as error:
        raise SettingsError(f"voicebot cannot start: DATABASE_URL {error}.") from error
