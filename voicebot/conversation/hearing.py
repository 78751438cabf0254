"""From a webhook to words: fetch the recording, is there sound, is it speech, transcribe, read what rules can read."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from language.ears import Sound, is_hallucination, is_prompt_echo, judge
from language.heard import is_command, read
from language.script import script_of
from language.types import Heard, Language, NotAudio, Recording
from voicebot.agents.sentences import storable
from voicebot.circuits.chain import TranscriberChain, Transcript
from voicebot.conversation.ports import Recordings
from voicebot.conversation.types import Input
from voicebot.errors import VendorError
from voicebot.observability.spans import span

log = structlog.get_logger()

FETCH_S, TRANSCRIBE_S, AGAIN_S = 10.0, 10.0, 6.0
"""The most that each step may take; and none takes more than half of what is left of the turn, for those after it."""
TURN_S = 30.0
"""What all vendors of one turn may take together; meanwhile the caller hears fillers."""
MAX_UTTERANCE = 2_000
"""Characters of one utterance that go on; two minutes of speech are fewer."""

_SCRIPTS = frozenset({"hebrew", "latin", "none"})
RECORDING_SID = re.compile(r"RE[0-9a-fA-F]{32}")


REFUSALS = frozenset({"optout", "human", "wrong_number", "not_interested", "no"})


@dataclass(frozen=True)
class Silence:
    """The caller said nothing; `noise`: there was sound, and it was not speech."""

    noise: bool = False


@dataclass(frozen=True)
class Unheard:
    """The caller said something and it could not be heard. `reason` is for the record, not for the caller.

    `by_vendor`: somebody else may hear better; what is malformed, nobody can hear.
    """

    reason: str
    by_vendor: bool = False


Outcome = Heard | Silence | Unheard


Listen = Callable[[], Transcript]
"""Transcribes a recording within the time there is."""
Threads = Callable[[], Executor]
"""Where threads come from; those that keep the context of whoever hands them work."""


class Timings:
    """Milliseconds by name, for the turn's record, and what was heard by whom. For one thread at a time."""

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
            self._add(name, (self._clock() - started) * 1000)

    @contextmanager
    def computing(self, name: str) -> Iterator[None]:
        """As `measure`, and the CPU time of it, without what the thread waited, as `name`_cpu."""
        started = time.thread_time()
        try:
            with self.measure(name):
                yield
        finally:
            self._add(f"{name}_cpu", (time.thread_time() - started) * 1000)

    def apart(self) -> "Timings":
        """Timings of the same clock for another thread; `join` brings them together when it is done."""
        return Timings(self._clock)

    def join(self, other: "Timings") -> None:
        """Add what the other has measured."""
        for name, ms in other.ms.items():
            self._add(name, ms)

    def _add(self, name: str, ms: float) -> None:
        self.ms[name] = round(self.ms.get(name, 0.0) + ms, 1)

    def mark(self, name: str) -> None:
        """Note how long after the start this happened, the first time."""
        self.ms.setdefault(name, round((self._clock() - self._start) * 1000, 1))

    def elapsed_s(self) -> float:
        return self._clock() - self._start


class Hearing:
    """Turns what came in by a webhook into words; never raises for what a vendor or a caller did.

    With `threads` a recording is transcribed while the detector decides whether it is speech; without, after it.
    """

    def __init__(
        self, recordings: Recordings | None, transcriber: TranscriberChain | None, threads: Threads | None = None
    ) -> None:
        self._recordings = recordings
        self._transcriber = transcriber
        self._threads = threads

    def hear(
        self,
        given: Input,
        language: Language,
        keywords: Sequence[str],
        timings: Timings,
        remaining_s: Callable[[], float] = lambda: TURN_S,
    ) -> Outcome:
        """What the caller said: words or keys, silence, or that nothing could be heard.

        `remaining_s`: what is left of the turn's time.
        """
        if given.unusable:
            return Unheard("malformed recording sid")
        if given.recording_sid is None or is_command(given.digits):
            return self._read(given.text or "", language, given.digits)
        outcome = self._listen(given.recording_sid, language, keywords, timings, partial(_at_most, remaining_s))
        if isinstance(outcome, str):
            return self._read(outcome, language, given.digits)
        return read("", language, given.digits) if given.digits else outcome

    def _read(self, text: str, language: Language, digits: str) -> Outcome:
        text = " ".join(storable(text).split())[:MAX_UTTERANCE]
        return read(text, language, digits) if text or digits else Silence()

    def _listen(
        self, sid: str, language: Language, keywords: Sequence[str], timings: Timings, at_most: Callable[[float], float]
    ) -> str | Silence | Unheard:
        if self._recordings is None or self._transcriber is None:
            return Unheard("no transcriber")
        try:
            with timings.measure("fetch"):
                recording = self._recordings.fetch(sid, at_most(FETCH_S))
            ask = partial(self._transcriber.listen, recording, language, keywords)
            said = self._said(recording, lambda: ask(at_most(TRANSCRIBE_S)), timings)
        except NotAudio:
            return Unheard("not audio")
        except VendorError as error:
            log.warning("turn.unheard", vendor=error.vendor, operation=error.operation, reason=type(error).__name__)
            return Unheard(f"{error.vendor} {error.operation}: {type(error).__name__}", by_vendor=True)
        if isinstance(said, Silence):
            return said
        if language == "he" and is_foreign(said.text):
            again = partial(self._transcriber.listen, recording, None, ())
            said = self._unfixed(lambda: again(at_most(AGAIN_S)), said, timings)
        timings.heard_by = "; ".join((said.link, *said.failures))
        invented = is_hallucination(said.text) or is_prompt_echo(said.text, keywords)
        return Silence() if invented and not _urgent(said.text, language) else said.text

    def _unfixed(self, listen: Listen, first: Transcript, timings: Timings) -> Transcript:
        """The words transcribed once more, without a fixed language; those heard first if that brings nothing."""
        try:
            with timings.measure("transcribe_again"):
                again = listen()
        except VendorError as error:
            log.warning("turn.not_heard_again", vendor=error.vendor, reason=type(error).__name__)
            return first
        return first if is_hallucination(again.text) else again

    def _said(self, recording: Recording, listen: Listen, timings: Timings) -> Transcript | Silence:
        """Silence is never transcribed. What is transcribed beside the detector is dropped when it is noise."""
        with timings.computing("speech_detection"):
            sound = Sound.of(recording.content)
        if sound.silent or self._threads is None:
            return _no_speech(sound, timings) or _transcribe(listen, timings)
        apart = timings.apart()
        transcript = self._threads().submit(_transcribe, listen, apart)
        if nothing := _no_speech(sound, timings):
            transcript.cancel()
            return nothing
        try:
            return transcript.result()
        finally:
            timings.join(apart)


def is_foreign(text: str) -> bool:
    """Whether a Hebrew call's transcript is in another script than Hebrew or Latin, or tells of another language."""
    return script_of(text) not in _SCRIPTS or "other_language" in read(text, "he").intents


def _urgent(text: str, language: Language) -> bool:
    """Whether these words must count even if they look invented: an angry caller says the same thing five times."""
    return not REFUSALS.isdisjoint(read(text, language).intents)


def _at_most(remaining_s: Callable[[], float], seconds: float) -> float:
    return min(seconds, remaining_s() / 2)


def _no_speech(sound: Sound, timings: Timings) -> Silence | None:
    with timings.computing("speech_detection"):
        verdict = judge(sound)
    return None if verdict.speech else Silence(noise=verdict.why == "noise")


def _transcribe(listen: Listen, timings: Timings) -> Transcript:
    with timings.measure("transcribe"):
        return listen()
