"""One thing after the other, each on a thread, without holding one while nothing is to be done."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from voicebot.realtime.threads import WorkThreads

Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]


class Lane:
    """Runs what is put on it in order. `failed` gets what was raised; the lane goes on."""

    def __init__(self, threads: WorkThreads, failed: Failed) -> None:
        self._threads = threads
        self._failed = failed
        self._waiting: deque[tuple[Callable[[], Any], Done]] = deque()
        self._task: asyncio.Task[None] | None = None

    def put(self, work: Callable[[], Any], done: Done = lambda _result: None) -> None:
        """Run `work` after everything before it, and then `done(result)` in the loop."""
        self._waiting.append((work, done))
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def drained(self) -> None:
        """Wait until nothing is left."""
        while self._task is not None:
            await asyncio.wait({self._task})

    async def _run(self) -> None:
        try:
            while self._waiting:
                work, done = self._waiting.popleft()
                try:
                    done(await self._threads.run(work))
                except Exception as error:
                    # Whatever broke belongs to this call; its bridge decides what becomes of it.
                    self._failed(error)
        finally:
            self._task = None
