"""Threads for turns, and ways to wait for one of them."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


class Pool:
    """A bounded pool of threads for turns, and a way to wait for one of them."""

    def __init__(self, threads: int = 64) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._executor: ThreadPoolExecutor | None = None
        self._running: dict[tuple[str, int], threading.Event] = {}

    def submit(self, key: tuple[str, int], work: Callable[[], object]) -> None:
        """Run `work` on a thread; `wait(key, …)` wakes when it is over. Threads start at the first call."""
        done = threading.Event()
        with self._lock:
            if self._executor is None:
                self._executor = ThreadPoolExecutor(self._threads, thread_name_prefix="turn")
            self._running[key] = done
            executor = self._executor

        def run() -> None:
            try:
                work()
            finally:
                with self._lock:
                    self._running.pop(key, None)
                done.set()

        executor.submit(run)

    def wait(self, key: tuple[str, int], timeout_s: float) -> bool:
        """Wait until that work is over, at most `timeout_s`; False at once when it does not run here."""
        with self._lock:
            done = self._running.get(key)
        if done is None:
            return False
        done.wait(timeout_s)
        return True

    def close(self) -> None:
        """Let running turns end and take no more."""
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True)


def poll(ready: Callable[[], bool], timeout_s: float, every_s: float = 0.05) -> bool:
    """Look every 50 ms, for turns that run in another process; True as soon as `ready()` is."""
    deadline = time.monotonic() + timeout_s
    while not ready():
        if time.monotonic() >= deadline:
            return False
        threading.Event().wait(every_s)
    return True
