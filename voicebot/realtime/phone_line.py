"""Twilio's side of a call: frames in, frames out, on a connection that was taken over."""

import asyncio
import struct
from collections.abc import Callable, Sequence
from typing import cast

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from voicebot.realtime.codec import MAX_FRAME

try:
    from websockets.speedups import apply_mask
except ImportError:  # a platform without the compiled part
    from websockets.utils import apply_mask

MAX_UNREAD = 1_000_000
"""Bytes that wait for a reader; a minute of speech is less. Twilio reads at once, so one who does not is gone."""
CLOSE_S = 3.0
"""How long a closed connection may take to say so too. Cutting it resets it: a peer that is late would then never read
the close, nor what was said before it."""
LEFT_S = 0.8
"""The same where the caller has left, and nobody reads."""
TEXT = 0x80 | int(Opcode.TEXT)
MASKED = 0x80
MASK = 4
_SHORT, _MIDDLE, _LONG = struct.Struct("!BB").pack, struct.Struct("!BBH").pack, struct.Struct("!BBQ").pack


def text_frame(data: bytes) -> bytes:
    """One unmasked text frame, as RFC 6455 (5.2) has it."""
    size = len(data)
    if size < 126:
        return _SHORT(TEXT, size) + data
    if size < 65_536:
        return _MIDDLE(TEXT, 126, size) + data
    return _LONG(TEXT, 127, size) + data


def _frame(data: bytes, at: int) -> slice | None:
    """Where the payload of the frame is that begins here, as its head says; None while its head is not whole."""
    if len(data) < at + 2:
        return None
    length, start = data[at + 1] & 0x7F, at + 2
    if length >= 126:
        start += 2 if length == 126 else 8
        length = int.from_bytes(data[at + 2 : start], "big")
    start += MASK if data[at + 1] & MASKED else 0
    return slice(start, start + length) if len(data) >= start else None


class PhoneLine(asyncio.Protocol):
    """`on_frame` gets each text message's bytes; `on_closed` is called once, with why, when nothing more comes.

    `lost` is set when the connection itself is gone, the closing handshake done or given up.
    """

    def __init__(
        self, protocol: ServerProtocol, on_frame: Callable[[bytes], None], on_closed: Callable[[str], None]
    ) -> None:
        self._protocol = protocol
        self._on_frame = on_frame
        self._on_closed: Callable[[str], None] | None = on_closed
        self._transport: asyncio.Transport | None = None
        self._parts: list[bytes] = []
        self._rest = b""
        self.lost = asyncio.Event()
        self._plain = protocol.state is State.OPEN and not protocol.reader.buffer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Only whole frames go on. If the protocol stood in the midst of one, nobody could tell whether the next byte
        begins a message: a mask is random, and may look like a head."""
        if self._rest:
            data, self._rest = self._rest + data, b""
        at = 0
        while self._plain and at < len(data):
            frame = _frame(data, at)
            if frame is not None and frame.stop - frame.start > MAX_FRAME:
                break  # the protocol says no, before it is here
            if frame is None or frame.stop > len(data):
                self._rest = data[at:]
                return
            if data[at] == TEXT and data[at + 1] & MASKED and not self._parts:
                self._on_frame(apply_mask(data[frame], data[frame.start - MASK : frame.start]))
            else:
                self._read(data[at : frame.stop])
            at = frame.stop
        if at < len(data):
            self._plain = False
            self._read(data[at:])

    def _read(self, data: bytes) -> None:
        """Everything but whole text messages, as nearly all data is: control frames, pieces, what is wrong."""
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take(event)
        self._flush()
        self._plain = self._plain and self._protocol.state is State.OPEN
        if self._protocol.state is State.CLOSED or self._protocol.close_expected():
            self._gone("closed")

    def eof_received(self) -> bool:
        self._protocol.receive_eof()
        self._flush()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone("lost")
        self._transport = None
        self.lost.set()

    def send(self, messages: Sequence[bytes]) -> None:
        """Send text messages in one write. A reader who is too slow is given up."""
        transport = self._transport
        if transport is None or self._protocol.state is not State.OPEN:
            return
        transport.write(text_frame(messages[0]) if len(messages) == 1 else b"".join(map(text_frame, messages)))
        if transport.get_write_buffer_size() > MAX_UNREAD:
            transport.abort()
            self._gone("slow")

    def close(self, code: CloseCode = CloseCode.NORMAL_CLOSURE, within_s: float = CLOSE_S) -> None:
        """Say goodbye and close; what waits is sent before. A peer that does not answer `within_s` is cut."""
        transport = self._transport
        if transport is None:
            return
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(code)
            self._flush()
        asyncio.get_running_loop().call_later(within_s, transport.abort)

    def _take(self, frame: Frame) -> None:
        """Text, also in pieces; anything binary is nothing Twilio sends."""
        if frame.opcode is Opcode.TEXT and frame.fin:
            self._on_frame(bytes(frame.data))
        elif frame.opcode in {Opcode.TEXT, Opcode.CONT}:
            self._parts.append(bytes(frame.data))
            if frame.fin:
                whole, self._parts = b"".join(self._parts), []
                self._on_frame(whole)
        elif frame.opcode is Opcode.BINARY:
            self._protocol.fail(CloseCode.UNSUPPORTED_DATA)

    def _flush(self) -> None:
        """Send what the protocol has to say: the handshake, pongs, the close; b"" means: no more from us."""
        transport = self._transport
        if transport is None:
            return
        for data in self._protocol.data_to_send():
            if data:
                transport.write(data)
            else:
                transport.close()

    def _gone(self, why: str) -> None:
        on_closed, self._on_closed = self._on_closed, None
        if on_closed is not None:
            on_closed(why)
