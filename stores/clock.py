"""The clock that all processes share: the database's."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import DateTime, func, select

from stores.database import Database
from stores.prepared import Prepared

DatabaseClock = Callable[[Database], datetime]


def database_now(database: Database) -> datetime:
    """Now by the database's clock, aware: on PostgreSQL its machine's; SQLite asks the machine's own, and so do we."""
    if database.dialect == "sqlite":
        return datetime.now(UTC)
    moment: datetime = database.fetch(database.statements(_now))[0][0]
    return moment


def _now(database: Database) -> Prepared:
    return database.prepared(select(func.clock_timestamp(type_=DateTime(timezone=True))))
