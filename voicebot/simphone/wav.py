"""Makes and reads WAV files as Twilio's recordings are: 8 kHz, mono, PCM of 16 bits or mu-law.

Not with the stdlib's `wave`, which cannot open mu-law. The words spoken stand in a LIST/INFO ICMT chunk, in
UTF-8, so that a stand-in for a transcriber can give them back.
"""

import array
import math
import random
import struct
import sys
from dataclasses import dataclass

RATE = 8000
PCM = 1
MU_LAW = 7
BIAS = 0x84
CLIP = 32635
SIXTEEN_BITS = 16
# Speech as an energy detector sees it: syllables of a fifth of a second, a pause between words.
SYLLABLE_S = 0.19
PAUSE_S = 0.08
EDGE_S = 0.2
LETTERS_PER_SYLLABLE = 2
SHORTEST = 2  # syllables of a word: even a short one sounds for a third of a second
HARMONICS = ((1, 0.5), (2, 0.35), (3, 0.25), (5, 0.12), (7, 0.06))
LOUDNESS = 9000


class NotWav(Exception):
    """The bytes are no WAV file of this kind."""


@dataclass(frozen=True)
class Wav:
    """A WAV file: `data` as it stands in the file, `comment` from its ICMT chunk."""

    encoding: int
    rate: int
    channels: int
    bits: int
    data: bytes
    comment: str = ""

    @property
    def seconds(self) -> float:
        return len(self.data) / (self.rate * self.channels * (self.bits // 8))

    def samples(self) -> list[int]:
        """The signal as signed 16-bit values."""
        if self.encoding == MU_LAW:
            return [_expand(byte) for byte in self.data]
        return list(_swapped(array.array("h", self.data)))


def speech(text: str, max_seconds: float = 3600.0) -> list[int]:
    """Samples that sound like speech to a detector: harmonic syllables with a moving pitch; "" is silence.

    The same text always gives the same samples.
    """
    dice = random.Random(text)
    samples = _silence(EDGE_S)
    for word in text.split():
        for _ in range(max(SHORTEST, len(word) // LETTERS_PER_SYLLABLE)):
            samples += _syllable(dice)
        samples += _silence(PAUSE_S)
    samples += _silence(EDGE_S if text else 1 - EDGE_S)
    return samples[: int(max_seconds * RATE)]


def _silence(seconds: float) -> list[int]:
    return [0] * int(seconds * RATE)


def _syllable(dice: random.Random) -> list[int]:
    count = int(SYLLABLE_S * dice.uniform(0.8, 1.2) * RATE)
    start, slope = dice.uniform(110, 180), dice.uniform(-40, 40)
    phase, samples = 0.0, []
    for index in range(count):
        part = index / count
        phase += 2 * math.pi * (start + slope * part) / RATE
        level = sum(weight * math.sin(phase * harmonic) for harmonic, weight in HARMONICS)
        samples.append(int(LOUDNESS * math.sin(math.pi * part) * level))
    return samples


def resampled(samples: list[int], rate: int) -> list[int]:
    """The samples at 8 kHz, by straight lines between neighbours."""
    if rate == RATE or not samples:
        return samples
    count = len(samples) * RATE // rate
    made = []
    for index in range(count):
        place = index * rate / RATE
        left = int(place)
        right = min(left + 1, len(samples) - 1)
        made.append(round(samples[left] + (samples[right] - samples[left]) * (place - left)))
    return made


def make_wav(samples: list[int], comment: str = "", *, mu_law: bool = False) -> bytes:
    """A WAV file of 8 kHz mono: PCM 16 bits, or mu-law (format 7)."""
    if mu_law:
        encoding, bits, data = MU_LAW, 8, bytes(_compress(sample) for sample in samples)
    else:
        encoding, bits, data = PCM, 16, _swapped(array.array("h", samples)).tobytes()
    width = bits // 8
    chunks = _chunk(b"fmt ", struct.pack("<HHIIHH", encoding, 1, RATE, RATE * width, width, bits))
    chunks += _chunk(b"data", data)
    if comment:
        chunks += _chunk(b"LIST", b"INFO" + _chunk(b"ICMT", comment.encode() + b"\0"))
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks


def _swapped(values: "array.array[int]") -> "array.array[int]":
    """WAV is little-endian on every machine."""
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def parse_wav(content: bytes) -> Wav:
    """Raises NotWav."""
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise NotWav("no RIFF/WAVE header")
    chunks = dict(_chunks(content[12:]))
    if len(chunks.get(b"fmt ", b"")) < struct.calcsize("<HHIIHH") or b"data" not in chunks:
        raise NotWav("no fmt or data chunk")
    encoding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if (encoding, bits) not in {(PCM, SIXTEEN_BITS), (MU_LAW, 8)} or not rate or channels != 1:
        raise NotWav(f"format {encoding} with {bits} bits and {channels} channels is not understood")
    info = dict(_chunks(chunks.get(b"LIST", b"")[4:]))
    comment = info.get(b"ICMT", b"").rstrip(b"\0").decode("utf-8", "replace")
    return Wav(encoding, rate, channels, bits, chunks[b"data"], comment)


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    found, place = [], 0
    while place + 8 <= len(content):
        (size,) = struct.unpack_from("<I", content, place + 4)
        found.append((content[place : place + 4], content[place + 8 : place + 8 + size]))
        place += 8 + size + size % 2
    return found


def _compress(sample: int) -> int:
    """ITU-T G.711 mu-law of a 16-bit sample."""
    sign = 0x80 if sample < 0 else 0
    level = min(abs(sample), CLIP) + BIAS
    exponent = level.bit_length() - 8
    return ~(sign | exponent << 4 | (level >> (exponent + 3)) & 0x0F) & 0xFF


def _expand(byte: int) -> int:
    code = ~byte & 0xFF
    level = (((code & 0x0F) << 3) + BIAS << ((code >> 4) & 0x07)) - BIAS
    return -level if code & 0x80 else level
