"""One database: its transactions, its migrations, its health."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Executable, exc, text
from sqlalchemy.orm import Session

from stores import migrating
from stores.driver import Driver
from stores.engines import BEGIN, How, beginning, engine_for
from stores.errors import StoreUnavailable
from stores.failures import translated
from stores.prepared import Prepared, Row
from stores.transactions import Transaction
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
        self._joining = self.engine.execution_options(**{BEGIN: "joined"})
        self._driver = Driver(self.engine)
        self._open = _Open()
        self._turnstile = Turnstile() if self.dialect == "sqlite" else None
        self._statements: dict[Any, Any] = {}

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A write transaction: committed at the end, rolled back on any exception. Raises StoreError."""
        outer = self._open.transaction
        if outer is not None:
            with translated(), outer.session.begin_nested():
                yield outer.session
            return
        with self._written() as transaction:
            yield transaction.session

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """As `begin`, for whoever only fetches and writes prepared statements: much cheaper inside another."""
        outer = self._open.transaction
        with self._written() if outer is None else _within(outer):
            yield

    def guarded(self) -> AbstractContextManager[None]:
        """Around a prepared write that may be refused: inside `begin()` it is taken back alone."""
        outer = self._open.transaction
        return nullcontext() if outer is None else _within(outer)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that writes nothing: the database refuses it. Raises StoreError."""
        outer = self._open.transaction
        if outer is not None:
            with translated():
                yield outer.session
            return
        with translated():
            transaction = self._begun("read")
            try:
                yield transaction.session
            finally:
                transaction.end()

    def fetch(self, statement: Prepared, **values: Any) -> list[Row]:
        """Run one SELECT of the hot path; inside `begin()` it sees what was written so far. Raises StoreError.

        Tried again on a new connection when the old one turns out to be dead: it changed nothing.
        """
        started = time.monotonic()
        try:
            return self._run(statement, values)
        except StoreUnavailable:
            quick = time.monotonic() - started < QUICK_S
            if self._open.transaction is not None or not quick or not self._open.cut:
                raise
        return self._run(statement, values)

    def write(self, statement: Prepared, **values: Any) -> list[Row]:
        """Run one INSERT, UPDATE or DELETE of the hot path, and what it returns. Raises StoreError.

        It is a transaction of its own, or part of the `begin()` around it.
        """
        if self._open.transaction is not None:
            return self._run(statement, values)
        with self._alone():
            return self._run(statement, values)

    def _alone(self) -> AbstractContextManager[None]:
        """Around each transaction that writes to SQLite: its threads take turns before they ask for a connection."""
        return self._turnstile.passed(WRITE_S) if self._turnstile else nullcontext()

    @contextmanager
    def _written(self) -> Iterator[Transaction]:
        with self._alone(), translated():
            transaction = self._open.transaction = self._begun("write")
            try:
                yield transaction
                transaction.commit()
            finally:
                self._open.transaction = None
                transaction.end()

    def _begun(self, how: How) -> Transaction:
        """On a new connection when the pool's old ones turn out to be dead."""
        started = time.monotonic()
        try:
            return self._begun_once(how)
        except exc.DBAPIError as error:
            if not error.connection_invalidated or time.monotonic() - started >= QUICK_S:
                raise
        return self._begun_once(how)

    def _begun_once(self, how: How) -> Transaction:
        connection = self._driver.connect()
        try:
            for sql in beginning(self.dialect, how, connection.info):
                self._driver.say(connection, sql)
        except exc.DBAPIError as error:
            self._driver.given_up(connection, error)
            connection.close()
            raise
        except BaseException:
            connection.close()
            raise
        return Transaction(self._joining, self._driver, connection)

    def _run(self, statement: Prepared, values: Mapping[str, Any]) -> list[Row]:
        """No savepoint: inside `begin()` an error of these ends the transaction around them."""
        outer = self._open.transaction
        with translated():
            if outer is not None:
                return outer.run(statement, values)
            connection = self._driver.connect()
            try:
                return self._driver.run(connection, statement, values)
            except exc.DBAPIError as error:
                if not isinstance(error, exc.IntegrityError):
                    self._open.cut = error.connection_invalidated
                    self._driver.given_up(connection, error)
                raise
            finally:
                connection.close()

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
                from stores.postgres import let_it_take  # noqa: PLC0415  the engine has loaded it

                let_it_take(connection, MIGRATION_S)
            migrating.upgrade(connection)
        self.engine.dispose()  # with the patient connection

    def revision(self) -> str | None:
        """The revision the tables are at, None for an empty database. Raises StoreUnavailable."""
        with translated(), self._reading.connect() as connection:
            return migrating.revision(connection)

    def takes_writes(self) -> bool:
        """False on a standby, and on a server set to read only. Raises StoreUnavailable."""
        if self.dialect != "postgresql":
            return True
        refusing = "SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"
        with self.read() as session:
            return not session.execute(text(refusing)).scalar_one()

    def head_revision(self) -> str:
        """The newest revision this code knows."""
        return migrating.head()

    def close(self) -> None:
        """Give all connections back; the database can be used again after it."""
        self.engine.dispose()


class _Open(threading.local):
    """What a thread has open, and whether its last failure was a connection that is gone."""

    transaction: Transaction | None = None
    cut: bool = False


@contextmanager
def _within(outer: Transaction) -> Iterator[None]:
    with translated(), outer.savepoint():
        yield


def open_database(url: str, pool_size: int = 8) -> Database:
    """The database at `url`, without connecting to it. Raises ValueError for an address of no use."""
    return Database(url, pool_size)
