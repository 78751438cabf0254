"""A call's first and last moments, for every way of talking; what lies between is in `replies`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from language.types import Language
from stores import Stores
from stores.errors import Conflict, LostClaim, NotFound, StaleState
from stores.statuses import is_terminal
from stores.values import Call
from voicebot.agents.state import CallState
from voicebot.agents.types import Line, Scenario
from voicebot.conversation.replies import language_of
from voicebot.conversation.types import Incoming, Listen, Over, Reply, Then

log = structlog.get_logger()

GREETING_TURN = 0


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
        scenarios: Callable[[str], Scenario],
        defaults: Defaults,
        owner: str,
    ) -> None:
        self._stores = stores
        self._scenarios = scenarios
        self._defaults = defaults
        self._owner = owner

    # -- begin

    def begin(self, incoming: Incoming) -> tuple[Call, Reply]:
        """Open the call, once, and greet: no vendor is asked, so the caller hears a voice at once."""
        call = self._open(incoming)
        scenario = self._scenarios(call.scenario)
        if is_terminal(call.status):
            return call, self._say(call, Over(), scenario.lines.goodbye)
        line = _greeting(scenario, call)
        self._greet(call, scenario, line)
        pause = 1 if call.direction == "outbound" else 0
        return call, self._say(call, Listen(GREETING_TURN + 1, self._patience(call)), line, pause_s=pause)

    def _open(self, incoming: Incoming) -> Call:
        stores = self._stores
        if incoming.call_id is not None:
            try:
                call = stores.calls.adopt(incoming.call_id, incoming.sid)
                return self._started(stores.calls.advance_status(call.id, "in-progress"))
            except (NotFound, Conflict):
                log.warning("call.not_adopted", call_id=incoming.call_id[:64])
        return self._started(stores.calls.advance_status(self._noted(incoming).id, "in-progress"))

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
        scenario = self._scenarios(call.scenario)
        flow = scenario.agent(scenario.entry).flow
        step = flow.start if call.channel == "text" else flow.greeted
        state = CallState(scenario=scenario.name, agent=scenario.entry, step=step)
        try:
            self._stores.calls.save_state(call.id, state.model_dump(mode="json"), call.state_version)
        except StaleState:
            log.debug("call.started_elsewhere", call_id=call.id)
        return self._stores.calls.get(call.id)

    def _greet(self, call: Call, scenario: Scenario, line: Line) -> None:
        """Note the greeting in the transcript, once."""
        claim = self._stores.turns.claim(call.id, GREETING_TURN, "greeting", self._owner)
        if not claim.won:
            return
        try:
            with self._stores.database.begin():
                self._stores.turns.append_sentence(call.id, GREETING_TURN, claim.turn.epoch, "fixed", line.he, line.en)
                self._stores.turns.finish(
                    call.id,
                    GREETING_TURN,
                    claim.turn.epoch,
                    agent=scenario.entry,
                    model="fixed",
                    ending={"kind": "listen"},
                )
        except LostClaim:
            log.debug("call.greeted_elsewhere", call_id=call.id)

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
        """Move the call forward; the last status closes its record with an outcome."""
        call = self._stores.calls.advance_status(call.id, status, duration_s, at)
        if is_terminal(call.status) and call.outcome is None:
            call = self._stores.calls.finish(call.id, self._outcome(call), at)
            log.info("call.ended", call_id=call.id, outcome=call.outcome, status=call.status)
        return call

    def dialled(self, call: Call, status: str) -> Reply:
        """After a transfer: joined and done, or nobody picked up and a person will call back."""
        if status in {"completed", "answered"}:
            self._stores.calls.finish(call.id, "transferred")
            return Reply((), Over(), language_of(call))
        if not self._reachable(call):
            return self._say(call, Over(), self._scenarios(call.scenario).lines.nobody_now)
        self._stores.tasks.add(
            "callback",
            f"Asked for a person; nobody picked up ({status[:20]}).",
            lead_id=call.lead_id,
            call_id=call.id,
            key=f"callback:{call.id}",
        )
        self._stores.calls.finish(call.id, "callback")
        return self._say(call, Over(), self._scenarios(call.scenario).lines.nobody_available)

    @staticmethod
    def _reachable(call: Call) -> bool:
        """Whether the team will know which number to call back."""
        return bool(call.lead_id or (call.to_number if call.direction == "outbound" else call.from_number))

    def _outcome(self, call: Call) -> str:
        """One word for how it went, from what really happened."""
        if call.status != "completed":
            return call.status
        state = CallState.model_validate(call.state) if call.state else None
        for effect in ("removed", "booked"):
            if state and effect in state.done:
                return effect
        last = self._stores.turns.last(call.id)
        ending: Mapping[str, Any] = (last.ending if last else None) or {}
        if ending.get("kind") == "hangup":
            return str(ending.get("reason", "ended"))
        return "hung_up"

    # -- help

    @staticmethod
    def is_over(call: Call) -> bool:
        """Whether the agent has ended the call, or its status says that it is over."""
        ended = bool(call.state) and CallState.model_validate(call.state).ended
        return ended or is_terminal(call.status)

    def goodbye(self, call: Call) -> Reply:
        """For a webhook of a call that is over."""
        return self._say(call, Over(), self._scenarios(call.scenario).lines.goodbye)

    def _say(self, call: Call, then: Then, line: Line, pause_s: int = 0) -> Reply:
        return Reply((line.en if call.language == "en" else line.he,), then, language_of(call), pause_s)

    def _patience(self, call: Call) -> str:
        state = CallState.model_validate(call.state)
        return self._scenarios(call.scenario).agent(state.agent).flow.step(state.step).patient


def _greeting(scenario: Scenario, call: Call) -> Line:
    if call.direction == "outbound":
        return scenario.lines.greeting_outbound
    return scenario.lines.greeting if call.from_number else scenario.lines.greeting_withheld
