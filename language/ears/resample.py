"""Parts of a recording as the speech detector wants them: 16 kHz, floats, by a polyphase filter in pure Python."""

import math
from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from typing import Final

from language.wav import Wav

RATE: Final = 16_000
_FULL_SCALE: Final = 32768.0
# Zero crossings of the sinc on each side: eight taps keep the images of 8 kHz audio some 40 dB down.
_CROSSINGS: Final = 4
# Odd rates would need a filter per output sample; a place is rounded to one of so many between two samples.
_MOST_PHASES: Final = 320
_RATES_KEPT: Final = 8


def at_16k(wav: Wav, start: int, count: int, gain: float = 1.0) -> list[float]:
    """`count` samples of 16 kHz, -1 to 1 when `gain` is 1, from the recording's frame `start`; zeros outside it."""
    filters, half = _filters(wav.rate)
    step = wav.rate / RATE
    frames = _stretch(wav, start - half + 1, start + math.ceil(count * step) + half, gain / _FULL_SCALE)
    if wav.rate * 2 == RATE:
        return _doubled(frames, filters[1], count)
    phases = len(filters)
    made = []
    for index in range(count):
        whole, part = divmod(index * step, 1)
        taps = filters[int(part * phases)]
        made.append(sum(map(mul, taps, frames[int(whole) : int(whole) + len(taps)])))
    return made


def _doubled(frames: Sequence[float], taps: Sequence[float], count: int) -> list[float]:
    """Telephone audio, three times as fast: every other sample is as it was, those between are filtered."""
    middle = len(taps) // 2
    made = [0.0] * count
    made[::2] = frames[middle - 1 : middle - 1 + (count + 1) // 2]
    columns = zip(*(frames[tap:] for tap in range(len(taps))), strict=False)
    one, two, three, four = taps[:middle]
    between = [
        one * (a + h) + two * (b + g) + three * (c + f) + four * (d + e)
        for _, (a, b, c, d, e, f, g, h) in zip(range(count // 2), columns, strict=False)
    ]
    made[1::2] = between
    return made


def _stretch(wav: Wav, start: int, stop: int, scale: float) -> list[float]:
    """The frames from `start` to `stop`, scaled, with zeros for those before and after the recording."""
    values = [each * scale for each in wav.mono(max(0, start), max(0, stop))]
    before = [0.0] * min(stop - start, max(0, -start))
    return before + values + [0.0] * (stop - start - len(before) - len(values))


@lru_cache(_RATES_KEPT)
def _filters(rate: int) -> tuple[Sequence[Sequence[float]], int]:
    """The taps for each phase between two frames, and how many of them lie on each side.

    Below the lower of both Nyquist rates everything passes.
    """
    cutoff = min(1.0, RATE / rate)
    half = math.ceil(_CROSSINGS / cutoff)
    phases = min(_MOST_PHASES, RATE // math.gcd(rate, RATE))
    return tuple(_taps(phase / phases, cutoff, half) for phase in range(phases)), half


def _taps(offset: float, cutoff: float, half: int) -> Sequence[float]:
    """A sinc under a Hann window, for the place `offset` after a frame; its sum is one."""
    places = [offset - tap for tap in range(1 - half, half + 1)]
    taps = [_sinc(cutoff * place) * math.cos(math.pi * place / (2 * half + 2)) ** 2 for place in places]
    total = sum(taps)
    return tuple(tap / total for tap in taps)


def _sinc(place: float) -> float:
    return math.sin(math.pi * place) / (math.pi * place) if place else 1.0
