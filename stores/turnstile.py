"""One thread after the other, in the order in which they came."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from stores.errors import StoreUnavailable
from stores.patience import cut


class Turnstile:
    """Lets one thread in at a time; whoever leaves lets in who has waited longest.

    SQLite has one writer at a time too, but connections that wait for it look again after ever longer pauses, whoever
    came first: in a crowd of threads some are passed by until they give up.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    @contextmanager
    def passed(self, within_s: float) -> Iterator[None]:
        """Go in, and out at the end. Raises StoreUnavailable when the way is not free in time."""
        self._enter(within_s)
        try:
            yield
        finally:
            self._leave()

    def _enter(self, within_s: float) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=cut(within_s)):
            return
        with self._lock:
            if mine not in self._waiting:
                return  # let in at the last moment
            self._waiting.remove(mine)
        raise StoreUnavailable("too many want to write")

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
