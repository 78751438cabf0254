"""Threads for turns, and ways to wait for one of them: woken in its own process, looking from another."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from voicebot.observability.threads import ContextThreads

Key = tuple[str, int]
"""(call id, turn number)."""
Work = Callable[[Callable[[], None]], object]
"""A turn's work; it calls its argument whenever there is something new to read in the store."""

POLL_S = 0.05
"""How often a turn that runs in another process is looked at."""


class Progress:
    """Counts what a running turn has made, so that waiting webhooks wake at once."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0

    def tell(self) -> None:
        """There is something new."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def seen(self) -> int:
        """How often something new has been told; for `wait`."""
        with self._changed:
            return self._count

    def wait(self, seen: int, timeout_s: float) -> None:
        """Wait until something newer than `seen` is told, at most `timeout_s`."""
        with self._changed:
            self._changed.wait_for(lambda: self._count > seen, timeout_s)


class Pool:
    """A bounded pool of threads for turns, and another for what one turn does side by side."""

    def __init__(self, threads: int = 128) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._turns: ThreadPoolExecutor | None = None
        self._helpers: ThreadPoolExecutor | None = None
        self._running: dict[Key, Progress] = {}

    def submit(self, key: Key, work: Work) -> None:
        """Run `work` on a thread. Threads start at the first call, hence after a fork."""
        progress = Progress()
        with self._lock:
            if self._turns is None:
                self._turns = ContextThreads(self._threads, thread_name_prefix="turn")
            self._running[key] = progress
            executor = self._turns

        def run() -> None:
            try:
                work(progress.tell)
            finally:
                with self._lock:
                    self._running.pop(key, None)
                progress.tell()

        executor.submit(run)

    def helpers(self) -> ThreadPoolExecutor:
        """Threads for what a turn does side by side; they never wait for each other."""
        with self._lock:
            if self._helpers is None:
                self._helpers = ContextThreads(self._threads, thread_name_prefix="helper")
            return self._helpers

    def wait_until(self, key: Key, ready: Callable[[], bool], timeout_s: float) -> bool:
        """Whether `ready()` became true within `timeout_s`: asked again at each progress, or every 50 ms."""
        deadline = time.monotonic() + timeout_s
        while True:
            with self._lock:
                progress = self._running.get(key)
            seen = progress.seen() if progress else 0
            if ready():
                return True
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            if progress is None:
                threading.Event().wait(min(POLL_S, left))
            else:
                progress.wait(seen, left)

    def close(self) -> None:
        """Let running turns end and take no more."""
        with self._lock:
            executors = [each for each in (self._turns, self._helpers) if each is not None]
            self._turns = self._helpers = None
        for executor in executors:
            executor.shutdown(wait=True)
