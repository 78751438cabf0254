"""The jobs outbox: what is to be done beside a call, written in the transaction that causes it.

The row is the truth: whatever runs jobs may die, forget or repeat itself. An attempt is begun by `claim`, which
hides the row for a lease, and ended by `finish` or `fail`; an attempt of which nothing is heard comes up again when
its lease is over. Due times are of the database's clock, which all processes share.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, delete, func, select, true

from stores.clock import DatabaseClock, database_now
from stores.database import Database
from stores.job_sql import OPEN, JobSql
from stores.job_values import Job
from stores.pages import checked_limit, id_after, page_of
from stores.records import JobRecord
from stores.sql import FRESH, found
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


class JobStore:
    """Jobs by their key."""

    def __init__(self, database: Database, now: DatabaseClock | None = None, retry: Retry | None = None) -> None:
        """`now` reads the clock that all processes share; by default the database's own."""
        self._database = database
        self._now = now or database_now
        self._sql = database.statements(JobSql)
        self._retry = retry or Retry()

    def add(
        self, kind: str, key: str, payload: Json, run_at: datetime | None = None, after: timedelta = timedelta()
    ) -> bool:
        """Add a job unless one has this key; whether it was added. Due at `run_at`, or `after` from now.

        Called inside `database.begin()` it is part of that transaction. `payload` holds ids only.
        """
        with self._database.guarded():
            now = self._now(self._database)
            given = {"key": key, "kind": kind, "payload": dict(payload), "run_at": run_at or now + after}
            return bool(self._database.write(self._sql.add, **given, attempts=0, created_at=now))

    def due(self, limit: int = 50) -> tuple[Job, ...]:
        """The jobs whose time has come, the longest waiting first."""
        rows = self._database.fetch(self._sql.due, now=self._now(self._database), most=checked_limit(limit))
        return tuple(Job(*row) for row in rows)

    def claim(self, key: str, attempts: int) -> Job | None:
        """Begin the attempt that follows `attempts` others; None when there is nothing to do in it.

        Asked for again while it runs, an attempt was cut off: it counts as failed.
        """
        with self._database.atomic():
            job = self._locked(key)
            if job is None or attempts not in {job.attempts, job.attempts - 1}:
                return None
            now = self._now(self._database)
            again = job.attempts > attempts
            if job.began_at is not None and (again or self._retry.after(job.attempts) is None):
                self._put_off(job, INTERRUPTED, now)
                return None
            if again:
                return None
            begun = replace(job, attempts=job.attempts + 1, began_at=now, run_at=now + self._retry.lease)
            return self._changed(begun)

    def finish(self, key: str, writes: Callable[[], None] | None = None) -> bool:
        """Mark the job done, in one transaction with its own `writes`; False, and nothing written, if it was over."""
        with self._database.atomic():
            if not self._database.write(self._sql.finish, this=key, now=self._now(self._database)):
                return False
            if writes is not None:
                writes()
            return True

    def fail(self, key: str, attempts: int, error: str) -> None:
        """End the attempt that made it `attempts`: it comes up again later, or is dead after too many.

        Nothing happens when another attempt was begun since.
        """
        with self._database.atomic():
            job = self._locked(key)
            if job is not None and job.attempts == attempts:
                self._put_off(job, error, self._now(self._database))

    def revive(self, key: str) -> Job:
        """Let a dead job have one more attempt, at once. Raises NotFound."""
        with self._database.begin() as session:
            rows = select(JobRecord).where(JobRecord.key == key, JobRecord.dead_at.is_not(None)).with_for_update()
            row = found(session.scalars(rows, execution_options=FRESH).one_or_none(), f"dead job {key}")
            row.dead_at, row.run_at = None, self._now(self._database)
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
            old = delete(JobRecord).where(JobRecord.done_at < self._now(self._database) - older_than)
            return len(session.scalars(old.returning(JobRecord.id)).all())

    def _locked(self, key: str) -> Job | None:
        """The open job of this key, held until the transaction ends."""
        rows = self._database.fetch(self._sql.locked, this=key)
        return Job(*rows[0]) if rows else None

    def _put_off(self, job: Job, error: str, now: datetime) -> None:
        wait = self._retry.after(job.attempts)
        job = replace(job, last_error=error[:MAX_ERROR], began_at=None)
        self._changed(replace(job, dead_at=now) if wait is None else replace(job, run_at=now + wait))

    def _changed(self, job: Job) -> Job:
        self._database.write(
            self._sql.change,
            this=job.key,
            new_attempts=job.attempts,
            new_began_at=job.began_at,
            new_run_at=job.run_at,
            new_last_error=job.last_error,
            new_dead_at=job.dead_at,
        )
        return job


def _in(state: JobState | None) -> ColumnElement[bool]:
    match state:
        case "open":
            return OPEN
        case "done":
            return JobRecord.done_at.is_not(None)
        case "dead":
            return JobRecord.dead_at.is_not(None)
    return true()


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
