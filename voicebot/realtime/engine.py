"""From a stream's start to its call: the token is checked and used, and the call's plan is made."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from language.types import Language
from stores import Stores
from stores.statuses import is_terminal
from stores.values import Call
from voicebot.agents.handoff import tools_of
from voicebot.agents.opening import briefing
from voicebot.agents.state import CallState
from voicebot.agents.summary import Summarise
from voicebot.agents.types import Gender, Limits, Line, Lines
from voicebot.conversation import memory
from voicebot.conversation.calls import EndsBefore
from voicebot.conversation.ports import Scenarios
from voicebot.conversation.translation import Translation
from voicebot.conversation.turns import TurnRunner
from voicebot.conversation.types import language_of
from voicebot.guards.endings import CallLimits, ends_at
from voicebot.realtime import codec
from voicebot.realtime.call_work import Observed
from voicebot.realtime.commands import Persona
from voicebot.realtime.conversation_port import ConversationPort
from voicebot.realtime.engine_parts import EngineParts
from voicebot.realtime.model_line import Address
from voicebot.realtime.openai_events import VoiceOptions, function_tools
from voicebot.realtime.plan import CallPlan, FixedLines, Waits, Wording
from voicebot.realtime.ports import Opened, Session, Telephone
from voicebot.realtime.prompt import instructions
from voicebot.realtime.session import RealtimeSession

log = structlog.get_logger()

TOKEN = "token"  # noqa: S105 — a parameter's name
"""The name of the `<Parameter>` that carries the ticket."""


@dataclass(frozen=True)
class Voice:
    """One way to speak: where its model answers, how it is set, and the machine that holds such a call."""

    name: str
    address: Address
    options: VoiceOptions
    session: Callable[[CallPlan], Session] = RealtimeSession


class Spoken(Protocol):
    """Something known in both languages: a line, or a stored sentence."""

    @property
    def he(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def es(self) -> str | None: ...


def fixed_lines(lines: Lines, greeting: Spoken, language: Language, gender: Gender | None = None) -> FixedLines:
    """The scenario's lines in the caller's language, in the forms for this caller. The greeting was chosen before."""

    def say(line: Spoken) -> str:
        return {"he": line.he, "en": line.en, "es": line.es or line.en}[language]

    def to(line: Line) -> str:
        return say(line.for_gender(gender))

    return FixedLines(
        greeting=say(greeting),
        goodbye=to(lines.goodbye),
        transferring=to(lines.transferring),
        silent=tuple(map(to, lines.silent)),
        silent_goodbye=to(lines.silent_goodbye),
        say_again=to(lines.say_again),
    )


@dataclass(frozen=True)
class Redirects:
    """The way out of a stream that the telephone company has: `to` is the whole address of what comes after it."""

    telephone: Telephone
    to: str

    def of(self, call_sid: str) -> Callable[[], None]:
        """Takes this call there. Blocking; raises VendorError and ValueError."""
        return partial(self.telephone.redirect, call_sid, self.to)


class ConversationEngine:
    """Opens calls on the stores. `voice_of` gives each scenario its voice."""

    def __init__(
        self,
        stores: Stores,
        scenarios: Scenarios,
        runner: TurnRunner,
        translation: Translation,
        voice_of: Callable[[str], Voice],
        owner: str,
        now: Callable[[], datetime],
        observed: Observed,
        summarise: Summarise,
        waits: Waits | None = None,
        ends_before: EndsBefore = lambda at: None,
        redirects: Redirects | None = None,
    ) -> None:
        self._stores = stores
        self._parts = EngineParts(stores, scenarios, runner, translation, owner, now, observed, summarise)
        self._voice_of = voice_of
        self._now = now
        self._waits = waits or Waits()
        self._ends_before = ends_before
        self._redirects = redirects

    def open(self, started: codec.Started) -> Opened | None:
        """The call of this start; None when its token is missing, used, late, or another call's. Raises StoreError."""
        token = started.parameters.get(TOKEN, "")
        call_id = self._stores.tickets.use(token, started.call_sid) if token else None
        if call_id is None:
            return None
        call = self._stores.calls.get(call_id)
        if is_terminal(call.status) or call.state is None:
            return None
        return self._opened(call, started)

    def _opened(self, call: Call, started: codec.Started) -> Opened:
        scenario = self._parts.scenario(call)
        state = CallState.model_validate(call.state)
        wording = self._wording(call, state)
        voice = self._voice_of(scenario.name)
        turns = self._stores.turns.for_call(call.id)
        plan = CallPlan(
            stream_sid=started.stream_sid,
            persona=self._persona(call, state),
            lines=wording.lines,
            to=wording.to,
            gender=state.gender,
            options=replace(voice.options, language=wording.language),
            waits=replace(self._waits, call_s=self._left_s(call, scenario.limits)),
            limits=scenario.limits,
            outbound=call.direction == "outbound",
            language=wording.language,
            safety=scenario.agent(state.agent).flow.safety,
            done=state.done,
            patient=self._parts.patient(call, state),
            stage_s=self._parts.stage_s(state),
            greeted=len(turns) > 1 or self._stores.tickets.was_greeted(call.id),
        )
        port = ConversationPort(self._parts, call.id, voice.name, self._worded)
        leave = self._redirects.of(started.call_sid) if self._redirects else None
        return Opened(call.id, port, plan, voice.session(plan), voice.address, leave)

    def _left_s(self, call: Call, limits: Limits) -> float:
        """What is left of the call's time, as turn by turn; if we rang, at most until Shabbat or a holiday."""
        now = self._now()
        ends = ends_at(call, CallLimits(call_s=limits.call_s))
        over = self._ends_before(now) if call.direction == "outbound" else None
        return max(0.0, (min(ends, over or ends) - now).total_seconds())

    def _wording(self, call: Call, state: CallState) -> Wording:
        """The fixed lines in the language that is spoken now. The greeting is the one that was stored."""
        lines, language = self._parts.scenario(call).lines, language_of(call)
        turns = self._stores.turns.for_call(call.id)
        greeting = turns[0].sentences[0] if turns and turns[0].sentences else None
        opening = greeting or lines.greeting.for_gender(state.gender)
        genders: tuple[Gender, Gender] = ("m", "f")
        to = {each: fixed_lines(lines, opening, language, each) for each in genders}
        return Wording(language, fixed_lines(lines, opening, language), to)

    def _worded(self, call: Call, state: CallState) -> Persona:
        """Who goes on in a call that has begun, perhaps in another language."""
        return replace(self._persona(call, state), wording=self._wording(call, state))

    def _persona(self, call: Call, state: CallState) -> Persona:
        """Who speaks now, told what is known and what was said."""
        scenario = self._parts.scenario(call)
        agent = scenario.agent(state.agent)
        lead = self._parts.context(call).lead()
        language = language_of(call)
        handed = state.handover
        fresh = handed is not None and handed.to_agent == agent.name and handed.context == "summary"
        past = memory.history([each for each in self._stores.turns.for_call(call.id) if each.number > 0], state)
        facts = memory.facts(call, lead, state, self._now()) | briefing(scenario, state)
        told = instructions(agent.instructions, facts, language, past, agent.gender)
        return Persona(agent.name, told, function_tools(tools_of(scenario, agent)), agent.claims, fresh)
