"""Recordings of speech that carry their words: what the detector of speech hears, and what the transcriber says."""

import struct
from functools import cache
from pathlib import Path

SPOKEN = Path(__file__).resolve().parents[1] / "bench" / "data" / "spoken.wav"
RATE = 8000
SILENT = b"\xff"
"""Mu-law for nothing."""


def recording(words: str) -> bytes:
    """3.6 s of spoken Hebrew, mu-law of 8 kHz, with `words` in its comment; "" is a second of silence."""
    return _wav(_speech() if words else SILENT * RATE, words)


def long_recording(words: str, seconds: int) -> bytes:
    """Speech from beginning to end."""
    speech = _speech()
    return _wav((speech * (seconds * RATE // len(speech) + 1))[: seconds * RATE], words)


@cache
def _speech() -> bytes:
    content = SPOKEN.read_bytes()
    at = content.index(b"data")
    (size,) = struct.unpack_from("<I", content, at + 4)
    return content[at + 8 : at + 8 + size]


def _wav(sound: bytes, comment: str) -> bytes:
    chunks = _chunk(b"fmt ", struct.pack("<HHIIHH", 7, 1, RATE, RATE, 1, 8)) + _chunk(b"data", sound)
    if comment:
        chunks += _chunk(b"LIST", b"INFO" + _chunk(b"ICMT", comment.encode() + b"\0"))
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
