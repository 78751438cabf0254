"""A call from its first ring to its last word, for every way of talking: begin, hear, reply, end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from language.types import Language
from stores import Stores
from stores.errors import Conflict, LostClaim, NotFound, StaleState
from stores.statuses import is_terminal
from stores.values import Call, Sentence, Turn
from voicebot.agents.state import CallState
from voicebot.agents.types import Line, Scenario
from voicebot.conversation.hearing import RECORDING_SID
from voicebot.conversation.pool import Pool
from voicebot.conversation.turns import TurnRunner
from voicebot.conversation.types import KEYS, Dial, Incoming, Input, Listen, More, Over, Reply, Then, keys_of
from voicebot.guards.calls import AT_THE_END, REFUSED, CallGuards
from voicebot.guards.caps import BUSY
from voicebot.guards.endings import is_overtime, outcome_of

log = structlog.get_logger()

WHOLE_S = 0.2
"""How long a webhook waits for a whole turn before it takes the sentences that are ready."""
ABANDONED_S = 45.0
"""A turn that has run this long without an end has lost its owner and is taken over."""
GREETING_TURN = 0


@dataclass(frozen=True)
class Defaults:
    """How calls are held when nothing else is said."""

    scenario: str
    language: Language
    number_scenarios: Mapping[str, str]


@dataclass(frozen=True)
class Waits:
    """Seconds a webhook waits before the caller hears a filler: for the first sentence, and for each further one.

    Twilio gives up at 15 s, and no webhook of ours takes more than 5 s.
    """

    first_s: float = 2.5
    next_s: float = 4.0


class Conversation:
    """Opens calls, lets turns run, and tells what the caller gets next. All state is in the store."""

    def __init__(
        self,
        stores: Stores,
        scenarios: Callable[[str], Scenario],
        runner: TurnRunner,
        pool: Pool,
        defaults: Defaults,
        now: Callable[[], datetime],
        owner: str,
        guards: CallGuards,
        waits: Waits | None = None,
    ) -> None:
        self._stores = stores
        self._scenarios = scenarios
        self._runner = runner
        self._pool = pool
        self._waits = waits or Waits()
        self._defaults = defaults
        self._now = now
        self._owner = owner
        self._guards = guards

    # -- begin

    def begin(self, incoming: Incoming) -> tuple[Call, Reply]:
        """Open the call, once, and greet: no vendor is asked, so the caller hears a voice at once.

        A call beyond a cap is told so and hung up.
        """
        call = self._open(incoming)
        scenario = self._scenarios(call.scenario)
        if is_terminal(call.status):
            return call, self._say(call, Over(), scenario.lines.goodbye)
        if call.state is None:
            return call, self._say(call, Over(), BUSY)
        line = _greeting(scenario, call)
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

    # -- hear

    def hear(self, call: Call, number: int | None, given: Input) -> Turn:
        """The turn this input makes: claimed and started on the pool by the first webhook, found by the others."""
        claim = self._stores.turns.claim(call.id, number, given.source, self._owner)
        if claim.won:
            self._start(call, claim.turn, given)
        return claim.turn

    def _start(self, call: Call, turn: Turn, given: Input) -> None:
        self._pool.submit((call.id, turn.number), lambda tell: self._runner.run(call, turn, given, tell))

    def reply(self, call: Call, number: int, cursor: int) -> Reply:
        """What the caller gets after `cursor` sentences of a turn: the rest, or a filler while it is being made.

        Raises NotFound for a turn that was never begun.
        """
        turn = self._wait(call, number, cursor)
        if turn.state == "claimed":
            return self._fill(call, turn, cursor)
        self._note_first_word(turn, turn.sentences, cursor)
        return self._rest(call, turn, cursor)

    def _wait(self, call: Call, number: int, cursor: int) -> Turn:
        """The turn once there is something new to say, or as it stands when the wait is over.

        What takes no time at all is not cut in pieces: for the first moments only the whole turn counts.
        """
        turn = self._stores.turns.get(call.id, number)
        if turn.state == "claimed" and (self._now() - turn.claimed_at).total_seconds() > ABANDONED_S:
            self._take_over(call, turn)
        key, wait_s = (call.id, number), self._waits.first_s if cursor == 0 else self._waits.next_s
        whole_s = min(WHOLE_S, wait_s)

        def look() -> Turn:
            nonlocal turn
            turn = self._stores.turns.get(call.id, number)
            return turn

        if not self._pool.wait_until(key, lambda: look().state != "claimed", whole_s):
            self._pool.wait_until(
                key, lambda: look().state != "claimed" or len(turn.sentences) > cursor, wait_s - whole_s
            )
        return turn

    def _take_over(self, call: Call, turn: Turn) -> None:
        """Run a turn again whose owner has died; what was heard already is not asked for again."""
        claim = self._stores.turns.retake(call.id, turn.number, self._owner, ABANDONED_S)
        if claim.won:
            log.warning("turn.taken_over", call_id=call.id, turn=turn.number)
            self._start(self._stores.calls.get(call.id), claim.turn, _input_of(claim.turn))

    def _rest(self, call: Call, turn: Turn, cursor: int) -> Reply:
        lines = tuple(_in(call, each) for each in turn.sentences[cursor:])
        ending = turn.ending or {"kind": "listen"}
        then: Then = Listen(turn.number + 1, ending.get("patient", "open"))
        if ending["kind"] == "hangup":
            then = Over()
        elif ending["kind"] == "dial":
            then = Dial(ending["number"])
        return Reply(lines, then, _language(call))

    def _fill(self, call: Call, turn: Turn, cursor: int) -> Reply:
        """The sentences that are there, or a filler; a sentence that arrives first takes the filler's place."""
        spoken = turn.sentences
        if len(spoken) <= cursor:
            fillers = self._scenarios(call.scenario).lines.fillers
            line = fillers[(turn.number + cursor) % len(fillers)]
            self._stores.turns.append_filler(call.id, turn.number, len(spoken), line.he, line.en)
            spoken = self._stores.turns.get(call.id, turn.number).sentences
        if any(each.kind == "filler" for each in spoken[cursor:]):
            log.info("turn.filler", call_id=call.id, turn=turn.number)
        self._note_first_word(turn, spoken, cursor)
        lines = tuple(_in(call, each) for each in spoken[cursor:])
        return Reply(lines, More(turn.number, len(spoken)), _language(call))

    def _note_first_word(self, turn: Turn, spoken: Sequence[Sentence], cursor: int) -> None:
        """Log how long the caller waited, with the reply that has the answer's first sentence; fillers are none."""
        first = next((place for place, each in enumerate(spoken) if each.kind != "filler"), None)
        if first is not None and first >= cursor:
            ms = round((self._now() - turn.claimed_at).total_seconds() * 1000)
            log.info(
                "turn.first_word", call_id=turn.call_id, turn=turn.number, ms=ms, recorded=turn.source.startswith("RE")
            )

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
        with self._stores.database.begin():
            call = self._stores.calls.advance_status(call.id, status, duration_s, at)
            if not is_terminal(call.status):
                return call
            told = call.outcome is not None
            if not told:
                last = self._stores.turns.last(call.id)
                call = self._stores.calls.finish(
                    call.id, outcome_of(call, last, self._guards.limits(call.scenario)), at
                )
            self._guards.closing.closed(call)
        if not told:
            log.info("call.ended", call_id=call.id, outcome=call.outcome, status=call.status)
        return call

    def dialled(self, call: Call, status: str) -> Reply:
        """After a transfer: joined and done, or nobody picked up and a person will call back."""
        if status in {"completed", "answered"}:
            self._finish(call, "transferred")
            return Reply((), Over(), _language(call))
        if not self._reachable(call):
            return self._say(call, Over(), self._scenarios(call.scenario).lines.nobody_now)
        with self._stores.database.begin():
            self._stores.tasks.add(
                "callback",
                f"Asked for a person; nobody picked up ({status[:20]}).",
                lead_id=call.lead_id,
                call_id=call.id,
                key=f"callback:{call.id}",
            )
            self._finish(call, "callback")
        return self._say(call, Over(), self._scenarios(call.scenario).lines.nobody_available)

    def _finish(self, call: Call, outcome: str) -> None:
        """Close the call ahead of its last status, which may never come."""
        with self._stores.database.begin():
            self._guards.closing.closed(self._stores.calls.finish(call.id, outcome), AT_THE_END)

    def recorded_late(self, call: Call, given: Input) -> None:
        """A webhook brought a recording for a call that was over already."""
        if given.recording_sid is not None:
            self._guards.closing.recorded_late(call, given.recording_sid)

    def in_time(self, call: Call, reply: Reply) -> Reply:
        """The reply, or for a call beyond its limit the reply and a goodbye: what was asked last is still answered."""
        if isinstance(reply.then, Listen) and is_overtime(call, self._now(), self._guards.limits(call.scenario)):
            goodbye = self.goodbye(call)
            return replace(reply, lines=(*reply.lines, *goodbye.lines), then=goodbye.then)
        return reply

    @staticmethod
    def _reachable(call: Call) -> bool:
        """Whether the team will know which number to call back."""
        return bool(call.lead_id or (call.to_number if call.direction == "outbound" else call.from_number))

    # -- what was given

    def find(self, sid: str) -> Call:
        """The call of Twilio's SID. Raises NotFound."""
        return self._stores.calls.by_sid(sid)

    def turn_of(self, call: Call, source: str) -> int | None:
        """The number of the turn this recording has made already, if it has."""
        if not RECORDING_SID.fullmatch(source):
            return None
        return next((each.number for each in self._stores.turns.for_call(call.id) if each.source == source), None)

    def latest_turn(self, call: Call) -> int:
        """The number of the turn that was begun last."""
        last = self._stores.turns.last(call.id)
        return last.number if last else GREETING_TURN

    def given(self, call: Call, turn: int, cursor: int) -> str | None:
        """The rendered reply that was given at this place, if one was."""
        return self._stores.turns.reply(call.id, turn, cursor)

    def give(self, call: Call, turn: int, cursor: int, rendered: str) -> str:
        """What to give at this place: `rendered`, or what was given there first."""
        return self._stores.turns.save_reply(call.id, turn, cursor, rendered)

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
        return Reply((line.en if call.language == "en" else line.he,), then, _language(call), pause_s)

    def _patience(self, call: Call) -> str:
        state = CallState.model_validate(call.state)
        return self._scenarios(call.scenario).agent(state.agent).flow.step(state.step).patient


def _greeting(scenario: Scenario, call: Call) -> Line:
    if call.direction == "outbound":
        return scenario.lines.greeting_outbound
    return scenario.lines.greeting if call.from_number else scenario.lines.greeting_withheld


def _language(call: Call) -> Language:
    return "en" if call.language == "en" else "he"


def _in(call: Call, sentence: Any) -> str:
    return str(sentence.en if call.language == "en" else sentence.he)


def _input_of(turn: Turn) -> Input:
    """The input of a stored turn, for whoever takes it over."""
    if keys := turn.source.removeprefix(KEYS) if turn.source.startswith(KEYS) else keys_of(turn.heard_en or ""):
        return Input(turn.source, digits=keys)
    text = turn.heard_he or turn.heard_en
    if text:
        return Input(turn.source, text=text)
    return Input(turn.source, recording_sid=turn.source if RECORDING_SID.fullmatch(turn.source) else None)
