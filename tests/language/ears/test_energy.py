"""Is there sound at all? Levels of recordings in every encoding, broken ones too."""

import struct

import pytest

from language.ears import inspect_recording
from language.types import NotAudio
from tests.language.ears.sounds import ALAW, MULAW, PCM, RATE, noise, tone, wav
from tests.rows import each_row


@each_row("kind", [(PCM, 16), (PCM, 8), (MULAW, 8)])
@each_row("extensible", [False, True])
def test_sound_is_heard_in_every_encoding(kind: tuple[int, int], extensible: bool) -> None:
    audio = inspect_recording(wav([0.0] * RATE + tone(1.0), kind, extensible=extensible))
    assert (audio.duration_s, audio.rate, audio.speech) == (2.0, RATE, True)
    assert audio.loudness_dbfs == pytest.approx(-26, abs=1)


@pytest.mark.parametrize("kind", [(PCM, 16), (PCM, 8), (MULAW, 8)])
def test_silence_is_not_speech(kind: tuple[int, int]) -> None:
    audio = inspect_recording(wav([0.0] * 2 * RATE, kind))
    assert not audio.speech
    assert audio.loudness_dbfs < -60


@each_row(
    ("samples", "speech"),
    [
        (noise(2.0, 0.002), False),
        (noise(2.0, 0.01), False),
        (noise(1.0, 0.005) + tone(0.5, 0.03) + noise(1.0, 0.005), True),
        (tone(0.4, 0.1), True),
        (noise(1.0, 0.001) + tone(0.06, 0.3) + noise(1.0, 0.001), False),
        (noise(1.0, 0.001) + tone(0.3, 0.02) + noise(1.0, 0.001), True),
        ([0.2] * 2 * RATE, False),
        (tone(1.0, 0.1, hertz=RATE / 3), True),
        ([], False),
        ([0.1], False),
    ],
)
def test_the_gate(samples: list[float], speech: bool) -> None:
    assert inspect_recording(wav(samples)).speech is speech


@pytest.mark.parametrize(("rate", "channels"), [(8000, 2), (16000, 1), (44100, 2), (1000, 1)])
def test_other_rates_and_channels(rate: int, channels: int) -> None:
    samples = [each for each in tone(1.0, rate=rate, hertz=100) for _ in range(channels)]
    audio = inspect_recording(wav(samples, rate=rate, channels=channels))
    assert (audio.duration_s, audio.rate, audio.speech) == (1.0, rate, True)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 10**6])
def test_a_stream_of_unknown_length_is_read_to_its_end(size: int) -> None:
    assert inspect_recording(wav(tone(1.0), size=size)).duration_s == 1.0


def test_odd_chunks_are_padded_and_unknown_ones_skipped() -> None:
    odd = b"LIST" + struct.pack("<I", 3) + b"abc\x00"
    assert inspect_recording(wav(tone(1.0), before=odd)).speech


def test_a_truncated_recording_is_read_as_far_as_it_goes() -> None:
    whole = wav(tone(1.0))
    assert inspect_recording(whole[: len(whole) // 2 + 1]).duration_s == pytest.approx(0.5, abs=0.01)


@each_row(
    "content",
    [
        b"",
        b"RIFF",
        b"<!DOCTYPE html><html>404</html>",
        b"ID3\x04\x00\x00" + bytes(100),
        b"\xff\xfb\x90\x00" + bytes(100),
        b"RIFX\x00\x00\x00\x00WAVE" + bytes(100),
        b"RIFF\x00\x00\x00\x00AVI " + bytes(100),
        b"RIFF\x24\x00\x00\x00WAVE",
        b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00",
        b"RIFF\x24\x00\x00\x00WAVEdata\x04\x00\x00\x00abcd",
        wav([0.0], (ALAW, 8)),
        wav([0.0], (3, 32)),
        wav([0.0], rate=0),
        wav([0.0], channels=0),
        wav([0.0], channels=99),
    ],
)
def test_what_is_not_a_readable_wav_is_refused(content: bytes) -> None:
    with pytest.raises(NotAudio):
        inspect_recording(content)


@each_row("cut", range(60))
def test_a_header_cut_anywhere_never_crashes(cut: int) -> None:
    content = wav(tone(0.01), extensible=True)[:cut]
    try:
        assert not inspect_recording(content).speech
    except NotAudio:
        assert cut < len(wav([], extensible=True))
