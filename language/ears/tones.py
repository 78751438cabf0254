"""Keys, beeps and dial tones: sound whose energy lies at one or two frequencies and stays there."""

import cmath
import math
from collections.abc import Sequence
from functools import cache
from typing import Final

from language.ears.energy import Levels
from language.ears.resample import at_16k
from language.wav import Wav

# 64 ms at 8 kHz: no shorter key or beep is meant to be heard; bins of 16 Hz.
_SIZE: Final = 512
_PART_S: Final = 0.064
_EVERY: Final = 2
_LOOKED_AT: Final = 3
_TONES: Final = 2
# A tone fills so many bins to each side of its peak under a Hann window.
_SIDE: Final = 2
# Harmonics of a voice hold less in two places, and they move.
_SHARE: Final = 0.96


def is_tones(wav: Wav, levels: Levels, begin_s: float, end_s: float) -> bool:
    """Whether the loudest sound between two moments, up to three parts of 64 ms, is each at most two pure tones.

    Costs about 0.3 ms for each part. A key of a telephone is two tones (ITU-T Q.23), a dial tone is one.
    """
    parts = _loudest(levels, max(0, int(begin_s / levels.frame_s)), math.ceil(end_s / levels.frame_s))
    return bool(parts) and all(_tonal(at_16k(wav, int(at * wav.rate), _SIZE * _EVERY)[::_EVERY]) for at in parts)


def _loudest(levels: Levels, begin: int, end: int) -> list[float]:
    """Where, in seconds, the loudest parts of steady sound begin, among these frames; they do not overlap."""
    size = max(1, round(_PART_S / levels.frame_s))
    last = min(end, len(levels.dbfs)) - size
    quietest = {at: min(levels.dbfs[at : at + size]) for at in range(begin, last + 1)}
    taken: list[int] = []
    for at in sorted(quietest, key=quietest.__getitem__, reverse=True):
        if quietest[at] <= levels.floor or len(taken) == _LOOKED_AT:
            break
        if all(abs(at - other) >= size for other in taken):
            taken.append(at)
    return [at * levels.frame_s for at in taken]


def _tonal(samples: Sequence[float]) -> bool:
    mean = sum(samples) / len(samples)
    spectrum = _spectrum([(each - mean) * weight for each, weight in zip(samples, _window(), strict=True)])
    power = [abs(each) ** 2 for each in spectrum]
    total = sum(power)
    held = 0.0
    for _ in range(_TONES):
        peak = max(range(len(power)), key=power.__getitem__)
        around = slice(max(0, peak - _SIDE), peak + _SIDE + 1)
        held += sum(power[around])
        power[around] = [0.0] * len(power[around])
    return held > _SHARE * total


@cache
def _window() -> Sequence[float]:
    return [math.sin(math.pi * (at + 0.5) / _SIZE) ** 2 for at in range(_SIZE)]


def _spectrum(values: Sequence[float]) -> list[complex]:
    """The half of the spectrum of real values that tells all, without the Nyquist frequency: two by two they are the
    parts of half as many complex values, which takes half the work."""
    packed = _fft([complex(first, second) for first, second in zip(values[::2], values[1::2], strict=True)])
    mirrored = (packed[0], *packed[:0:-1])
    turns = _turns(len(values))
    return [
        (each + other.conjugate()) / 2 + turn * (each - other.conjugate()) / 2j
        for each, other, turn in zip(packed, mirrored, turns, strict=True)
    ]


def _fft(values: Sequence[complex]) -> list[complex]:
    """The discrete Fourier transform of a power of two of values, at least two."""
    if len(values) == 2:
        return [values[0] + values[1], values[0] - values[1]]
    if len(values) == 4:  # written out: three quarters of all calls would be for less
        first, second, third, fourth = values
        even, odd, both, turned_by_90 = first + third, first - third, second + fourth, (second - fourth) * -1j
        return [even + both, odd + turned_by_90, even - both, odd - turned_by_90]
    evens, odds = _fft(values[::2]), _fft(values[1::2])
    turned = [turn * each for turn, each in zip(_turns(len(values)), odds, strict=True)]
    return [a + b for a, b in zip(evens, turned, strict=True)] + [a - b for a, b in zip(evens, turned, strict=True)]


@cache
def _turns(size: int) -> Sequence[complex]:
    return [cmath.exp(-2j * math.pi * at / size) for at in range(size // 2)]
