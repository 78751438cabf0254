import io
import math
import wave

import pytest

from tests.rows import each_row
from voicebot.simphone.wav import MU_LAW, PCM, NotWav, make_wav, parse_wav, resampled, speech


def rms(samples: list[int]) -> float:
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def test_speech_is_loud_in_syllables_and_has_pauses() -> None:
    samples = speech("שלום מה שלומך היום")
    frames = [rms(samples[start : start + 160]) for start in range(0, len(samples) - 160, 160)]
    loud = sum(frame > 500 for frame in frames)
    quiet = sum(frame < 50 for frame in frames)
    assert loud > len(frames) / 3
    assert quiet > len(frames) / 10
    assert max(abs(sample) for sample in samples) < 32_767


def test_no_words_are_a_second_of_silence() -> None:
    assert speech("") == [0] * 8000


def test_the_same_words_sound_the_same_and_others_do_not() -> None:
    assert speech("כן") == speech("כן")
    assert speech("כן") != speech("לא")


def test_speech_is_cut_at_its_limit() -> None:
    assert len(speech("מילים " * 50, max_seconds=2)) == 16_000


def test_pcm_is_read_by_the_standard_library() -> None:
    samples = speech("כן בטח")
    with wave.open(io.BytesIO(make_wav(samples, "כן בטח"))) as read:
        assert (read.getframerate(), read.getnchannels(), read.getsampwidth()) == (8000, 1, 2)
        assert read.getnframes() == len(samples)


@each_row("comment", ["", "כן", "כן, מחר בשלוש", "odd"])
@each_row("mu_law", [False, True])
def test_what_is_made_is_read_back(comment: str, mu_law: bool) -> None:
    samples = speech("כן")
    wav = parse_wav(make_wav(samples, comment, mu_law=mu_law))
    assert (wav.encoding, wav.rate, wav.channels, wav.comment) == (
        MU_LAW if mu_law else PCM,
        8000,
        1,
        comment,
    )
    assert wav.seconds == pytest.approx(len(samples) / 8000)
    tolerance = 0.07 if mu_law else 0.0
    pairs = zip(wav.samples(), samples, strict=True)
    assert all(abs(read - made) <= abs(made) * tolerance + 8 * mu_law for read, made in pairs)


# From the tables of ITU-T G.711.
@pytest.mark.parametrize(("sample", "byte"), [(0, 0xFF), (-1, 0x7F), (32_767, 0x80), (-32_768, 0x00), (1000, 0xCE)])
def test_mu_law_bytes(sample: int, byte: int) -> None:
    assert parse_wav(make_wav([sample], mu_law=True)).data == bytes([byte])


def test_resampling_keeps_the_shape() -> None:
    assert resampled([0, 10, 20, 30], 16_000) == [0, 20]
    assert resampled([0, 10], 4000) == [0, 5, 10, 10]
    assert resampled([1, 2], 8000) == [1, 2]


GOOD = make_wav([1, 2, 3])


@each_row(
    "content",
    [
        b"",
        b"hello",
        b"RIFF\0\0\0\0WAVE",
        GOOD[:30],
        GOOD.replace(b"data", b"dada"),
        GOOD[:22] + b"\x02" + GOOD[23:],
    ],
)
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(NotWav):
        parse_wav(content)
