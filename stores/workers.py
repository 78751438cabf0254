"""Worker processes: alive while they beat. All times are of the database's clock, which all of them share."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Double, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from stores.database import Database
from stores.records import WorkerRecord

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


class WorkerStore:
    """One row for each process that has worked lately. Each method is one statement."""

    def __init__(self, database: Database, dead_after_s: float = DEAD_AFTER_S) -> None:
        self._database = database
        self._dead_after_s = dead_after_s

    def beat(self, owner: str) -> None:
        """The process is alive now. Raises StoreUnavailable."""
        insert: Callable[..., Any] = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
        beat = insert(WorkerRecord).values(owner=owner, beat_s=UnixNow())
        with self._database.begin() as session:
            session.execute(beat.on_conflict_do_update(index_elements=["owner"], set_={"beat_s": UnixNow()}))

    def leave(self, owner: str) -> None:
        """The process ends and has no turn left: it counts as dead at once."""
        with self._database.begin() as session:
            session.execute(update(WorkerRecord).where(WorkerRecord.owner == owner).values(beat_s=0.0))

    def age_s(self, owner: str) -> float | None:
        """Seconds since the last beat; None for a process that never beat, or long ago."""
        with self._database.read() as session:
            age = session.scalars(select(_age()).where(WorkerRecord.owner == owner)).one_or_none()
            return None if age is None else max(0.0, age)

    def alive(self, owner: str) -> bool:
        """Whether it has beaten lately."""
        age = self.age_s(owner)
        return age is not None and age <= self._dead_after_s

    def dead_owners(self) -> tuple[str, ...]:
        """Who has beaten once, but not lately."""
        dead = select(WorkerRecord.owner).where(_age() > self._dead_after_s).order_by(WorkerRecord.owner)
        with self._database.read() as session:
            return tuple(session.scalars(dead))

    def clean(self, older_than_s: float = FORGET_AFTER_S) -> int:
        """Forget those that are long dead; how many they were."""
        old = delete(WorkerRecord).where(_age() > older_than_s).returning(WorkerRecord.owner)
        with self._database.begin() as session:
            return len(session.scalars(old).all())


def _age() -> ColumnElement[float]:
    return UnixNow() - WorkerRecord.beat_s
