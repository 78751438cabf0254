"""From a recording to words: what is transcribed, what is dropped, and what waits for what."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar

import pytest

from language.ears import Sound, Verdict, judge
from language.types import Heard, Language, Recording
from tests.fakes import FakeRecordings, FakeTranscriber
from tests.language.ears.sounds import AUDIO, noise, silence, tone, wav
from voicebot.circuits.chain import TranscriberChain
from voicebot.conversation.hearing import Hearing, Outcome, Silence, Timings, Unheard
from voicebot.conversation.types import Input
from voicebot.errors import VendorError, VendorUnavailable
from voicebot.observability.spans import Attribute, Scope
from voicebot.observability.threads import ContextThreads

SID = "RE" + "1" * 32
SPEECH = (AUDIO / "sentence_he.wav").read_bytes()
NOISE = wav(tone(2, 0.2, hertz=425))
QUIET = wav(silence(2))
NAMES = ("אלטה", "Alta", "דוד כהן")
DETECTION = ("speech_detection", "speech_detection_cpu")
PATIENCE_S = 20.0
DOWN: VendorError = VendorUnavailable("openai", "transcribe")


class Ears:
    """A Hearing with fakes around it, beside (`threads`) or one after the other."""

    def __init__(self, threads: Callable[[], ThreadPoolExecutor] | None) -> None:
        self.recordings = FakeRecordings()
        self.transcriber = FakeTranscriber()
        self.hearing = Hearing(self.recordings, TranscriberChain([self.transcriber]), threads)
        self.timings = Timings()

    def hear(self, content: bytes, said: str | Exception = "כן, בבקשה", digits: str = "") -> Outcome:
        self.recordings.stored[SID] = content
        self.transcriber.words[content] = said
        return self.hearing.hear(Input("webhook", SID, digits=digits), "he", NAMES, self.timings)


@pytest.fixture
def threads() -> Iterator[Callable[[], ThreadPoolExecutor]]:
    with ContextThreads(2) as pool:
        yield lambda: pool


@pytest.fixture(params=["beside", "after"])
def ears(request: pytest.FixtureRequest, threads: Callable[[], ThreadPoolExecutor]) -> Ears:
    return Ears(threads if request.param == "beside" else None)


@pytest.fixture
def beside(threads: Callable[[], ThreadPoolExecutor]) -> Ears:
    return Ears(threads)


def test_speech_is_heard(ears: Ears) -> None:
    heard = ears.hear(SPEECH)
    assert isinstance(heard, Heard)
    assert (heard.text, heard.has("yes")) == ("כן, בבקשה", True)
    assert ears.timings.heard_by == "fake"


@pytest.mark.parametrize("content", [QUIET, wav([]), wav(noise(2, 0.002))], ids=["silence", "empty", "hiss"])
def test_silence_is_never_transcribed(ears: Ears, content: bytes) -> None:
    assert ears.hear(content) == Silence()
    assert ears.transcriber.keywords == []


@pytest.mark.parametrize("said", ["שלום", DOWN], ids=["words", "failure"])
def test_noise_is_silence_whatever_was_transcribed(ears: Ears, said: str | Exception) -> None:
    assert ears.hear(NOISE, said) == Silence(noise=True)
    assert ears.timings.heard_by == ""


def test_one_after_the_other_noise_is_not_even_transcribed() -> None:
    ears = Ears(None)
    ears.hear(NOISE)
    assert ears.transcriber.keywords == []


@pytest.mark.parametrize("said", ["תודה על הצפייה", "כן " * 20, "אלטה, Alta, דוד כהן", " . ", ""])
def test_what_nobody_said_is_silence(ears: Ears, said: str) -> None:
    assert ears.hear(SPEECH, said) == Silence()


def test_a_transcriber_that_fails(ears: Ears) -> None:
    assert ears.hear(SPEECH, DOWN) == Unheard("openai transcribe: VendorUnavailable", by_vendor=True)


@pytest.mark.parametrize("content", [b"<html>", b"", SPEECH[:30]])
def test_what_is_no_recording(ears: Ears, content: bytes) -> None:
    assert ears.hear(content) == Unheard("not audio")
    assert ears.transcriber.keywords == []


def test_keys_count_beside_noise(ears: Ears) -> None:
    heard = ears.hear(NOISE, digits="0")
    assert isinstance(heard, Heard)
    assert heard.has("human")


@pytest.mark.parametrize(
    ("content", "names"),
    [(SPEECH, {"fetch", *DETECTION, "transcribe"}), (QUIET, {"fetch", *DETECTION})],
    ids=["speech", "silence"],
)
def test_what_took_how_long(ears: Ears, content: bytes, names: set[str]) -> None:
    ears.hear(content)
    assert set(ears.timings.ms) == names


def test_a_failure_takes_time_too(ears: Ears) -> None:
    ears.hear(SPEECH, DOWN)
    assert "transcribe" in ears.timings.ms


class Counting(FakeRecordings):
    """Notes how long it was given."""

    given_s = 0.0

    def fetch(self, recording_sid: str, timeout_s: float) -> Recording:
        self.given_s = timeout_s
        return super().fetch(recording_sid, timeout_s)


@pytest.mark.parametrize(("left_s", "given_s"), [(30.0, 10.0), (8.0, 4.0), (1.0, 0.5)])
def test_no_step_takes_the_time_of_those_after_it(left_s: float, given_s: float) -> None:
    recordings = Counting()
    recordings.stored[SID] = QUIET
    hearing = Hearing(recordings, TranscriberChain([FakeTranscriber()]))
    assert hearing.hear(Input("webhook", SID), "he", (), Timings(), lambda: left_s) == Silence()
    assert recordings.given_s == given_s


class Slow(FakeTranscriber):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.answer = threading.Event()
        self.answered = threading.Event()

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        self.asked.set()
        assert self.answer.wait(PATIENCE_S)
        said = super().transcribe(recording, language, keywords, timeout_s)
        self.answered.set()
        return said


def slow(ears: Ears, threads: Callable[[], ThreadPoolExecutor]) -> Slow:
    transcriber = Slow()
    ears.transcriber = transcriber
    ears.hearing = Hearing(ears.recordings, TranscriberChain([transcriber]), threads)
    return transcriber


def test_the_detector_works_while_the_transcriber_does(
    beside: Ears, threads: Callable[[], ThreadPoolExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transcriber has been asked before the verdict is there, and answers only after it."""
    transcriber = slow(beside, threads)

    def when_asked(sound: Sound) -> Verdict:
        assert transcriber.asked.wait(PATIENCE_S)
        verdict = judge(sound)
        transcriber.answer.set()
        return verdict

    monkeypatch.setattr("voicebot.conversation.hearing.judge", when_asked)
    assert isinstance(beside.hear(SPEECH), Heard)


