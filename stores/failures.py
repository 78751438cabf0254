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
    return connecting or isinstance(error, outage) or type(error) is exc.DatabaseError


def _violation(error: BaseException | None) -> str:
    """The driver's name of the violation: psycopg's SQLSTATE, or sqlite3's name of the result code."""
    return str(getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", ""))


def _first_line(error: exc.DBAPIError) -> str:
    """The driver's first line; PostgreSQL puts the values into the lines after it."""
    return str(error.orig).partition("\n")[0]
