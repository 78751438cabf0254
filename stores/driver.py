"""Statements on the driver's own connections: what goes wrong comes out as SQLAlchemy's errors."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection, exc

from stores.failures import leads_astray
from stores.prepared import Prepared, Row

CURSOR = "voicebot_cursor"
"""A connection's own: making one for each statement costs a fifth of a small one."""


class Driver:
    """The driver of one engine, on connections of the engine's pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._error: type[Exception] = engine.dialect.loaded_dbapi.Error

    def connect(self) -> PoolProxiedConnection:
        """A connection of the pool. Raises DBAPIError, and TimeoutError when none is free."""
        try:
            return self._engine.raw_connection()
        except self._error as error:
            raise self._wrapped(error, None, None) from error

    def run(self, connection: PoolProxiedConnection, statement: Prepared, values: Mapping[str, Any]) -> list[Row]:
        """Run it, and what it returns. Raises DBAPIError, and what a value's conversion raises."""
        arguments = statement.arguments(values)
        try:
            cursor = _cursor(connection)
            cursor.execute(statement.sql, arguments)
            found = cursor.fetchall() if statement.read else ()
        except self._error as error:
            self._forget_cursor(connection)
            raise self._wrapped(error, statement.sql, connection) from error
        except BaseException:
            self._forget_cursor(connection)
            raise
        return statement.rows(found)

    def say(self, connection: PoolProxiedConnection, sql: str) -> None:
        """Run what has no values and returns nothing. Raises DBAPIError."""
        try:
            _cursor(connection).execute(sql)
        except self._error as error:
            self._forget_cursor(connection)
            raise self._wrapped(error, sql, connection) from error
        except BaseException:
            self._forget_cursor(connection)
            raise

    def commit(self, connection: PoolProxiedConnection) -> None:
        """Make the transaction last. Raises DBAPIError."""
        try:
            connection.commit()
        except self._error as error:
            raise self._wrapped(error, "COMMIT", connection) from error

    def given_up(self, connection: PoolProxiedConnection, error: exc.DBAPIError) -> None:
        """The pool gets a new one, whatever this is in the middle of; after a cut the pool's others are as dead."""
        connection.invalidate()
        if error.connection_invalidated:
            self._engine.dispose()

    def _forget_cursor(self, connection: PoolProxiedConnection) -> None:
        """It may be in the middle of something, which closing it ends: SQLite would go on reading."""
        cursor = connection.info.pop(CURSOR, None)
        if cursor is not None:
            with suppress(self._error):
                cursor.close()

    def _wrapped(self, error: Exception, sql: str | None, connection: PoolProxiedConnection | None) -> exc.DBAPIError:
        """The driver's error as SQLAlchemy's, without the values: they hold names and numbers of people."""
        gone = leads_astray(error) or self._engine.dialect.is_disconnect(error, connection, None)  # type: ignore[arg-type]  # the driver's errors
        return exc.DBAPIError.instance(  # type: ignore[return-value]  # it is one for an error of the driver
            sql,
            None,
            error,
            self._error,
            hide_parameters=True,
            connection_invalidated=gone,
            dialect=self._engine.dialect,
        )


def _cursor(connection: PoolProxiedConnection) -> Any:
    """The one that this connection keeps; the pool forgets it with the connection."""
    kept = connection.info
    cursor = kept.get(CURSOR)
    if cursor is None:
        cursor = kept[CURSOR] = connection.cursor()
    return cursor
