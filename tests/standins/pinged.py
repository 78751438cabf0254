"""WebSocket connections that count the pings they get; they answer them as always."""

from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame, Opcode


class PingedClient(ClientConnection):
    """At the telephone's end."""

    pings = 0

    def process_event(self, event: Any) -> None:
        self.pings += _is_ping(event)
        super().process_event(event)


class PingedServer(ServerConnection):
    """At the vendor's end."""

    pings = 0

    def process_event(self, event: Any) -> None:
        self.pings += _is_ping(event)
        super().process_event(event)


def _is_ping(event: object) -> bool:
    return isinstance(event, Frame) and event.opcode is Opcode.PING
