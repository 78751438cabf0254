"""What the caller gets next: a turn's sentences as they are ready, a filler while they are not, a listening ear."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from stores import Stores
from stores.values import Call, Sentence, Turn
from voicebot.agents.state import CallState
from voicebot.agents.types import Line, Scenario
from voicebot.conversation.hearing import RECORDING_SID
from voicebot.conversation.pool import Pool
from voicebot.conversation.turns import TurnRunner
from voicebot.conversation.types import KEYS, Dial, Input, Listen, More, Over, Reply, Then, keys_of, language_of

log = structlog.get_logger()

WHOLE_S = 0.2
"""How long the first webhook of a turn waits for the whole of it before it takes the sentences that are ready. The
later ones wait a quarter of that: the caller hears nothing meanwhile."""
LOST_S = 1.0
"""No claim of this process is so old without running here."""
TWO = 2
"""Languages of most scenarios; in those with more the caller chooses one."""
LOOK_S = 1.0
"""How often a waiting webhook asks whether the turn's owner still lives."""


@dataclass(frozen=True)
class Waits:
    """Seconds a webhook waits before the caller hears a filler: for the first sentence, and for each further one.

    Twilio gives up at 15 s, and no webhook of ours takes more than 5 s.
    """

    first_s: float = 2.5
    next_s: float = 4.0


class Leases(Protocol):
    """Which processes live, and when their turns may be taken over: guards.leases."""

    @property
    def owner(self) -> str: ...

    def touch(self) -> None:
        """This process lives, and is about to claim a turn. Raises StoreError."""
        ...

    def may_take(self, turn: Turn, now: datetime) -> bool:
        """Whether this turn's owner is gone. Raises StoreError."""
        ...


