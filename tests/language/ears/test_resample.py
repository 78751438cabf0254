"""From any rate to 16 kHz: what is in the band stays, at its frequency and its level."""

import cmath
import math
from collections.abc import Sequence

import pytest

from language.ears.resample import RATE, at_16k
from language.wav import Wav, read_wav
from tests.language.ears.sounds import tone, wav
from tests.rows import each_row


def recording(samples: Sequence[float], rate: int) -> Wav:
    return read_wav(wav(samples, rate=rate))


def level(samples: Sequence[float], hertz: float) -> float:
    """The amplitude of this frequency."""
    turn = -2j * math.pi * hertz / RATE
    return 2 * abs(sum(each * cmath.exp(turn * at) for at, each in enumerate(samples))) / len(samples)


@each_row("rate", [8000, 11025, 12345, 16000, 22050, 44100, 48000])
@each_row("hertz", [300.0, 1000.0, 3000.0])
def test_a_tone_stays_what_it_is(rate: int, hertz: float) -> None:
    made = at_16k(recording(tone(0.5, 0.5, rate, hertz), rate), rate // 10, 1600)
    assert len(made) == 1600
    assert level(made, hertz) == pytest.approx(0.5, rel=0.06)


def test_images_of_telephone_audio_are_faint() -> None:
    """1 kHz sampled at 8 kHz has an image at 7 kHz."""
    made = at_16k(recording(tone(0.5, 0.5, 8000, 1000), 8000), 800, 1600)
    assert level(made, 7000) < 0.005


def test_what_is_above_the_band_does_not_come_back() -> None:
    """11 kHz sampled at 44.1 kHz would fold to 5 kHz."""
    made = at_16k(recording(tone(0.5, 0.5, 44100, 11_000), 44100), 4410, 1600)
    assert level(made, 5000) < 0.01


def test_samples_of_16_khz_are_taken_as_they_are() -> None:
    samples = tone(0.1, 0.5, 16_000, 440)
    made = at_16k(recording(samples, 16_000), 100, 512)
    assert made == pytest.approx(samples[100:612], abs=1e-4)


@each_row("rate", [8000, 16000, 44100])
@each_row("start_s", [-1.0, -0.01, 0.09, 0.5])
def test_around_the_recording_there_is_silence(rate: int, start_s: float) -> None:
    made = at_16k(recording(tone(0.1, 0.5, rate, 440), rate), int(start_s * rate), 512)
    outside = [each for at, each in enumerate(made) if not -0.001 < start_s + at / RATE < 0.101]
    assert len(made) == 512
    assert set(outside) <= {0.0}


@pytest.mark.parametrize("rate", [8000, 48000])
def test_two_parts_meet(rate: int) -> None:
    """Chunks are made one by one: no seam between them."""
    whole = recording(tone(0.5, 0.5, rate, 440), rate)
    step = 512 * rate // RATE
    both = at_16k(whole, 1000, 512) + at_16k(whole, 1000 + step, 512)
    assert both == pytest.approx(at_16k(whole, 1000, 1024), abs=1e-9)


def test_gain() -> None:
    whole = recording(tone(0.5, 0.05, 8000, 440), 8000)
    assert at_16k(whole, 0, 64, 10.0) == pytest.approx([10 * each for each in at_16k(whole, 0, 64)])
