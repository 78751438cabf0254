"""One attempt, and which are to be started."""

from datetime import UTC, datetime, timedelta

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.errors import StoreUnavailable
from stores.values import Json
from voicebot.errors import VendorUnavailable
from voicebot.jobs.handlers import Context, Handler, Writes
from voicebot.jobs.running import Attempt, Work, run, to_start


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


def test_what_nobody_has_in_hand_is_started(stores: Stores) -> None:
    for key in ("first", "taken", "second", "third"):
        stores.jobs.add("note", key, {})
    stores.jobs.add("note", "later", {}, run_at=datetime.now(UTC) + timedelta(hours=1))
    due = stores.jobs.due()
    assert to_start(due, {"taken"}, 2) == [Attempt("first", 0), Attempt("second", 0)]
    assert to_start(due, {"first", "second", "taken", "third"}, 2) == []
