"""The wrappers: they are what they wrap, until the circuit opens."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from language.types import Language, Recording, Transcriber, Translator, Untranslatable
from stores.circuits import CircuitStore
from stores.database import open_database
from tests.agents.samples import AGENT, STATE
from tests.circuits.handclock import Seconds
from tests.fakes import BrokenTranslator, FakeRecordings, FakeTranscriber, FakeTranslator, ScriptedModel, says
from voicebot.agents.model import ChatModel, ModelEvent, ModelRequest, TextDelta
from voicebot.circuits.guarded import GuardedModel, GuardedRecordings, GuardedTranscriber, GuardedTranslator
from voicebot.circuits.shared import Circuits
from voicebot.circuits.verdicts import CircuitOpen
from voicebot.conversation.ports import Recordings
from voicebot.errors import VendorError, VendorGarbage, VendorTimeout, VendorUnavailable

DOWN = VendorUnavailable("v", "op", "HTTP 500")
WAV = Recording(b"RIFF")


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def circuits(tmp_path: Path, seconds: Seconds) -> Iterator[Circuits]:
    """Circuits of a process whose database has no tables: what it sees itself is enough here."""
    database = open_database(f"sqlite:///{tmp_path}/empty.db")
    yield Circuits(CircuitStore(database), seconds)
    database.close()


def request(timeout_s: float = 20.0) -> ModelRequest:
    return ModelRequest(AGENT, STATE, "", {}, (), (), timeout_s=timeout_s)


def state(circuits: Circuits, name: str) -> str:
    return {each.name: each.state for each in circuits.states()}[name]


class SlowModel:
    """Takes its time before the first word, and before the last; breaks off if told to."""

    name = "slow"

    def __init__(self, seconds: Seconds, first: float, rest: float, error: Exception | None = None) -> None:
        self.seconds = seconds
        self.first = first
        self.rest = rest
        self.error = error

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        self.seconds.forward(self.first)
        yield TextDelta("Hel")
        self.seconds.forward(self.rest)
        if self.error:
            raise self.error
        yield TextDelta("lo")


class TestModel:
    def test_says_what_the_model_says(self, circuits: Circuits) -> None:
        inner = ScriptedModel(says("Hello there."), name="groq")
        model: ChatModel = GuardedModel(inner, circuits)
        assert list(model.stream(request())) == says("Hello there.")
        assert (model.name, len(inner.requests)) == ("groq", 1)
        assert [each.name for each in circuits.states()] == ["model:groq"]

    def test_errors_pass_through_and_open_it(self, circuits: Circuits) -> None:
        model = GuardedModel(ScriptedModel(DOWN, DOWN, DOWN), circuits)  # a fourth question would not be in the script
        for _ in range(3):
            with pytest.raises(VendorUnavailable) as raised:
                list(model.stream(request()))
            assert raised.value is DOWN
        with pytest.raises(CircuitOpen, match="model:scripted circuit open"):
            list(model.stream(request()))

    def test_a_stream_that_breaks_off_counts(self, circuits: Circuits, seconds: Seconds) -> None:
        model = GuardedModel(SlowModel(seconds, 0.3, 1, DOWN), circuits)
        for _ in range(3):
            heard: list[ModelEvent] = []
            with pytest.raises(VendorUnavailable):
                heard.extend(model.stream(request()))
        assert state(circuits, "model:slow") == "open"

    @pytest.mark.parametrize(("first", "rest", "expected"), [(0.3, 15, "closed"), (3.9, 9, "closed"), (4.1, 0, "open")])
    def test_slow_is_who_is_slow_to_begin(
        self, circuits: Circuits, seconds: Seconds, first: float, rest: float, expected: str
    ) -> None:
        model = GuardedModel(SlowModel(seconds, first, rest), circuits)
        for _ in range(6):
            list(model.stream(request()))
        assert state(circuits, "model:slow") == expected

    def test_who_is_not_heard_out_did_nothing_wrong(self, circuits: Circuits, seconds: Seconds) -> None:
        model = GuardedModel(SlowModel(seconds, 0.3, 15, DOWN), circuits)
        for _ in range(12):
            stream = model.stream(request())
            next(stream)
            del stream
        assert state(circuits, "model:slow") == "closed"

    def test_who_is_slow_and_not_heard_out_is_slow(self, circuits: Circuits, seconds: Seconds) -> None:
        model = GuardedModel(SlowModel(seconds, 4.1, 0), circuits)
        for _ in range(6):
            next(model.stream(request()))
        assert state(circuits, "model:slow") == "open"

    def test_who_was_given_no_time_did_nothing_wrong(self, circuits: Circuits) -> None:
        model = GuardedModel(ScriptedModel(*[VendorTimeout("v", "op")] * 12), circuits)
        for _ in range(9):
            with pytest.raises(VendorTimeout):
                list(model.stream(request(timeout_s=0.5)))
        assert state(circuits, "model:scripted") == "closed"
        for _ in range(3):
            with pytest.raises(VendorTimeout):
                list(model.stream(request(timeout_s=5)))
        assert state(circuits, "model:scripted") == "open"


class TestTranslator:
    def test_translates_as_the_translator(self, circuits: Circuits) -> None:
        translator: Translator = GuardedTranslator(FakeTranslator({"Yes": "כן"}, "google-v2"), circuits)
        assert translator.translate(["Yes"], "en", "he", 5) == ["כן"]
        assert (translator.name, [each.name for each in circuits.states()]) == ("google-v2", ["translator:google-v2"])

    @pytest.mark.parametrize(
        ("error", "opens"), [(DOWN, True), (VendorGarbage("v", "op"), True), (Untranslatable("x"), False)]
    )
    def test_opens_for_the_vendors_faults(self, circuits: Circuits, error: Exception, opens: bool) -> None:
        translator = GuardedTranslator(BrokenTranslator(error), circuits)
        for _ in range(3):
            with pytest.raises(type(error)):
                translator.translate(["a"], "en", "he", 5)
        assert (state(circuits, "translator:broken") == "open") is opens


class TestTranscriber:
    def test_hears_as_the_transcriber(self, circuits: Circuits) -> None:
        inner = FakeTranscriber()
        inner.words[WAV.content] = "שלום"
        transcriber: Transcriber = GuardedTranscriber(inner, circuits)
        assert transcriber.transcribe(WAV, "he", ("אלטה",), 5) == "שלום"
        assert (transcriber.name, inner.keywords) == ("fake", [("אלטה",)])

    def test_opens(self, circuits: Circuits) -> None:
        inner = FakeTranscriber()
        inner.words[WAV.content] = DOWN
        transcriber = GuardedTranscriber(inner, circuits)
        for _ in range(5):
            with suppress(VendorError):
                transcriber.transcribe(WAV, "he", (), 5)
        assert len(inner.keywords) == 3


class TestRecordings:
    def test_fetches_as_the_recordings(self, circuits: Circuits) -> None:
        inner = FakeRecordings()
        inner.stored["RE1"] = b"RIFF"
        recordings: Recordings = GuardedRecordings(inner, circuits)
        assert recordings.fetch("RE1", 5) == WAV

    def test_those_that_are_gone_open_nothing(self, circuits: Circuits) -> None:
        recordings = GuardedRecordings(FakeRecordings(), circuits)
        for _ in range(12):
            with pytest.raises(VendorError):
                recordings.fetch("RE1", 5)
        assert state(circuits, "recordings:twilio") == "closed"

    def test_opens(self, circuits: Circuits) -> None:
        inner = FakeRecordings()
        inner.stored["RE1"] = DOWN
        recordings = GuardedRecordings(inner, circuits)
        for _ in range(5):
            with suppress(VendorError):
                recordings.fetch("RE1", 5)
        assert len(inner.fetched) == 3


@pytest.mark.parametrize(("took_s", "opens"), [(1.9, False), (2.1, True)])
def test_slow_translations(circuits: Circuits, seconds: Seconds, took_s: float, opens: bool) -> None:
    class Slow(FakeTranslator):
        def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
            seconds.forward(took_s)
            return super().translate(texts, source, target, timeout_s)

    translator = GuardedTranslator(Slow(), circuits)
    for _ in range(6):
        translator.translate(["a"], "en", "he", 5)
    assert (state(circuits, "translator:fake") == "open") is opens


@pytest.mark.parametrize(
    "ask",
    [
        lambda circuits: next(GuardedModel(ScriptedModel(), circuits).stream(request())),
        lambda circuits: GuardedTranslator(FakeTranslator(name="scripted"), circuits).translate(["a"], "en", "he", 5),
    ],
)
def test_each_ability_has_its_own(circuits: Circuits, ask: Callable[[Circuits], object]) -> None:
    for name in ("model:scripted", "translator:scripted"):
        for _ in range(3):
            with suppress(VendorError), circuits.guard(name, 1):
                raise DOWN
    with pytest.raises(CircuitOpen):
        ask(circuits)
