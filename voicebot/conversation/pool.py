"""Threads for turns, and ways to wait for one of them: woken in its own process, looking from another."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext

from voicebot.observability.threads import ContextThreads

Key = tuple[str, int]
"""(call id, turn number)."""
Work = Callable[[Callable[[], None]], object]
"""A turn's work; it calls its argument whenever there is something new to read in the store."""

POLL_S = 0.05
"""How often a turn that runs in another process is looked at, where nobody tells of its progress."""
TOLD_S = 0.5
"""How often it is looked at all the same where somebody does."""
MOST_WAITING = 112
"""Webhooks that wait at once in a process of 128 request threads: the others are answered at once, with a filler."""


class Progress:
    """Counts what a running turn has made, so that waiting webhooks wake at once."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._over = False

    def tell(self) -> None:
        """There is something new."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def end(self) -> None:
        """Nothing new will come."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def seen(self) -> int:
        """How often something new has been told; for `wait`."""
        with self._changed:
            return self._count

    def wait(self, seen: int, timeout_s: float) -> None:
        """Wait until something newer than `seen` is told, at most `timeout_s`."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._count > seen, timeout_s)

    def wait_for_end(self, timeout_s: float) -> bool:
        """Whether nothing new will come, waited for at most `timeout_s`."""
        with self._changed:
            return self._changed.wait_for(lambda: self._over, timeout_s)


class Pool:
    """A bounded pool of threads for turns, and another for what one turn does side by side.

    `working` goes around each turn. `told` says whether progress of other processes is told to `tell` (below).
    """

    def __init__(
        self,
        threads: int = 128,
        working: Callable[[], AbstractContextManager[None]] = nullcontext,
        told: Callable[[Callable[[str, int], None]], bool] = lambda tell: False,
    ) -> None:
        self._threads = threads
        self._working = working
        self._told = told
        self._lock = threading.Lock()
        self._turns: ThreadPoolExecutor | None = None
        self._helpers: ThreadPoolExecutor | None = None
        self._running: dict[Key, Progress] = {}
        self._elsewhere: dict[Key, Progress] = {}
        self._waiting = 0

    def runs(self, key: Key) -> bool:
        """Whether this turn runs in this process."""
        with self._lock:
            return key in self._running

    def tell(self, call_id: str, number: int) -> None:
        """There is something new in a turn that runs in another process."""
        with self._lock:
            progress = self._elsewhere.get((call_id, number))
        if progress is not None:
            progress.tell()

    def submit(self, key: Key, work: Work) -> None:
        """Run `work` on a thread. Threads start at the first call, hence after a fork."""
        progress = Progress()
        with self._lock:
            if self._turns is None:
                self._turns = ContextThreads(self._threads, thread_name_prefix="turn")
            self._running[key] = progress
            executor = self._turns
        executor.submit(self._run, key, work, progress)

    def run_here(self, key: Key, work: Work) -> None:
        """Run `work` on the caller's own thread."""
        progress = Progress()
        with self._lock:
            self._running[key] = progress
        self._run(key, work, progress)

    def _run(self, key: Key, work: Work, progress: Progress) -> None:
        try:
            with self._working():
                work(progress.tell)
        finally:
            with self._lock:
                self._running.pop(key, None)
            progress.end()

    def helpers(self) -> ThreadPoolExecutor:
        """Threads for what a turn does side by side; they never wait for each other."""
        with self._lock:
            if self._helpers is None:
                self._helpers = ContextThreads(self._threads, thread_name_prefix="helper")
            return self._helpers

    def wait_until(self, key: Key, ready: Callable[[], bool], timeout_s: float) -> bool:
        """Whether `ready()` became true within `timeout_s`: asked again at each progress, or every 50 ms.

        When too many wait already it is asked once.
        """
        return self._crowded(timeout_s, lambda seconds: self._wait(key, ready, seconds))

    def wait_for_end(self, key: Key, ended: Callable[[], bool], timeout_s: float) -> bool:
        """Whether the turn's work was over within `timeout_s`: here, without asking the store; elsewhere `ended()`."""

        def wait(seconds: float) -> bool:
            progress, here = self._progress(key)
            if not here:
                return self._wait(key, ended, seconds)
            return progress.wait_for_end(seconds)

        return self._crowded(timeout_s, wait)

    def _crowded(self, timeout_s: float, wait: Callable[[float], bool]) -> bool:
        with self._lock:
            crowded = self._waiting >= MOST_WAITING
            self._waiting += 1
        try:
            return wait(0.0 if crowded else timeout_s)
        finally:
            with self._lock:
                self._waiting -= 1

    def wait_in_turn(self, key: Key, ready: Callable[[], bool], timeout_s: float) -> bool:
        """The same for a turn that needs another one: it holds no request's thread, so a crowd is no reason to stop."""
        return self._wait(key, ready, timeout_s)

    def _wait(self, key: Key, ready: Callable[[], bool], timeout_s: float) -> bool:
        deadline = time.monotonic() + timeout_s
        while True:
            progress, here = self._progress(key)
            seen = progress.seen()
            if ready():
                return True
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            told = here or self._told(self.tell)  # only who really waits has somebody listen
            progress.wait(seen, min(TOLD_S if told else POLL_S, left))

    def _progress(self, key: Key) -> tuple[Progress, bool]:
        """What tells of the turn's progress, and whether the turn runs in this process."""
        with self._lock:
            if (here := self._running.get(key)) is not None:
                return here, True
            while len(self._elsewhere) >= MOST_WAITING * 2:  # the oldest first; who waits for it looks for itself
                self._elsewhere.pop(next(iter(self._elsewhere)))
            progress = self._elsewhere.setdefault(key, Progress())
        return progress, False

    def close(self) -> None:
        """Let running turns end and take no more."""
        with self._lock:
            turns, self._turns = self._turns, None
        if turns is not None:
            turns.shutdown(wait=True)
        with self._lock:
            helpers, self._helpers = self._helpers, None
        if helpers is not None:
            helpers.shutdown(wait=True)
