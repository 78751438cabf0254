"""A transaction on the driver's own connection, and the Session that joins it when somebody asks one.

Prepared statements need no Session, and a Session that takes part costs as much as ten of them: so it takes part from
its first question on, and most transactions of a turn never have one.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, PoolProxiedConnection, exc
from sqlalchemy.orm import Session

from stores.driver import Driver
from stores.errors import StoreUnavailable
from stores.prepared import Prepared, Row

SAVEPOINT, BACK, RELEASE = "SAVEPOINT here", "ROLLBACK TO SAVEPOINT here", "RELEASE SAVEPOINT here"
"""Of one name: the innermost is meant, on both databases."""


class JoiningSession(Session):
    """Takes part in the transaction of `given`, which has begun, as soon as it has something to ask."""

    def __init__(self, engine: Engine, given: PoolProxiedConnection) -> None:
        """`engine` is one whose connections begin nothing by themselves."""
        super().__init__(expire_on_commit=False)
        self._engine, self._given = engine, given
        self.joined: Connection | None = None

    def get_bind(self, *_args: Any, **_named: Any) -> Connection:
        """The same connection for everything."""
        if self.joined is None:
            self.joined = Connection(self._engine, connection=self._given)
        return self.joined


class Transaction:
    """What one thread does in a transaction that has begun on `connection`."""

    def __init__(self, engine: Engine, driver: Driver, connection: PoolProxiedConnection) -> None:
        self.session = JoiningSession(engine, connection)
        self._driver, self._connection = driver, connection
        self._failed: exc.DBAPIError | None = None

    def run(self, statement: Prepared, values: Mapping[str, Any]) -> list[Row]:
        """Run it, after what the Session has to write. Raises DBAPIError; after such a failure StoreUnavailable."""
        connection = self._flushed()
        try:
            return self._driver.run(connection, statement, values)
        except exc.DBAPIError as error:
            self._note(error)
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside is taken back alone."""
        if self.session.joined is not None:  # its objects have to go back too
            with self.session.begin_nested():
                yield
            return
        self._driver.say(self._flushed(), SAVEPOINT)
        try:
            yield
            self._flushed()  # written before the savepoint goes
        except BaseException:
            self._go_back()
            raise
        self._driver.say(self._connection, RELEASE)

    def commit(self) -> None:
        """Make it last. Raises DBAPIError."""
        connection = self._flushed()
        if self.session.joined is None:
            self._driver.commit(connection)
        else:
            self.session.commit()

    def end(self) -> None:
        """Take back what was not committed, and give the connection to the pool, unless it is of no more use."""
        try:
            if self._failed is not None:
                self._driver.given_up(self._connection, self._failed)
            if self.session.joined is not None:
                self.session.close()
        finally:
            self._connection.close()  # the pool rolls back

    def _flushed(self) -> PoolProxiedConnection:
        """The connection, with all that the Session knows written to it."""
        if self._failed is not None:  # the database may have ended the transaction: nothing may happen outside of it
            raise StoreUnavailable("the transaction has failed before")
        self.session.flush()
        return self._connection if self.session.joined is None else self.session.connection().connection

    def _note(self, error: exc.DBAPIError) -> None:
        """A broken rule of the tables is the statement's fault; after anything else nobody knows what stands."""
        if not isinstance(error, exc.IntegrityError | exc.DataError):
            self._failed = error

    def _go_back(self) -> None:
        """To the savepoint; what the Session learnt since is no longer so."""
        self.session.expunge_all()
        if self._failed is None:
            self._driver.say(self._connection, BACK)
            self._driver.say(self._connection, RELEASE)
