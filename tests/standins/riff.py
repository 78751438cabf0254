"""The words in a WAV: stand-ins for recordings carry what was said in a LIST/INFO ICMT chunk, in UTF-8."""

import struct
from collections.abc import Iterator


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, content) of each RIFF chunk in `data`; a broken rest is left out."""
    at = 0
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def words(wav: bytes) -> str:
    """What is "said" in the recording, "" for nothing."""
    if wav[:4] != b"RIFF" or wav[8:12] != b"WAVE":
        return ""
    for name, content in chunks(wav[12:]):
        if name == b"LIST" and content[:4] == b"INFO":
            for inner, text in chunks(content[4:]):
                if inner == b"ICMT":
                    return text.rstrip(b"\0").decode("utf-8", "replace")
    return ""


def recording(text: str = "", seconds: float = 0.1) -> bytes:
    """An 8 kHz mu-law WAV of silence that carries `text`."""
    sound = b"\xff" * int(8000 * seconds)
    body = _chunk(b"fmt ", struct.pack("<HHIIHH", 7, 1, 8000, 8000, 1, 8)) + _chunk(b"data", sound)
    if text:
        body += _chunk(b"LIST", b"INFO" + _chunk(b"ICMT", text.encode() + b"\0"))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
