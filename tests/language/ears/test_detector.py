"""Silence, noise or speech: real words of a synthesizer against everything else that a line carries."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from language.ears import Verdict, detect_speech
from language.ears.detector import Sound, judge
from language.types import NotAudio
from tests.language.ears.sounds import (
    AUDIO,
    MULAW,
    PCM,
    RATE,
    chords,
    clicks,
    harmonics,
    keys,
    mix,
    noise,
    pink,
    recorded,
    silence,
    siren,
    switched,
    tone,
    wav,
)
from tests.rows import each_row
from voicebot.simphone.wav import make_wav, speech

TELEPHONE = (MULAW, 8)
RECORDED = sorted(path.stem for path in AUDIO.glob("*.wav"))
NOISES: dict[str, Callable[[], list[float]]] = {
    "white noise": lambda: noise(6, 0.2),
    "faint noise": lambda: noise(6, 0.04),
    "pink noise": lambda: pink(6, 0.2),
    "dial tone": lambda: tone(6, 0.2, hertz=425),
    "busy tone": lambda: switched(tone(6, 0.2, hertz=425), 0.5, 0.5),
    "ringing": lambda: switched(tone(9, 0.2, hertz=425), 1, 3),
    "beeps": lambda: switched(tone(6, 0.3, hertz=1000), 0.2, 0.6),
    "one beep": lambda: silence(0.5) + tone(0.5, 0.3, hertz=1000) + silence(0.5),
    "fax": lambda: switched(tone(8, 0.2, hertz=1100), 0.5, 3),
    "information tones": lambda: [each for hertz in (950, 1400, 1800) * 3 for each in tone(0.33, 0.2, hertz=hertz)],
    "mains hum": lambda: harmonics(6, 50, 0.2, 12),
    "loud hum": lambda: harmonics(6, 100, 0.2, 12),
    "a key": lambda: keys("5"),
    "keys": lambda: keys("0501234567"),
    "long keys": lambda: keys("147*", each_s=0.4),
    "all keys in hiss": lambda: mix(keys("123456789*0#"), noise(0.6 + 12 * 0.25, 0.005)),
    "chords": lambda: chords(8),
    "struck chords": lambda: chords(8, fading=6),
    "clicks": lambda: clicks(6),
    "a siren": lambda: siren(8),
    "bursts": lambda: switched(noise(6, 0.2), 0.15, 0.5),
}  # fmt: skip


def heard(samples: Sequence[float]) -> Verdict:
    return detect_speech(wav(samples, TELEPHONE))


@each_row("name", RECORDED)
def test_words_are_speech(name: str) -> None:
    verdict = detect_speech((AUDIO / f"{name}.wav").read_bytes())
    assert (verdict.speech, verdict.why) == (True, "speech")
    assert 0.09 < verdict.speech_s < 0.5, "it stopped at the first speech"


@each_row("name", NOISES)
def test_what_has_no_voice_is_noise(name: str) -> None:
    samples = NOISES[name]()
    assert heard(samples) == Verdict(False, "noise", 0.0, len(samples) / RATE)


@each_row("samples", [silence(3), noise(3, 0.002), [], [0.1], silence(1) + tone(0.05, 0.3) + silence(1), [0.2] * RATE])
def test_silence_by_energy(samples: list[float]) -> None:
    assert heard(samples) == Verdict(False, "silence", 0.0, len(samples) / RATE)
    assert Sound.of(wav(samples, TELEPHONE)).silent


WORDS = recorded("sentence_he")


@each_row(
    "before",
    [silence(8), noise(3, 0.002), keys("12"), tone(1, 0.3, hertz=1000) + silence(0.3), clicks(3), noise(3, 0.05)],
)
def test_speech_is_found_after_whatever_came_before_it(before: list[float]) -> None:
    assert heard(before + WORDS).speech


def test_speech_is_found_between_keys() -> None:
    """Keys are louder: they must not hide who speaks while pressing them."""
    assert heard(keys("11", level=0.4) + recorded("halo") + keys("1", level=0.4)).speech


@each_row("word", ["ken", "lo", "tov", "ma"])
@each_row("gain", [0.1, 0.3, 1.0])
def test_a_short_word_at_any_loudness(word: str, gain: float) -> None:
    assert heard([gain * each for each in recorded(word)]).speech


def test_a_sentence_in_a_minute_of_noise() -> None:
    """Only the loudest seconds of a long noise are listened to: the words are among them."""
    around = noise(60, 0.05)
    at = 41 * RATE
    around[at : at + len(WORDS)] = mix(around[at : at + len(WORDS)], WORDS)
    assert heard(around).speech


@pytest.mark.parametrize("seconds", [15, 60])
def test_long_noise_is_noise(seconds: int) -> None:
    assert heard(noise(seconds, 0.1)).why == "noise"
    assert heard(tone(seconds, 0.2, hertz=425)).why == "noise"


def test_a_minute_of_speech() -> None:
    """It ends in the middle of a word."""
    verdict = heard((WORDS * 20)[: 60 * RATE - RATE // 2] + WORDS[RATE : RATE + RATE // 2])
    assert (verdict.speech, verdict.duration_s) == (True, 60.0)


def resampled(samples: Sequence[float], rate: int) -> list[float]:
    """By straight lines."""
    places = (at * RATE / rate for at in range(int(len(samples) * rate / RATE) - rate // RATE - 1))
    return [samples[int(at)] + (at % 1) * (samples[int(at) + 1] - samples[int(at)]) for at in places]


@each_row("rate", [8000, 11025, 16000, 22050, 44100, 48000])
@each_row("kind", [(PCM, 16), (PCM, 8), (MULAW, 8)])
@each_row("channels", [1, 2])
def test_every_format(rate: int, kind: tuple[int, int], channels: int) -> None:
    for samples, spoken in ((WORDS[:RATE], True), (tone(1, 0.2, hertz=425), False)):
        spread = [each for each in resampled(samples, rate) for _ in range(channels)]
        assert detect_speech(wav(spread, kind, rate=rate, channels=channels)).speech is spoken


def test_a_voice_on_the_second_channel() -> None:
    both = [each for left, right in zip(silence(4), WORDS, strict=False) for each in (left, right)]
    assert detect_speech(wav(both, channels=2)).speech


@each_row("cut", [0, 20, 43, 44, 45, 47, 60, 1001])
def test_a_truncated_recording_breaks_nothing(cut: int) -> None:
    content = wav(WORDS)[:cut]
    try:
        assert detect_speech(content).why == "silence"
    except NotAudio:
        assert cut < 44


def test_half_a_recording_is_half_a_recording() -> None:
    content = wav(WORDS)
    assert detect_speech(content[: len(content) // 2 + 1]).speech


@pytest.mark.parametrize("content", [b"", b"RIFF", b"ID3\x04\x00\x00" + bytes(100), b"<html>"])
def test_what_is_no_recording(content: bytes) -> None:
    with pytest.raises(NotAudio):
        detect_speech(content)


def test_many_threads_get_the_same_verdicts() -> None:
    """Detectors have a state: what one call says must not reach another."""
    contents = [wav(NOISES["dial tone"](), TELEPHONE), *((AUDIO / f"{name}.wav").read_bytes() for name in RECORDED)]
    alone = [detect_speech(each) for each in contents]
    together = threading.Barrier(8)

    def work(shift: int) -> list[Verdict]:
        together.wait()
        turned = contents[shift:] + contents[:shift]
        verdicts = [judge(Sound.of(each)) for each in turned]
        return verdicts[len(contents) - shift :] + verdicts[: len(contents) - shift]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, range(8))) == [alone] * 8


@each_row("words", ["כן", "לא", "תורידו אותי מהרשימה", "yes"])
@each_row("mu_law", [False, True])
def test_the_simulated_phone_is_heard(words: str, mu_law: bool) -> None:
    assert detect_speech(make_wav(speech(words), words, mu_law=mu_law)).speech
    assert detect_speech(make_wav(speech(""), "", mu_law=mu_law)).why == "silence"


@pytest.mark.parametrize("words", ["שלום, מי מדבר?", "כן, בבקשה", "תתקשרו אליי מחר בבוקר", "לא מעוניין תודה"])
@pytest.mark.parametrize("voice", ["he", "he+f3", "he+m5"])
def test_hebrew_as_espeak_says_it(words: str, voice: str, tmp_path: Path) -> None:
    program = shutil.which("espeak-ng")
    if program is None:
        pytest.skip("espeak-ng is not installed here")
    path = tmp_path / "said.wav"
    subprocess.run([program, "-v", voice, "-w", path, words], check=True, capture_output=True)
    assert detect_speech(path.read_bytes()).speech
