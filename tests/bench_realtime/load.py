"""The load, on a core of its own: telephones that send 50 frames a second, and a model that echoes each one."""

import asyncio
import base64
import time
from dataclasses import dataclass, field

import orjson
from picows import (
    WSFrame,
    WSListener,
    WSMsgType,
    WSTransport,
    WSUpgradeRequest,
    WSUpgradeResponse,
    ws_connect,
    ws_create_server,
)

FRAME_S = 0.02
TIMED_EVERY = 5
"""One call in so many carries the time in its audio: the load must not be slower than what it measures."""
PLAIN = base64.b64encode(b"\xff" * 160).decode()
APPEND = b'"input_audio_buffer.append"'
LATE_S = 0.02
"""A frame that comes back later than the next one is due is late."""


class Echo(WSListener):
    """The model's part of a session: it greets for ever, with what it hears."""

    def on_ws_connected(self, transport: WSTransport) -> None:
        transport.send(WSMsgType.TEXT, b'{"type":"session.created","session":{}}')
        self.begun = False

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return
        message = frame.get_payload_as_bytes()
        if APPEND in message[:40]:
            if self.begun:
                end = message.rindex(b'"')
                audio = message[message.rindex(b'"', 0, end) + 1 : end]
                transport.send(WSMsgType.TEXT, DELTA + audio + b'"}')
        elif b'"session.update"' in message:
            transport.send(WSMsgType.TEXT, b'{"type":"session.updated","session":{}}')
        elif b'"response.create"' in message and not self.begun:
            self.begun = True
            transport.send(WSMsgType.TEXT, b'{"type":"response.created","response":{"id":"r"}}')


DELTA = (
    b'{"type":"response.output_audio.delta","event_id":"event_1","response_id":"r","item_id":"i","output_index":0,'
    b'"content_index":0,"delta":"'
)


@dataclass
class Measured:
    """Round trips in seconds, while `open` is true."""

    open: bool = False
    trips: list[float] = field(default_factory=list)
    frames: int = 0


@dataclass
class Phone(WSListener):
    """One telephone. `start` is its first messages."""

    start: list[bytes]
    stream_sid: str
    measured: Measured
    timed: bool
    transport: WSTransport | None = None
    echoes: int = 0
    gone: bool = False

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        for each in self.start:
            transport.send(WSMsgType.TEXT, each)
        about = (
            b'{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"20","payload":"'
        )
        self.head, self.tail = about, b'"},"streamSid":"' + self.stream_sid.encode() + b'"}'
        self.plain = self.head + PLAIN.encode() + self.tail

    def tick(self) -> None:
        if self.transport is None or self.transport.is_disconnected:
            return
        if self.timed:
            stamp = time.perf_counter_ns().to_bytes(8, "big") + b"\xff" * 152
            self.transport.send(WSMsgType.TEXT, self.head + base64.b64encode(stamp) + self.tail)
        else:
            self.transport.send(WSMsgType.TEXT, self.plain)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return
        message = frame.get_payload_as_bytes()
        if message.startswith(b'{"event":"media"'):
            self.echoes += 1
            if self.measured.open:
                self.measured.frames += 1
                if self.timed:
                    self._time(message)
        elif message.startswith(b'{"event":"mark"'):
            transport.send(WSMsgType.TEXT, message)

    def _time(self, message: bytes) -> None:
        stamp = base64.b64decode(orjson.loads(message)["media"]["payload"])[:8]
        self.measured.trips.append((time.perf_counter_ns() - int.from_bytes(stamp, "big")) / 1e9)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.transport, self.gone = None, True


async def echo_server() -> tuple[asyncio.Server, int]:
    """The model, and its port."""

    def accept(_request: WSUpgradeRequest, _response: WSUpgradeResponse | None = None) -> WSListener:
        return Echo()

    server = await ws_create_server(accept, "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


async def dial(url: str, headers: dict[str, str], phone: Phone) -> Phone:
    """Connect one telephone."""
    await ws_connect(lambda: phone, url, extra_headers=headers, websocket_handshake_timeout=30)
    return phone


async def speak(phones: list[Phone], stop: asyncio.Event) -> None:
    """Send each call's frame every 20 ms, the calls spread over that time."""
    loop = asyncio.get_running_loop()
    slots = 10
    due = loop.time()
    while not stop.is_set():
        for slot in range(slots):
            for phone in phones[slot::slots]:
                phone.tick()
            due += FRAME_S / slots
            await asyncio.sleep(max(0.0, due - loop.time()))
