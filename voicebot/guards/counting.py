"""Counting requests in windows: in Redis for all workers while it answers, else in this process."""

import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

import structlog
from limits.errors import StorageError

log = structlog.get_logger()

T = TypeVar("T")

MAX_KEYS = 20_000
"""Windows that are counted at once in one process, some megabytes; nobody may fill its memory with new addresses."""
AWAY_S = 5.0
"""How long Redis is left alone after it failed: one request in that time pays for the next try."""


class Counts(Protocol):
    """Counts by key, each for a window of some seconds. `get_expiry` is in Unix seconds."""

    def incr(self, key: str, expiry: int, amount: int = 1) -> int: ...
    def get(self, key: str) -> int: ...
    def get_expiry(self, key: str) -> float: ...
    def clear(self, key: str) -> None: ...


class LocalCounts:
    """Counts of one process; safe for threads. `clock` gives Unix seconds."""

    def __init__(self, clock: Callable[[], float] = time.time, max_keys: int = MAX_KEYS) -> None:
        self._clock = clock
        self._max_keys = max_keys
        self._windows: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count; the first of a key opens a window of `expiry` seconds."""
        with self._lock:
            ends, count = self._window(key)
            if not count:
                self._make_room()
                ends = self._clock() + expiry
            self._windows[key] = (ends, count + amount)
            return count + amount

    def get(self, key: str) -> int:
        with self._lock:
            return self._window(key)[1]

    def get_expiry(self, key: str) -> float:
        """When the key's window ends; now when it has none."""
        with self._lock:
            return self._window(key)[0]

    def clear(self, key: str) -> None:
        with self._lock:
            self._windows.pop(key, None)

    def reset(self) -> int:
        """Forget everything; how many windows that were."""
        with self._lock:
            forgotten = len(self._windows)
            self._windows.clear()
            return forgotten

    def _window(self, key: str) -> tuple[float, int]:
        now = self._clock()
        ends, count = self._windows.get(key, (now, 0))
        return (ends, count) if ends > now else (now, 0)

    def _make_room(self) -> None:
        """Forget windows that are over; when too many are still open, the half that would end first."""
        if len(self._windows) < self._max_keys:
            return
        now = self._clock()
        by_end = sorted((ends, key) for key, (ends, _) in self._windows.items() if ends > now)
        kept = by_end[len(by_end) // 2 :] if len(by_end) >= self._max_keys else by_end
        self._windows = {key: self._windows[key] for _, key in kept}


class SharedCounts:
    """Counts in Redis, and in this process alone while Redis is away: a limit must never stop the phone.

    `connect` makes the shared counts at first use, after any fork. It is told once when they go away, and once
    when they are back. `clock` measures seconds from any beginning.
    """

    def __init__(
        self, connect: Callable[[], Counts], local: LocalCounts, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._connect = connect
        self._local = local
        self._clock = clock
        self._lock = threading.Lock()
        self._shared: Counts | None = None
        self._try_at: float | None = None

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return self._ask(lambda counts: counts.incr(key, expiry, amount))

    def get(self, key: str) -> int:
        return self._ask(lambda counts: counts.get(key))

    def get_expiry(self, key: str) -> float:
        return self._ask(lambda counts: counts.get_expiry(key))

    def clear(self, key: str) -> None:
        self._ask(lambda counts: counts.clear(key))

    def _ask(self, question: Callable[[Counts], T]) -> T:
        if self._may_try():
            try:
                answer = question(self._connected())
            except StorageError as error:
                self._gone(error)
            else:
                self._back()
                return answer
        return question(self._local)

    def _may_try(self) -> bool:
        """True while Redis answers; after a failure, for one thread in every AWAY_S."""
        with self._lock:
            if self._try_at is None:
                return True
            if self._clock() < self._try_at:
                return False
            self._try_at = self._clock() + AWAY_S
            return True

    def _connected(self) -> Counts:
        with self._lock:
            if self._shared is None:
                self._shared = self._connect()
            return self._shared

    def _gone(self, error: StorageError) -> None:
        with self._lock:
            news = self._try_at is None
            self._try_at = self._clock() + AWAY_S
        if news:
            log.warning("rates.redis_away", error=type(error.storage_error).__name__)

    def _back(self) -> None:
        with self._lock:
            news = self._try_at is not None
            self._try_at = None
        if news:
            log.info("rates.redis_back")
