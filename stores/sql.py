"""What the two databases spell differently, and the stores' shared questions."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from stores.errors import NotFound
from stores.pages import LARGEST_ID
from stores.records import Base

R = TypeVar("R", bound=Base)

Clock = Callable[[], datetime]

# For reading what a statement of the same session has just changed.
FRESH = {"populate_existing": True}


def insert_if_free(session: Session, record: type[R], **values: Any) -> R | None:
    """Insert a row, or None when a unique constraint says that somebody was first.

    On PostgreSQL this waits for a transaction that is just inserting the same; a later SELECT sees its row.
    """
    insert = inserted(session.get_bind().dialect.name, record).values(**values)
    return session.scalars(insert.on_conflict_do_nothing().returning(record)).one_or_none()


def inserted(dialect: str, into: type[Base]) -> Any:
    """An INSERT that can say ON CONFLICT: both dialects have one of their own, with the same methods."""
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(into)


def found(row: R | None, what: str) -> R:
    """The row. Raises NotFound, naming `what`, when there is none."""
    if row is None:
        raise NotFound(what)
    return row


def checked_id(number: int, what: str) -> int:
    """The id itself. Raises NotFound when no row can have it: the database would refuse the question."""
    if not 0 < number <= LARGEST_ID:
        raise NotFound(f"{what} {number}")
    return number
