"""What the caller gets next: a turn's sentences as they are ready, a filler while they are not, a listening ear."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from stores import Stores, patience
from stores.errors import NotFound
from stores.values import Call, Json, Sentence, Turn
from voicebot.agents.state import CallState
from voicebot.agents.types import Line
from voicebot.conversation.claiming import Claims
from voicebot.conversation.hearing import RECORDING_SID
from voicebot.conversation.joining import is_piece
from voicebot.conversation.memory import company_version
from voicebot.conversation.pool import Pool
from voicebot.conversation.ports import Scenarios
from voicebot.conversation.turns import TurnRunner
from voicebot.conversation.types import (
    SILENCE,
    UTTERANCE,
    Dial,
    Input,
    Listen,
    More,
    Over,
    Reply,
    Then,
    Waited,
    language_of,
)

log = structlog.get_logger()

WHOLE_S = 0.2
"""How long the first webhook of a turn waits for the whole of it before it takes the sentences that are ready. The
later ones wait a quarter of that: the caller hears nothing meanwhile."""
TWO = 2
"""Languages of most scenarios; in those with more the caller chooses one."""
LOOK_S = 1.0
"""How often a waiting webhook asks whether the turn's owner still lives."""
STORING_S = 1.0
"""What is left after the wait, to read and store what the caller gets."""


@dataclass(frozen=True)
class Waits:
    """Seconds a webhook waits before the caller hears a filler: for the first sentence, and for each further one.

    `after` has the first wait by the kind of question that was asked, where it differs; `silences` the seconds of
    silence that end a recording after it.
    """

    first_s: float = 2.5
    next_s: float = 3.5
    after: Mapping[str, float] = field(default_factory=dict)
    silences: Mapping[str, float] = field(default_factory=dict)

    def first(self, asked: str) -> float:
        """The wait for the first sentence after such a question."""
        return self.after.get(asked, self.first_s)

    @property
    def webhook_s(self) -> float:
        """All of a webhook: what it waits for the turn, and for the database before and after that.

        Twilio gives up at 15 s, and no webhook of ours takes more than 5 s.
        """
        return max(self.first_s, self.next_s, *self.after.values()) + STORING_S


