"""Recordings for tests: files of every encoding, and what a telephone line carries besides speech."""

import math
import random
import struct
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

RATE = 8000
EXTENSIBLE = 0xFFFE
PCM, MULAW, ALAW = 1, 7, 6


def tone(seconds: float, level: float = 0.1, rate: int = RATE, hertz: float = 330.0) -> list[float]:
    return [level * math.sin(2 * math.pi * hertz * n / rate) for n in range(int(seconds * rate))]


def noise(seconds: float, level: float, rate: int = RATE) -> list[float]:
    dice = random.Random(1)
    return [level * dice.uniform(-1, 1) for _ in range(int(seconds * rate))]


def mulaw(sample: float) -> int:
    value = int(sample * 32767)
    sign, magnitude = (0x80, -value) if value < 0 else (0, value)
    magnitude = min(magnitude, 32635) + 0x84
    exponent = magnitude.bit_length() - 8
    return ~(sign | exponent << 4 | (magnitude >> (exponent + 3)) & 0x0F) & 0xFF


ENCODERS: dict[tuple[int, int], Callable[[Iterable[float]], bytes]] = {
    (PCM, 16): lambda samples: b"".join(struct.pack("<h", int(each * 32767)) for each in samples),
    (PCM, 8): lambda samples: bytes(int(each * 127) + 128 for each in samples),
    (MULAW, 8): lambda samples: bytes(map(mulaw, samples)),
    (ALAW, 8): lambda samples: bytes(0xD5 for _ in samples),
    (3, 32): lambda samples: b"".join(struct.pack("<f", each) for each in samples),
}


def wav(
    samples: Iterable[float],
    kind: tuple[int, int] = (PCM, 16),
    rate: int = RATE,
    channels: int = 1,
    extensible: bool = False,
    size: int | None = None,
    before: bytes = b"",
) -> bytes:
    encoding, bits = kind
    data = ENCODERS[kind](samples)
    width = channels * bits // 8
    fmt = struct.pack("<HHIIHH", EXTENSIBLE if extensible else encoding, channels, rate, rate * width, width, bits)
    if extensible:
        guid = struct.pack("<H", encoding) + bytes.fromhex("000000001000800000AA00389B71")
        fmt += struct.pack("<HHI", 22, bits, 0) + guid
    head = b"WAVE" + before + b"fmt " + struct.pack("<I", len(fmt)) + fmt
    body = head + b"data" + struct.pack("<I", len(data) if size is None else size) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


AUDIO = Path(__file__).parents[1] / "data" / "audio"


def silence(seconds: float) -> list[float]:
    return [0.0] * int(seconds * RATE)


def pink(seconds: float, level: float) -> list[float]:
    """Noise with less and less energy upwards: the mean of generators that change at halves of each other's rates."""
    dice = random.Random(2)
    rows = [0.0] * 12
    made = []
    for at in range(int(seconds * RATE)):
        for row in range(len(rows)):
            if at % (1 << row) == 0:
                rows[row] = dice.uniform(-1, 1)
        made.append(level * sum(rows) / 4)
    return made


def mix(*sounds: Sequence[float]) -> list[float]:
    return [sum(each) for each in zip(*sounds, strict=True)]


def switched(sound: Sequence[float], on_s: float, off_s: float) -> list[float]:
    """On and off in turn, as busy tones are."""
    period = on_s + off_s
    return [each if (at / RATE) % period < on_s else 0.0 for at, each in enumerate(sound)]


def keys(presses: str, each_s: float = 0.15, level: float = 0.15) -> list[float]:
    """Keys of a telephone (ITU-T Q.23), a tenth of a second between them."""
    rows, columns = (697, 770, 852, 941), (1209, 1336, 1477)
    made: list[float] = silence(0.3)
    for press in presses:
        row, column = divmod("123456789*0#".index(press), 3)
        made += mix(tone(each_s, level, hertz=rows[row]), tone(each_s, level, hertz=columns[column])) + silence(0.1)
    return made + silence(0.3)


def harmonics(seconds: float, hertz: float, level: float, count: int) -> list[float]:
    return mix(*(tone(seconds, level / number, hertz=hertz * number) for number in range(1, count + 1)))


def chords(seconds: float, fading: float = 0.0) -> list[float]:
    """C, A minor, F and G, each with four harmonics, a second long."""
    roots = ((261.6, 329.6, 392.0), (220.0, 261.6, 329.6), (174.6, 220.0, 261.6), (196.0, 246.9, 293.7))
    made: list[float] = []
    for bar in range(int(seconds)):
        sound = mix(*(harmonics(1.0, hertz, 0.1, 4) for hertz in roots[bar % len(roots)]))
        made += [each * math.exp(-fading * at / RATE) for at, each in enumerate(sound)]
    return made


def clicks(seconds: float) -> list[float]:
    dice = random.Random(4)
    made = silence(seconds)
    for _ in range(int(seconds * 6)):
        at = dice.randrange(len(made) - 100)
        for offset in range(60):
            made[at + offset] += 0.5 * dice.uniform(-1, 1) * math.exp(-offset / 15)
    return made


def siren(seconds: float) -> list[float]:
    phase, made = 0.0, []
    for at in range(int(seconds * RATE)):
        phase += 2 * math.pi * (700 + 300 * math.sin(math.pi * at / RATE)) / RATE
        made.append(0.2 * math.sin(phase))
    return made


def recorded(name: str) -> list[float]:
    """The samples of one of the mu-law recordings in `data/audio`: words by a speech synthesizer, as by telephone."""
    data = (AUDIO / f"{name}.wav").read_bytes()[44:]
    return [_linear(code) / 32768 for code in data]


def _linear(code: int) -> int:
    code = ~code & 0xFF
    magnitude = (((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)
    return 0x84 - magnitude if code & 0x80 else magnitude - 0x84
