"""Stand-ins for what we do not own, behind our Protocols; what we own runs for real."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from language.terms import Marked, token
from language.types import Language, Recording, Untranslatable
from voicebot.agents.model import ModelEvent, ModelRequest, TextDelta
from voicebot.agents.tool import ToolCall
from voicebot.dialer.ports import CallOrder, Standing
from voicebot.errors import VendorRefused

Round = Sequence[ModelEvent] | Exception | Callable[[ModelRequest], Sequence[ModelEvent]]


def says(text: str) -> list[ModelEvent]:
    """A round in which the model writes `text`, a few characters at a time."""
    return [TextDelta(text[at : at + 7]) for at in range(0, len(text), 7)]


def calls(name: str, arguments: str = "{}", text: str = "") -> list[ModelEvent]:
    """A round in which the model asks for a tool, after some words perhaps."""
    return [*says(text), ToolCall(f"call_{name}", name, arguments)]


class ScriptedModel:
    """A ChatModel that plays its rounds in order and remembers what it was asked."""

    def __init__(self, *rounds: Round, name: str = "scripted") -> None:
        self.name = name
        self._rounds = deque(rounds)
        self.requests: list[ModelRequest] = []

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        self.requests.append(request)
        assert self._rounds, "the model was asked more often than the script foresees"
        given = self._rounds.popleft()
        if isinstance(given, Exception):
            raise given
        yield from given(request) if callable(given) else given

    def assert_complete(self) -> None:
        """Every round was played."""
        assert not self._rounds, f"{len(self._rounds)} rounds were never asked for"


class FakeTranslator:
    """Translates by a table; what it does not know is Untranslatable, or a marked Hebrew text."""

    def __init__(self, table: dict[str, str] | None = None, name: str = "fake", strict: bool = False) -> None:
        self.name = name
        self._table = table or {}
        self._strict = strict
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        self.asked.extend(texts)
        return [self._one(each, target) for each in texts]

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """The same, the marks of the terms kept."""
        self.asked.extend(each.plain for each in sentences)
        return [self._marked(each, target) for each in sentences]

    def _marked(self, sentence: Marked, target: Language) -> str:
        said = self._one(sentence.plain, target)
        if sentence.plain in self._table:
            return said
        return " ".join((said, *(token(number) for number, _ in enumerate(sentence.terms, 1))))

    def _one(self, text: str, target: Language) -> str:
        if text in self._table:
            return self._table[text]
        if self._strict:
            raise Untranslatable(text)
        return f"תרגום של משפט {len(text)}" if target == "he" else f"English of {len(text)} characters"


class BrokenTranslator:
    """A vendor that always fails."""

    def __init__(self, error: Exception, name: str = "broken") -> None:
        self.name = name
        self._error = error

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        raise self._error


class FakeRecordings:
    """Recordings by sid; an exception stands for what the vendor answers instead."""

    def __init__(self) -> None:
        self.stored: dict[str, bytes | Exception] = {}
        self.fetched: list[str] = []
        self.deleted: list[str] = []

    def fetch(self, recording_sid: str, timeout_s: float) -> Recording:
        self.fetched.append(recording_sid)
        found = self.stored.get(recording_sid)
        if found is None:
            raise VendorRefused("twilio", "fetch recording", status=404)
        if isinstance(found, Exception):
            raise found
        return Recording(found)

    def delete(self, recording_sid: str) -> None:
        self.deleted.append(recording_sid)
        self.stored.pop(recording_sid, None)


class FakeTranscriber:
    """Says for each recording what the test put there."""

    name = "fake"

    def __init__(self) -> None:
        self.words: dict[bytes, str | Exception] = {}
        self.unfixed: dict[bytes, str | Exception] = {}
        """What is heard without a fixed language, where that is something else."""
        self.languages: list[Language | None] = []
        self.keywords: list[tuple[str, ...]] = []

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        self.keywords.append(tuple(keywords))
        self.languages.append(language)
        said = self.words.get(recording.content, "")
        if language is None:
            said = self.unfixed.get(recording.content, said)
        if isinstance(said, Exception):
            raise said
        return said


class FakeTelephone:
    """Takes orders and gives out SIDs; an exception in `error` is raised instead."""

    def __init__(self) -> None:
        self.orders: list[CallOrder] = []
        self.ended: list[str] = []
        self.redirected: list[tuple[str, str]] = []
        self.standings: dict[str, Standing] = {}
        self.error: Exception | None = None

    def place(self, order: CallOrder) -> str:
        if self.error is not None:
            raise self.error
        self.orders.append(order)
        return f"CA{len(self.orders):032x}"

    def redirect(self, call_sid: str, url: str) -> None:
        if self.error is not None:
            raise self.error
        self.redirected.append((call_sid, url))

    def end(self, call_sid: str) -> None:
        self.ended.append(call_sid)

    def standing(self, call_sid: str) -> Standing | None:
        return self.standings.get(call_sid)
