"""Interviews: made ready, held once in one call, ended once; their stages, transcripts, and wrong codes."""

import secrets
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from stores.database import Database
from stores.errors import Conflict
from stores.interview_values import Interview, InterviewStage, NewInterview, StoredTranscript, TranscriptKind
from stores.pages import checked_limit, id_after, page_of
from stores.prepared import Prepared
from stores.records import (
    CallRecord,
    InterviewRecord,
    InterviewStageRecord,
    InterviewTranscriptRecord,
    PinTryRecord,
)
from stores.sql import FRESH, Clock, checked_id, found, insert_if_free
from stores.tries import WINDOW, Tries
from stores.values import Json, Page

PIN_DIGITS = 8
PIN_TRIES = 20
"""Codes tried before giving up on finding a free one: of a hundred million few are taken."""

_IN_A_CALL = select(CallRecord.id).where(CallRecord.id == InterviewRecord.call_id, CallRecord.ended_at.is_(None))
_FREE = ~_IN_A_CALL.exists()


def _tied(database: Database) -> Prepared:
    tied = select(InterviewRecord.id).where(InterviewRecord.call_id == bindparam("this"))
    return database.prepared(tied.limit(1))


class InterviewStore:
    """One row for an interview; its call holds it alone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, new: NewInterview) -> Interview:
        """A new interview with a code of its own. Raises Conflict when no free code was found."""
        for _ in range(PIN_TRIES):
            with self._database.begin() as session:
                made = insert_if_free(
                    session,
                    InterviewRecord,
                    **{**asdict(new), "definition": dict(new.definition)},
                    status="ready",
                    progress={},
                    pin=f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}",
                    created_at=self._clock(),
                )
                if made is not None:
                    return _interview(made)
        raise Conflict("no free code for an interview")

    def get(self, interview_id: int) -> Interview:
        """One interview. Raises NotFound."""
        return _interview(self._row(InterviewRecord.id == checked_id(interview_id, "interview"), interview_id))

    def list(self, limit: int = 50, after: str | None = None) -> Page[Interview]:
        """The interviews, newest first. Raises BadCursor."""
        rows = select(InterviewRecord).order_by(InterviewRecord.id.desc()).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(InterviewRecord.id < id_after(after))
        with self._database.read() as session:
            return page_of(session.scalars(rows).all(), limit, _interview, lambda row: (row.id,))

    def of_call(self, call_id: str) -> Interview | None:
        """The interview that is tied to this call: nearly always none, which every call asks at its end."""
        if not self._database.fetch(self._database.statements(_tied), this=call_id):
            return None
        return self._first(InterviewRecord.call_id == call_id)

    def open_for(self, phone: str) -> Interview | None:
        """The newest interview that waits for this number, and is not in another call just now."""
        return self._first(InterviewRecord.phone == phone, _FREE, *self._open())

    def any_waits(self) -> bool:
        """Whether any interview waits for a candidate."""
        return self._first(*self._open()) is not None

    def by_pin(self, pin: str) -> Interview | None:
        """The interview that waits behind this code."""
        return self._first(InterviewRecord.pin == pin, *self._open())

    def waiting(self, interview_id: int) -> Interview | None:
        """This interview, while it waits."""
        return self._first(InterviewRecord.id == interview_id, *self._open())

    def tie(self, interview_id: int, call_id: str) -> bool:
        """Tie an interview that waits to a call; whether it is this call's now. An interview has one call at a time."""
        free_or_mine = _FREE | (InterviewRecord.call_id == call_id)
        this = (InterviewRecord.id == interview_id, InterviewRecord.status == "ready", free_or_mine)
        with self._database.begin() as session:
            tied = update(InterviewRecord).where(*this).values(call_id=call_id).returning(InterviewRecord.id)
            return session.scalars(tied).one_or_none() is not None

    def begin(self, interview_id: int, call_id: str, progress: Json) -> Interview | None:
        """Begin it in its call; None when it is not ready any more."""
        this = (InterviewRecord.id == interview_id, InterviewRecord.call_id == call_id)
        values = {"status": "live", "started_at": self._clock(), "progress": dict(progress)}
        return self._change(values, *this, InterviewRecord.status == "ready")

    def save_progress(self, interview_id: int, progress: Json) -> None:
        """Keep where a live interview stands."""
        this = (InterviewRecord.id == interview_id, InterviewRecord.status == "live")
        self._change({"progress": dict(progress)}, *this)

    def end(self, interview_id: int, reason: str) -> Interview | None:
        """End it, which gives its code free; None when it had ended before: the first reason stays."""
        this = (InterviewRecord.id == interview_id, InterviewRecord.status != "ended")
        return self._change({"status": "ended", "ended_at": self._clock(), "end_reason": reason, "pin": None}, *this)

    # -- stages

    def begin_stage(self, interview_id: int, name: str, turn: int) -> InterviewStage:
        """Begin the next stage, in this turn."""
        last = select(func.coalesce(func.max(InterviewStageRecord.seq), 0))
        with self._database.begin() as session:
            seq = session.scalars(last.where(InterviewStageRecord.interview_id == interview_id)).one() + 1
            record = InterviewStageRecord(
                interview_id=interview_id, seq=seq, name=name, started_at=self._clock(), first_turn=turn
            )
            session.add(record)
            session.flush()
            return _stage(record)

    def end_stage(self, interview_id: int, turn: int, reason: str) -> InterviewStage | None:
        """End the stage that runs, with the answer of this turn; None when none does."""
        this = (InterviewStageRecord.interview_id == interview_id, InterviewStageRecord.ended_at.is_(None))
        values = {"ended_at": self._clock(), "last_turn": turn, "end_reason": reason}
        with self._database.begin() as session:
            rows = update(InterviewStageRecord).where(*this).values(**values).returning(InterviewStageRecord)
            record = session.scalars(rows, execution_options=FRESH).one_or_none()
            return _stage(record) if record else None

    def stages(self, interview_id: int) -> tuple[InterviewStage, ...]:
        """The stages so far, in order."""
        rows = select(InterviewStageRecord).where(InterviewStageRecord.interview_id == interview_id)
        with self._database.read() as session:
            found_rows = session.scalars(rows.order_by(InterviewStageRecord.seq), execution_options=FRESH)
            return tuple(map(_stage, found_rows))

    # -- transcripts

    def stored(self, name: str, interview_id: int, kind: TranscriptKind, seq: int, size: int) -> None:
        """Note that a transcript lies in the storage; noted twice it is one."""
        with self._database.begin() as session:
            insert_if_free(
                session,
                InterviewTranscriptRecord,
                name=name,
                interview_id=interview_id,
                kind=kind,
                seq=seq,
                size=size,
                stored_at=self._clock(),
            )

    def transcripts(self, interview_id: int) -> tuple[StoredTranscript, ...]:
        """What is stored, the stages in order and then the full one."""
        rows = select(InterviewTranscriptRecord).where(InterviewTranscriptRecord.interview_id == interview_id)
        rows = rows.order_by(InterviewTranscriptRecord.kind.desc(), InterviewTranscriptRecord.seq)
        with self._database.read() as session:
            return tuple(map(_transcript, session.scalars(rows)))

    def forget_transcripts(self, interview_id: int) -> None:
        """They lie nowhere any more."""
        theirs = InterviewTranscriptRecord.interview_id == interview_id
        with self._database.begin() as session:
            session.execute(delete(InterviewTranscriptRecord).where(theirs))

    # -- wrong codes

    def wrong_pin(self, call_id: str) -> None:
        """Note that a code was tried in this call which no interview has."""
        with self._database.begin() as session:
            session.add(PinTryRecord(call_id=call_id, at=self._clock()))

    def wrong_in_call(self, call_id: str) -> int:
        """How many wrong codes were tried in this call."""
        return self._wrong(PinTryRecord.call_id == call_id).count

    def wrong_from(self, number: str) -> Tries:
        """Wrong codes from this number lately."""
        theirs = select(CallRecord.id).where(CallRecord.from_number == number)
        return self._wrong(PinTryRecord.call_id.in_(theirs), self._lately())

    def wrong_by_anybody(self) -> Tries:
        """Wrong codes lately, of all callers together."""
        return self._wrong(self._lately())

    def _lately(self) -> ColumnElement[bool]:
        return PinTryRecord.at > self._clock() - WINDOW

    def _wrong(self, *which: ColumnElement[bool]) -> Tries:
        with self._database.read() as session:
            count, last = session.execute(select(func.count(), func.max(PinTryRecord.at)).where(*which)).one()
            return Tries(count, last)

    def _open(self) -> tuple[ColumnElement[bool], ...]:
        return InterviewRecord.status == "ready", InterviewRecord.expires_at > self._clock()

    def _first(self, *which: ColumnElement[bool]) -> Interview | None:
        rows = select(InterviewRecord).where(*which).order_by(InterviewRecord.id.desc()).limit(1)
        with self._database.read() as session:
            record = session.scalars(rows, execution_options=FRESH).one_or_none()
            return _interview(record) if record else None

    def _row(self, which: ColumnElement[bool], what: object) -> InterviewRecord:
        with self._database.read() as session:
            rows = select(InterviewRecord).where(which)
            return found(session.scalars(rows, execution_options=FRESH).one_or_none(), f"interview {what}")

    def _change(self, values: dict[str, Any], *which: ColumnElement[bool]) -> Interview | None:
        rows = update(InterviewRecord).where(*which).values(**values).returning(InterviewRecord)
        with self._database.begin() as session:
            record = _one(session, rows)
            return _interview(record) if record else None


def _one(session: Session, rows: Any) -> InterviewRecord | None:
    record: InterviewRecord | None = session.scalars(rows, execution_options=FRESH).one_or_none()
    return record


def _interview(record: InterviewRecord) -> Interview:
    return Interview(**{name: getattr(record, name) for name in Interview.__dataclass_fields__})


def _stage(record: InterviewStageRecord) -> InterviewStage:
    return InterviewStage(**{name: getattr(record, name) for name in InterviewStage.__dataclass_fields__})


def _transcript(record: InterviewTranscriptRecord) -> StoredTranscript:
    return StoredTranscript(**{name: getattr(record, name) for name in StoredTranscript.__dataclass_fields__})
