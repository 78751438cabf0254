"""From a webhook to words: fetch the recording, is there speech, transcribe, read what rules can read."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from language.ears import inspect_recording, is_hallucination
from language.heard import read
from language.types import Heard, Language, NotAudio, Recording
from voicebot.agents.sentences import storable
from voicebot.circuits.chain import TranscriberChain
from voicebot.conversation.ports import Recordings
from voicebot.conversation.types import Input
from voicebot.errors import VendorError
from voicebot.observability.spans import span

log = structlog.get_logger()

FETCH_TIMEOUT_S = 20.0
TRANSCRIBE_TIMEOUT_S = 12.0
MAX_UTTERANCE = 2_000
"""Characters of one utterance that go on; two minutes of speech are fewer."""

RECORDING_SID = re.compile(r"RE[0-9a-fA-F]{32}")


@dataclass(frozen=True)
class Silence:
    """The caller said nothing."""


@dataclass(frozen=True)
class Unheard:
    """The caller said something and it could not be heard. `reason` is for the record, not for the caller.

    `by_vendor`: somebody else may hear better; what is malformed, nobody can hear.
    """

    reason: str
    by_vendor: bool = False


Outcome = Heard | Silence | Unheard


class Timings:
    """Milliseconds by name, for the turn's record."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._start = clock()
        self.ms: dict[str, float] = {}
        self.heard_by = ""

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Add the time the block takes to `name`."""
        started = self._clock()
        try:
            with span(name):
                yield
        finally:
            self.ms[name] = round(self.ms.get(name, 0.0) + (self._clock() - started) * 1000, 1)

    def mark(self, name: str) -> None:
        """Note how long after the start this happened, the first time."""
        self.ms.setdefault(name, round((self._clock() - self._start) * 1000, 1))

    def elapsed_s(self) -> float:
        return self._clock() - self._start


class Hearing:
    """Turns what came in by a webhook into words; never raises for what a vendor or a caller did."""

    def __init__(self, recordings: Recordings | None, transcriber: TranscriberChain | None) -> None:
        self._recordings = recordings
        self._transcriber = transcriber

    def hear(self, given: Input, language: Language, keywords: Sequence[str], timings: Timings) -> Outcome:
        """What the caller said: words or keys, silence, or that nothing could be heard."""
        if given.unusable:
            return Unheard("malformed recording sid")
        if given.recording_sid is None:
            return self._read(given.text or "", language, given.digits)
        outcome = self._listen(given.recording_sid, language, keywords, timings)
        if isinstance(outcome, str):
            return self._read(outcome, language, given.digits)
        return read("", language, given.digits) if given.digits else outcome

    def _read(self, text: str, language: Language, digits: str) -> Outcome:
        text = " ".join(storable(text).split())[:MAX_UTTERANCE]
        return read(text, language, digits) if text or digits else Silence()

    def _listen(
        self, sid: str, language: Language, keywords: Sequence[str], timings: Timings
    ) -> str | Silence | Unheard:
        if self._recordings is None or self._transcriber is None:
            return Unheard("no transcriber")
        try:
            with timings.measure("fetch"):
                recording = self._recordings.fetch(sid, FETCH_TIMEOUT_S)
            if not self._has_speech(recording, timings):
                return Silence()
            with timings.measure("transcribe"):
                said = self._transcriber.listen(recording, language, keywords, TRANSCRIBE_TIMEOUT_S)
        except NotAudio:
            return Unheard("not audio")
        except VendorError as error:
            log.warning("turn.unheard", vendor=error.vendor, operation=error.operation, reason=type(error).__name__)
            return Unheard(f"{error.vendor} {error.operation}: {type(error).__name__}", by_vendor=True)
        timings.heard_by = "; ".join((said.link, *said.failures))
        return Silence() if is_hallucination(said.text) else said.text

    def _has_speech(self, recording: Recording, timings: Timings) -> bool:
        with timings.measure("speech_detection"):
            return inspect_recording(recording.content).speech
