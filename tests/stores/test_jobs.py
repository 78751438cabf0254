"""The outbox: written with its cause, tried until it is done or dead."""

from datetime import UTC, datetime, timedelta

import pytest

from stores import Stores
from stores.database import Database
from stores.errors import BadCursor, NotFound
from stores.jobs import INTERRUPTED, MAX_ERROR, JobStore, Retry
from stores.values import Call
from tests.stores.conftest import HandClock
from tests.stores.racing import race

RETRY = Retry(first=timedelta(seconds=10), longest=timedelta(minutes=1), attempts=3, lease=timedelta(minutes=5))


@pytest.fixture
def jobs(database: Database, clock: HandClock) -> JobStore:
    """On a clock that is moved by hand."""
    return JobStore(database, now=lambda _: clock.now, retry=RETRY)


class TestRetry:
    @pytest.mark.parametrize(
        ("attempts", "seconds"), [(1, 10), (2, 20), (3, 40), (9, 2560), (10, 3600), (29, 3600), (30, None), (99, None)]
    )
    def test_the_wait_doubles_up_to_an_hour(self, attempts: int, seconds: int | None) -> None:
        assert Retry().after(attempts) == (None if seconds is None else timedelta(seconds=seconds))

    def test_all_waits_outlast_most_of_a_day(self) -> None:
        waits = [Retry().after(attempts) for attempts in range(1, 30)]
        assert timedelta(hours=20) < sum(filter(None, waits), timedelta()) < timedelta(hours=24)


class TestAdding:
    def test_comes_back_as_added(self, jobs: JobStore, clock: HandClock) -> None:
        assert jobs.add("delete", "delete:1", {"sid": "RE1"})
        job = jobs.get("delete:1")
        assert (job.kind, job.payload, job.run_at, job.attempts) == ("delete", {"sid": "RE1"}, clock.now, 0)
        assert (job.created_at, job.done_at, job.dead_at, job.last_error) == (clock.now, None, None, None)

    def test_a_key_makes_one_job_and_the_first_stays(self, jobs: JobStore) -> None:
        jobs.add("delete", "delete:1", {"sid": "RE1"})
        assert not jobs.add("other", "delete:1", {"sid": "RE2"})
        assert jobs.get("delete:1").payload == {"sid": "RE1"}
        assert len(jobs.list().items) == 1

    def test_one_of_many_at_once_adds_it(self, jobs: JobStore) -> None:
        assert sum(race(12, lambda runner: jobs.add("kind", "key", {"runner": runner}))) == 1

    def test_is_part_of_the_transaction_that_causes_it(self, jobs: JobStore, database: Database) -> None:
        def added_and_undone() -> None:
            with database.begin():
                jobs.add("kind", "key", {})
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            added_and_undone()
        with pytest.raises(NotFound):
            jobs.get("key")
        with database.begin():
            jobs.add("kind", "key", {})
        assert jobs.get("key")

    def test_by_the_databases_own_clock(self, stores: Stores) -> None:
        before = datetime.now(UTC) - timedelta(seconds=5)
        stores.jobs.add("kind", "now", {})
        stores.jobs.add("kind", "later", {}, run_at=datetime.now(UTC) + timedelta(hours=1))
        stores.jobs.add("kind", "before", {}, run_at=datetime.now(UTC) - timedelta(hours=1))
        assert [job.key for job in stores.jobs.due()] == ["before", "now"]
        assert before < stores.jobs.get("now").run_at < before + timedelta(seconds=10)


