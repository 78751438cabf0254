"""The statements of the jobs that every call makes."""

from dataclasses import fields
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, bindparam, null, select, update

from stores.database import Database
from stores.job_values import Job
from stores.prepared import Prepared
from stores.records import JobRecord
from stores.sql import inserted

JOBS = JobRecord.__table__
JOB_COLUMNS = tuple(JOBS.c[each.name] for each in fields(Job))
"""In the order of Job's fields."""
OPEN = JOBS.c.done_at.is_(None) & JOBS.c.dead_at.is_(None)
_OF_KEY = JOBS.c.key == bindparam("this")
_ADDED_WITH = ("key", "kind", "payload", "run_at", "attempts", "created_at")


class JobSql:
    """The statements for one database, compiled at their first use; `this` is a key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def add(self) -> Prepared:
        """Unless one has the key; returns the id."""
        row: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in _ADDED_WITH}
        new = inserted(self._database.dialect, JobRecord).values(row).on_conflict_do_nothing()
        return self._database.prepared(new.returning(JOBS.c.id))

    @cached_property
    def due(self) -> Prepared:
        """At `now`, the longest waiting first, at most `most`."""
        rows = select(*JOB_COLUMNS).where(OPEN, JOBS.c.run_at <= bindparam("now"))
        return self._database.prepared(rows.order_by(JOBS.c.run_at, JOBS.c.id).limit(bindparam("most")))

    @cached_property
    def locked(self) -> Prepared:
        """The open job, held until the transaction ends."""
        return self._database.prepared(select(*JOB_COLUMNS).where(_OF_KEY, OPEN).with_for_update())

    @cached_property
    def change(self) -> Prepared:
        """What an attempt changes of a job that is `locked`."""
        values: dict[str, BindParameter[Any]] = {
            name: bindparam(f"new_{name}") for name in ("attempts", "began_at", "run_at", "last_error", "dead_at")
        }
        return self._database.prepared(update(JobRecord).where(_OF_KEY).values(values))

    @cached_property
    def finish(self) -> Prepared:
        """Unless it is done; returns the id, and holds the row until the transaction ends."""
        done = update(JobRecord).where(_OF_KEY, JOBS.c.done_at.is_(None))
        return self._database.prepared(done.values(done_at=bindparam("now"), dead_at=null()).returning(JOBS.c.id))
