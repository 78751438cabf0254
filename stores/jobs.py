"""The jobs outbox: what is to be done beside a call, written in the transaction that causes it.

The row is the truth: whatever runs jobs may die, forget or repeat itself. An attempt is begun by `claim`, which
hides the row for a lease, and ended by `finish` or `fail`; an attempt of which nothing is heard comes up again when
its lease is over. Due times are of the database's clock, which all processes share.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, delete, func, select, true
from sqlalchemy.orm import Session

from stores.circuits import SessionClock, database_now
from stores.database import Database
from stores.pages import checked_limit, id_after, page_of
from stores.records import JobRecord
from stores.sql import FRESH, found, insert_if_free
from stores.values import Json, Page

JobState = Literal["open", "done", "dead"]

MAX_ERROR = 300
"""Characters of an error that are kept."""
INTERRUPTED = "interrupted: the process that ran it died"


@dataclass(frozen=True)
class Retry:
    """When a job is tried again. 30 attempts, at most an hour apart, outlast a day of a vendor's absence.

    lease: longer than any handler takes; an attempt without an end counts as lost after it.
    """

    first: timedelta = timedelta(seconds=10)
    longest: timedelta = timedelta(hours=1)
    attempts: int = 30
    lease: timedelta = timedelta(minutes=5)

    def after(self, attempts: int) -> timedelta | None:
        """The wait after that many failed attempts, from 1 on: doubled each time. None: give up."""
        if attempts >= self.attempts:
            return None
        doubled: int = 2 ** min(attempts - 1, 30)
        return min(self.longest, self.first * doubled)


@dataclass(frozen=True)
class Job:
    """One job as stored. `attempts` counts those begun, `began_at` is of the one that runs or ended it.

    A dead job is kept until a person looks at it.
    """

    id: int
    key: str
    kind: str
    payload: Json
    run_at: datetime
    attempts: int
    last_error: str | None
    created_at: datetime
    began_at: datetime | None
    done_at: datetime | None
    dead_at: datetime | None


class JobStore:
    """Jobs by their key."""

    def __init__(self, database: Database, now: SessionClock | None = None, retry: Retry | None = None) -> None:
        """`now` reads the clock that all processes share; by default the database's own."""
        self._database = database
        self._now = now or database_now
        self._retry = retry or Retry()

    def add(
        self, kind: str, key: str, payload: Json, run_at: datetime | None = None, after: timedelta = timedelta()
    ) -> bool:
        """Add a job unless one has this key; whether it was added. Due at `run_at`, or `after` from now.

        Called inside `database.begin()` it is part of that transaction. `payload` holds ids only.
        """
        with self._database.begin() as session:
            now = self._now(session)
            made = insert_if_free(
                session,
                JobRecord,
                key=key,
                kind=kind,
                payload=dict(payload),
                run_at=run_at or now + after,
                attempts=0,
                created_at=now,
            )
            return made is not None

    def due(self, limit: int = 50) -> tuple[Job, ...]:
        """The jobs whose time has come, the longest waiting first."""
        with self._database.read() as session:
            rows = select(JobRecord).where(_open(), JobRecord.run_at <= self._now(session))
            rows = rows.order_by(JobRecord.run_at, JobRecord.id).limit(checked_limit(limit))
            return tuple(map(_job, session.scalars(rows, execution_options=FRESH)))

    def claim(self, key: str, attempts: int) -> Job | None:
        """Begin the attempt that follows `attempts` others; None when there is nothing to do in it.

        Asked for again while it runs, an attempt was cut off: it counts as failed.
        """
        with self._database.begin() as session:
            row = _locked(session, key)
            if row is None or attempts not in {row.attempts, row.attempts - 1}:
                return None
            now = self._now(session)
            again = row.attempts > attempts
            if row.began_at is not None and (again or self._retry.after(row.attempts) is None):
                self._put_off(row, INTERRUPTED, now)
                return None
            if again:
                return None
            row.attempts += 1
            row.began_at, row.run_at = now, now + self._retry.lease
            return _job(row)

    def finish(self, key: str, writes: Callable[[], None] | None = None) -> bool:
        """Mark the job done, in one transaction with its own `writes`; False, and nothing written, if it was over."""
        with self._database.begin() as session:
            rows = select(JobRecord).where(JobRecord.key == key, JobRecord.done_at.is_(None)).with_for_update()
            row = session.scalars(rows, execution_options=FRESH).one_or_none()
            if row is None:
                return False
            if writes is not None:
                writes()
            row.done_at, row.dead_at = self._now(session), None
            return True

    def fail(self, key: str, attempts: int, error: str) -> None:
        """End the attempt that made it `attempts`: it comes up again later, or is dead after too many.

        Nothing happens when another attempt was begun since.
        """
        with self._database.begin() as session:
            row = _locked(session, key)
            if row is not None and row.attempts == attempts:
                self._put_off(row, error, self._now(session))

    def skip(self, key: str, attempts: int, error: str) -> None:
        """Give up the attempt that follows `attempts` others and was never begun: the next has another number."""
        with self._database.begin() as session:
            row = _locked(session, key)
            if row is not None and row.attempts == attempts:
                row.attempts += 1
                row.last_error = error[:MAX_ERROR]

    def revive(self, key: str) -> Job:
        """Let a dead job have one more attempt, at once. Raises NotFound."""
        with self._database.begin() as session:
            rows = select(JobRecord).where(JobRecord.key == key, JobRecord.dead_at.is_not(None)).with_for_update()
            row = found(session.scalars(rows, execution_options=FRESH).one_or_none(), f"dead job {key}")
            row.dead_at, row.run_at = None, self._now(session)
            return _job(row)

    def get(self, key: str) -> Job:
        """One job. Raises NotFound."""
        with self._database.read() as session:
            rows = select(JobRecord).where(JobRecord.key == key)
            return _job(found(session.scalars(rows, execution_options=FRESH).one_or_none(), f"job {key}"))

    def list(self, limit: int = 50, after: str | None = None, state: JobState | None = None) -> Page[Job]:
        """The jobs, newest first. Raises BadCursor."""
        rows = select(JobRecord).where(_in(state)).order_by(JobRecord.id.desc()).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(JobRecord.id < id_after(after))
        with self._database.read() as session:
            records = session.scalars(rows, execution_options=FRESH).all()
            return page_of(records, limit, _job, lambda row: (row.id,))

    def count(self, state: JobState) -> int:
        """How many jobs stand so."""
        with self._database.read() as session:
            return session.scalars(select(func.count()).select_from(JobRecord).where(_in(state))).one()

    def forget(self, older_than: timedelta) -> int:
        """Delete what was done longer ago than that; how many. A forgotten key can be added again."""
        with self._database.begin() as session:
            old = delete(JobRecord).where(JobRecord.done_at < self._now(session) - older_than)
            return len(session.scalars(old.returning(JobRecord.id)).all())

    def _put_off(self, row: JobRecord, error: str, now: datetime) -> None:
        wait = self._retry.after(row.attempts)
        row.last_error, row.began_at = error[:MAX_ERROR], None
        if wait is None:
            row.dead_at = now
        else:
            row.run_at = now + wait


def _open() -> ColumnElement[bool]:
    return JobRecord.done_at.is_(None) & JobRecord.dead_at.is_(None)


def _in(state: JobState | None) -> ColumnElement[bool]:
    match state:
        case "open":
            return _open()
        case "done":
            return JobRecord.done_at.is_not(None)
        case "dead":
            return JobRecord.dead_at.is_not(None)
    return true()


def _locked(session: Session, key: str) -> JobRecord | None:
    """The open job of this key, held until the transaction ends."""
    rows = select(JobRecord).where(JobRecord.key == key, _open()).with_for_update()
    return session.scalars(rows, execution_options=FRESH).one_or_none()


def _job(record: JobRecord) -> Job:
    return Job(
        id=record.id,
        key=record.key,
        kind=record.kind,
        payload=record.payload,
        run_at=record.run_at,
        attempts=record.attempts,
        last_error=record.last_error,
        created_at=record.created_at,
        began_at=record.began_at,
        done_at=record.done_at,
        dead_at=record.dead_at,
    )
