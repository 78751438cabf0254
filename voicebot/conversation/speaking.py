"""Sentences translated side by side and spoken in their order, while the model writes on."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

SentenceKind = Literal["fixed", "answer"]


@dataclass(frozen=True)
class Words:
    """One sentence of `agent`'s: Hebrew ("" on other calls), English, and Spanish where it is written."""

    he: str
    en: str
    agent: str = ""
    es: str = ""


Speak = Callable[[SentenceKind, Words], None]
"""Takes one sentence: its kind, and what it says."""


@dataclass(frozen=True)
class _Slot:
    """One sentence in its place: known, or just being made."""

    kind: SentenceKind
    words: Words | Future[Words]

    def ready(self) -> bool:
        return isinstance(self.words, Words) or self.words.done()


class OrderedSpeech:
    """Releases sentences to `speak` in order, each as soon as it and all before it are ready.

    A sentence whose Hebrew cannot be made stops all that come after it: `settle` raises what happened, and what
    was not released is never spoken. `taken` counts the sentences so far, `released` those of them that were spoken.
    """

    def __init__(self, threads: ThreadPoolExecutor, speak: Speak) -> None:
        self._threads = threads
        self._speak = speak
        self._slots: deque[_Slot] = deque()
        self._lock = threading.Lock()
        self._failure: BaseException | None = None
        self.taken = 0
        self.released = 0

    def say(self, kind: SentenceKind, words: Words) -> None:
        """A sentence that is ready."""
        self._add(_Slot(kind, words))
        self._release()

    def translate(self, words: Callable[[], Words]) -> None:
        """A sentence that `words` makes, on a thread of the pool."""
        making = self._threads.submit(words)
        self._add(_Slot("answer", making))
        making.add_done_callback(lambda _made: self._release())

    def settle(self) -> None:
        """Wait until every sentence is spoken. Raises what the first sentence failed with."""
        while True:
            with self._lock:
                waiting = next((each.words for each in self._slots if isinstance(each.words, Future)), None)
                failed = self._failure
            if failed is not None:
                raise failed
            if waiting is None:
                return
            waiting.exception()  # waits; a failure is kept by `_release`
            self._release()

    def abandon(self) -> None:
        """Drop what was not released."""
        with self._lock:
            self._slots.clear()

    def _add(self, slot: _Slot) -> None:
        """Raises what an earlier sentence failed with: nothing that follows it can be spoken."""
        with self._lock:
            if self._failure is not None:
                raise self._failure
            self._slots.append(slot)
            self.taken += 1

    def _release(self) -> None:
        """Speak what is ready at the front; under the lock, so that the order holds between threads."""
        with self._lock:
            while self._slots and self._slots[0].ready() and self._failure is None:
                slot = self._slots.popleft()
                try:
                    self._speak(slot.kind, slot.words if isinstance(slot.words, Words) else slot.words.result())
                    self.released += 1
                except Exception as error:
                    # Told by `settle` in the turn's own thread; here it would be lost with this one.
                    self._failure = error
                    self._slots.clear()
