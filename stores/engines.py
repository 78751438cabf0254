"""Engines for SQLite and PostgreSQL, set up alike: nothing connects before the first transaction.

The option BEGIN of a connection says how its transaction starts: "write", "read", or "joined" for one that has begun.
"""

import logging
import sqlite3
from collections.abc import Callable, Mapping, MutableMapping
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.util.queue import Queue

from stores.json_columns import dumps, loads
from stores.patience import cut

How = Literal["write", "read", "joined"]

BEGIN = "begin_as"
USED = "voicebot_used_at"
READ_ONLY = "voicebot_read_only"
PATIENCE = "voicebot_patience_ms"

# No webhook takes more than 5 s: whatever the database does, there must be time left for a fixed line.
CONNECT_TIMEOUT_S = 2
STATEMENT_TIMEOUT_MS = 2500
POOL_TIMEOUT_S = 3
BUSY_TIMEOUT_MS = 2000
_BUSY = f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}"
UNANSWERED_MS = 3000
"""How long the network may leave what we sent without a sign of arrival."""
PING_S = 0.5
STEP_MS, LEAST_MS = 100, 50
"""A thread that has little time left tells the database so in such steps: each costs a round trip."""
CACHE_KIB = 256
"""Pages that each connection keeps. What another one writes makes them void, so the usual 2 MB are no faster: with 32
connections they only made a process grow, by 4 MB in every thousand calls."""
IDLE_S = 5.0
"""A connection that rested longer is asked whether it still lives; hosted databases restart."""

ALIKE: Mapping[str, Any] = MappingProxyType({
    "max_overflow": 0,
    "pool_timeout": POOL_TIMEOUT_S,
    "json_serializer": dumps,
    "json_deserializer": loads,
    "hide_parameters": True,
})  # fmt: skip
"""What the engines of both databases have in common."""

# One loser of the race to switch a new file to WAL needs one more try; seen in 5% of eight-process starts.
WAL_TRIES = 10


def engine_for(url: str, pool_size: int) -> Engine:
    """An engine on `url`. Raises ValueError for a database other than these two, and for SQLite in memory."""
    address = normalised(url)
    match address.get_backend_name():
        case "sqlite":
            return _sqlite(address, pool_size)
        case "postgresql":
            from stores.postgres import engine_on  # noqa: PLC0415  with it comes the driver: 9 MB where it is not used

            return engine_on(address, pool_size)
    raise ValueError(f"neither SQLite nor PostgreSQL: {address.get_backend_name()}")


def beginning(dialect: str, how: How, info: MutableMapping[Any, Any]) -> tuple[str, ...]:
    """What begins a transaction on the connection of that `info`.

    A writer to SQLite takes the lock at once: one that read first and then wants to write fails with "database is
    locked", without any wait, when another wrote in between.
    """
    match dialect, how:
        case _, "joined":
            return ()
        case "postgresql", _:
            return ("BEGIN READ ONLY" if how == "read" else "BEGIN",)
        case _, "read":
            info[READ_ONLY] = True
            return "PRAGMA query_only = ON", "BEGIN"
    return ("BEGIN IMMEDIATE",)


def begin_as_told(connection: Connection) -> None:
    how: How = connection.get_execution_options().get(BEGIN, "write")
    for sql in beginning(connection.dialect.name, how, connection.info):
        connection.exec_driver_sql(sql)


def normalised(url: str) -> URL:
    """The address with our driver's name. Heroku gives `postgres://`, which SQLAlchemy does not know."""
    scheme, separator, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return make_url(f"postgresql+psycopg{separator}{rest}")
    return make_url(url)


def _sqlite(url: URL, pool_size: int) -> Engine:
    if url.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file: an empty address would give every connection its own database")
    engine = create_engine(
        url,
        poolclass=PatientPool,
        pool_size=pool_size,
        **ALIKE,
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", begin_as_told)
    event.listen(engine, "checkout", tell_patience("PRAGMA busy_timeout = {}", BUSY_TIMEOUT_MS, _BUSY))
    event.listen(engine, "checkin", _allow_writing)
    return engine


class _PatientQueue(Queue[ConnectionPoolEntry]):
    """Free connections; nobody waits for one for longer than its thread may."""

    def get(self, block: bool = True, timeout: float | None = None) -> ConnectionPoolEntry:
        return super().get(block, None if timeout is None else cut(timeout))


class PatientPool(QueuePool):
    """SQLAlchemy's usual pool, with such a queue."""

    _queue_class = _PatientQueue


# SQLAlchemy keeps its own pools this quiet; it takes ours for the application's.
logging.getLogger(f"{__name__}.{PatientPool.__name__}").setLevel(logging.WARNING)


def tell_patience(sql: str, usual_ms: int, usual_sql: str) -> Callable[[Any, ConnectionPoolEntry, object], None]:
    """Tells the database, by `sql`, how long the thread that gets a connection may wait, where that has changed."""

    def tell(connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        allowed_ms = round(cut(usual_ms / 1000) * 1000)
        wanted_ms = usual_ms if allowed_ms >= usual_ms else max(LEAST_MS, allowed_ms // STEP_MS * STEP_MS)
        if entry.info.get(PATIENCE, usual_ms) != wanted_ms:
            connection.execute(usual_sql if wanted_ms == usual_ms else sql.format(wanted_ms))
            entry.info[PATIENCE] = wanted_ms

    return tell


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # sqlite3 begins nothing by itself: `beginning` does
    connection.execute(_BUSY)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    _switch_to_wal(connection)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Set the file's journal mode; the busy time-out does not cover this, so wait behind a lock it covers."""
    for _ in range(WAL_TRIES - 1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    connection.execute("PRAGMA journal_mode = WAL")


def _allow_writing(connection: sqlite3.Connection | None, entry: ConnectionPoolEntry) -> None:
    """A reader's connection goes back as it came: whoever has it next may want to write."""
    if connection is not None and entry.info.pop(READ_ONLY, False):
        connection.execute("PRAGMA query_only = OFF")
