"""One quick second try, where it can still help, for every ability."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import structlog

from language.terms import Marked, ask_marked
from language.types import Language, Translator
from voicebot.agents.model import ChatModel, ModelEvent, ModelRequest
from voicebot.agents.structured import StructuredAnswer, StructuredModel, StructuredRequest
from voicebot.circuits.verdicts import CircuitOpen
from voicebot.errors import VendorError, VendorGarbage, VendorUnavailable

T = TypeVar("T")
Clock = Callable[[], float]

log = structlog.get_logger()

QUICK_SHARE = 0.25
"""A failure is quick when it came before this share of the time was gone: a second try as long still fits."""

QUICK_S = 1.0
"""And within this: later the caller is better off with the next link, however large the budget is."""

LEAST_S = 0.5
"""Less time than this is no second chance: a model's first token takes 350 ms."""


def may_retry(elapsed: float, budget: float, error: VendorError) -> bool:
    """Whether the same link is worth a second try, `elapsed` seconds into a `budget` of seconds.

    Only after a connection that was lost, a 5xx or garbage: a refusal would be repeated, a time-out has used
    up the time, an open circuit stays open, and a 429 asks us to stay away.
    """
    passing = isinstance(error, VendorUnavailable | VendorGarbage) and not isinstance(error, CircuitOpen)
    if not passing or _is_429(error):
        return False
    return elapsed < min(QUICK_SHARE * budget, QUICK_S) and budget - elapsed >= LEAST_S


def ask_twice(ask: Callable[[float], T], budget_s: float, clock: Clock = time.monotonic) -> T:
    """What `ask(seconds left)` gives, at the second try if `may_retry`. Raises VendorError."""
    started = clock()
    try:
        return ask(budget_s)
    except VendorError as error:
        elapsed = clock() - started
        if not may_retry(elapsed, budget_s, error):
            raise
        _log(error)
    return ask(budget_s - elapsed)


class RetryingModel:
    """A ChatModel that is asked once more when it failed quickly, before it said anything."""

    def __init__(self, inner: ChatModel, clock: Clock = time.monotonic) -> None:
        self.name = inner.name
        self._inner = inner
        self._clock = clock

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        """As the model."""
        started, begun = self._clock(), False
        try:
            for event in self._inner.stream(request):
                begun = True
                yield event
            return
        except VendorError as error:
            elapsed = self._clock() - started
            if begun or not may_retry(elapsed, request.timeout_s, error):
                raise
            _log(error)
        yield from self._inner.stream(replace(request, timeout_s=request.timeout_s - elapsed))


class RetryingStructured:
    """A StructuredModel that is asked once more when it failed quickly."""

    def __init__(self, inner: StructuredModel, clock: Clock = time.monotonic) -> None:
        self.name = inner.name
        self._inner = inner
        self._clock = clock

    def ask(self, request: StructuredRequest) -> StructuredAnswer:
        """As the model."""
        return ask_twice(
            lambda left_s: self._inner.ask(replace(request, timeout_s=left_s)), request.timeout_s, self._clock
        )


class RetryingTranslator:
    """A Translator that is asked once more when it failed quickly."""

    def __init__(self, inner: Translator, clock: Clock = time.monotonic) -> None:
        self.name = inner.name
        self._inner = inner
        self._clock = clock

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        """As the translator."""
        return ask_twice(lambda left_s: self._inner.translate(texts, source, target, left_s), timeout_s, self._clock)

    def translate_marked(
        self, sentences: Sequence[Marked], source: Language, target: Language, timeout_s: float
    ) -> list[str]:
        """As the translator."""

        def ask(left_s: float) -> list[str]:
            return ask_marked(self._inner, sentences, source, target, left_s)

        return ask_twice(ask, timeout_s, self._clock)


def _is_429(error: VendorError) -> bool:
    """Whether the vendor said that we ask too often; the adapters put the status first in the detail."""
    return error.detail.startswith("HTTP 429")


def _log(error: VendorError) -> None:
    log.info("vendor.second_try", vendor=error.vendor, operation=error.operation, reason=type(error).__name__)
