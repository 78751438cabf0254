"""What each kind does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.values import Call, Json
from voicebot.dialer.ports import Standing
from voicebot.errors import VendorRefused, VendorUnavailable
from voicebot.guards.endings import CallLimits
from voicebot.jobs.handlers import HANDLERS, Context, NotConfigured, NotYet
from voicebot.jobs.kinds import (
    CLOSE_ORPHAN,
    CLOSE_ORPHANS,
    DELETE_RECORDING,
    DELETE_RECORDINGS,
    END_CALL,
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
        self.standings: dict[str, Standing] = {}

    def delete(self, recording_sid: str) -> None:
        self.deleted.append(recording_sid)
        if self.error:
            raise self.error

    def end(self, call_sid: str) -> None:
        self.ended.append(call_sid)
        if self.error:
            raise self.error

    def standing(self, call_sid: str) -> Standing | None:
        if self.error:
            raise self.error
        return self.standings.get(call_sid)


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
        clock.now += timedelta(minutes=2)
        for name in ("CA1", call.id, "CA9"):
            handle(DELETE_RECORDINGS, {"call": name}, Context(stores, clock, recordings=vendor))
        assert vendor.deleted == ["RE1", "RE2"] * 2

    @pytest.mark.parametrize("kind", [DELETE_RECORDING, DELETE_RECORDINGS])
    def test_not_while_it_may_still_be_fetched(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call], kind: str
    ) -> None:
        call, vendor = opened("CA1"), Vendor()
        epoch = stores.turns.claim(call.id, 1, "RE1", "worker").turn.epoch
        payload = {"call": "CA1", "sid": "RE1"}
        with pytest.raises(NotYet):
            handle(kind, payload, Context(stores, clock, recordings=vendor))
        assert vendor.deleted == []
        stores.turns.finish(call.id, 1, epoch, agent="sales", model="rules", ending={"kind": "listen"})
        handle(kind, payload, Context(stores, clock, recordings=vendor))
        assert vendor.deleted == ["RE1"]

    def test_a_process_that_ends_leaves_the_rest(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call]
    ) -> None:
        call, vendor = opened("CA1"), Vendor()
        for number in (1, 2):
            stores.turns.claim(call.id, number, f"RE{number}", "worker")
        clock.now += timedelta(minutes=2)
        context = Context(stores, clock, recordings=vendor, stopping=lambda: bool(vendor.deleted))
        with pytest.raises(NotYet):
            handle(DELETE_RECORDINGS, {"call": call.id}, context)
        assert vendor.deleted == ["RE1"]


class TestCallsBeyondTheirLimit:
    def test_are_hung_up_and_then_closed(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        old = [opened("CA1"), opened("CA2")]
        context = Context(stores, clock)
        clock.now += timedelta(minutes=15, seconds=60)
        handle(CLOSE_ORPHANS, {}, context)
        assert stores.jobs.list().items == ()
        opened("CA3")
        clock.now += timedelta(seconds=1)
        for _ in range(2):
            handle(CLOSE_ORPHANS, {}, context)
        hung_up = {f"end_call:{call.id}" for call in old}
        assert {job.key for job in stores.jobs.list().items} == hung_up
        clock.now += timedelta(minutes=2)
        handle(CLOSE_ORPHANS, {}, context)
        assert {job.key for job in stores.jobs.list().items} == hung_up | {f"close_orphan:{call.id}" for call in old}

    def test_by_the_limit_of_their_scenario(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        call = opened("CA1")
        long, _ = stores.calls.open("CA2", channel="turns", direction="inbound", scenario="long", language="he")
        limits = {"sales": CallLimits(call_s=300), "long": CallLimits(call_s=3000)}
        clock.now += timedelta(seconds=361)
        context = Context(stores, clock, limits=lambda name: limits[name], shortest_s=300)
        handle(CLOSE_ORPHANS, {}, context)
        assert [job.key for job in stores.jobs.list().items] == [f"end_call:{call.id}"]
        clock.now += timedelta(seconds=2700)
        handle(CLOSE_ORPHANS, {}, context)
        assert f"end_call:{long.id}" in {job.key for job in stores.jobs.list().items}

    def test_not_those_who_talk_with_a_person(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call]
    ) -> None:
        call = opened("CA1")
        epoch = stores.turns.claim(call.id, 1, "text", "worker").turn.epoch
        stores.turns.finish(call.id, 1, epoch, agent="sales", model="rules", ending={"kind": "dial", "number": "+97"})
        clock.now += timedelta(hours=1)
        handle(CLOSE_ORPHANS, {}, Context(stores, clock))
        assert stores.jobs.list().items == ()

    def test_is_hung_up(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        call, vendor = opened("CA1"), Vendor()
        handle(END_CALL, {"call": call.id}, Context(stores, clock, telephone=vendor))
        assert vendor.ended == ["CA1"]
        assert stores.calls.get(call.id).ended_at is None  # the telephone company tells us of the end

    def test_nobody_is_hung_up_twice_or_without_a_telephone(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call]
    ) -> None:
        call, vendor = opened("CA1"), Vendor()
        handle(END_CALL, {"call": call.id}, Context(stores, clock))
        stores.calls.finish(call.id, "booked")
        handle(END_CALL, {"call": call.id}, Context(stores, clock, telephone=vendor))
        assert vendor.ended == []


class TestOrphans:
    def test_unknown_to_the_telephone_company(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call]
    ) -> None:
        call, vendor = opened("CA1"), Vendor()
        for _ in range(2):
            handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, telephone=vendor))
        closed = stores.calls.get(call.id)
        assert (closed.outcome, closed.ended_at) == ("orphaned", NOW)
        assert [job.key for job in stores.jobs.list().items] == [f"summarise_call:{call.id}"]

    @pytest.mark.parametrize(
        ("status", "state", "outcome"),
        [("completed", {"done": ["booked"]}, "booked"), ("completed", {}, "hung_up"), ("busy", {}, "busy")],
    )
    def test_is_closed_as_if_the_last_status_had_come(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call], status: str, state: Json, outcome: str
    ) -> None:
        call, vendor = opened("CA1"), Vendor()
        stores.calls.save_state(call.id, state, 0)
        ended = NOW + timedelta(minutes=3)
        vendor.standings["CA1"] = Standing(status, 180, ended)
        clock.now += timedelta(minutes=30)
        handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, telephone=vendor))
        closed = stores.calls.get(call.id)
        assert (closed.status, closed.outcome, closed.duration_s, closed.ended_at) == (status, outcome, 180, ended)
        assert vendor.ended == []

    def test_that_lives_is_ended(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        call, vendor = opened("CA1"), Vendor()
        vendor.standings["CA1"] = Standing("in-progress")
        handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, telephone=vendor))
        assert vendor.ended == ["CA1"]
        assert stores.calls.get(call.id).outcome == "orphaned"

    def test_leaves_no_recordings(self, stores: Stores, clock: Clock, opened: Callable[[str], Call]) -> None:
        call = opened("CA1")
        handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, recordings=Vendor()))
        assert f"delete_recordings:{call.id}" in {job.key for job in stores.jobs.list().items}

    def test_that_cannot_be_asked_about_now_stays_open(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call]
    ) -> None:
        call, away = opened("CA1"), Vendor(VendorUnavailable("twilio", "look up call"))
        with pytest.raises(VendorUnavailable):
            handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, telephone=away))
        assert stores.calls.get(call.id).ended_at is None

    @pytest.mark.parametrize("error", [VendorRefused("twilio", "look up call", status=401), ValueError("no SID")])
    def test_that_can_never_be_asked_about_is_closed(
        self, stores: Stores, clock: Clock, opened: Callable[[str], Call], error: Exception
    ) -> None:
        call = opened("CA1")
        handle(CLOSE_ORPHAN, {"call": call.id}, Context(stores, clock, telephone=Vendor(error)))
        assert stores.calls.get(call.id).outcome == "orphaned"

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
