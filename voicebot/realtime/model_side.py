"""The voice model's side of one call: the session that speaks, and the one that is being prepared to follow it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import structlog

from voicebot.errors import VendorError
from voicebot.realtime.commands import Event
from voicebot.realtime.model_line import Address, ModelLine, connect

log = structlog.get_logger()

MAX_RECONNECTS = 3
"""Lost connections in one call; after that the turn-based way is steadier."""

AGAIN_S = 0.1
"""Between the first two attempts to reach a lost model; each pause is twice the one before."""


@dataclass(frozen=True)
class ModelEvents:
    """What its owner is told. `lost`: the session that spoke is gone by itself; `prepared`: the next one is ready, or
    will never be; `unreachable`: there is none, with the reason."""

    event: Callable[[Mapping[str, Any]], None]
    connected: Callable[[], None]
    lost: Callable[[], None]
    prepared: Callable[[bool], None]
    unreachable: Callable[[str], None]


class ModelSide:
    """In the loop's thread. `send` is the way of every frame, so it does nothing but send."""

    def __init__(self, address: Address, connect_s: float, tell: ModelEvents) -> None:
        self._address = address
        self._connect_s = connect_s
        self._tell = tell
        self._line: ModelLine | None = None
        self._next: ModelLine | None = None
        self._closed = False
        self.reconnects = 0

    @property
    def is_open(self) -> bool:
        return self._line is not None

    def send(self, message: bytes) -> None:
        """To the session that speaks; while there is none, it is lost."""
        if self._line is not None:
            self._line.send(message)

    def send_event(self, event: Event) -> None:
        self.send(orjson.dumps(event))

    async def connect(self) -> None:
        """Reach the model within its time."""
        self._take(*await self._tried(self._connect_s))

    async def connect_again(self) -> None:
        """Reach a model that was lost, in as many attempts as there is time for: who has just gone down refuses the
        first ones."""
        clock = asyncio.get_running_loop().time
        until, pause_s = clock() + self._connect_s, AGAIN_S
        line, reason = await self._tried(self._connect_s)
        while reason and not self.is_open and not self._closed and clock() + pause_s < until:
            await asyncio.sleep(pause_s)
            pause_s *= 2
            line, reason = await self._tried(until - clock())
        self._take(line, reason)

    async def _tried(self, within_s: float) -> tuple[ModelLine, str]:
        line = ModelLine(self._tell.event, self._lost)
        return line, await self._reach(line, within_s)

    def _take(self, line: ModelLine, reason: str) -> None:
        """Speak with whom was reached, unless nobody is needed any more."""
        if self._closed or self._line is not None:
            line.close()
        elif reason:
            self._tell.unreachable(reason)
        else:
            self._line = line
            self._tell.connected()

    def _lost(self) -> None:
        self._line = None
        if self._closed:
            return
        log.warning("realtime.model_lost")
        self.reconnects += 1
        self._tell.lost()

    async def _reach(self, line: ModelLine, within_s: float) -> str:
        """Why it could not be reached, "" when it was."""
        began = asyncio.get_running_loop().time()
        outcome, detail = "ok", ""
        try:
            await connect(self._address, line, within_s)
        except VendorError as error:
            outcome, detail = type(error).__name__, error.detail
            log.warning("realtime.model_unreachable", reason=outcome, detail=detail)
        ms = round((asyncio.get_running_loop().time() - began) * 1000)
        log.info("vendor", vendor="openai", operation="realtime connect", ms=ms, outcome=outcome)
        return outcome if outcome != "ok" else ""

    # -- the session that is to follow

    async def prepare(self, first: Event) -> None:
        """Open a second session with this as its first event; the one that speaks goes on meanwhile."""
        line = ModelLine(lambda event: self._of_next(line, event), lambda: self._failed(line))
        self._next = line
        reason = await self._reach(line, self._connect_s)
        if self._next is not line:
            line.close()
        elif reason:
            self._failed(line)
        else:
            line.send(orjson.dumps(first))

    def _of_next(self, line: ModelLine, event: Mapping[str, Any]) -> None:
        if line is self._next and event.get("type") == "session.updated":
            self._tell.prepared(True)
        elif line is self._next and event.get("type") == "error":
            self._failed(line)

    def _failed(self, line: ModelLine) -> None:
        if line is self._next:
            self.drop_next()
            self._tell.prepared(False)

    def swap(self) -> None:
        """The prepared session speaks from here on; the other one is closed."""
        before, self._line, self._next = self._line, self._next, None
        if self._line is not None:
            self._line.tell(self._tell.event, self._lost)
        if before is not None:
            before.close()

    def drop_next(self) -> None:
        """The prepared session is not wanted any more."""
        line, self._next = self._next, None
        if line is not None:
            line.close()

    def close(self) -> None:
        """Close both, and tell nobody."""
        self._closed = True
        self.drop_next()
        line, self._line = self._line, None
        if line is not None:
            line.close()
