"""Keys, beeps and dial tones are told from voices by their frequencies."""

from collections.abc import Sequence

import pytest

from language.ears.energy import measure
from language.ears.tones import is_tones
from language.wav import read_wav
from tests.language.ears.sounds import AUDIO, MULAW, RATE, harmonics, keys, mix, noise, recorded, silence, tone, wav
from tests.rows import each_row


def tonal(samples: Sequence[float], begin_s: float = 0.0, end_s: float = 1e9) -> bool:
    read = read_wav(wav(samples, (MULAW, 8)))
    return is_tones(read, measure(read), begin_s, min(end_s, read.duration_s))


@each_row("key", "123456789*0#")
@each_row("level", [0.02, 0.15, 0.4])
def test_keys(key: str, level: float) -> None:
    samples = keys(key * 2, 0.1, level)
    assert tonal(mix(samples, noise(len(samples) / RATE, 0.001)))


@each_row("hertz", [200, 425, 440, 1000, 1400, 2100, 3000])
@each_row("seconds", [0.1, 0.3, 2])
def test_beeps(hertz: int, seconds: float) -> None:
    assert tonal(silence(0.4) + tone(seconds, 0.2, hertz=hertz) + silence(0.4))


@each_row("name", sorted(path.stem for path in AUDIO.glob("*.wav")))
def test_voices_are_none(name: str) -> None:
    assert not tonal(recorded(name))


@pytest.mark.parametrize(
    "samples", [noise(1, 0.2), harmonics(1, 120, 0.2, 12), silence(1), []], ids=["noise", "buzz", "silence", "empty"]
)
def test_neither_is_what_has_more_frequencies_or_none(samples: list[float]) -> None:
    assert not tonal(samples)


def test_only_what_is_asked_about_is_looked_at() -> None:
    samples = tone(1, 0.4, hertz=1000) + silence(0.5) + recorded("ken")
    assert tonal(samples, 0.2, 0.8)
    assert not tonal(samples, 1.6, 2.4)
