"""PostgreSQL: its engine, and a connection that does not wait for ever. Imported only where it is the database.

The server's own time-out ends a slow statement, and TCP's a dead peer. A proxy or a frozen machine in between answers
neither: it takes what we send, and says nothing. So the client gives up too, and the connection with it.
"""

import time
from collections.abc import Generator
from typing import Any, Self, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGenConn
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Connection, Engine, create_engine, event, exc
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from stores.engines import (
    ALIKE,
    CONNECT_TIMEOUT_S,
    IDLE_S,
    PING_S,
    STATEMENT_TIMEOUT_MS,
    UNANSWERED_MS,
    USED,
    PatientPool,
    begin_as_told,
    tell_patience,
)
from stores.failures import leads_astray
from stores.patience import cut, left_s

T = TypeVar("T")
IDLE = TransactionStatus.IDLE
INTERVAL_S = 0.1
"""As in psycopg: how often a wait looks up."""
GRACE_S = 0.2
"""The server, told to give up, is waited for so much longer: its own end of a statement costs no connection."""


class BoundedConnection(psycopg.Connection[Any]):
    """Gives up after `patience_s` seconds without an answer: OperationalError, and the connection is closed."""

    patience_s: float = 3.0

    def wait(self, gen: Generator[int, int, T], interval: float = INTERVAL_S, timeout: float | None = None) -> T:
        """As in psycopg, with an end."""
        if timeout is not None:
            return super().wait(gen, interval=interval, timeout=timeout)  # type: ignore[arg-type]  # as it came
        try:
            allowed_s = min(self.patience_s, cut(self.patience_s) + GRACE_S)
            return super().wait(gen, interval=interval, timeout=allowed_s)  # type: ignore[arg-type]  # as it came
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server does not answer") from error

    def rollback(self) -> None:
        """As in psycopg, at a tenth of the cost where nothing has begun: so the pool gets most of them back."""
        if self.pgconn.transaction_status != IDLE:
            super().rollback()

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> PQGenConn[Self]:
        """As in psycopg, which waits at least two seconds, with an end for a thread that has less."""
        connecting = super()._connect_gen(conninfo)
        try:
            asked = next(connecting)
            while True:
                ready = yield asked
                if not left_s():
                    raise psycopg.errors.ConnectionTimeout("no time is left to connect")
                asked = connecting.send(ready)
        except StopIteration as made:
            connection: Self = made.value
            return connection


def let_it_take(connection: Connection, seconds: float) -> None:
    """Let the statements of this transaction take so long, on the server and here."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, BoundedConnection)  # noqa: S101 — the engine makes no others
    driver.patience_s = seconds


def engine_on(url: URL, pool_size: int) -> Engine:
    """An engine on this address of PostgreSQL; nothing connects before its first transaction."""
    arguments: dict[str, Any] = {"connect_timeout": CONNECT_TIMEOUT_S, "tcp_user_timeout": UNANSWERED_MS}
    if "options" not in url.query:
        arguments["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT_MS}"
    engine = create_engine(
        url,
        connect_args={name: value for name, value in arguments.items() if name not in url.query},
        poolclass=PatientPool,
        pool_size=pool_size,
        **ALIKE,
    )
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "checkout", _ask_after_a_rest)
    ends = tell_patience("SET statement_timeout = {}", STATEMENT_TIMEOUT_MS, "RESET statement_timeout")
    event.listen(engine, "checkout", ends)
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "begin", begin_as_told)
    give_up_what_leads_astray(engine)
    return engine


def _connect(_dialect: Any, _entry: Any, given: list[Any], named: dict[str, Any]) -> psycopg.Connection[Any]:
    connection: psycopg.Connection[Any] = BoundedConnection.connect(*given, **named)
    return connection


def _set_up(connection: psycopg.Connection[Any], _entry: ConnectionPoolEntry) -> None:
    """Single statements of the hot path need no transaction around them; `beginning` begins the others."""
    connection.autocommit = True


def _ask_after_a_rest(connection: BoundedConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
    """Asking before each use would cost a quarter of what a small statement costs."""
    if time.monotonic() - entry.info.get(USED, 0.0) < IDLE_S:
        return
    patience_s = connection.patience_s
    connection.patience_s = PING_S
    try:
        connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise exc.DisconnectionError from error
    finally:
        connection.patience_s = patience_s


def give_up_what_leads_astray(engine: Engine) -> None:
    """Have an engine's pool begin anew when a server takes no writes: its connections would stay with that server.

    What a Session asks, as `Driver` does it.
    """
    event.listen(engine, "handle_error", _mark_as_lost)


def _mark_as_lost(context: ExceptionContext) -> None:
    if leads_astray(context.original_exception):
        context.is_disconnect = True


def _note_use(_connection: psycopg.Connection[Any] | None, entry: ConnectionPoolEntry) -> None:
    entry.info[USED] = time.monotonic()
