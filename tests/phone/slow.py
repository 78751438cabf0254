"""Vendors that answer when the test lets them."""

import threading
from collections.abc import Callable, Sequence

from language.types import Language, Recording
from tests.fakes import FakeTranscriber
from voicebot.agents.model import ModelEvent, ModelRequest

PATIENCE_S = 10


class Gate:
    """A vendor's door that the test opens."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self.reached = threading.Event()

    def pass_through(self) -> None:
        self.reached.set()
        assert self._open.wait(PATIENCE_S), "the test never opened the door"

    def open(self) -> None:
        self._open.set()


class SlowTranscriber(FakeTranscriber):
    """Waits at a door before it hears."""

    def __init__(self, gate: Gate, inner: FakeTranscriber) -> None:
        super().__init__()
        self.words = inner.words
        self._gate = gate

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        self._gate.pass_through()
        return super().transcribe(recording, language, keywords, timeout_s)


def slowly(gate: Gate, round_: list[ModelEvent]) -> Callable[[ModelRequest], list[ModelEvent]]:
    """A model's round that comes when the door is opened."""

    def answer(_request: ModelRequest) -> list[ModelEvent]:
        gate.pass_through()
        return round_

    return answer
