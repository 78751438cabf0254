"""One thing after the other, each on a thread, without holding one while nothing is to be done."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from voicebot.realtime.threads import WorkThreads

Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]
First = Callable[[], Awaitable[None]]
Again = Callable[[Exception], float | None]


@dataclass(frozen=True)
class _Work:
    do: Callable[[], Any]
    done: Done
    slow: bool = False
    passable: bool = False
    first: First | None = None
    again: Again | None = None
    waits: bool = False


def _nothing(_result: Any) -> None:
    pass


class Lane:
    """Runs what is put on it in order. `failed` gets what was raised; the lane goes on."""

    def __init__(self, threads: WorkThreads, failed: Failed) -> None:
        self._threads = threads
        self._failed = failed
        self._waiting: deque[_Work] = deque()
        self._task: asyncio.Task[None] | None = None
        self._passable = False

    def put(
        self,
        work: Callable[[], Any],
        done: Done = _nothing,
        *,
        slow: bool = False,
        passable: bool = False,
        first: First | None = None,
        again: Again | None = None,
        waits: bool = False,
    ) -> None:
        """Run `work` after everything before it, and then `done(result)` in the loop.

        `first` is waited for before that, without a thread. Of `slow` and `passable` see `hurry`. `again` says of what
        was raised after how many seconds the work is tried once more, before all else; None: it has failed. What is
        slow, or `waits` for a vendor, holds no thread that something quick may need.
        """
        self._waiting.append(_Work(work, done, slow, passable, first, again, waits))
        self._go()

    def put_next(self, work: Callable[[], Any], *, slow: bool = False) -> None:
        """Run `work` before everything that waits."""
        self._waiting.appendleft(_Work(work, _nothing, slow))
        self._go()

    def hurry(self) -> None:
        """Let all else go before what is slow, and do not wait for what runs, if that is slow or passable."""
        self._waiting = deque(sorted(self._waiting, key=lambda each: each.slow))
        if self._task is not None and self._passable:
            self._task = None
            self._go()

    def _go(self) -> None:
        if self._task is None and self._waiting:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        me = asyncio.current_task()
        try:
            while self._waiting and self._task is me:
                await self._next(self._waiting.popleft())
        finally:
            if self._task is me:
                self._task = None

    async def _next(self, work: _Work) -> None:
        self._passable = work.slow or work.passable
        try:
            if work.first is not None:
                await work.first()
            work.done(await self._threads.run(work.do, slow=work.slow or work.waits))
        except Exception as error:
            # Whatever broke belongs to this call; its bridge decides what becomes of it.
            pause = work.again(error) if work.again else None
            if pause is None:
                self._failed(error)
            else:
                self._waiting.appendleft(work)
                await asyncio.sleep(pause)
