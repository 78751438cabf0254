"""One database: its transactions, its migrations, its health."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Engine, Executable, PoolProxiedConnection, exc, text
from sqlalchemy.orm import Session

from stores import migrating
from stores.engines import BEGIN, engine_for
from stores.errors import StoreUnavailable
from stores.failures import translated
from stores.postgres import BoundedConnection
from stores.prepared import Prepared, Row
from stores.turnstile import Turnstile

S = TypeVar("S")

MIGRATION_S = 3600.0
WRITE_S = 2.5
"""How long a thread waits for its turn to write to SQLite: as long as a statement may take."""
QUICK_S = 0.5
"""A dead connection is noticed at once; what took longer is no dead connection, and a second try would take as long."""


class Database:
    """Transactions on one database, for many threads.

    A `begin()` inside a `begin()` of the same thread joins it behind a savepoint, so that several stores can
    act in one transaction; a `read()` inside sees what was written so far.
    """

    def __init__(self, url: str, pool_size: int = 8) -> None:
        """Make the engine, without connecting. Raises ValueError for an address of no use."""
        self.engine = engine_for(url, pool_size)
        self._writing = self.engine.execution_options(**{BEGIN: "write"})
        self._reading = self.engine.execution_options(**{BEGIN: "read"})
        self._open = threading.local()
        self._turnstile = Turnstile() if self.dialect == "sqlite" else None
        self._driver_error: type[Exception] = self.engine.dialect.loaded_dbapi.Error
        self._statements: dict[Any, Any] = {}

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A write transaction: committed at the end, rolled back on any exception. Raises StoreError."""
        outer = self._outer()
        if outer is not None:
            with translated(), outer.begin_nested():
                yield outer
            return
        with self._alone(), translated(), _begun(self._writing) as session:
            self._open.session = session
            try:
                yield session
                session.commit()
            finally:  # leaving the session takes back what was not committed
                self._open.session = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that writes nothing: the database refuses it. Raises StoreError."""
        outer = self._outer()
        if outer is not None:
            with translated():
                yield outer
            return
        with translated(), _begun(self._reading) as session:
            yield session

    def fetch(self, statement: Prepared, **values: Any) -> list[Row]:
        """Run one SELECT of the hot path; inside `begin()` it sees what was written so far. Raises StoreError.

        Tried again on a new connection when the old one turns out to be dead: it changed nothing.
        """
        started = time.monotonic()
        try:
            return self._run(statement, values)
        except StoreUnavailable:
            quick = time.monotonic() - started < QUICK_S
            if self._outer() is not None or not quick or not self._was_cut():
                raise
        return self._run(statement, values)

    def write(self, statement: Prepared, **values: Any) -> list[Row]:
        """Run one INSERT, UPDATE or DELETE of the hot path, and what it returns. Raises StoreError.

        It is a transaction of its own, or part of the `begin()` around it.
        """
        if self._outer() is not None:
            return self._run(statement, values)
        with self._alone():
            return self._run(statement, values)

    def _alone(self) -> AbstractContextManager[None]:
        """Around each transaction that writes to SQLite: its threads take turns before they ask for a connection."""
        return self._turnstile.passed(WRITE_S) if self._turnstile else nullcontext()

    def _run(self, statement: Prepared, values: Mapping[str, Any]) -> list[Row]:
        """No savepoint: inside `begin()` an error of these ends the transaction around them."""
        outer = self._outer()
        with translated():
            if outer is not None:
                outer.flush()
                return self._execute(outer.connection().connection, statement, values)
            connection = self._connect(statement)
            try:
                return self._execute(connection, statement, values)
            except exc.DBAPIError as error:
                if not isinstance(error, exc.IntegrityError):
                    connection.invalidate()  # whatever it is in the middle of, the pool gets a new one
                    self._open.cut = error.connection_invalidated
                    if error.connection_invalidated:
                        self.engine.dispose()  # the others of the pool are as dead
                raise
            finally:
                connection.close()

    def _connect(self, statement: Prepared) -> PoolProxiedConnection:
        try:
            return self.engine.raw_connection()
        except self._driver_error as error:
            raise self._wrapped(statement, error, None) from error

    def _execute(self, connection: PoolProxiedConnection, statement: Prepared, values: Mapping[str, Any]) -> list[Row]:
        arguments = statement.arguments(values)
        cursor = connection.cursor()
        try:
            cursor.execute(statement.sql, arguments)
            return [statement.row(each) for each in cursor.fetchall()] if statement.read else []
        except self._driver_error as error:
            raise self._wrapped(statement, error, connection) from error
        finally:
            cursor.close()

    def _wrapped(
        self, statement: Prepared, error: Exception, connection: PoolProxiedConnection | None
    ) -> exc.DBAPIError:
        """The driver's error as SQLAlchemy's, without the values: they hold names and numbers of people."""
        gone = self.engine.dialect.is_disconnect(error, connection, None)  # type: ignore[arg-type]  # the driver's errors
        return exc.DBAPIError.instance(  # type: ignore[return-value]  # it is one for an error of the driver
            statement.sql,
            None,
            error,
            self._driver_error,
            hide_parameters=True,
            connection_invalidated=gone,
            dialect=self.engine.dialect,
        )

    def _was_cut(self) -> bool:
        """Whether this thread's last failure was a connection that is gone."""
        return bool(getattr(self._open, "cut", False))

    def prepared(self, statement: Executable) -> Prepared:
        """`statement` for `fetch` or `write`."""
        return Prepared.of(statement, self.engine.dialect)

    def statements(self, kind: Callable[["Database"], S]) -> S:
        """The statements of this kind for this database, made once, whoever asks for them."""
        if kind not in self._statements:
            self._statements[kind] = kind(self)
        made: S = self._statements[kind]
        return made

    def ping(self) -> None:
        """Ask the database anything. Raises StoreUnavailable."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def migrate(self) -> None:
        """Bring the tables to the newest revision; safe in several processes at once. Raises StoreError."""
        with translated(), self._writing.begin() as connection:
            if self.dialect == "postgresql":  # a large table takes its time, and nobody is on the line
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                driver = connection.connection.dbapi_connection
                assert isinstance(driver, BoundedConnection)  # noqa: S101 — the engine makes no others
                driver.patience_s = MIGRATION_S
            migrating.upgrade(connection)
        self.engine.dispose()  # with the patient connection

    def revision(self) -> str | None:
        """The revision the tables are at, None for an empty database. Raises StoreUnavailable."""
        with translated(), self._reading.connect() as connection:
            return migrating.revision(connection)

    def head_revision(self) -> str:
        """The newest revision this code knows."""
        return migrating.head()

    def close(self) -> None:
        """Give all connections back; the database can be used again after it."""
        self.engine.dispose()

    def _outer(self) -> Session | None:
        session: Session | None = getattr(self._open, "session", None)
        return session


def _begun(engine: Engine) -> Session:
    """A session whose transaction has begun, on a new connection when the pool's old ones turn out to be dead."""
    started = time.monotonic()
    session = Session(engine, expire_on_commit=False)
    try:
        session.connection()
    except exc.DBAPIError as error:
        session.close()
        if not error.connection_invalidated or time.monotonic() - started >= QUICK_S:
            raise
        session = Session(engine, expire_on_commit=False)
        session.connection()
    except BaseException:
        session.close()
        raise
    return session


def open_database(url: str, pool_size: int = 8) -> Database:
    """The database at `url`, without connecting to it. Raises ValueError for an address of no use."""
    return Database(url, pool_size)
