"""One attempt, and which are to be started."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.errors import StoreUnavailable
from stores.values import Json
from voicebot.errors import VendorUnavailable
from voicebot.jobs.handlers import Context, Handler, Writes
from voicebot.jobs.running import LOST, Attempt, Work, run, to_start


@pytest.fixture
def stores(database: Database) -> Stores:
    return build_stores(database, lambda: datetime.now(UTC))


def working(stores: Stores, **handlers: Handler) -> Work:
    return Work(handlers, Context(stores, lambda: datetime.now(UTC)))


def failing(error: Exception) -> Handler:
    def handler(payload: Json, context: Context) -> None:
        raise error

    return handler


def noting(payload: Json, context: Context) -> Writes:
    def writes() -> None:
        context.stores.tasks.add("note", payload["text"])

    return writes


def test_the_handler_gets_its_payload_and_its_writes_are_kept(stores: Stores) -> None:
    stores.jobs.add("note", "key", {"text": "hello"})
    assert run(Attempt("key", 0), working(stores, note=noting)) == "done"
    assert [task.text for task in stores.tasks.list().items] == ["hello"]
    assert stores.jobs.count("done") == 1


def test_again_it_does_nothing(stores: Stores) -> None:
    stores.jobs.add("note", "key", {"text": "hello"})
    work = working(stores, note=noting)
    assert [run(Attempt("key", 0), work) for _ in range(3)] == ["done", "nothing", "nothing"]
    assert len(stores.tasks.list().items) == 1


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (VendorUnavailable("twilio", "delete", "HTTP 500"), "VendorUnavailable: twilio delete: HTTP 500"),
        (KeyError("+972501234567"), "KeyError"),
        (RuntimeError("what the caller said"), "RuntimeError"),
    ],
)  # fmt: skip
def test_a_failure_is_kept_and_names_nobody(stores: Stores, error: Exception, told: str) -> None:
    stores.jobs.add("fail", "key", {})
    assert run(Attempt("key", 0), working(stores, fail=failing(error))) == "failed"
    job = stores.jobs.get("key")
    assert (job.last_error, job.attempts, job.done_at) == (told, 1, None)
    assert job.run_at > job.created_at + timedelta(seconds=9)


def test_a_kind_of_another_release_waits(stores: Stores) -> None:
    stores.jobs.add("unheard_of", "key", {})
    assert run(Attempt("key", 0), working(stores)) == "failed"
    assert "unheard_of" in (stores.jobs.get("key").last_error or "")


def test_without_the_database_the_lease_decides(stores: Stores) -> None:
    stores.jobs.add("fail", "key", {})
    with pytest.raises(StoreUnavailable):
        run(Attempt("key", 0), working(stores, fail=failing(StoreUnavailable("away"))))
    job = stores.jobs.get("key")
    assert job.last_error is None
    assert job.run_at > job.created_at + timedelta(minutes=4)


def test_what_nobody_asked_for_is_started(stores: Stores) -> None:
    for key in ("new", "waiting", "over"):
        stores.jobs.add("note", key, {})
    stores.jobs.add("note", "later", {}, run_at=datetime.now(UTC) + timedelta(hours=1))
    asked: list[set[str]] = []

    def ended(ids: Collection[str]) -> Mapping[str, bool]:
        asked.append(set(ids))
        return {"job:waiting:0": False, "job:over:0": True}

    assert to_start(working(stores), 50, ended) == [Attempt("new", 0)]
    assert asked == [{"job:new:0", "job:waiting:0", "job:over:0"}]
    job = stores.jobs.get("over")
    assert (job.attempts, job.last_error) == (1, LOST)
    assert Attempt("over", 1) in to_start(working(stores), 50, lambda _: {"job:waiting:0": False})


def test_with_nothing_due_nobody_is_asked(stores: Stores) -> None:
    assert to_start(working(stores), 50, failing_question) == []


def failing_question(ids: Collection[str]) -> Mapping[str, bool]:
    raise AssertionError("asked for nothing")
