"""Steps of a trace: who is whose parent, also through generators and threads; and nothing at all without a trace."""

from collections.abc import Generator
from contextvars import copy_context

import pytest

from voicebot.observability.spans import Attribute, Scope, note, span
from voicebot.observability.threads import ContextThreads


class Noted:
    """A span that writes down what becomes of it."""

    def __init__(self, name: str, book: list[str], path: str = "") -> None:
        self.path = f"{path}/{name}"
        self._book = book

    def child(self, name: str, attributes: dict[str, Attribute]) -> "Noted":
        return Noted(name, self._book, self.path)

    def note(self, attributes: dict[str, Attribute]) -> None:
        self._book.append(f"{self.path} {attributes}")

    def end(self, failure: str = "") -> None:
        self._book.append(f"{self.path}{' ' + failure if failure else ''}")


@pytest.fixture
def book() -> list[str]:
    """What ended, in its order."""
    return []


def root(book: list[str]) -> Scope:
    return Scope(Noted("webhook", book), root=True)


def test_outside_a_trace_nothing_happens() -> None:
    with span("transcribe", link="openai"):
        note(status=200)
    assert span("a") is span("b"), "not even an object is made"


def test_steps_are_children_of_what_is_around_them(book: list[str]) -> None:
    with root(book):
        with span("turn"), span("fetch"):
            note(status=200)
        with span("store"):
            pass
    with span("after"):
        pass
    assert book == ["/webhook/turn/fetch {'status': 200}", "/webhook/turn/fetch", "/webhook/turn", "/webhook/store",
                    "/webhook"]  # fmt: skip


def test_a_failure_is_its_class(book: list[str]) -> None:
    with pytest.raises(ValueError, match="said"), root(book), span("turn"):
        raise ValueError("what was said")
    assert book == ["/webhook/turn ValueError", "/webhook ValueError"]


def rounds() -> Generator[int, None, None]:
    with span("model"):
        yield 1
        yield 2


def test_steps_while_a_generator_waits_belong_to_its_span(book: list[str]) -> None:
    with root(book), span("agent"):
        for _ in rounds():
            with span("translate"):
                pass
        with span("store"):
            pass
    assert book == ["/webhook/agent/model/translate"] * 2 + [
        "/webhook/agent/model", "/webhook/agent/store", "/webhook/agent", "/webhook",
    ]  # fmt: skip


def test_a_generator_that_ends_inside_anothers_step_leaves_no_trace(book: list[str]) -> None:
    with root(book), span("agent"):
        making = rounds()
        next(making)
        with span("translate"):
            assert list(making) == [2]
        with span("store"):
            pass
    assert "/webhook/agent/store" in book, "the ended span is nobody's parent any more"


def test_an_abandoned_generator_ends_with_the_trace(book: list[str]) -> None:
    making = rounds()
    with root(book):
        next(making)
    with span("after"):
        pass
    copy_context().run(making.close)
    with root(book), span("turn"):
        pass
    assert book == ["/webhook", "/webhook/model", "/webhook/turn", "/webhook"]


def test_threads_carry_the_trace_and_keep_nothing_of_it(book: list[str]) -> None:
    def work() -> None:
        with span("translate"):
            pass

    with ContextThreads(1) as threads:
        with root(book):
            threads.submit(work).result()
        threads.submit(work).result()
    assert book == ["/webhook/translate", "/webhook"]
