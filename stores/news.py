"""News of turns from other processes: on PostgreSQL they are told (LISTEN), on SQLite somebody has to look."""

import threading
import time
from collections.abc import Callable
from typing import Any

from stores.database import Database
from stores.engines import CONNECT_TIMEOUT_S, UNANSWERED_MS
from stores.turn_sql import CHANNEL

IDLE_AFTER_S = 10.0
"""The listener ends when nobody has waited for so long; its connection is one of few that a small database has."""
AGAIN_AFTER_S = 1.0

Tell = Callable[[str, int], None]
"""Takes the call's id and the turn's number."""


class TurnNews:
    """Listens in one thread of its own, which is no daemon, while somebody waits; safe for threads and forks."""

    def __init__(self, database: Database) -> None:
        self._url = database.engine.url if database.dialect == "postgresql" else None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._touched_at = 0.0
        self._listening = False

    def heard_by(self, tell: Tell) -> bool:
        """Whether `tell` gets the news from now on; to be asked again while waiting. False: look for yourself."""
        if self._url is None:
            return False
        with self._lock:
            self._touched_at = time.monotonic()
            if self._thread is None or not self._thread.is_alive():
                self._listening = False
                self._thread = threading.Thread(target=self._run, args=(tell,), name="turn-news")
                self._thread.start()
        return self._listening

    def _run(self, tell: Tell) -> None:
        import psycopg  # noqa: PLC0415  the engine has loaded it

        pause = threading.Event()
        while not self._is_idle():
            try:
                self._listen(tell)
            except psycopg.Error:
                self._listening = False
                pause.wait(AGAIN_AFTER_S)

    def _listen(self, tell: Tell) -> None:
        import psycopg  # noqa: PLC0415  as above

        assert self._url is not None  # noqa: S101 — only then there is a thread
        with psycopg.connect(**_arguments(self._url), autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            self._listening = True
            while not self._is_idle():
                for each in connection.notifies(timeout=AGAIN_AFTER_S, stop_after=1):
                    call_id, _, number = each.payload.rpartition(":")
                    tell(call_id, int(number))
            self._listening = False

    def _is_idle(self) -> bool:
        with self._lock:
            idle = time.monotonic() - self._touched_at > IDLE_AFTER_S or not threading.main_thread().is_alive()
            if idle:
                self._thread = None
            return idle


def _arguments(url: Any) -> dict[str, Any]:
    """The address as the driver takes it."""
    parts = {"host": url.host, "port": url.port, "user": url.username, "password": url.password}
    own = {name: value for name, value in {**parts, "dbname": url.database, **url.query}.items() if value is not None}
    return {"connect_timeout": CONNECT_TIMEOUT_S, "tcp_user_timeout": UNANSWERED_MS, **own}
