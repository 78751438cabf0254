"""Worker processes: alive while they beat. All times are of the database's clock, which all of them share."""

from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Double, bindparam, delete, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from stores.database import Database
from stores.prepared import Prepared
from stores.records import WorkerRecord
from stores.sql import inserted

DEAD_AFTER_S = 3.0
"""A process that has not beaten for so long is dead; it beats every second."""
FORGET_AFTER_S = 3600.0
"""Long after any turn of a dead process was taken over or given up."""


class UnixNow(FunctionElement[float]):
    """Now in Unix seconds, with fractions, when the statement runs."""

    type = Double()
    inherit_cache = True


@compiles(UnixNow, "postgresql")
def _on_postgresql(_element: UnixNow, _compiler: Any, **_options: Any) -> str:
    return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS double precision)"


@compiles(UnixNow, "sqlite")
def _on_sqlite(_element: UnixNow, _compiler: Any, **_options: Any) -> str:
    """`unixepoch` knows fractions only since SQLite 3.42; 2440587.5 is the Julian day of 1970."""
    return "((julianday('now') - 2440587.5) * 86400.0)"


class WorkerSql:
    """The statements for one database, compiled at their first use."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def beat(self) -> Prepared:
        beat = inserted(self._database.dialect, WorkerRecord).values(owner=bindparam("this"), beat_s=UnixNow())
        return self._database.prepared(beat.on_conflict_do_update(index_elements=["owner"], set_={"beat_s": UnixNow()}))

    @cached_property
    def leave(self) -> Prepared:
        left = update(WorkerRecord).where(WorkerRecord.owner == bindparam("this"))
        return self._database.prepared(left.values(beat_s=0.0))

    @cached_property
    def age(self) -> Prepared:
        return self._database.prepared(select(_age()).where(WorkerRecord.owner == bindparam("this")))

    @cached_property
    def older(self) -> Prepared:
        """Who is older than `age_s`."""
        old = _age() > bindparam("age_s", type_=Double())
        return self._database.prepared(select(WorkerRecord.owner).where(old).order_by(WorkerRecord.owner))


class WorkerStore:
    """One row for each process that has worked lately. Each method is one statement."""

    def __init__(self, database: Database, dead_after_s: float = DEAD_AFTER_S) -> None:
        self._database = database
        self._dead_after_s = dead_after_s
        self._sql = database.statements(WorkerSql)

    def beat(self, owner: str) -> None:
        """The process is alive now. Raises StoreUnavailable."""
        self._database.write(self._sql.beat, this=owner)

    def leave(self, owner: str) -> None:
        """The process ends and has no turn left: it counts as dead at once."""
        self._database.write(self._sql.leave, this=owner)

    def age_s(self, owner: str) -> float | None:
        """Seconds since the last beat; None for a process that never beat, or long ago."""
        rows = self._database.fetch(self._sql.age, this=owner)
        return max(0.0, rows[0][0]) if rows else None

    def alive(self, owner: str) -> bool:
        """Whether it has beaten lately."""
        age = self.age_s(owner)
        return age is not None and age <= self._dead_after_s

    def dead_owners(self) -> tuple[str, ...]:
        """Who has beaten once, but not lately."""
        return tuple(owner for (owner,) in self._database.fetch(self._sql.older, age_s=self._dead_after_s))

    def clean(self, older_than_s: float = FORGET_AFTER_S) -> int:
        """Forget those that are long dead; how many they were."""
        old = delete(WorkerRecord).where(_age() > older_than_s).returning(WorkerRecord.owner)
        with self._database.begin() as session:
            return len(session.scalars(old).all())


def _age() -> ColumnElement[float]:
    return UnixNow() - WorkerRecord.beat_s
