"""The jobs of a batch: side by side, and none of them at another's cost."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.errors import StoreUnavailable
from stores.values import Json
from tests.jobs.waiting import until
from voicebot.jobs.crew import Crew
from voicebot.jobs.handlers import Context, Handler
from voicebot.jobs.running import Attempt, Work


@pytest.fixture
def stores(database: Database) -> Stores:
    return build_stores(database, lambda: datetime.now(UTC))


def working(stores: Stores, **handlers: Handler) -> Work:
    return Work(handlers, Context(stores, lambda: datetime.now(UTC)))


def nothing(payload: Json, context: Context) -> None:
    """Done at once."""


def failing(payload: Json, context: Context) -> None:
    raise ZeroDivisionError


def unstorable(payload: Json, context: Context) -> None:
    raise StoreUnavailable("away")


class Slow:
    """Works until it is told to end."""

    def __init__(self) -> None:
        self.begun, self.end = threading.Event(), threading.Event()

    def __call__(self, payload: Json, context: Context) -> None:
        self.begun.set()
        assert self.end.wait(60)


def attempts(stores: Stores, *kinds: str) -> list[Attempt]:
    """One at a new job of each kind, whose key is the kind."""
    for kind in kinds:
        stores.jobs.add(kind, kind, {})
    return [Attempt(kind, 0) for kind in kinds]


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[threading.Thread]:
    """`work` going on meanwhile; it has ended after it."""
    thread = threading.Thread(target=work)
    thread.start()
    yield thread
    thread.join(60)
    assert not thread.is_alive()


def test_one_that_fails_costs_the_others_nothing(stores: Stores) -> None:
    crew = Crew(working(stores, failing=failing, unstorable=unstorable, nothing=nothing), 2)
    crew.do(attempts(stores, "failing", "unstorable", "nothing"))
    assert stores.jobs.get("nothing").done_at is not None
    assert stores.jobs.get("failing").last_error == "ZeroDivisionError"
    assert stores.jobs.get("unstorable").last_error is None  # its lease decides
    assert [stores.jobs.get(key).attempts for key in ("failing", "unstorable", "nothing")] == [1, 1, 1]
    assert crew.in_hand == 0


def test_a_slow_one_holds_up_neither_its_batch_nor_the_next(stores: Stores) -> None:
    slow = Slow()
    crew = Crew(working(stores, slow=slow, first=nothing, second=nothing), 2)
    batch = attempts(stores, "slow", "first")
    with beside(lambda: crew.do(batch)) as going_on:
        assert slow.begun.wait(60)
        until(lambda: stores.jobs.get("first").done_at is not None, "the other job of the batch")
        crew.do(attempts(stores, "second"))
        assert stores.jobs.get("second").done_at is not None
        assert going_on.is_alive()
        until(lambda: crew.in_hand == 1, "the slow one alone to be in hand")
        slow.end.set()
    assert stores.jobs.get("slow").done_at is not None


def test_at_the_end_none_is_begun_and_what_runs_may_end(stores: Stores) -> None:
    slow = Slow()
    crew = Crew(working(stores, slow=slow, next=nothing), 1)
    batch = attempts(stores, "slow", "next")
    with beside(lambda: crew.do(batch)):
        assert slow.begun.wait(60)
        crew.stop()
        slow.end.set()
    assert stores.jobs.get("slow").done_at is not None
    assert [(job.key, job.attempts) for job in stores.jobs.due()] == [("next", 0)]
