"""A small RIFF/WAVE reader: PCM of 8 and 16 bits and mu-law, also from broken and endless files.

Python's `wave` cannot open mu-law, and `audioop` left the standard library in 3.13.
"""

import struct
import sys
from array import array
from collections.abc import Sequence
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
_LOWEST_RATE: Final = 1_000
_HIGHEST_RATE: Final = 192_000
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

    @property
    def duration_s(self) -> float:
        return self.frames / self.rate

    def mono(self, start: int, stop: int, step: int = 1) -> "array[int]":
        """Every `step`-th frame from `start` to before `stop`, linear, -32768 to 32767, its channels averaged."""
        width = self.channels * self.bits // 8
        data = self.data[start * width : min(stop, self.frames) * width]
        if self.channels == 1:
            return self._linear(data, 0, step)
        each = [self._linear(data, channel, step * self.channels) for channel in range(self.channels)]
        return array("h", (sum(frame) // self.channels for frame in zip(*each, strict=True)))

    def _linear(self, data: bytes, first: int, step: int) -> "array[int]":
        if self.bits == _WIDE:
            return _little_endian(data)[first::step]
        low, high = _MULAW_BYTES if self.encoding == MULAW else _PCM8_BYTES
        codes = data[first::step]
        wide = bytearray(2 * len(codes))
        wide[::2], wide[1::2] = codes.translate(low), codes.translate(high)
        return _little_endian(bytes(wide))


def _little_endian(data: bytes) -> "array[int]":
    linear = array("h", data)
    if sys.byteorder == "big":
        linear.byteswap()
    return linear


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
    if not 0 < channels <= _MAX_CHANNELS or not _LOWEST_RATE <= rate <= _HIGHEST_RATE:
        raise NotAudio("a WAVE file with an impossible format")
    return Wav(encoding, channels, rate, bits, data)


def _mulaw(code: int) -> int:
    """One mu-law byte as a linear sample (ITU-T G.711)."""
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)
    return 0x84 - magnitude if code & 0x80 else magnitude - 0x84


def _bytes(linear: Sequence[int]) -> tuple[bytes, bytes]:
    """The low and the high bytes of the sample for each of 256 codes: `bytes.translate` is fast."""
    both = struct.pack("<256h", *linear)
    return both[::2], both[1::2]


_MULAW_BYTES: Final = _bytes([_mulaw(code) for code in range(256)])
_PCM8_BYTES: Final = _bytes([(code - 128) * 256 for code in range(256)])
