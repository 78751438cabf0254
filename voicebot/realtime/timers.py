"""A call's timers by name; one that starts anew forgets the one before."""

import asyncio
from collections.abc import Callable


class Timers:
    """In the loop's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._running: dict[str, asyncio.TimerHandle] = {}

    def start(self, name: str, seconds: float, then: Callable[[], None]) -> None:
        """Call `then` after `seconds`."""
        self.stop(name)

        def due() -> None:
            del self._running[name]
            then()

        self._running[name] = self._loop.call_later(seconds, due)

    def stop(self, name: str) -> None:
        """Never mind."""
        if timer := self._running.pop(name, None):
            timer.cancel()

    def clear(self) -> None:
        """Forget them all."""
        for name in list(self._running):
            self.stop(name)
