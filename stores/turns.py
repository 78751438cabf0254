"""Turns: claimed once, written by their owner alone, read by any worker."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from stores.database import Database
from stores.errors import Conflict
from stores.records import ReplyRecord, SentenceRecord, TurnRecord
from stores.sql import FRESH, Clock, insert_if_free
from stores.turn_rows import (
    earlier,
    locked,
    next_idx,
    next_number,
    owned,
    read_turn,
    reply_at,
    turn_of,
    with_sentences,
)
from stores.values import Claim, Json, Turn

# Each lost race for the next free number means that another turn was made: so many at once are no phone call.
CLAIM_TRIES = 20


class TurnStore:
    """The turns of calls, their sentences, and the TwiML that was given."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def claim(self, call_id: str, number: int | None, source: str, owner: str) -> Claim:
        """Make the turn, or find the one that has this number or this utterance already.

        `number` None means the next free one (the first is 1). `source` says what brought the turn: a
        recording's SID ("RE…") or "speech:<hash>" name one utterance, which makes one turn in a call;
        "silence", "text" and "greeting" do not. Of many at once exactly one wins. Raises UnknownReference.
        """
        for _ in range(CLAIM_TRIES):
            with self._database.begin() as session:
                wanted = next_number(session, call_id) if number is None else number
                made = self._insert(session, call_id, wanted, source, owner)
                if made is not None:
                    return Claim(turn_of(made), won=True)
                same = earlier(session, call_id, number, source)
                if same is not None:
                    return Claim(with_sentences(session, [same])[0], won=False)
        raise Conflict(f"no free turn number in call {call_id}")

    def retake(self, call_id: str, number: int, owner: str, older_than_s: float) -> Claim:
        """Take over a turn that was claimed longer ago than that and is not finished. Raises NotFound."""
        now = self._clock()
        abandoned = (
            update(TurnRecord)
            .where(TurnRecord.call_id == call_id, TurnRecord.number == number, TurnRecord.state == "claimed")
            .where(TurnRecord.claimed_at < now - timedelta(seconds=older_than_s))
            .values(owner=owner, claimed_at=now, epoch=TurnRecord.epoch + 1)
            .returning(TurnRecord.epoch)
        )
        with self._database.begin() as session:
            won = session.scalars(abandoned).one_or_none() is not None
            return Claim(read_turn(session, call_id, number), won)

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
        with self._database.begin() as session:
            turn = owned(session, call_id, number, epoch)
            turn.heard_he, turn.heard_en, turn.heard_by, turn.intents = he, en, by, list(intents)

    def append_sentence(
        self, call_id: str, number: int, epoch: int, kind: Literal["fixed", "answer"], he: str, en: str
    ) -> int:
        """Add the turn's next sentence; its place. Raises LostClaim."""
        with self._database.begin() as session:
            owned(session, call_id, number, epoch)
            idx = next_idx(session, call_id, number)
            session.add(self._sentence(call_id, number, idx, kind, he, en))
            return idx

    def append_filler(self, call_id: str, number: int, at_idx: int, he: str, en: str) -> bool:
        """Fill the waiting: add a sentence at `at_idx` if that is the next place and the turn still runs.

        Needs no claim: whoever answers the webhook may. False when a sentence came first. Raises NotFound.
        """
        with self._database.begin() as session:
            turn = locked(session, call_id, number)
            if turn.state != "claimed" or next_idx(session, call_id, number) != at_idx:
                return False
            session.add(self._sentence(call_id, number, at_idx, "filler", he, en))
            return True

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
        failed: bool = False,
    ) -> None:
        """Close the turn: nothing is written to it after this. Raises LostClaim."""
        with self._database.begin() as session:
            turn = owned(session, call_id, number, epoch)
            turn.state = "failed" if failed else "done"
            turn.finished_at = self._clock()
            turn.agent, turn.model = agent, model
            turn.tool_calls = [dict(tool_call) for tool_call in tool_calls]
            turn.timings = dict(timings or {})
            turn.ending = None if ending is None else dict(ending)

    def get(self, call_id: str, number: int) -> Turn:
        """One turn with its sentences. Raises NotFound."""
        with self._database.read() as session:
            return read_turn(session, call_id, number)

    def for_call(self, call_id: str) -> tuple[Turn, ...]:
        """The call's turns with their sentences, in order; none for an unknown call."""
        rows = select(TurnRecord).where(TurnRecord.call_id == call_id).order_by(TurnRecord.number)
        with self._database.read() as session:
            return with_sentences(session, session.scalars(rows, execution_options=FRESH).all())

    def last(self, call_id: str) -> Turn | None:
        """The call's latest turn with its sentences, if it has any."""
        rows = select(TurnRecord).where(TurnRecord.call_id == call_id).order_by(TurnRecord.number.desc()).limit(1)
        with self._database.read() as session:
            return next(iter(with_sentences(session, session.scalars(rows, execution_options=FRESH).all())), None)

    def reply(self, call_id: str, turn: int, cursor: int) -> str | None:
        """The TwiML given there, if any was."""
        with self._database.read() as session:
            return session.scalars(reply_at(call_id, turn, cursor)).one_or_none()

    def save_reply(self, call_id: str, turn: int, cursor: int, twiml: str) -> str:
        """Keep the TwiML given there, and say what to give: the first kept. Raises UnknownReference."""
        with self._database.begin() as session:
            insert_if_free(session, ReplyRecord, call_id=call_id, turn=turn, cursor=cursor, twiml=twiml)
            return session.scalars(reply_at(call_id, turn, cursor)).one()

    def _insert(self, session: Session, call_id: str, number: int, source: str, owner: str) -> TurnRecord | None:
        return insert_if_free(
            session,
            TurnRecord,
            call_id=call_id,
            number=number,
            source=source,
            state="claimed",
            owner=owner,
            epoch=1,
            claimed_at=self._clock(),
            intents=[],
            tool_calls=[],
            timings={},
        )

    def _sentence(self, call_id: str, number: int, idx: int, kind: str, he: str, en: str) -> SentenceRecord:
        return SentenceRecord(call_id=call_id, turn=number, idx=idx, kind=kind, he=he, en=en, created_at=self._clock())
