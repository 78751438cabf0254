"""The voice model's connection: what it may send at most."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from picows import WSMsgType

from voicebot.realtime import model_line
from voicebot.realtime.model_line import ModelLine


@dataclass
class Piece:
    """Of a message, as the library has it."""

    payload: bytes
    fin: bool = False
    msg_type: WSMsgType = WSMsgType.CONTINUATION

    def get_payload_as_bytes(self) -> bytes:
        return self.payload


@dataclass
class Transport:
    """A connection that notes how it ends."""

    ends: list[bool] = field(default_factory=list)

    def disconnect(self, graceful: bool = True) -> None:
        self.ends.append(graceful)


def test_a_message_in_pieces_is_no_larger_than_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_line, "MAX_MESSAGE", 20)
    events: list[Any] = []
    line, transport = ModelLine(events.append, lambda: None), Transport()

    def take(*pieces: Piece) -> None:
        for each in pieces:
            line.on_ws_frame(transport, each)  # type: ignore[arg-type]  # the library's own cannot be made

    for _ in range(3):  # each message counts anew
        take(Piece(b'{"type":', msg_type=WSMsgType.TEXT), Piece(b'"a"}', fin=True))
    assert events == [{"type": "a"}] * 3
    assert transport.ends == []
    take(*[Piece(b"x" * 10)] * 3)
    assert transport.ends == [False]
    assert line._parts == []
