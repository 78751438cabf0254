"""Vendors behind a circuit: each wrapper keeps its Protocol and its vendor's name.

A circuit is of one ability of one vendor ("model:openai", "transcriber:openai"): its parts fail one by one.
How late is slow: about ten times of what is usual (350 ms to a model's first token, 600 ms for a
transcription, 100 ms for a translation, 50 ms for a recording), and never so short that a vendor that is
five times slower than usual is given up: its answer is still worth more than the next link's.
"""

from collections.abc import Iterator, Sequence

from language.terms import Marked, ask_marked
from language.types import Language, Recording, Transcriber, Translator
from voicebot.agents.model import ChatModel, ModelEvent, ModelRequest
from voicebot.agents.structured import StructuredAnswer, StructuredModel, StructuredRequest
from voicebot.circuits.shared import Circuits
from voicebot.conversation.ports import Recordings

FIRST_EVENT_S = 4.0
TRANSLATION_S = 2.0
TRANSCRIPTION_S = 6.0
RECORDING_S = 3.0
STRUCTURED_S = 25.0

GONE = frozenset({404})
"""A recording that is not there is an answer, and no fault of the vendor's."""


class GuardedModel:
    """A ChatModel that is left alone while its circuit is open.

    What counts as slow is the time to the first event: how long the rest takes depends on what is said.
    """

    def __init__(self, inner: ChatModel, circuits: Circuits, slow_after_s: float = FIRST_EVENT_S) -> None:
        self.name = inner.name
        self._inner = inner
        self._circuits = circuits
        self._slow_after_s = slow_after_s

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        """As the model. Raises CircuitOpen, and what the model raises."""
        circuit = f"model:{self.name}"
        with self._circuits.guard(circuit, self._slow_after_s, request.timeout_s) as attempt:
            for event in self._inner.stream(request):
                attempt.answered()
                yield event


class GuardedStructured:
    """A StructuredModel behind a circuit of its own: its questions are long, and nobody on the phone waits for them."""

    def __init__(self, inner: StructuredModel, circuits: Circuits, slow_after_s: float = STRUCTURED_S) -> None:
        self.name = inner.name
        self._inner = inner
        self._circuits = circuits
        self._slow_after_s = slow_after_s

    def ask(self, request: StructuredRequest) -> StructuredAnswer:
        """As the model. Raises CircuitOpen, and what the model raises."""
        with self._circuits.guard(f"analyst:{self.name}", self._slow_after_s, request.timeout_s):
            return self._inner.ask(request)


class GuardedTranslator:
    """A Translator that is left alone while its circuit is open. A cache belongs around it, not inside."""

    def __init__(self, inner: Translator, circuits: Circuits, slow_after_s: float = TRANSLATION_S) -> None:
        self.name = inner.name
        self._inner = inner
        self._circuits = circuits
        self._slow_after_s = slow_after_s

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        """As the translator. Raises CircuitOpen, and what the translator raises."""
        with self._circuits.guard(f"translator:{self.name}", self._slow_after_s, timeout_s):
            return self._inner.translate(texts, source, target, timeout_s)

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """As the translator. Raises like `translate`."""
        with self._circuits.guard(f"translator:{self.name}", self._slow_after_s, timeout_s):
            return ask_marked(self._inner, sentences, source, target, timeout_s)


class GuardedTranscriber:
    """A Transcriber that is left alone while its circuit is open."""

    def __init__(self, inner: Transcriber, circuits: Circuits, slow_after_s: float = TRANSCRIPTION_S) -> None:
        self.name = inner.name
        self._inner = inner
        self._circuits = circuits
        self._slow_after_s = slow_after_s

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        """As the transcriber. Raises CircuitOpen, and what the transcriber raises."""
        with self._circuits.guard(f"transcriber:{self.name}", self._slow_after_s, timeout_s):
            return self._inner.transcribe(recording, language, keywords, timeout_s)


class GuardedRecordings:
    """Recordings that are left alone while their circuit is open."""

    def __init__(
        self, inner: Recordings, circuits: Circuits, name: str = "twilio", slow_after_s: float = RECORDING_S
    ) -> None:
        self.name = name
        self._inner = inner
        self._circuits = circuits
        self._slow_after_s = slow_after_s

    def fetch(self, recording_sid: str, timeout_s: float) -> Recording:
        """As the recordings. Raises CircuitOpen, and what they raise."""
        with self._circuits.guard(f"recordings:{self.name}", self._slow_after_s, timeout_s, expected=GONE):
            return self._inner.fetch(recording_sid, timeout_s)
