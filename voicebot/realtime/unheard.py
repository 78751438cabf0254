"""Exchanges whose words are still being written down: a yes among them may be what a tool needs."""

import asyncio
from contextlib import suppress


class Unheard:
    """One call's, in the loop's thread. Without transcription no words ever come, and nobody waits for them."""

    def __init__(self, transcribed: bool) -> None:
        self._transcribed = transcribed
        self._coming: dict[int, asyncio.Event] = {}

    def begin(self, exchange: int) -> None:
        """The caller has said something, or pressed a key."""
        if self._transcribed:
            self._coming.setdefault(exchange, asyncio.Event())

    def heard(self, exchange: int) -> None:
        """Its words are stored, or will never come."""
        if event := self._coming.pop(exchange, None):
            event.set()

    async def wait(self, exchange: int, within_s: float) -> None:
        """Until its words are there, at most so long. No thread is held meanwhile."""
        if event := self._coming.get(exchange):
            with suppress(TimeoutError):
                async with asyncio.timeout(within_s):
                    await event.wait()
