"""Is it speech? Energy first, then Silero's detector on the parts with sound, until 0.2 s of speech are found."""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from language.ears.energy import Levels, measure
from language.ears.resample import RATE, at_16k
from language.ears.silero import CHUNK, LISTENERS, Listener
from language.ears.spans import Span, spans_of_sound
from language.ears.tones import is_tones
from language.wav import Wav, read_wav

Why = Literal["silence", "noise", "speech"]

_CHUNK_S: Final = CHUNK / RATE
_LIKELY: Final = 0.5
# 0.2 s of speech settle it.
_ENOUGH: Final = round(0.2 / _CHUNK_S)
_SURE: Final = 0.8
# A short word has fewer chunks that sound like speech, in 0.1 s at least; and the longer a noise, the likelier
# some part of it sounds like speech once. Measured on words, tones, music and machines in telephone quality.
_WORD_S: Final = 1.0
_WORD: Final = 0.3
_WORD_CHUNKS: Final = 3
_SENTENCE_S: Final = 3.0
_SENTENCE: Final = 0.5
# What the detector is given around a sound, and at most altogether (it costs about 6 ms a second).
_BEFORE_S: Final = 0.5
_AFTER_S: Final = 0.2
_MOST_S: Final = 10.0
# It hears quiet voices better when they are louder. A loud frame: the tenth loudest, so that a click does not count.
_LOUD_DBFS: Final = -18.0
_LOUD_FRAME: Final = 10
_MOST_GAIN: Final = 10.0
# How far before a moment of likely speech it is looked for tones.
_TONES_S: Final = 0.4


@dataclass(frozen=True)
class Verdict:
    """What a recording holds.

    `speech_s` counts only until speech was certain, at most some tenths of a second.
    """

    speech: bool
    why: Why
    speech_s: float
    duration_s: float


@dataclass(frozen=True)
class Sound:
    """A recording and what its energy says: read once, for both questions."""

    wav: Wav
    levels: Levels

    @classmethod
    def of(cls, content: bytes) -> "Sound":
        """Raises NotAudio (an MP3 too)."""
        wav = read_wav(content)
        return cls(wav, measure(wav))

    @property
    def silent(self) -> bool:
        """Whether there is nothing to transcribe, speech or not."""
        return not self.levels.sound


def detect_speech(content: bytes) -> Verdict:
    """Silence, noise or speech. Raises NotAudio (an MP3 too).

    Stops at the first 0.2 s of speech: some milliseconds of CPU; noise costs at most about 0.1 s. Noise is
    what has sound and no voice: tones, keys, music without singing, hum, machines, clicks.
    """
    return judge(Sound.of(content))


def judge(sound: Sound) -> Verdict:
    """The same for a recording that was read already."""
    wav, levels = sound.wav, sound.levels
    if sound.silent:
        return Verdict(False, "silence", 0.0, wav.duration_s)
    gain = _gain(levels)
    with LISTENERS.lent() as listener:
        heard = _heard(listener, wav, gain, spans_of_sound(levels, _BEFORE_S, _AFTER_S, _MOST_S))
        speech_s = _speech(heard, sound)
    return Verdict(bool(speech_s), "speech" if speech_s else "noise", speech_s, wav.duration_s)


class _Evidence:
    """The best stretch of so many chunks: how likely it is speech, and where it ends."""

    def __init__(self, chunks: int) -> None:
        self._last: deque[float] = deque(maxlen=chunks)
        self._chunks = chunks
        self.best = 0.0
        self.ends_s = 0.0

    def add(self, likelihood: float, ends_s: float) -> None:
        self._last.append(likelihood)
        mean = sum(self._last) / self._chunks
        if mean > self.best:
            self.best, self.ends_s = mean, ends_s


def _speech(heard: Iterator[tuple[float, float]], sound: Sound) -> float:
    """Seconds of likely speech until it was certain; 0 when it is none, as when what was likely is tones."""
    sentence, word = _Evidence(_ENOUGH), _Evidence(_WORD_CHUNKS)
    chunks = 0
    for likelihood, ends_s in heard:
        chunks += likelihood >= _LIKELY
        sentence.add(likelihood, ends_s)
        word.add(likelihood, ends_s)
        if sentence.best >= _SURE:
            if not _tones_before(ends_s, sound):
                return round(chunks * _CHUNK_S, 3)
            sentence, word, chunks = _Evidence(_ENOUGH), _Evidence(_WORD_CHUNKS), 0
    best, least = _standard(sound.levels.voiced_s, sentence, word)
    if best.best < least or _tones_before(best.ends_s, sound):
        return 0.0
    # A short word is found by less than what counts as likely.
    return round(max(chunks, _WORD_CHUNKS) * _CHUNK_S, 3)


def _standard(sound_s: float, sentence: _Evidence, word: _Evidence) -> tuple[_Evidence, float]:
    """What decides, and how likely it must be, when all that was looked at holds so much sound."""
    if sound_s <= _WORD_S:
        return word, _WORD
    return sentence, _SENTENCE if sound_s <= _SENTENCE_S else _SURE


def _tones_before(end_s: float, sound: Sound) -> bool:
    """The detector takes keys and beeps for speech now and then."""
    return is_tones(sound.wav, sound.levels, end_s - _TONES_S, end_s)


def _heard(listener: Listener, wav: Wav, gain: float, spans: list[Span]) -> Iterator[tuple[float, float]]:
    """How likely each chunk of the spans is speech, and where it ends; they are heard as one stretch."""
    for span in spans:
        count = math.ceil((span.end_s - span.begin_s) / _CHUNK_S)
        for number in range(count):
            begin_s = span.begin_s + number * _CHUNK_S
            samples = at_16k(wav, math.floor(begin_s * wav.rate), CHUNK, gain)
            yield listener.likelihood(samples), begin_s + _CHUNK_S


def _gain(levels: Levels) -> float:
    loud = sorted(levels.dbfs)[-min(_LOUD_FRAME, len(levels.dbfs))]
    return max(1.0, min(_MOST_GAIN, 10 ** ((_LOUD_DBFS - loud) / 20)))
