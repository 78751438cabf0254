"""A call's first and last moments, for every way of talking; what lies between is in `replies`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from language.types import Language
from stores import Stores
from stores.errors import Conflict, NotFound, StaleState
from stores.statuses import is_terminal
from stores.values import Call, Lead, Turn
from voicebot.agents.opening import opening
from voicebot.agents.state import CallState
from voicebot.agents.types import Gender, Line, Scenario
from voicebot.conversation.joining import is_piece
from voicebot.conversation.memory import company_version, first_gender
from voicebot.conversation.ports import Scenarios
from voicebot.conversation.types import Incoming, Input, Listen, Over, Reply, Then, language_of
from voicebot.guards.calls import AT_THE_END, REFUSED, CallGuards
from voicebot.guards.caps import BUSY
from voicebot.guards.endings import is_overtime, outcome_of

log = structlog.get_logger()

GREETING_TURN = 0

EndsBefore = Callable[[datetime], datetime | None]
"""When an outbound call that is on at a moment must be over; None: it need not."""


@dataclass(frozen=True)
class Defaults:
    """How calls are held when nothing else is said."""

    scenario: str
    language: Language
    number_scenarios: Mapping[str, str]


class Conversation:
    """Opens calls, greets, and closes them. All state is in the store."""

    def __init__(
        self,
        stores: Stores,
        scenarios: Scenarios,
        defaults: Defaults,
        owner: str,
        guards: CallGuards,
        now: Callable[[], datetime],
        ends_before: EndsBefore = lambda at: None,
    ) -> None:
        self._stores = stores
        self._scenarios = scenarios
        self._defaults = defaults
        self._owner = owner
        self._guards = guards
        self._now = now
        self._ends_before = ends_before

    # -- begin

    def begin(self, incoming: Incoming) -> tuple[Call, Reply]:
        """Open the call, once, and greet: no vendor is asked, so the caller hears a voice at once.

        A call beyond a cap is told so and hung up.
        """
        call = self._open(incoming)
        scenario = self._scenarios(call.scenario, company_version(call))
        if is_terminal(call.status):
            return call, self._say(call, Over(), scenario.lines.goodbye)
        if call.state is None:
            return call, self._say(call, Over(), BUSY)
        line = _greeting(scenario, call).for_gender(_gender(call))
        self._greet(call, scenario, line)
        pause = 1 if call.direction == "outbound" else 0
        return call, self._say(call, Listen(GREETING_TURN + 1, self._patience(call)), line, pause_s=pause)

    def _open(self, incoming: Incoming) -> Call:
        """The call, with a state unless it is not let in: decided in the transaction that opens it."""
        with self._stores.database.begin():
            call = self._stores.calls.advance_status(self.find_or_note(incoming).id, "in-progress")
            if call.state is not None or is_terminal(call.status):
                return self._started(call)
            if self._guards.refusal(call) is not None:
                return self._stores.calls.finish(call.id, REFUSED)
            return self._started(call)

    def _noted(self, incoming: Incoming) -> Call:
        """The call of this SID, with the lead its number fits; the first webhook to speak of it makes the row."""
        other = incoming.called if incoming.direction == "outbound" else incoming.caller
        lead = self._stores.leads.by_phone(other) if other else None
        call, _ = self._stores.calls.open(
            incoming.sid,
            channel="turns",
            direction=incoming.direction,
            scenario=self._scenario_name(incoming),
            language=self._defaults.language,
            lead_id=lead.id if lead else None,
            from_number=incoming.caller,
            to_number=incoming.called,
        )
        return call

    def _scenario_name(self, incoming: Incoming) -> str:
        """Asked for by the signed address, chosen by the called number, or the default."""
        chosen = incoming.scenario or self._defaults.number_scenarios.get(incoming.called or "")
        return chosen or self._defaults.scenario

    def _started(self, call: Call) -> Call:
        """The call with a state; whoever is first gives it one."""
        if call.state is not None:
            return call
        scenario = self._scenarios(call.scenario, company_version(call))
        state = opening(scenario, call.direction, first_gender(call, self._lead(call)))
        try:
            self._stores.calls.save_state(call.id, state.model_dump(mode="json"), call.state_version)
        except StaleState:
            log.debug("call.started_elsewhere", call_id=call.id)
        return self._stores.calls.get(call.id)

    def _lead(self, call: Call) -> Lead | None:
        """The call's lead; None also when it was erased meanwhile."""
        try:
            return self._stores.leads.get(call.lead_id) if call.lead_id is not None else None
        except NotFound:
            return None

    def _greet(self, call: Call, scenario: Scenario, line: Line) -> None:
        """Note the greeting in the transcript, once: as a whole, for nobody takes its turn over."""
        agent, turns = scenario.first(call.direction).name, self._stores.turns
        with self._stores.database.begin():
            claim = turns.claim(call.id, GREETING_TURN, "greeting", self._owner)
            if not claim.won:
                return
            place = (call.id, GREETING_TURN, claim.turn.epoch)
            turns.append_sentence(*place, "fixed", line.he, line.en, agent=agent, es=line.es or None)
            turns.finish(*place, agent=agent, model="fixed", ending={"kind": "listen", "patient": self._patience(call)})

    # -- end

    def find_or_note(self, incoming: Incoming) -> Call:
        """The call a status callback speaks of; one that was never opened gets a row, so that nothing is lost."""
        if incoming.call_id is not None:
            try:
                return self._stores.calls.adopt(incoming.call_id, incoming.sid)
            except (NotFound, Conflict):
                log.warning("call.not_adopted", call_id=incoming.call_id)
        return self._noted(incoming)

    def status(self, call: Call, status: str, duration_s: int | None, at: datetime | None) -> Call:
        """Move the call forward; the last status closes its record with an outcome.

        While last words are still being heard it has none yet: they may be the reason why it ended. The job that
        summarises the call settles it.
        """
        with self._stores.database.begin():
            call = self._stores.calls.advance_status(call.id, status, duration_s, at)
            if not is_terminal(call.status):
                return call
            told = call.outcome is not None
            if not told and not _goes_on(turns := self._stores.turns.for_call(call.id)):
                last, limits = turns[-1] if turns else None, self._guards.limits(call.scenario)
                call = self._stores.calls.finish(call.id, outcome_of(call, last, limits), at)
            self._guards.closing.closed(call)
        if call.outcome is not None and not told:
            log.info("call.ended", call_id=call.id, outcome=call.outcome, status=call.status)
        return call

    def dialled(self, call: Call, status: str) -> Reply:
        """After a transfer: joined and done, or nobody picked up and a person will call back."""
        if status in {"completed", "answered"}:
            self._finish(call, "transferred")
            return Reply((), Over(), language_of(call))
        if not self._reachable(call):
            return self._say(call, Over(), self._scenarios(call.scenario, company_version(call)).lines.nobody_now)
        with self._stores.database.begin():
            self._stores.tasks.add(
                "callback",
                f"A person has to go on; nobody picked up ({status[:20]}).",
                lead_id=call.lead_id,
                call_id=call.id,
                key=f"callback:{call.id}",
            )
            self._finish(call, "callback")
        return self._say(call, Over(), self._scenarios(call.scenario, company_version(call)).lines.nobody_available)

    def _finish(self, call: Call, outcome: str) -> None:
        """Close the call ahead of its last status, which may never come."""
        with self._stores.database.begin():
            self._guards.closing.closed(self._stores.calls.finish(call.id, outcome), AT_THE_END)

    def recorded_late(self, call: Call, given: Input, turn: int | None = None) -> None:
        """A webhook brought something for a call that was over already; `turn` hears it."""
        if given.recording_sid is not None:
            self._guards.closing.recorded_late(call, given.recording_sid)
        if turn is not None:
            self._guards.closing.heard_late(call, turn)

    def in_time(self, call: Call, reply: Reply) -> Reply:
        """The reply, or for a call that must end the reply and a goodbye: what was asked last is still answered."""
        if isinstance(reply.then, Listen) and self._must_end(call):
            goodbye = self.goodbye(call)
            return replace(reply, lines=(*reply.lines, *goodbye.lines), then=goodbye.then)
        return reply

    def _must_end(self, call: Call) -> bool:
        """Beyond its limit; or shortly before Shabbat or a holiday, if we rang: who rings us may finish."""
        now = self._now()
        over = self._ends_before(now) if call.direction == "outbound" else None
        return (over is not None and now >= over) or is_overtime(call, now, self._guards.limits(call.scenario))

    @staticmethod
    def _reachable(call: Call) -> bool:
        """Whether the team will know which number to call back."""
        return bool(call.lead_id or (call.to_number if call.direction == "outbound" else call.from_number))

    # -- help

    @staticmethod
    def is_over(call: Call) -> bool:
        """Whether the agent has ended the call, or its status says that it is over."""
        ended = bool(call.state) and CallState.model_validate(call.state).ended
        return ended or is_terminal(call.status)

    @staticmethod
    def still_counts(call: Call, given: Input) -> bool:
        """Whether what comes after a call's end is heard: what somebody said who has left, not what follows our own
        goodbye. An opt-out must not depend on which webhook comes first.
        """
        if call.state is None:
            return False
        return given.left or (given.says and not CallState.model_validate(call.state).ended)

    def goodbye(self, call: Call) -> Reply:
        """For a webhook of a call that is over."""
        return self._say(call, Over(), self._scenarios(call.scenario, company_version(call)).lines.goodbye)

    def _say(self, call: Call, then: Then, line: Line, pause_s: int = 0) -> Reply:
        line, language = line.for_gender(_gender(call)), language_of(call)
        said = {"he": line.he, "en": line.en, "es": line.es or line.en}[language]
        return Reply((said,), then, language, pause_s)

    def _patience(self, call: Call) -> str:
        state = CallState.model_validate(call.state)
        return self._scenarios(call.scenario, company_version(call)).agent(state.agent).flow.step(state.step).patient


def _goes_on(turns: Sequence[Turn]) -> bool:
    """Whether something that the caller said is still being heard, or was cut off and is to be answered."""
    return any(each.number > GREETING_TURN and each.state == "claimed" for each in turns) or (
        bool(turns) and is_piece(turns[-1])
    )


def _gender(call: Call) -> Gender | None:
    return CallState.model_validate(call.state).gender if call.state else None


def _greeting(scenario: Scenario, call: Call) -> Line:
    if call.direction == "outbound":
        return scenario.lines.greeting_outbound
    return scenario.lines.greeting if call.from_number else scenario.lines.greeting_withheld
