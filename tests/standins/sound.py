"""Audio that carries its own words, so that what arrives at the far end can be read: mu-law frames of 20 ms.

The first byte tells speech from silence; the words follow as UTF-8.
"""

import base64

FRAME = 160
SILENCE = b"\xff" * FRAME
SPEECH = b"\x01"
PAD = b"\x02"


def frames_of(text: str, ms: int) -> list[bytes]:
    """`ms` of speech, 20 ms each; every frame has as many of the words as fit, in their order."""
    parts = _parts(text)
    each = max(1, ms // 20 // len(parts))
    return [SPEECH + words + PAD * (FRAME - 1 - len(words)) for words in parts for _ in range(each)]


def _parts(text: str) -> list[bytes]:
    parts = [b""]
    for word in text.split():
        longer = b" ".join(filter(None, (parts[-1], word.encode()[: FRAME - 1])))
        if len(longer) < FRAME:
            parts[-1] = longer
        else:
            parts.append(word.encode()[: FRAME - 1])
    return parts


def words_in(frame: bytes) -> str:
    """The words of a frame of speech, "" for silence."""
    return frame[1:].rstrip(PAD).decode("utf-8", "ignore") if frame[:1] == SPEECH else ""


def encoded(frame: bytes) -> str:
    return base64.b64encode(frame).decode()


def decoded(payload: str) -> bytes:
    return base64.b64decode(payload, validate=True)
