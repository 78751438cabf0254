"""Turns: claimed once, written by their owner alone (but for a late translation), read by any worker."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from stores.database import Database
from stores.errors import Conflict, LostClaim, NotFound
from stores.prepared import Prepared
from stores.sql import Clock
from stores.turn_rows import turns_of
from stores.turn_sql import TurnSql
from stores.values import Claim, Json, Turn

# Each lost race for the next free number means that another turn was made: so many at once are no phone call.
CLAIM_TRIES = 20

# As in records.calls.ONE_UTTERANCE: sources that can be heard only once in a call.
ONE_UTTERANCE = ("RE", "speech:")


class TurnStore:
    """The turns of calls, their sentences, and the TwiML that was given."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sql = database.statements(TurnSql)

    def claim(self, call_id: str, number: int | None, source: str, owner: str, given: Json | None = None) -> Claim:
        """Make the turn, or find the one that has this number or this utterance already.

        `number` None means the next free one (the first is 1). `source` says what brought the turn: a
        recording's SID ("RE…") or "speech:<hash>" name one utterance, which makes one turn in a call;
        "silence", "text" and "greeting" do not. `given` is what whoever takes the turn over has to know. Of many
        at once exactly one wins. Raises UnknownReference.
        """
        stored = None if given is None else dict(given)
        values: dict[str, Any] = {"call_id": call_id, "source": source, "owner": owner, "given": stored}
        for _ in range(CLAIM_TRIES):
            now = self._clock()
            if number is None:
                made = self._database.write(self._sql.claim_next, **values, now=now)
            else:
                made = self._database.write(self._sql.claim, **values, now=now, number=number)
            if made:
                turn = Turn(call_id, made[0][0], source, "claimed", owner, 1, now, given=stored)
                return Claim(turn, won=True)
            same = self._earlier(call_id, number, source)
            if same is not None:
                return Claim(same, won=False)
        raise Conflict(f"no free turn number in call {call_id}")

    def _earlier(self, call_id: str, number: int | None, source: str) -> Turn | None:
        """The turn of the same utterance, else the one with the same number."""
        if source.startswith(ONE_UTTERANCE) and (same := self.number_of(call_id, source)) is not None:
            number = same
        if number is None:
            return None
        return next(iter(turns_of(self._database.fetch(self._sql.one, call_id=call_id, number=number))), None)

    def number_of(self, call_id: str, source: str) -> int | None:
        """The number of the first turn that this source brought, if there is one."""
        rows = self._database.fetch(self._sql.number_of_source, call_id=call_id, source=source)
        return int(rows[0][0]) if rows else None

    def retake(self, call_id: str, number: int, owner: str, epoch: int) -> Claim:
        """Take over a turn that is not finished, from the owner who has it under `epoch`. Raises NotFound."""
        taken = self._database.write(
            self._sql.retake, call_id=call_id, number=number, owner=owner, epoch=epoch, now=self._clock()
        )
        return Claim(self.get(call_id, number), won=bool(taken))

    def save_heard(
        self,
        call_id: str,
        number: int,
        epoch: int,
        *,
        he: str | None,
        en: str | None,
        by: str | None,
        intents: Sequence[str] = (),
    ) -> None:
        """Note what the caller said, in both languages, and who heard it. Raises LostClaim."""
        values = {"new_heard_he": he, "new_heard_en": en, "new_heard_by": by, "new_intents": list(intents)}
        self._owned(self._sql.save_heard, call_id, number, epoch, values)

    def save_tool_calls(self, call_id: str, number: int, epoch: int, tool_calls: Sequence[Json]) -> None:
        """Note which tools took effect so far: whoever takes the turn over goes on after them. Raises LostClaim."""
        values = {"new_tool_calls": [dict(each) for each in tool_calls]}
        self._owned(self._sql.save_tool_calls, call_id, number, epoch, values)

    def save_ending(self, call_id: str, number: int, epoch: int, ending: Json) -> None:
        """Note how a turn that is not over yet ends, for whoever takes it over. Raises LostClaim."""
        self._owned(self._sql.save_ending, call_id, number, epoch, {"new_ending": dict(ending)})

    def append_sentence(
        self,
        call_id: str,
        number: int,
        epoch: int,
        kind: Literal["fixed", "answer"],
        he: str,
        en: str,
        *,
        agent: str | None = None,
        es: str | None = None,
    ) -> int:
        """Add the turn's next sentence, spoken by `agent`; its place. Raises LostClaim."""
        values: dict[str, Any] = {"call_id": call_id, "number": number, "epoch": epoch, "kind": kind}
        values |= {"he": he, "en": en, "agent": agent, "es": es}
        for _ in range(CLAIM_TRIES):
            made = self._database.write(self._sql.append, **values, now=self._clock())
            if made:
                return int(made[0][0])
            self._check_owned(call_id, number, epoch)  # still ours: a filler took the place at the same moment
        raise Conflict(f"no place for a sentence in turn {number} of call {call_id}")

    def append_filler(self, call_id: str, number: int, at_idx: int, he: str, en: str, es: str | None = None) -> bool:
        """Fill the waiting: add a sentence at `at_idx` if that is the next place and the turn still runs.

        Needs no claim: whoever answers the webhook may. False when a sentence came first. Raises NotFound.
        """
        values: dict[str, Any] = {"call_id": call_id, "number": number, "at_idx": at_idx, "kind": "filler"}
        values |= {"he": he, "en": en, "agent": None, "es": es}
        if self._database.write(self._sql.append_at, **values, now=self._clock()):
            return True
        self.get(call_id, number)
        return False

    def translate_heard(self, call_id: str, number: int, was: str, english: str) -> bool:
        """The English of what the caller said, where that was kept untranslated; whether it still stood so.

        Needs no claim, and the turn may be closed: it says nothing new.
        """
        values = {"call_id": call_id, "number": number, "was": was, "english": english}
        return bool(self._database.write(self._sql.translate_heard, **values))

    def translate_sentence(self, call_id: str, number: int, idx: int, was: str, english: str) -> bool:
        """The same of a sentence that was said."""
        values: dict[str, Any] = {"call_id": call_id, "number": number, "idx": idx, "was": was, "english": english}
        return bool(self._database.write(self._sql.translate_sentence, **values))

    def cut(self, call_id: str, number: int, given: int) -> None:
        """Take back the sentences after the first `given` of a turn that is over: the caller cut in, and they were
        never said.
        """
        self._database.write(self._sql.cut, call_id=call_id, number=number, given=given)

    def finish(
        self,
        call_id: str,
        number: int,
        epoch: int,
        *,
        agent: str | None = None,
        tool_calls: Sequence[Json] = (),
        timings: Mapping[str, float] | None = None,
        model: str | None = None,
        ending: Json | None = None,
        links: Json | None = None,
        failed: bool = False,
    ) -> None:
        """Close the turn: nothing is written to it after this, and what it was given goes. Raises LostClaim."""
        values = {
            "new_state": "failed" if failed else "done",
            "new_finished_at": self._clock(),
            "new_agent": agent,
            "new_model": model,
            "new_tool_calls": [dict(tool_call) for tool_call in tool_calls],
            "new_timings": dict(timings or {}),
            "new_links": None if links is None else dict(links),
            "new_ending": None if ending is None else dict(ending),
            "new_given": None,
        }
        self._owned(self._sql.finish, call_id, number, epoch, values)

    def get(self, call_id: str, number: int) -> Turn:
        """One turn with its sentences. Raises NotFound."""
        found = turns_of(self._database.fetch(self._sql.one, call_id=call_id, number=number))
        if not found:
            raise NotFound(f"turn {number} of call {call_id}")
        return found[0]

    def progress(self, call_id: str, number: int) -> tuple[str, int]:
        """(state, how many sentences) of a turn: for whoever waits for more. Raises NotFound."""
        rows = self._database.fetch(self._sql.progress, call_id=call_id, number=number)
        if not rows:
            raise NotFound(f"turn {number} of call {call_id}")
        return str(rows[0][0]), int(rows[0][1])

    def ending(self, call_id: str, number: int) -> Json | None:
        """How the turn ended; None for one that has not, or that there never was."""
        rows = self._database.fetch(self._sql.ending, call_id=call_id, number=number)
        return rows[0][0] if rows else None

    def for_call(self, call_id: str) -> tuple[Turn, ...]:
        """The call's turns with their sentences, in order; none for an unknown call."""
        return turns_of(self._database.fetch(self._sql.all, call_id=call_id))

    def so_far(self, call_id: str) -> tuple[tuple[Turn, ...], int]:
        """`for_call`, and the version of the call's state at the same moment. Raises NotFound without any turn."""
        rows = self._database.fetch(self._sql.so_far, call_id=call_id)
        if not rows:
            raise NotFound(f"turns of call {call_id}")
        return turns_of([row[:-1] for row in rows]), int(rows[0][-1])

    def claimed(self, call_id: str) -> tuple[Turn, ...]:
        """Those of the call's turns that are not over, in order."""
        return turns_of(self._database.fetch(self._sql.claimed, call_id=call_id))

    def last(self, call_id: str) -> Turn | None:
        """The call's latest turn with its sentences, if it has any."""
        return next(iter(turns_of(self._database.fetch(self._sql.last, call_id=call_id))), None)

    def reply(self, call_id: str, turn: int, cursor: int) -> str | None:
        """The TwiML given there, if any was."""
        rows = self._database.fetch(self._sql.reply, call_id=call_id, number=turn, cursor=cursor)
        return str(rows[0][0]) if rows else None

    def save_reply(self, call_id: str, turn: int, cursor: int, twiml: str) -> tuple[str, bool]:
        """Keep the TwiML given there, and say what to give, which is the first kept, and whether it is this one.

        Raises UnknownReference.
        """
        place: dict[str, Any] = {"call_id": call_id, "number": turn, "cursor": cursor}
        rows = self._database.write(self._sql.save_reply, **place, twiml=twiml)
        return str((rows or self._database.fetch(self._sql.reply, **place))[0][0]), bool(rows)

    def _owned(self, statement: Prepared, call_id: str, number: int, epoch: int, values: Mapping[str, Any]) -> None:
        """Write as the owner. Raises LostClaim."""
        if not self._database.write(statement, call_id=call_id, number=number, epoch=epoch, **values):
            self._check_owned(call_id, number, epoch)

    def _check_owned(self, call_id: str, number: int, epoch: int) -> None:
        """Raises LostClaim, and NotFound, unless the turn runs under this epoch."""
        turn = self.get(call_id, number)
        if turn.epoch != epoch or turn.state != "claimed":
            raise LostClaim(f"turn {number} of call {call_id} is {turn.state} at epoch {turn.epoch}, not {epoch}")
