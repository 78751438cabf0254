"""The one place where SQLAlchemy's errors become the stores' own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from sqlalchemy import exc

from stores.errors import BadValue, Conflict, StoreError, StoreUnavailable, UnknownReference

BY_VIOLATION: Mapping[str, type[StoreError]] = MappingProxyType(
    {
        # PostgreSQL, appendix A, class 23
        "23502": BadValue,
        "23503": UnknownReference,
        "23505": Conflict,
        "23514": BadValue,
        # https://www.sqlite.org/rescode.html
        "SQLITE_CONSTRAINT_NOTNULL": BadValue,
        "SQLITE_CONSTRAINT_FOREIGNKEY": UnknownReference,
        "SQLITE_CONSTRAINT_UNIQUE": Conflict,
        "SQLITE_CONSTRAINT_PRIMARYKEY": Conflict,
        "SQLITE_CONSTRAINT_CHECK": BadValue,
    }
)

READ_ONLY_TRANSACTION = "25006"
"""A server that takes no writes: a standby, the old primary after a failover, one whose provider locked a full disk."""
OUTAGES = frozenset({READ_ONLY_TRANSACTION, "25P03", "25P04"})
"""Of PostgreSQL's own states those that say nothing of the statement, though psycopg counts them among the mistakes of
programs; what is in no transaction any more (25P03, 25P04) was ended by the server. The classes 08, 53, 57 and 58 (no
connection, no means, shut down, broken disk) are OperationalErrors.
"""
DAMAGED = "XX"
"""The class of states of a server that is broken itself."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise a StoreError for whatever the database or its driver raises inside.

    The statement and its values stay out of the message: they hold names and numbers of people.
    """
    try:
        yield
    except exc.IntegrityError as error:
        raise BY_VIOLATION.get(_violation(error.orig), Conflict)(_first_line(error)) from error
    except exc.DataError as error:
        raise BadValue(_first_line(error)) from error
    except (
        OverflowError,
        UnicodeEncodeError,
    ) as error:  # the drivers' own, for 2**70 and for half a surrogate pair
        raise BadValue(type(error).__name__) from error
    except exc.TimeoutError as error:
        raise StoreUnavailable("no free connection in the pool") from error
    except exc.DBAPIError as error:
        if _is_outage(error):
            raise StoreUnavailable(_first_line(error)) from error
        raise


def _is_outage(error: exc.DBAPIError) -> bool:
    """True when the database, not the statement, is what failed.

    SQLite says plain DatabaseError for a damaged file or one that is no database; an error without a statement
    is one of connecting, as psycopg's ProgrammingError for an option in the address that it does not know.
    """
    outage = (exc.OperationalError, exc.InterfaceError)
    connecting = error.connection_invalidated or error.statement is None
    state = _violation(error.orig)
    told = state in OUTAGES or state.startswith(DAMAGED)
    return connecting or told or isinstance(error, outage) or type(error) is exc.DatabaseError


def leads_astray(error: BaseException | None) -> bool:
    """Whether the connection is of no more use though it is open, and the pool's others are not either: it leads to a
    server that takes no writes. What was set as it began stays so for as long as it lives.
    """
    return _violation(error) == READ_ONLY_TRANSACTION


def _violation(error: BaseException | None) -> str:
    """The driver's name of the violation: psycopg's SQLSTATE, or sqlite3's name of the result code."""
    return str(getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", ""))


def _first_line(error: exc.DBAPIError) -> str:
    """The driver's first line; PostgreSQL puts the values into the lines after it."""
    return str(error.orig).partition("\n")[0]
