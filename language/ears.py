"""What is settled before and after transcription: is there sound at all, and was the text ever said?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import Final

from language.hebrew import normalise, tokens
from language.patterns import PatternSet, Token
from language.wav import Wav, read_wav

_FRAME_S: Final = 0.020
_VOICED_S: Final = 0.1
# 4,000 samples a second are enough for levels: fewer, and tones of the telephone band vanish by aliasing.
_LEVEL_RATE: Final = 4_000
_MAX_SAMPLES: Final = 150_000
_SILENCE_DBFS: Final = -96.0
_FULL_SCALE: Final = 32768.0
# Telephone noise lies below -50 dBFS and speech above -40; in between, speech stands 9 dB above the noise.
_ALWAYS_SILENT_DBFS: Final = -50.0
_ALWAYS_VOICED_DBFS: Final = -38.0
_ABOVE_NOISE_DB: Final = 9.0
_NOISE_QUANTILE: Final = 0.1
_LOOP_WORDS: Final = 4
_LOOP_TIMES: Final = 4
_READ_LENGTH: Final = 4_000


@dataclass(frozen=True)
class Audio:
    """What energy says about a recording: `speech` means at least 0.1 s of sound, not yet that it is speech."""

    duration_s: float
    rate: int
    speech: bool
    loudness_dbfs: float


def inspect_recording(content: bytes) -> Audio:
    """Length, loudness and whether there is any sound to transcribe. Raises NotAudio (an MP3 too).

    Costs a few milliseconds for 15 s of audio.
    """
    wav = read_wav(content)
    step = max(1, round(wav.rate / _LEVEL_RATE), math.ceil(wav.frames / _MAX_SAMPLES))
    levels = _levels(wav, step)
    floor = _floor(levels)
    voiced = sum(level > floor for level in levels) * _frame(wav, step) * step / wav.rate
    return Audio(wav.frames / wav.rate, wav.rate, round(voiced, 6) >= _VOICED_S, _mean_level(levels))


def _frame(wav: Wav, step: int) -> int:
    return max(1, round(wav.rate * _FRAME_S / step))


def _levels(wav: Wav, step: int) -> list[float]:
    """dBFS of each whole frame of 20 ms, without its constant part."""
    samples, size = wav.samples(step), _frame(wav, step)
    return [_level(samples[at : at + size]) for at in range(0, len(samples) - size + 1, size)]


def _level(samples: Sequence[int]) -> float:
    count = len(samples)
    power = sum(map(mul, samples, samples)) / count - (sum(samples) / count) ** 2
    return _dbfs(power / _FULL_SCALE**2)


def _dbfs(power: float) -> float:
    return max(_SILENCE_DBFS, 10 * math.log10(power)) if power > 0 else _SILENCE_DBFS


def _floor(levels: Sequence[float]) -> float:
    """The level above which a frame is voiced; clamped, since a short "כן" may have no silence around it."""
    noise = sorted(levels)[int(len(levels) * _NOISE_QUANTILE)] if levels else _SILENCE_DBFS
    return min(_ALWAYS_VOICED_DBFS, max(_ALWAYS_SILENT_DBFS, noise + _ABOVE_NOISE_DB))


def _mean_level(levels: Sequence[float]) -> float:
    if not levels:
        return _SILENCE_DBFS
    return _dbfs(sum(10 ** (level / 10) for level in levels) / len(levels))


# Whole utterances that speech-to-text learnt from subtitles and gives for silence; a true תודה רבה survives.
_INVENTED: Final = """
    ^ תודה רבה? על|שצפיתם|שצפית|לצפייה ~צפייה|צפיה|הקשבה|האזנה .. $
    ^ תודה רבה? שצפיתם|שצפית|שהקשבתם|שהאזנתם .. $
    ^ תודה רבה? לכם? על ~צפייה|צפיה|הקשבה|האזנה .. $
    ^ ~צפייה|צפיה מהנה|נעימה $
    ^ ~כתוביות
    ^ ~תרגום
    ^ תורגם|סונכרן
    ^ נתראה|להתראות ~פרק|סרטון|שידור .. $
    ^ עד ~פעם ~באה $
    ^ אל תשכחו להירשם|להרשם|לעשות
    ^ הירשמו|הרשמו ~ערוץ .. $
    ^ מוזיקה|מוסיקה|צחוק|שקט|שתיקה|רעש+ $
    ^ ~מחיאות כפיים $
    ^ subtitles|captions|translated|transcribed by
    ^ thank|thanks you? so|very? much? for watching|listening .. $
    ^ thank you for watching|listening .. $
    ^ thanks for watching|listening .. $
    ^ see you in the next .. $
    ^ please? subscribe .. $
    ^ like and subscribe .. $
    ^ you $
    ^ music|applause|laughter|silence|blank $
    amara org
"""
_BRACKETS: Final = {"[": "]", "(": ")", "*": "*", "♪": "♪"}


def is_hallucination(text: str) -> bool:
    """Whether a transcript was invented: nothing said, a subtitle's phrase, or a few words in a loop.

    One to four words repeated more than four times in a row are a loop; "כן כן כן" is not.
    """
    plain = normalise(text[:_READ_LENGTH])
    words = tokens(plain)
    if not words or _BRACKETS.get(plain[0]) == plain[-1]:
        return True
    read = tuple(map(Token.of, words))
    return bool(_invented().search(read)) or _loops([token.text for token in read])


@cache
def _invented() -> PatternSet:
    lines = filter(None, map(str.strip, _INVENTED.splitlines()))
    return PatternSet.compile((("invented", line) for line in lines), {})


def _loops(words: Sequence[str]) -> bool:
    return any(_longest_run(words, size) > size * _LOOP_TIMES for size in range(1, _LOOP_WORDS + 1))


def _longest_run(words: Sequence[str], size: int) -> int:
    """Words in the longest stretch where every word returns after `size` words."""
    longest = run = size
    for at in range(size, len(words)):
        run = run + 1 if words[at] == words[at - size] else size
        longest = max(longest, run)
    return longest