class TestAnAttempt:
    def test_is_hidden_until_its_lease_is_over(self, jobs: JobStore, clock: HandClock) -> None:
        jobs.add("kind", "key", {})
        job = jobs.claim("key", 0)
        assert job is not None
        assert (job.attempts, job.began_at) == (1, clock.now)
        assert jobs.due() == ()
        clock.forward(minutes=5)
        assert [each.attempts for each in jobs.due()] == [1]

    def test_done_is_done(self, jobs: JobStore, clock: HandClock) -> None:
        jobs.add("kind", "key", {})
        jobs.claim("key", 0)
        assert jobs.finish("key")
        assert not jobs.finish("key")
        assert jobs.claim("key", 0) is None
        assert jobs.claim("key", 1) is None
        clock.forward(days=1)
        assert jobs.due() == ()

    def test_failed_comes_up_later_and_later_and_dies(self, jobs: JobStore, clock: HandClock) -> None:
        jobs.add("kind", "key", {})
        for attempts, wait in ((0, 10), (1, 20)):
            assert jobs.claim("key", attempts) is not None
            jobs.fail("key", attempts + 1, "HTTP 500")
            assert jobs.get("key").run_at == clock.now + timedelta(seconds=wait)
            clock.forward(seconds=wait - 1)
            assert jobs.due() == ()
            clock.forward(seconds=1)
            assert [job.key for job in jobs.due()] == ["key"]
        jobs.claim("key", 2)
        jobs.fail("key", 3, "HTTP 500" * 100)
        dead = jobs.get("key")
        assert (dead.dead_at, dead.attempts, len(dead.last_error or "")) == (clock.now, 3, MAX_ERROR)
        clock.forward(days=1)
        assert jobs.due() == ()
        assert jobs.claim("key", 3) is None

    def test_cut_off_it_counts_as_failed(self, jobs: JobStore, clock: HandClock) -> None:
        jobs.add("kind", "key", {})
        jobs.claim("key", 0)
        assert jobs.claim("key", 0) is None
        job = jobs.get("key")
        assert (job.attempts, job.last_error, job.began_at) == (1, INTERRUPTED, None)
        assert job.run_at == clock.now + RETRY.first

    def test_that_has_failed_is_not_cut_off(self, jobs: JobStore) -> None:
        jobs.add("kind", "key", {})
        jobs.claim("key", 0)
        jobs.fail("key", 1, "HTTP 500")
        assert jobs.claim("key", 0) is None
        assert jobs.get("key").last_error == "HTTP 500"

    def test_that_kills_its_process_every_time_dies_too(self, jobs: JobStore, clock: HandClock) -> None:
        jobs.add("kind", "key", {})
        for attempts in range(RETRY.attempts):
            assert jobs.claim("key", attempts) is not None
            clock.forward(minutes=5)
        assert jobs.claim("key", RETRY.attempts) is None
        assert jobs.list(state="dead").items[0].last_error == INTERRUPTED

    def test_of_the_past_or_the_future_is_not_begun(self, jobs: JobStore, clock: HandClock) -> None:
        jobs.add("kind", "key", {})
        jobs.claim("key", 0)
        clock.forward(minutes=5)
        jobs.claim("key", 1)
        for attempts in (0, 3):
            assert jobs.claim("key", attempts) is None
        assert jobs.claim("unknown", 0) is None
        assert jobs.get("key").attempts == 2

    def test_of_the_past_fails_without_effect(self, jobs: JobStore, clock: HandClock) -> None:
        jobs.add("kind", "key", {})
        jobs.claim("key", 0)
        clock.forward(minutes=5)
        running = jobs.claim("key", 1)
        jobs.fail("key", 1, "late")
        assert jobs.get("key") == running

    def test_one_of_many_at_once_begins_it(self, jobs: JobStore) -> None:
        jobs.add("kind", "key", {})
        begun = race(12, lambda _: jobs.claim("key", 0))
        assert sum(job is not None for job in begun) == 1


class TestWrites:
    def test_are_part_of_being_done(self, jobs: JobStore, stores: Stores) -> None:
        jobs.add("kind", "key", {})

        def writes() -> None:
            stores.tasks.add("note", "text")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            jobs.finish("key", writes)
        assert jobs.get("key").done_at is None
        assert stores.tasks.list().items == ()

    def test_happen_once_however_many_finish(self, jobs: JobStore, stores: Stores) -> None:
        jobs.add("kind", "key", {})

        def writes() -> None:
            stores.tasks.add("note", "text")

        assert sum(race(12, lambda _: jobs.finish("key", writes))) == 1
        assert len(stores.tasks.list().items) == 1

    def test_a_late_success_counts_also_for_the_dead(self, jobs: JobStore) -> None:
        jobs.add("kind", "key", {})
        for attempts in range(3):
            jobs.claim("key", attempts)
            jobs.fail("key", attempts + 1, "no")
        assert jobs.finish("key")
        assert (jobs.count("dead"), jobs.count("done")) == (0, 1)


class TestLooking:
    def test_by_state_and_page(self, jobs: JobStore) -> None:
        for number in range(5):
            jobs.add("kind", f"key:{number}", {})
        jobs.finish("key:0")
        for attempts in range(3):
            jobs.claim("key:1", attempts)
            jobs.fail("key:1", attempts + 1, "no")
        assert [job.key for job in jobs.list(state="done").items] == ["key:0"]
        assert [job.key for job in jobs.list(state="dead").items] == ["key:1"]
        first = jobs.list(2, state="open")
        assert [job.key for job in first.items] == ["key:4", "key:3"]
        second = jobs.list(2, first.next, state="open")
        assert ([job.key for job in second.items], second.next) == (["key:2"], None)
        assert [jobs.count(state) for state in ("open", "done", "dead")] == [3, 1, 1]
        with pytest.raises(BadCursor):
            jobs.list(after="nonsense")

    def test_the_dead_can_be_revived_for_one_attempt(self, jobs: JobStore) -> None:
        jobs.add("kind", "key", {})
        with pytest.raises(NotFound):
            jobs.revive("key")
        for attempts in range(3):
            jobs.claim("key", attempts)
            jobs.fail("key", attempts + 1, "no")
        jobs.revive("key")
        assert [job.key for job in jobs.due()] == ["key"]
        assert jobs.claim("key", 3) is not None
        jobs.fail("key", 4, "still no")
        assert jobs.count("dead") == 1

    def test_what_is_done_is_forgotten_in_time(self, jobs: JobStore, clock: HandClock) -> None:
        for key in ("old", "young", "open"):
            jobs.add("kind", key, {})
        jobs.finish("old")
        clock.forward(days=8)
        jobs.finish("young")
        assert jobs.forget(timedelta(days=7)) == 1
        assert {job.key for job in jobs.list().items} == {"young", "open"}


class TestSummaries:
    def test_the_last_one_stays(self, stores: Stores, call: Call) -> None:
        assert stores.summaries.get(call.id) is None
        for text in ("first", "second"):
            stores.summaries.save(call.id, text)
            assert stores.summaries.get(call.id) == text