def test_a_quick_transcriber_waits_for_the_verdict(
    beside: Ears, threads: Callable[[], ThreadPoolExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    transcriber = slow(beside, threads)
    transcriber.answer.set()

    def when_transcribed(sound: Sound) -> Verdict:
        assert transcriber.answered.wait(PATIENCE_S)
        return judge(sound)

    monkeypatch.setattr("voicebot.conversation.hearing.judge", when_transcribed)
    assert beside.hear(NOISE) == Silence(noise=True)


def test_noise_does_not_wait_for_the_transcriber(beside: Ears, threads: Callable[[], ThreadPoolExecutor]) -> None:
    transcriber = slow(beside, threads)
    assert beside.hear(NOISE) == Silence(noise=True)
    assert "transcribe" not in beside.timings.ms
    assert not transcriber.answer.is_set()
    transcriber.answer.set()


WHO: ContextVar[str] = ContextVar("who", default="nobody")


class Asks(FakeTranscriber):
    """Says who asks."""

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        return WHO.get()


def test_the_transcriber_works_in_the_turns_context(beside: Ears, threads: Callable[[], ThreadPoolExecutor]) -> None:
    class Asks(FakeTranscriber):
        def transcribe(
            self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
        ) -> str:
            return WHO.get()

    beside.hearing = Hearing(beside.recordings, TranscriberChain([Asks()]), threads)
    before = WHO.set("a turn")
    heard = beside.hear(SPEECH)
    WHO.reset(before)
    assert isinstance(heard, Heard)
    assert heard.text == "a turn"


class Noted:
    """A span that writes down its end."""

    def __init__(self, name: str, book: list[str], path: str = "") -> None:
        self.path = f"{path}/{name}"
        self._book = book

    def child(self, name: str, attributes: dict[str, Attribute]) -> "Noted":
        return Noted(name, self._book, self.path)

    def note(self, attributes: dict[str, Attribute]) -> None: ...

    def end(self, failure: str = "") -> None:
        self._book.append(self.path)


def test_steps_of_the_trace(ears: Ears) -> None:
    book: list[str] = []
    with Scope(Noted("turn", book), root=True):
        ears.hear(SPEECH)
    assert set(book) == {"/turn", "/turn/fetch", "/turn/speech_detection", "/turn/transcribe"}
    assert book[-1] == "/turn"


@pytest.mark.parametrize(
    ("fixed", "unfixed", "heard"),
    [
        ("Я не говорю", "Я не говорю на иврите", "Я не говорю на иврите"),
        ("אני לא מדבר עברית, רק רוסית", "Я говорю только по-русски", "Я говорю только по-русски"),
        ("Не звоните мне больше", "", "Не звоните мне больше"),
        ("Я не говорю на иврите", DOWN, "Я не говорю на иврите"),
        ("สวัสดีครับ", "hello, do you speak English please", "hello, do you speak English please"),
    ],
)
def test_a_wrong_script_is_heard_once_more_without_a_fixed_language(
    ears: Ears, fixed: str, unfixed: str | Exception, heard: str
) -> None:
    """And never dropped: what was heard first goes on when the second time brings nothing."""
    ears.transcriber.unfixed[SPEECH] = unfixed
    outcome = ears.hear(SPEECH, fixed)
    assert isinstance(outcome, Heard)
    assert outcome.text == heard
    assert ears.transcriber.languages[:2] == ["he", None]


@pytest.mark.parametrize("words", ["כן, בבקשה", "OK", "Galil Systems", "אני מדבר עברית ואנגלית"])
def test_hebrew_is_heard_once(ears: Ears, words: str) -> None:
    ears.hear(SPEECH, words)
    assert ears.transcriber.languages == ["he"]
