"""What each kind does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.values import Call, Json
from voicebot.errors import VendorRefused, VendorUnavailable
from voicebot.jobs.handlers import HANDLERS, Context, NotConfigured
from voicebot.jobs.kinds import (
    CLOSE_ORPHAN,
    CLOSE_ORPHANS,
    DELETE_RECORDING,
    DELETE_RECORDINGS,
    SUMMARISE_CALL,
    add_sweep,
)

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


class Vendor:
    """Recordings and calls; `error` is what it answers instead."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.deleted: list[str] = []
        self.ended: list[str] = []

    def delete(self, recording_sid: str) -> None:
        self.deleted.append(recording_sid)
        if self.error:
            raise self.error

    def end(self, call_sid: str) -> None:
        self.ended.append(call_sid)
        if self.error:
            raise self.error


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stores(database: Database, clock: Clock) -> Stores:
    return build_stores(database, clock)


@pytest.fixture
def opened(stores: Stores) -> Callable[[str], Call]:
    def opened(sid: str) -> Call:
        return stores.calls.open(sid, channel="turns", direction="inbound", scenario="sales", language="he")[0]

    return opened


def handle(kind: str, payload: Json, context: Context) -> None:
    """What running the job does, mark aside."""
    writes = HANDLERS[kind](payload, context)
    if writes is not None:
        with context.stores.database.begin():
            writes()


class TestDeletingARecording:
    def test_asks_for_it(self, stores: Stores, clock: Clock) -> None:
        vendor = Vendor()
        handle(DELETE_RECORDING, {"sid": "RE1"}, Context(stores, clock, recordings=vendor))
        assert vendor.deleted == ["RE1"]

    def test_one_that_is_gone_is_deleted(self, stores: Stores, clock: Clock) -> None:
        gone = Vendor(VendorRefused("twilio", "delete recording", status=404))
        handle(DELETE_RECORDING, {"sid": "RE1"}, Context(stores, clock, recordings=gone))
        assert gone.deleted == ["RE1"]

    @pytest.mark.parametrize(
        "error", [VendorRefused("twilio", "delete", status=401), VendorUnavailable("twilio", "delete")]
    )
    def test_other_answers_are_failures(self, stores: Stores, clock: Clock, error: Exception) -> None:
        with pytest.raises(type(error)):
            handle(DELETE_RECORDING, {"sid": "RE1"}, Context(stores, clock, recordings=Vendor(error)))

    def test_without_an_account_it_waits(self, stores: Stores, clock: Clock) -> None:
        with pytest.raises(NotConfigured):
            handle(DELETE_RECORDING, {"sid": "RE1"}, Context(stores, clock))

    def test_of_a_whole_call(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        call, other, vendor = opened("CA1"), opened("CA2"), Vendor()
        for number, source in enumerate(("greeting", "RE1", "silence", "RE2")):
            stores.turns.claim(call.id, number, source, "worker")
        stores.turns.claim(other.id, 1, "RE3", "worker")
        for name in ("CA1", call.id, "CA9"):
            handle(DELETE_RECORDINGS, {"call": name}, Context(stores, clock, recordings=vendor))
        assert vendor.deleted == ["RE1", "RE2"] * 2


class TestOrphans:
    def test_the_sweep_gives_each_a_job(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        old = [opened("CA1"), opened("CA2")]
        clock.now += timedelta(minutes=19)
        context = Context(stores, clock)
        handle(CLOSE_ORPHANS, {}, context)
        assert stores.jobs.list().items == ()
        opened("CA3")
        clock.now += timedelta(minutes=2)
        for _ in range(2):
            handle(CLOSE_ORPHANS, {}, context)
        assert {job.key for job in stores.jobs.list().items} == {f"close_orphan:{call.id}" for call in old}

    def test_is_ended_closed_and_summarised(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        call, vendor = opened("CA1"), Vendor()
        for _ in range(2):
            handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, telephone=vendor))
        closed = stores.calls.get(call.id)
        assert (closed.outcome, closed.ended_at) == ("orphaned", NOW)
        assert vendor.ended == ["CA1"]
        assert [job.key for job in stores.jobs.list().items] == [f"summarise_call:{call.id}"]

    def test_leaves_no_recordings(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        call = opened("CA1")
        handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, recordings=Vendor()))
        assert f"delete_recordings:{call.id}" in {job.key for job in stores.jobs.list().items}

    def test_that_cannot_be_ended_stays_open(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        call, away = opened("CA1"), Vendor(VendorUnavailable("twilio", "end call"))
        with pytest.raises(VendorUnavailable):
            handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, telephone=away))
        assert stores.calls.get(call.id).ended_at is None

    def test_that_ended_meanwhile_keeps_its_outcome(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call]
    ) -> None:
        call = opened("CA1")
        writes = HANDLERS[CLOSE_ORPHAN]({"call": call.id}, Context(stores, clock))
        stores.calls.finish(call.id, "booked")
        assert writes is not None
        writes()
        assert stores.calls.get(call.id).outcome == "booked"
        assert stores.jobs.list().items == ()

    @pytest.mark.parametrize("name", ["CA9", "no-such-id"])
    def test_that_is_unknown_needs_nothing(self, stores: Stores, clock: Clock, name: str) -> None:
        for kind in (CLOSE_ORPHAN, SUMMARISE_CALL):
            assert HANDLERS[kind]({"call": name}, Context(stores, clock)) is None

    def test_one_sweep_for_one_moment(self, stores: Stores) -> None:
        for at in (NOW, NOW, NOW + timedelta(minutes=5)):
            add_sweep(stores, at)
        assert len(stores.jobs.list().items) == 2


def test_a_summary_by_sid_and_by_id_is_one(stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
    call = opened("CA1")
    stores.calls.finish(call.id, "booked")
    for name in ("CA1", call.id):
        handle(SUMMARISE_CALL, {"call": name}, Context(stores, clock))
    assert stores.summaries.get(call.id) == "Inbound call: booked."
