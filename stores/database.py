"""One database: its transactions, its migrations, its health."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from stores import migrating
from stores.engines import BEGIN, engine_for
from stores.failures import translated


class Database:
    """Transactions on one database, for many threads.

    A `begin()` inside a `begin()` of the same thread joins it behind a savepoint, so that several stores can
    act in one transaction; a `read()` inside sees what was written so far.
    """

    def __init__(self, url: str, pool_size: int = 8) -> None:
        """Make the engine, without connecting. Raises ValueError for an address of no use."""
        self.engine = engine_for(url, pool_size)
        writes_nothing = {"postgresql_readonly": True} if self.dialect == "postgresql" else {}
        self._writing = self.engine.execution_options(**{BEGIN: "write"})
        self._reading = self.engine.execution_options(**{BEGIN: "read"}, **writes_nothing)
        self._open = threading.local()

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
        with translated(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            self._open.session = session
            try:
                yield session
            finally:
                self._open.session = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that writes nothing: the database refuses it. Raises StoreError."""
        outer = self._outer()
        if outer is not None:
            with translated():
                yield outer
            return
        with translated(), Session(self._reading) as session:
            yield session

    def ping(self) -> None:
        """Ask the database anything. Raises StoreUnavailable."""
        with self.read() as session:
            session.execute(text("SELECT 1"))

    def migrate(self) -> None:
        """Bring the tables to the newest revision; safe in several processes at once. Raises StoreError."""
        with translated(), self._writing.begin() as connection:
            migrating.upgrade(connection)

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


def open_database(url: str, pool_size: int = 8) -> Database:
    """The database at `url`, without connecting to it. Raises ValueError for an address of no use."""
    return Database(url, pool_size)