class Replies:
    """Lets turns run, and tells what comes next. All state is in the store."""

    def __init__(
        self,
        stores: Stores,
        scenarios: Callable[[str], Scenario],
        runner: TurnRunner,
        pool: Pool,
        leases: Leases,
        now: Callable[[], datetime],
        waits: Waits,
    ) -> None:
        self._stores = stores
        self._scenarios = scenarios
        self._runner = runner
        self._pool = pool
        self._leases = leases
        self._now = now
        self._waits = waits

    def hear(self, call: Call, number: int | None, given: Input) -> Turn:
        """The turn this input makes: claimed and started on the pool by the first webhook, found by the others."""
        self._leases.touch()
        claim = self._stores.turns.claim(call.id, number, given.source, self._leases.owner)
        if claim.won:
            self._start(call, claim.turn, given)
        return claim.turn

    def left(self, call: Call) -> None:
        """The call is over: what its caller was cut off in, and never went on with, still counts."""
        last = self._stores.turns.last(call.id)
        cut_off = last is not None and (last.state == "claimed" or (last.ending or {}).get("piece"))
        if last is not None and cut_off and last.source.startswith("RE"):
            self.hear(call, last.number + 1, Input("silence", left=True))

    @staticmethod
    def goes_on(turn: Turn, given: Input) -> bool:
        """Whether the caller was cut off by the longest recording, and is recorded on before anything is answered."""
        return given.full and turn.source == given.source

    def _start(self, call: Call, turn: Turn, given: Input) -> None:
        self._pool.submit((call.id, turn.number), lambda tell: self._runner.run(call, turn, given, tell))

    def reply(self, call: Call, number: int, cursor: int) -> Reply:
        """What the caller gets after `cursor` sentences of a turn: the rest, or a filler while it is being made.

        Raises NotFound for a turn that was never begun.
        """
        turn = self._wait(call, number, cursor)
        if len(self._scenarios(call.scenario).languages) > TWO:
            call = self._stores.calls.get(call.id)  # the caller may have chosen another language in this very turn
        if turn.state == "claimed":
            return self._fill(call, turn, cursor)
        self._note_first_word(turn, turn.sentences, cursor)
        return self._rest(call, turn, cursor)

    def _wait(self, call: Call, number: int, cursor: int) -> Turn:
        """The turn once there is something new to say, or as it stands when the wait is over.

        What takes no time at all is not cut in pieces: for the first moments of a turn only the whole of it counts.
        """
        key, turns = (call.id, number), self._stores.turns
        if not self._pool.runs(key):
            self._take_over(call, turns.get(call.id, number))
        left_s = self._waits.next_s if cursor else self._waits.first_s

        def done() -> bool:
            return turns.progress(call.id, number)[0] != "claimed"

        def speaks() -> bool:
            state, sentences = turns.progress(call.id, number)
            return state != "claimed" or sentences > cursor

        whole_s = min(WHOLE_S / 4 if cursor else WHOLE_S, left_s)
        if self._pool.wait_for_end(key, done, whole_s):
            turn = turns.get(call.id, number)
            if turn.state != "claimed":
                return turn  # else its work ended without an end, as when the database went away meanwhile
        left_s -= whole_s
        while left_s > 0 and not self._pool.wait_until(key, speaks, min(LOOK_S, left_s)):
            left_s -= LOOK_S
            self._take_over(call, turns.get(call.id, number))
        return turns.get(call.id, number)

    def _take_over(self, call: Call, turn: Turn) -> None:
        """Run a turn on whose owner has died; what is stored already is not asked for again."""
        if turn.state != "claimed" or self._pool.runs((call.id, turn.number)):
            return
        if not self._lost(turn) and not self._leases.may_take(turn, self._now()):
            return
        self._leases.touch()
        claim = self._stores.turns.retake(call.id, turn.number, self._leases.owner, turn.epoch)
        if claim.won:
            log.warning("turn.taken_over", call_id=call.id, turn=turn.number)
            self._start(self._stores.calls.get(call.id), claim.turn, _input_of(claim.turn))

    def _lost(self, turn: Turn) -> bool:
        """Whether a turn of this process ended without an end, as when the database went away meanwhile."""
        return turn.owner == self._leases.owner and (self._now() - turn.claimed_at).total_seconds() > LOST_S

    def _rest(self, call: Call, turn: Turn, cursor: int) -> Reply:
        lines = tuple(in_language(call, each) for each in turn.sentences[cursor:])
        ending = turn.ending or {"kind": "listen"}
        then: Then = Listen(turn.number + 1, ending.get("patient", "open"), ending.get("by", ""))
        if ending["kind"] == "hangup":
            then = Over()
        elif ending["kind"] == "dial":
            then = Dial(ending["number"])
        return Reply(lines, then, language_of(call), slow=bool(ending.get("slow")))

    def _fill(self, call: Call, turn: Turn, cursor: int) -> Reply:
        """The sentences that are there, or a filler; a sentence that arrives first takes the filler's place."""
        spoken = turn.sentences
        if len(spoken) <= cursor:
            line = self._filler(call)
            self._stores.turns.append_filler(call.id, turn.number, len(spoken), line.he, line.en, line.es or None)
            spoken = self._stores.turns.get(call.id, turn.number).sentences
        if any(each.kind == "filler" for each in spoken[cursor:]):
            log.info("turn.filler", call_id=call.id, turn=turn.number)
        self._note_first_word(turn, spoken, cursor)
        lines = tuple(in_language(call, each) for each in spoken[cursor:])
        return Reply(lines, More(turn.number, len(spoken)), language_of(call))

    def _filler(self, call: Call) -> Line:
        """The scenario's fillers one after the other, so that no two in a row are the same."""
        fillers = self._scenarios(call.scenario).lines.fillers
        turns = self._stores.turns.for_call(call.id)
        before = sum(each.kind == "filler" for turn in turns for each in turn.sentences)
        gender = CallState.model_validate(call.state).gender if call.state else None
        return fillers[before % len(fillers)].for_gender(gender)

    def _note_first_word(self, turn: Turn, spoken: Sequence[Sentence], cursor: int) -> None:
        """Log how long the caller waited, with the reply that has the answer's first sentence; fillers are none."""
        first = next((place for place, each in enumerate(spoken) if each.kind != "filler"), None)
        if first is not None and first >= cursor:
            ms = round((self._now() - turn.claimed_at).total_seconds() * 1000)
            log.info(
                "turn.first_word", call_id=turn.call_id, turn=turn.number, ms=ms, recorded=turn.source.startswith("RE")
            )

    # -- what was given

    def find(self, sid: str, turn: int | None, cursor: int = 0) -> tuple[Call, str | None]:
        """The call of Twilio's SID, and the rendered reply that was given at this place already. Raises NotFound."""
        if turn is None:
            return self._stores.calls.by_sid(sid), None
        return self._stores.calls.with_reply(sid, turn, cursor)

    def given(self, call: Call, turn: int, cursor: int) -> str | None:
        """The rendered reply that was given at this place, if one was."""
        return self._stores.turns.reply(call.id, turn, cursor)

    def give(self, call: Call, turn: int, cursor: int, rendered: str) -> str:
        """What to give at this place: `rendered`, or what was given there first."""
        return self._stores.turns.save_reply(call.id, turn, cursor, rendered)

    def turn_of(self, call: Call, source: str) -> int | None:
        """The number of the turn this recording has made already, if it has."""
        if not RECORDING_SID.fullmatch(source):
            return None
        return self._stores.turns.number_of(call.id, source)

    def latest_turn(self, call: Call) -> int:
        """The number of the turn that was begun last; 0 is the greeting's."""
        last = self._stores.turns.last(call.id)
        return last.number if last else 0


def in_language(call: Call, sentence: Sentence) -> str:
    """The sentence as this call's caller hears it."""
    match language_of(call):
        case "he":
            return sentence.he
        case "es":
            return sentence.es or sentence.en
        case _:
            return sentence.en


def _input_of(turn: Turn) -> Input:
    """The input of a stored turn, for whoever takes it over."""
    if keys := turn.source.removeprefix(KEYS) if turn.source.startswith(KEYS) else keys_of(turn.heard_en or ""):
        return Input(turn.source, digits=keys)
    text = turn.heard_he or turn.heard_en
    if text:
        return Input(turn.source, text=text)
    return Input(turn.source, recording_sid=turn.source if RECORDING_SID.fullmatch(turn.source) else None)
