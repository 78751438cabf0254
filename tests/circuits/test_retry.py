"""One quick second try, where it can still help."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.circuits.handclock import Seconds
from tests.circuits.test_guarded import request
from tests.fakes import ScriptedModel, says
from tests.rows import each_row
from voicebot.agents.model import ModelEvent, ModelRequest
from voicebot.circuits.retry import RetryingModel, RetryingTranslator, ask_twice, may_retry
from voicebot.circuits.verdicts import CircuitOpen
from voicebot.clients.base import status_fault
from voicebot.errors import VendorError, VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

RESET = VendorUnavailable("v", "op", "ConnectionError")


@each_row(
    ("error", "expected"),
    [
        (RESET, True),
        (VendorGarbage("v", "op"), True),
        (status_fault(500).error("v", "op"), True),
        (status_fault(503, "overloaded").error("v", "op"), True),
        (status_fault(429, "rate_limit_exceeded").error("v", "op"), False),
        (status_fault(401).error("v", "op"), False),
        (VendorRefused("v", "op"), False),
        (VendorTimeout("v", "op"), False),
        (CircuitOpen("v"), False),
    ],
)
def test_which_errors(error: VendorError, expected: bool) -> None:
    assert may_retry(0.1, 5.0, error) is expected


@each_row(
    ("elapsed", "budget", "expected"),
    [
        (0.0, 5.0, True),
        (0.99, 5.0, True),
        (1.0, 5.0, False),
        (0.99, 30.0, True),
        (1.0, 30.0, False),
        (0.24, 1.0, True),
        (0.25, 1.0, False),
        (0.0, 0.5, True),
        (0.1, 0.5, False),
        (0.0, 0.4, False),
    ],
)
def test_how_quick(elapsed: float, budget: float, expected: bool) -> None:
    assert may_retry(elapsed, budget, RESET) is expected


@dataclass
class Vendor:
    """Fails as often as it is told, each answer after a while."""

    seconds: Seconds
    failures: list[VendorError]
    after_s: float = 0.1
    given: list[float] = field(default_factory=list)

    def ask(self, left_s: float) -> str:
        self.given.append(round(left_s, 3))
        self.seconds.forward(self.after_s)
        if self.failures:
            raise self.failures.pop(0)
        return "answer"


@pytest.mark.parametrize(
    ("failures", "after_s", "given"),
    [([], 0.1, [4.0]), ([RESET], 0.1, [4.0, 3.9]), ([RESET], 0.9, [4.0, 3.1])],
)
def test_asks_at_most_twice(failures: list[VendorError], after_s: float, given: list[float]) -> None:
    vendor = Vendor(Seconds(), failures, after_s)
    assert ask_twice(vendor.ask, 4.0, vendor.seconds) == "answer"
    assert vendor.given == given


@pytest.mark.parametrize(
    ("failures", "after_s", "given"),
    [([RESET, RESET], 0.1, [4.0, 3.9]), ([RESET], 1.1, [4.0]), ([VendorTimeout("v", "op")], 0.1, [4.0])],
)
def test_and_then_gives_up(failures: list[VendorError], after_s: float, given: list[float]) -> None:
    last = failures[-1]
    vendor = Vendor(Seconds(), failures, after_s)
    with pytest.raises(VendorError) as raised:
        ask_twice(vendor.ask, 4.0, vendor.seconds)
    assert (raised.value, vendor.given) == (last, given)


class TestModel:
    def test_a_second_try(self) -> None:
        inner = ScriptedModel(RESET, says("Hello."), name="groq")
        model = RetryingModel(inner, Seconds())
        assert list(model.stream(request())) == says("Hello.")
        assert (model.name, len(inner.requests)) == ("groq", 2)

    def test_not_after_its_first_word(self) -> None:
        class BreaksOff(ScriptedModel):
            def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
                self.requests.append(request)
                yield from says("Hel")
                raise RESET

        inner = BreaksOff()
        with pytest.raises(VendorUnavailable):
            list(RetryingModel(inner, Seconds()).stream(request()))
        assert len(inner.requests) == 1

    def test_within_the_same_time(self) -> None:
        seconds = Seconds()

        def late(_request: ModelRequest) -> list[ModelEvent]:
            seconds.forward(0.5)
            raise RESET

        inner = ScriptedModel(late, says("Hello."))
        list(RetryingModel(inner, seconds).stream(request(timeout_s=8)))
        assert [each.timeout_s for each in inner.requests] == [8, 7.5]


def test_translator() -> None:
    vendor = Vendor(Seconds(), [RESET])

    class Translator:
        name = "google-v2"

        def translate(self, texts: object, source: str, target: str, timeout_s: float) -> list[str]:
            return [vendor.ask(timeout_s)]

    translator = RetryingTranslator(Translator(), vendor.seconds)
    assert translator.translate(["a"], "en", "he", 4.0) == ["answer"]
    assert (translator.name, vendor.given) == ("google-v2", [4.0, 3.9])
