"""Bounded pools of threads for what blocks: tools and stores here, what waits for models and translators there.

Not `concurrent.futures`: its pools take no more work as soon as the interpreter begins to end, and a drain, in which
calls go on, is exactly then.
"""

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class WorkThreads:
    """Two pools of `limit` threads each, so that a call can be opened, and a tool run, however many translators and
    models are waited for."""

    def __init__(self, limit: int = 32) -> None:
        self._quick, self._slow = Pool(limit, "realtime-work"), Pool(limit, "realtime-slow")

    def run(self, function: Callable[..., T], *args: Any, slow: bool = False) -> "asyncio.Future[T]":
        """`function(*args)` on a thread, awaited in the running loop; what it raises, awaiting raises."""
        return (self._slow if slow else self._quick).run(function, *args)

    def close(self) -> None:
        """End the threads after what they have to do."""
        self._quick.close()
        self._slow.close()


class Pool:
    """Runs functions on at most `limit` threads, which start as they are needed."""

    def __init__(self, limit: int, name: str) -> None:
        self._limit = limit
        self._name = name
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._lock = threading.Lock()

    def run(self, function: Callable[..., T], *args: Any) -> "asyncio.Future[T]":
        """See `WorkThreads.run`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def settle(result: T | None, error: BaseException | None) -> None:
            if future.cancelled():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]  # what the function returned

        def work() -> None:
            try:
                result = function(*args)
            except BaseException as error:
                _tell(loop, settle, None, error)
            else:
                _tell(loop, settle, result, None)

        self._put(work)
        return future

    def close(self) -> None:
        with self._lock:
            threads, self._threads = self._threads, []
        for _ in threads:
            self._queue.put(None)

    def _put(self, work: Callable[[], None]) -> None:
        with self._lock:
            if self._idle == 0 and len(self._threads) < self._limit:
                thread = threading.Thread(target=self._loop, name=self._name, daemon=True)
                self._threads.append(thread)
                thread.start()
            else:
                self._idle = max(0, self._idle - 1)
        self._queue.put(work)

    def _loop(self) -> None:
        while (work := self._queue.get()) is not None:
            work()
            del work  # else a thread without work would keep what its last call had until it gets more
            with self._lock:
                self._idle += 1


def _tell(loop: asyncio.AbstractEventLoop, settle: Callable[..., None], *args: Any) -> None:
    """Tell the loop; one that is closed does not wait any more."""
    try:
        loop.call_soon_threadsafe(settle, *args)
    except RuntimeError:
        return
