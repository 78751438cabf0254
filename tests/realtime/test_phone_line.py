"""Twilio's connection: whatever way its bytes are cut, the same messages come out in the same order."""

import random

import pytest
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.utils import apply_mask

from voicebot.realtime.codec import MAX_FRAME
from voicebot.realtime.phone_line import PhoneLine, text_frame

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Wire:
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        self.written = b""
        self.closed = self.aborted = False
        self.unread = 0

    def write(self, data: bytes) -> None:
        self.written += data

    def get_write_buffer_size(self) -> int:
        return self.unread

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.aborted = True


def opened() -> tuple[PhoneLine, Wire, list[bytes], list[str]]:
    """A line after its handshake."""
    protocol = ServerProtocol(max_size=MAX_FRAME)
    protocol.receive_data(HANDSHAKE)
    (request,) = protocol.events_received()
    assert isinstance(request, Request)
    protocol.send_response(protocol.accept(request))
    frames: list[bytes] = []
    gone: list[str] = []
    line, wire = PhoneLine(protocol, frames.append, gone.append), Wire()
    line.connection_made(wire)  # type: ignore[arg-type]  # as much of a transport as it needs
    return line, wire, frames, gone


def sent(opcode: Opcode, data: bytes, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


def messages(dice: random.Random) -> tuple[bytes, list[bytes], int]:
    """What a peer sends, the text messages in it, and how many pings."""
    wire, texts, pings = b"", [], 0
    for _ in range(dice.randint(1, 12)):
        text = bytes(dice.choices(b"abc\xd7\x90", k=dice.choice([0, 1, 125, 126, 127, 300, 5000])))
        text = text.decode("utf-8", "ignore").encode()
        match dice.randint(0, 5):
            case 0:
                wire += sent(Opcode.PING, b"hello")
                pings += 1
            case 1:
                half = len(text) // 2
                wire += sent(Opcode.TEXT, text[:half], fin=False) + sent(Opcode.PING, b"in between")
                wire += sent(Opcode.CONT, text[half:])
                texts.append(text)
                pings += 1
            case _:
                wire += sent(Opcode.TEXT, text)
                texts.append(text)
    return wire, texts, pings


@pytest.mark.parametrize("seed", range(60))
def test_the_same_messages_however_the_bytes_are_cut(seed: int) -> None:
    dice = random.Random(seed)
    data, texts, pings = messages(dice)
    line, wire, frames, gone = opened()
    at = 0
    while at < len(data):
        size = dice.choice([1, 2, 7, 100, 4000])
        line.data_received(data[at : at + size])
        at += size
    assert frames == texts
    assert gone == []
    pongs = wire.written.count(b"\x8a\x05hello") + wire.written.count(b"\x8a\x0ain between")
    assert pongs == pings


@pytest.mark.parametrize("size", [3, 300, 60_000])
@pytest.mark.parametrize("before", [Opcode.TEXT, Opcode.PING])
def test_a_mask_that_looks_like_a_frame_is_none(size: int, before: Opcode) -> None:
    """Wherever the bytes are cut: a mask is random, and may begin with the two bytes of a text frame's head."""
    text = b"x" * size
    head = text_frame(text)[: -len(text)]
    mask = b"\x81\x85\x01\x02"
    masked = bytes([head[0], head[1] | 0x80]) + head[2:] + mask + apply_mask(text, mask)
    first = sent(before, b"hello")
    for cut in range(1, 16):
        line, _wire, frames, gone = opened()
        for piece in (first, masked[:cut], masked[cut:], sent(Opcode.TEXT, b"next")):
            line.data_received(piece)
        assert frames == [*([b"hello"] if before is Opcode.TEXT else []), text, b"next"], cut
        assert gone == []


@pytest.mark.parametrize(
    "bad",
    [
        sent(Opcode.BINARY, b"x"),
        Frame(Opcode.TEXT, b"unmasked").serialize(mask=False),
        sent(Opcode.TEXT, b"x" * (MAX_FRAME + 1)),
        b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
        b"\xf1\x80\x00\x00\x00\x00",
        sent(Opcode.CONT, b"of nothing"),
    ],
    ids=["binary", "unmasked", "too large", "endless", "reserved bits", "continuation"],
)
def test_what_no_phone_sends_closes_the_line(bad: bytes) -> None:
    line, wire, frames, gone = opened()
    line.data_received(sent(Opcode.TEXT, b"good") + bad)
    assert frames == [b"good"]
    assert gone == ["closed"]
    assert b"\x88" in wire.written


def test_a_slow_reader_is_given_up_once() -> None:
    line, wire, _, gone = opened()
    wire.unread = 2_000_000
    line.send([b"{}"])
    line.send([b"{}"])
    assert wire.aborted
    assert gone == ["slow"]


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_is_written_as_the_library_writes_it(size: int) -> None:
    assert text_frame(b"x" * size) == Frame(Opcode.TEXT, b"x" * size).serialize(mask=False)
