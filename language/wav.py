"""A small RIFF/WAVE reader: PCM of 8 and 16 bits and mu-law, also from broken and endless files.

Python's `wave` cannot open mu-law, and `audioop` left the standard library in 3.13.
"""

import struct
import sys
from array import array
from dataclasses import dataclass
from typing import Final

from language.types import NotAudio

PCM: Final = 1
MULAW: Final = 7
_EXTENSIBLE: Final = 0xFFFE
_FMT_SIZE: Final = 16
_SUBFORMAT: Final = slice(24, 26)
_CHUNK: Final = struct.Struct("<4sI")
_HEADER: Final = 12
_ENDLESS: Final = 0xFFFFFFFF
_BITS: Final = {PCM: (8, 16), MULAW: (8,)}
_MAX_CHANNELS: Final = 8
_WIDE: Final = 16


@dataclass(frozen=True)
class Wav:
    """The samples of a recording as they stand in the file."""

    encoding: int
    channels: int
    rate: int
    bits: int
    data: bytes

    @property
    def frames(self) -> int:
        return len(self.data) // (self.channels * self.bits // 8)

    def samples(self, step: int) -> "array[int]":
        """Every `step`-th sample of the first channel, linear, -32768 to 32767."""
        if self.bits == _WIDE:
            linear = array("h", self.data[: self.frames * self.channels * 2])
            if sys.byteorder == "big":
                linear.byteswap()
            return linear[:: step * self.channels]
        table = _MULAW_TABLE if self.encoding == MULAW else _PCM8_TABLE
        return array("h", map(table.__getitem__, self.data[:: step * self.channels]))


def read_wav(content: bytes) -> Wav:
    """The recording in a WAV file. Raises NotAudio for anything else, and for encodings that are not read.

    A data size of 0 or 0xFFFFFFFF, or beyond the end, is a stream whose length was not known: all that
    follows is audio.
    """
    if content[:4] != b"RIFF" or content[8:_HEADER] != b"WAVE":
        raise NotAudio("not a RIFF/WAVE file")
    layout: bytes | None = None
    at = _HEADER
    while at + _CHUNK.size <= len(content):
        name, size = _CHUNK.unpack_from(content, at)
        at += _CHUNK.size
        if name == b"data":
            return _wav(layout, content[at:] if size in (0, _ENDLESS) else content[at : at + size])
        if name == b"fmt ":
            layout = content[at : at + size]
        at += size + size % 2
    raise NotAudio("a WAVE file without audio data")


def _wav(layout: bytes | None, data: bytes) -> Wav:
    if layout is None or len(layout) < _FMT_SIZE:
        raise NotAudio("a WAVE file without its format")
    encoding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", layout)
    if encoding == _EXTENSIBLE:
        encoding = int.from_bytes(layout[_SUBFORMAT], "little")
    if bits not in _BITS.get(encoding, ()):
        raise NotAudio(f"WAVE encoding {encoding} of {bits} bits is not read")
    if not 0 < channels <= _MAX_CHANNELS or rate == 0:
        raise NotAudio("a WAVE file with an impossible format")
    return Wav(encoding, channels, rate, bits, data)


def _mulaw(code: int) -> int:
    """One mu-law byte as a linear sample (ITU-T G.711)."""
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)
    return 0x84 - magnitude if code & 0x80 else magnitude - 0x84


_MULAW_TABLE: Final = tuple(map(_mulaw, range(256)))
_PCM8_TABLE: Final = tuple((code - 128) * 256 for code in range(256))