class Replies:
    """Lets turns run, and tells what comes next. All state is in the store."""

    def __init__(
        self,
        stores: Stores,
        scenarios: Scenarios,
        runner: TurnRunner,
        pool: Pool,
        claims: Claims,
        now: Callable[[], datetime],
        waits: Waits,
    ) -> None:
        self._stores = stores
        self._scenarios = scenarios
        self._run = runner.run
        self._pool = pool
        self._claims = claims
        self._now = now
        self._waits = waits

    @property
    def webhook_s(self) -> float:
        """Within how many seconds a webhook is answered."""
        return self._waits.webhook_s

    def hear(self, call: Call, number: int | None, given: Input) -> Turn:
        """The turn this input makes: claimed and started on the pool by the first webhook, found by the others."""
        return self._claims.claim(call, number, given, self._run)

    def hear_late(self, call: Call, number: int | None, given: Input) -> Turn:
        """The turn of what its caller said before the call was over, and of which we are told after that.

        A silence may have its number, as `left` makes one after a piece: then it is the next turn, once.
        """
        given = replace(given, left=True, full=False)
        if number is not None:
            turn = self.hear(call, number, given)
            if turn.source != SILENCE or not given.says:
                return turn
        return self.hear(call, None, _once(given))

    def left(self, call: Call) -> None:
        """The call is over: what its caller was cut off in, and never went on with, still counts."""
        last = self._stores.turns.last(call.id)
        if last is None or not last.source.startswith("RE") or (last.given or {}).get("left"):
            return  # whoever is known to have left was not cut off
        if last.state == "claimed" or is_piece(last):
            self.hear(call, last.number + 1, Input(SILENCE, left=True))

    def hear_out(self, call: Call) -> None:
        """Run what nobody asks for any more, as the call is over, and what the process that had it left behind."""
        if call.channel == "turns":
            self.left(call)
            for turn in self._stores.turns.claimed(call.id):
                if turn.number:  # 0 is the greeting's
                    self._claims.finish(call, turn, self._run)

    def ended_in(self, call: Call, number: int) -> bool:
        """Whether this turn was what ended the call."""
        try:
            turn = self._stores.turns.get(call.id, number)
        except NotFound:
            return False
        return (turn.ending or {}).get("kind") in {"hangup", "dial"}

    @staticmethod
    def goes_on(turn: Turn, given: Input) -> bool:
        """Whether the caller was cut off by the longest recording, and is recorded on before anything is answered."""
        return given.full and turn.source == given.source

    def reply(self, call: Call, number: int, cursor: int, asked: str | None = None) -> Reply:
        """What the caller gets after `cursor` sentences of a turn: the rest, or a filler while it is being made.

        `asked`: the kind of question that the turn answers, where `find` has told it. Raises NotFound for a turn that
        was never begun.
        """
        if asked is None:
            asked = _kind(self._stores.turns.ending(call.id, number - 1))
        turn = self._wait(call, number, cursor, self._waits.next_s if cursor else self._waits.first(asked))
        if len(self._scenarios(call.scenario, company_version(call)).languages) > TWO:
            call = self._stores.calls.get(call.id)  # the caller may have chosen another language in this very turn
        if turn.state == "claimed" and len(turn.sentences) <= cursor:
            turn = self._filled(call, turn)
        reply = self._so_far(call, turn, cursor) if turn.state == "claimed" else self._rest(call, turn, cursor)
        return replace(reply, waited=self._waited(turn, cursor, asked))

    def _wait(self, call: Call, number: int, cursor: int, wait_s: float) -> Turn:
        """The turn once there is something new to say, or as it stands when the wait is over.

        What takes no time at all is not cut in pieces: for the first moments of a turn only the whole of it counts.
        """
        key, turns = (call.id, number), self._stores.turns
        if not self._pool.runs(key):
            self._claims.take_over(call, turns.get(call.id, number), self._run)
        left_s = max(0.0, min(wait_s - patience.spent_s(), patience.left_s() - STORING_S))

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
            self._claims.take_over(call, turns.get(call.id, number), self._run)
        return turns.get(call.id, number)

    def _rest(self, call: Call, turn: Turn, cursor: int) -> Reply:
        lines = tuple(in_language(call, each) for each in turn.sentences[cursor:])
        ending = turn.ending or {"kind": "listen"}
        then: Then = Listen(turn.number + 1, ending.get("patient", "open"), ending.get("by", ""))
        if ending["kind"] == "hangup":
            then = Over()
        elif ending["kind"] == "dial":
            then = Dial(ending["number"])
        return Reply(lines, then, language_of(call), slow=bool(ending.get("slow")))

    def _filled(self, call: Call, turn: Turn) -> Turn:
        """The turn with a filler as its next sentence, or with what came first: a sentence of its own, or its end."""
        line = self._filler(call)
        turns = self._stores.turns
        turns.append_filler(call.id, turn.number, len(turn.sentences), line.he, line.en, line.es or None)
        return turns.get(call.id, turn.number)

    @staticmethod
    def _so_far(call: Call, turn: Turn, cursor: int) -> Reply:
        """The sentences that are there; what follows is asked for when they have been said."""
        lines = tuple(in_language(call, each) for each in turn.sentences[cursor:])
        by = "speech" if turn.source == "text" else ""
        return Reply(lines, More(turn.number, len(turn.sentences), by), language_of(call))

    def _filler(self, call: Call) -> Line:
        """The scenario's fillers one after the other, so that no two in a row are the same."""
        fillers = self._scenarios(call.scenario, company_version(call)).lines.fillers
        turns = self._stores.turns.for_call(call.id)
        before = sum(each.kind == "filler" for turn in turns for each in turn.sentences)
        gender = CallState.model_validate(call.state).gender if call.state else None
        return fillers[before % len(fillers)].for_gender(gender)

    def _waited(self, turn: Turn, cursor: int, asked: str) -> Waited:
        """What is to be told of the wait; fillers are no answer."""
        first = next((place for place, each in enumerate(turn.sentences) if each.kind != "filler"), None)
        answered = first is not None and first >= cursor
        return Waited(
            turn=turn.number,
            filler=any(each.kind == "filler" for each in turn.sentences[cursor:]),
            ms=round((self._now() - turn.claimed_at).total_seconds() * 1000) if answered else None,
            recorded=turn.source.startswith("RE"),
            silence_s=self._waits.silences.get(asked),
        )

    # -- what was given

    def find(self, sid: str, turn: int | None, cursor: int = 0) -> tuple[Call, str | None, str | None]:
        """The call of Twilio's SID, the rendered reply that was given at this place already, and what kind of question
        the turn answers. Raises NotFound.
        """
        if turn is None:
            return self._stores.calls.by_sid(sid), None, None
        call, given, ending_before = self._stores.calls.with_reply(sid, turn, cursor)
        return call, given, _kind(ending_before)

    def given(self, call: Call, turn: int, cursor: int) -> str | None:
        """The rendered reply that was given at this place, if one was."""
        return self._stores.turns.reply(call.id, turn, cursor)

    def give(self, call: Call, turn: int, cursor: int, rendered: str, waited: Waited | None = None) -> str:
        """What to give at this place: `rendered`, whose wait is told then, or what was given there first."""
        given, first = self._stores.turns.save_reply(call.id, turn, cursor, rendered)
        if first and waited is not None:
            _tell(call.id, waited)
        return given

    def turn_of(self, call: Call, source: str) -> int | None:
        """The number of the turn this recording has made already, if it has."""
        if not RECORDING_SID.fullmatch(source):
            return None
        return self._stores.turns.number_of(call.id, source)

    def latest_turn(self, call: Call) -> int:
        """The number of the turn that was begun last; 0 is the greeting's."""
        last = self._stores.turns.last(call.id)
        return last.number if last else 0


def _tell(call_id: str, waited: Waited) -> None:
    if waited.filler:
        log.info("turn.filler", call_id=call_id, turn=waited.turn)
    if waited.ms is not None:
        log.info(
            "turn.first_word",
            call_id=call_id,
            turn=waited.turn,
            ms=waited.ms,
            recorded=waited.recorded,
            silence_s=waited.silence_s,
        )


def _kind(ending: Json | None) -> str:
    """The kind of question with which a turn ended."""
    ending = ending or {}
    return "open" if ending.get("piece") else str(ending.get("patient", "open"))


def _once(given: Input) -> Input:
    """The same under a source that makes one turn in a call, though no number tells a repeat."""
    if given.recording_sid is not None or not given.says:
        return given
    said = hashlib.sha256(f"{given.digits}:{given.text or ''}".encode()).hexdigest()
    return replace(given, source=f"{UTTERANCE}{said[:32]}")


def in_language(call: Call, sentence: Sentence) -> str:
    """The sentence as this call's caller hears it."""
    match language_of(call):
        case "he":
            return sentence.he
        case "es":
            return sentence.es or sentence.en
        case _:
            return sentence.en
