"""Who runs jobs: a lock that the operating system or the database takes back when its holder dies."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

HELD = text("SELECT pg_try_advisory_lock(:key)")
RELEASE = text("SELECT pg_advisory_unlock(:key)")


class Duty(Protocol):
    """The right to run jobs in this process."""

    def take(self) -> bool:
        """Whether it is ours, now; asked for again and again, also to keep it."""
        ...

    def give_up(self) -> None:
        """Let another have it."""
        ...


class FileDuty:
    """One process on this machine has it at a time: a lock on a file beside the embedded database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        if self._file is not None:
            return True
        file = self._path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def give_up(self) -> None:
        if self._file is not None:
            self._file.close()  # which unlocks it
            self._file = None


class SessionDuty:
    """Every process has it, and shows that it lives: a PostgreSQL advisory lock held by one connection.

    The lock is lost with the connection, when the database restarts for example, and is then taken anew.
    """

    def __init__(self, engine: Engine, executor: str) -> None:
        self._engine = engine
        self._key = lock_key(executor)
        self._connection: Connection | None = None

    def take(self) -> bool:
        try:
            if self._connection is None:
                return self._connect()
            self._connection.execute(text("SELECT 1"))
            return True
        except SQLAlchemyError:
            self.give_up()
            return False

    def give_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.execute(RELEASE, {"key": self._key})
        except SQLAlchemyError:
            connection.invalidate()  # whatever is left of it must not go back to the pool with the lock
        finally:
            connection.close()

    def _connect(self) -> bool:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not connection.execute(HELD, {"key": self._key}).scalar_one():
            connection.close()  # the janitor is just looking whether we live: it lets go at once
            return False
        self._connection = connection
        return True


class AloneDuty:
    """Of those that would be alone one has it at a time; `mine` shows that this one's process lives.

    After the database restarted another may have become the one, while this one's engine still runs: that does no
    harm as long as its process is known to live.
    """

    def __init__(self, alone: Duty, mine: Duty) -> None:
        self._alone = alone
        self._mine = mine
        self._begun = False

    def take(self) -> bool:
        alone = self._alone.take()
        self._begun = self._begun or alone
        return self._begun and self._mine.take() and alone

    def give_up(self) -> None:
        self._begun = False
        self._mine.give_up()
        self._alone.give_up()


@contextmanager
def held_if_free(engine: Engine, name: str) -> Iterator[bool]:
    """Whether nobody holds that lock, as when it is an executor's whose process is gone. If so it is held meanwhile."""
    with closing(engine.connect().execution_options(isolation_level="AUTOCOMMIT")) as connection:
        free = bool(connection.execute(HELD, {"key": lock_key(name)}).scalar_one())
        try:
            yield free
        finally:
            if free:
                connection.execute(RELEASE, {"key": lock_key(name)})


def lock_key(name: str) -> int:
    """A 64-bit key for pg_advisory_lock: `name` is an executor's, or a duty's."""
    digest = hashlib.sha256(f"voicebot jobs {name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
