"""Is there sound at all? What the level of a recording says, before anything dearer looks at it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import Final

from language.wav import Wav, read_wav

_FRAME_S: Final = 0.020
_VOICED_S: Final = 0.1
# 4,000 samples a second are enough for levels: fewer, and tones of the telephone band vanish by aliasing.
_LEVEL_RATE: Final = 4_000
_MAX_SAMPLES: Final = 120_000
_SILENCE_DBFS: Final = -96.0
_FULL_SCALE: Final = 32768.0
# Telephone noise lies below -50 dBFS and speech above -40; in between, speech stands 9 dB above the noise.
_ALWAYS_SILENT_DBFS: Final = -50.0
_ALWAYS_VOICED_DBFS: Final = -38.0
_ABOVE_NOISE_DB: Final = 9.0
_NOISE_QUANTILE: Final = 0.1


@dataclass(frozen=True)
class Audio:
    """What energy says about a recording: `speech` means at least 0.1 s of sound, not yet that it is speech."""

    duration_s: float
    rate: int
    speech: bool
    loudness_dbfs: float


@dataclass(frozen=True)
class Levels:
    """The level of each 20 ms of a recording in dBFS, and the one above which there is sound.

    `frame_s` is their exact length: about 20 ms, a whole number of samples.
    """

    dbfs: Sequence[float]
    frame_s: float
    floor: float

    @property
    def voiced_s(self) -> float:
        return round(sum(level > self.floor for level in self.dbfs) * self.frame_s, 6)

    @property
    def sound(self) -> bool:
        """Whether there is sound for 0.1 s: a click is shorter, the shortest word longer."""
        return self.voiced_s >= _VOICED_S

    def mean(self) -> float:
        """The level of the whole, in dBFS."""
        return mean_level(self.dbfs)


def inspect_recording(content: bytes) -> Audio:
    """Length, loudness and whether there is any sound to transcribe. Raises NotAudio (an MP3 too).

    Costs a few milliseconds for 15 s of audio.
    """
    wav = read_wav(content)
    levels = measure(wav)
    return Audio(wav.duration_s, wav.rate, levels.sound, levels.mean())


def measure(wav: Wav) -> Levels:
    """The recording's levels; of a long one fewer samples are looked at, so that its cost is bounded."""
    step = max(1, round(wav.rate / _LEVEL_RATE), math.ceil(wav.frames / _MAX_SAMPLES))
    size = max(1, round(wav.rate * _FRAME_S / step))
    samples = wav.mono(0, wav.frames, step).tolist()
    dbfs = [_level(samples[at : at + size]) for at in range(0, len(samples) - size + 1, size)]
    return Levels(dbfs, size * step / wav.rate, _floor(dbfs))


def mean_level(levels: Sequence[float]) -> float:
    """The level of frames together, in dBFS."""
    if not levels:
        return _SILENCE_DBFS
    return _dbfs(sum(10 ** (level / 10) for level in levels) / len(levels))


def _level(samples: Sequence[int]) -> float:
    """dBFS of one frame, without its constant part."""
    count = len(samples)
    power = sum(map(mul, samples, samples)) / count - (sum(samples) / count) ** 2
    return _dbfs(power / _FULL_SCALE**2)


def _dbfs(power: float) -> float:
    return max(_SILENCE_DBFS, 10 * math.log10(power)) if power > 0 else _SILENCE_DBFS


def _floor(levels: Sequence[float]) -> float:
    """The level above which a frame is voiced; clamped, since a short "כן" may have no silence around it."""
    noise = sorted(levels)[int(len(levels) * _NOISE_QUANTILE)] if levels else _SILENCE_DBFS
    return min(_ALWAYS_VOICED_DBFS, max(_ALWAYS_SILENT_DBFS, noise + _ABOVE_NOISE_DB))
