"""A connection to PostgreSQL that does not wait for ever.

The server's own time-out ends a slow statement, and TCP's a dead peer. A proxy or a frozen machine in between answers
neither: it takes what we send, and says nothing. So the client gives up too, and the connection with it.
"""

from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg import errors

T = TypeVar("T")
INTERVAL_S = 0.1
"""As in psycopg: how often a wait looks up."""


class BoundedConnection(psycopg.Connection[Any]):
    """Gives up after `patience_s` seconds without an answer: OperationalError, and the connection is closed."""

    patience_s: float = 3.0

    def wait(self, gen: Generator[int, int, T], interval: float = INTERVAL_S, timeout: float | None = None) -> T:
        """As in psycopg, with an end."""
        if timeout is not None:
            return super().wait(gen, interval=interval, timeout=timeout)  # type: ignore[arg-type]  # as it came
        try:
            return super().wait(gen, interval=interval, timeout=self.patience_s)  # type: ignore[arg-type]  # as it came
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the server does not answer") from error
