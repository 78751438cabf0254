"""Saying something once instead of a thousand times: a limit per key, and a count within a time. Per process."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

MOST_KEYS = 256
"""Keys that are remembered; they are names in our code, so this is only reached by mistake."""


class Throttle:
    """Lets something happen once per key and time; safe for threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def once_per(self, key: str, seconds: float) -> bool:
        """True at the first call for `key`, and again when `seconds` have gone by since it was last True."""
        now = self._clock()
        with self._lock:
            if self._until.get(key, now) > now:
                return False
            self._until[key] = now + seconds
            self._until.move_to_end(key)
            while len(self._until) > MOST_KEYS:
                self._until.popitem(last=False)
        return True

    def forget(self, key: str) -> None:
        """Let the next call for `key` be the first again."""
        with self._lock:
            self._until.pop(key, None)


class Burst:
    """Tells when something has happened `times` times within `seconds`; safe for threads."""

    def __init__(self, times: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._last: deque[float] = deque(maxlen=times)
        self._lock = Lock()

    def happened(self) -> bool:
        """Count one; True when that makes it too many."""
        now = self._clock()
        with self._lock:
            self._last.append(now)
            return len(self._last) == self._last.maxlen and now - self._last[0] <= self._seconds
