"""The voice model's side of a call: a WebSocket client, JSON in and out."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import orjson
import structlog
from picows import WSCloseCode, WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from voicebot.errors import VendorTimeout, VendorUnavailable

log = structlog.get_logger()

VENDOR = "openai"
MAX_MESSAGE = 8 * 1024 * 1024
"""Bytes; a session.updated with all its tools is a few kB, a second of audio 11 kB."""
MAX_UNSENT = 1_000_000
"""Bytes that wait for the model: a minute and a half of audio. Then it has stalled."""
LOOK_EVERY = 50
"""Messages, a second of audio: how often it is looked whether they go out."""
PING_S = 10.0
"""A connection on which nothing comes for so long is asked whether it lives."""


@dataclass(frozen=True)
class Address:
    """Where a voice model answers; `headers` hold the key."""

    url: str
    headers: Mapping[str, str] = field(repr=False)


class ModelLine(WSListener):
    """`on_event` gets each JSON object; `on_closed` is called once, when the connection has gone by itself."""

    def __init__(self, on_event: Callable[[Mapping[str, Any]], None], on_closed: Callable[[], None]) -> None:
        self._on_event = on_event
        self._on_closed: Callable[[], None] | None = on_closed
        self._transport: WSTransport | None = None
        self._parts: list[bytes] = []
        self._size = 0
        self._sent = 0

    def tell(self, on_event: Callable[[Mapping[str, Any]], None], on_closed: Callable[[], None]) -> None:
        """Tell others from here on."""
        self._on_event, self._on_closed = on_event, on_closed

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    def send(self, message: bytes) -> None:
        """Send a text message; one for a connection that is gone is lost."""
        transport = self._transport
        if transport is None:
            return
        transport.send(WSMsgType.TEXT, message)
        self._sent += 1
        if self._sent % LOOK_EVERY == 0 and transport.underlying_transport.get_write_buffer_size() > MAX_UNSENT:
            transport.disconnect(False)

    def close(self) -> None:
        """Close, without calling `on_closed`."""
        self._on_closed = None
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.send_close(WSCloseCode.OK)
            transport.disconnect()

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.CLOSE:
            transport.disconnect()
        elif frame.msg_type is WSMsgType.TEXT and frame.fin:
            self._read(frame.get_payload_as_memoryview())
        elif frame.msg_type in {WSMsgType.TEXT, WSMsgType.CONTINUATION}:
            self._gather(transport, frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        on_closed, self._on_closed = self._on_closed, None
        if on_closed is not None:
            on_closed()

    def _gather(self, transport: WSTransport, frame: WSFrame) -> None:
        """A message in pieces is no larger than a whole one may be."""
        part = frame.get_payload_as_bytes()
        self._parts.append(part)
        self._size += len(part)
        if self._size > MAX_MESSAGE:
            log.warning("realtime.model_too_long", size=self._size)
            self._parts.clear()
            transport.disconnect(False)
        elif frame.fin:
            whole, self._parts, self._size = b"".join(self._parts), [], 0
            self._read(whole)

    def _read(self, message: bytes | memoryview) -> None:
        try:
            event = orjson.loads(message)
        except orjson.JSONDecodeError:
            log.warning("realtime.model_garbage", size=len(message))
            return
        if isinstance(event, dict):
            self._on_event(event)


@cache
def _secure() -> ssl.SSLContext:
    """One for all connections: reading the authorities takes longer than connecting, and half a megabyte."""
    return ssl.create_default_context()


async def connect(address: Address, line: ModelLine, timeout_s: float) -> None:
    """Open the connection. Raises VendorTimeout and VendorUnavailable."""
    secure = _secure() if address.url.startswith("wss:") else None
    try:
        async with asyncio.timeout(timeout_s):
            await ws_connect(
                lambda: line,
                address.url,
                ssl_context=secure,
                websocket_handshake_timeout=timeout_s,
                enable_auto_ping=True,
                auto_ping_idle_timeout=PING_S,
                auto_ping_reply_timeout=PING_S,
                max_frame_size=MAX_MESSAGE,
                max_redirects=0,
                extra_headers=dict(address.headers),
                read_buffer_init_size=4096,
                logger_name="realtime",
            )
    except TimeoutError as error:
        raise VendorTimeout(VENDOR, "realtime connect") from error
    except (OSError, WSError, ValueError) as error:
        raise VendorUnavailable(VENDOR, "realtime connect", type(error).__name__) from error
