"""Recordings and invented transcripts."""

import math
import random
import struct
from collections.abc import Callable, Iterable

import pytest

from language.ears import inspect_recording, is_hallucination
from language.types import NotAudio
from tests.language.corpus import DATA, lines, utterances

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


@pytest.mark.parametrize("kind", [(PCM, 16), (PCM, 8), (MULAW, 8)])
@pytest.mark.parametrize("extensible", [False, True])
def test_sound_is_heard_in_every_encoding(kind: tuple[int, int], extensible: bool) -> None:
    audio = inspect_recording(wav([0.0] * RATE + tone(1.0), kind, extensible=extensible))
    assert (audio.duration_s, audio.rate, audio.speech) == (2.0, RATE, True)
    assert audio.loudness_dbfs == pytest.approx(-26, abs=1)


@pytest.mark.parametrize("kind", [(PCM, 16), (PCM, 8), (MULAW, 8)])
def test_silence_is_not_speech(kind: tuple[int, int]) -> None:
    audio = inspect_recording(wav([0.0] * 2 * RATE, kind))
    assert not audio.speech
    assert audio.loudness_dbfs < -60


@pytest.mark.parametrize(
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
    ids=["hiss", "loud hiss", "speech in hiss", "short word", "click", "quiet word", "dc", "high", "empty", "one"],
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("cut", range(60))
def test_a_header_cut_anywhere_never_crashes(cut: int) -> None:
    content = wav(tone(0.01), extensible=True)[:cut]
    try:
        assert not inspect_recording(content).speech
    except NotAudio:
        assert cut < len(wav([], extensible=True))


SURVIVORS = ("תודה רבה", "תודה לכם")


@pytest.mark.parametrize("text", lines(DATA / "utterances" / "stt_hallucinations.txt"))
def test_invented_transcripts_are_caught_but_a_true_thanks_survives(text: str) -> None:
    assert is_hallucination(text) is (text not in SURVIVORS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "...",
        "♪♪♪",
        "♪ שלום ♪",
        "(צחוק)",
        "[צלצול]",
        "תודה רבה על הצפייה!",
        "תודה שצפיתם, להתראות",
        "Thanks for watching!",
        "Subtitles by X",
        "כן כן כן כן כן",
        "אני רוצה אני רוצה אני רוצה אני רוצה אני רוצה",
        "שלום, מה שלומך היום? " * 5,
    ],
)
def test_more_inventions(text: str) -> None:
    assert is_hallucination(text)


@pytest.mark.parametrize(
    "text",
    ["כן כן כן", "לא לא לא לא", "תודה", "תודה רבה.", "תודה על השיחה", "thank you", "you are right", "כן, תודה רבה לכם"],
)
def test_true_words_survive(text: str) -> None:
    assert not is_hallucination(text)


def test_no_utterance_is_taken_for_an_invention() -> None:
    said = [each for folder in ("utterances", "more") for group in utterances(folder).values() for each in group]
    assert [each for each in said if is_hallucination(each)] == []
