"""Admissions and money: decided in the database, so for all workers."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stores import Stores, build_stores
from stores.errors import StoreError, UnknownReference
from stores.guards import Caps, GuardStore, Refusal, day_of
from stores.values import Call
from tests.stores.conftest import HandClock
from tests.stores.racing import race

ROOT = Path(__file__).parents[2]
NUMBER = "hash-of-a-number"
Opened = Callable[..., Call]

# A worker process: opens its calls and asks for their admission, each in one transaction, when it is told to.
OPEN = """
import sys
from datetime import datetime
from stores import build_stores, open_database
from stores.guards import Caps
url, name, moment = sys.argv[1:]
now = datetime.fromisoformat(moment)
stores = build_stores(open_database(url), lambda: now)
stores.database.ping()
print("ready", flush=True)
sys.stdin.readline()
admitted = 0
for number in range(3):
    with stores.database.begin():
        call, _ = stores.calls.open(
            f"CA{name}{number}", channel="turns", direction="inbound", scenario="s", language="he"
        )
        admitted += stores.guards.admit(call.id, "number", now, Caps(live=4)) is None
print(admitted)
"""


@pytest.fixture
def guards(stores: Stores) -> GuardStore:
    return stores.guards


@pytest.fixture
def admit(guards: GuardStore, opened: Opened, clock: HandClock) -> Callable[..., str | None]:
    """Opens a call and asks for its admission: the cap that is reached, if one is."""

    def admit(sid: str, caps: Caps, number_hash: str | None = NUMBER) -> str | None:
        refusal = guards.admit(opened(sid).id, number_hash, clock(), caps)
        return refusal.cap if refusal else None

    return admit


Admit = Callable[..., str | None]


def test_without_caps_all_are_let_in(admit: Admit) -> None:
    assert [admit(f"CA{n}", Caps()) for n in range(5)] == [None] * 5


def test_live_calls(admit: Admit, stores: Stores) -> None:
    caps = Caps(live=2)
    assert [admit(f"CA{n}", caps, f"{n}") for n in range(3)] == [None, None, "live_calls"]
    assert stores.guards.live_calls(caps) == 2
    stores.calls.advance_status("CA0", "completed")
    assert [admit("CA4", caps), admit("CA5", caps)] == [None, "live_calls"]


def test_live_calls_of_a_number(admit: Admit, stores: Stores) -> None:
    caps = Caps(live_per_number=1)
    assert [admit("CA1", caps), admit("CA2", caps), admit("CA3", caps, "other")] == [None, "live_calls_of_number", None]
    stores.calls.finish(stores.calls.by_sid("CA1").id, "hung_up")
    assert admit("CA4", caps) is None


def test_calls_of_a_number_in_a_day(admit: Admit, stores: Stores, clock: HandClock) -> None:
    caps = Caps(calls_per_number_per_day=2)
    for sid in ("CA1", "CA2"):
        assert admit(sid, caps) is None
        stores.calls.advance_status(sid, "completed")
    assert [admit("CA3", caps), admit("CA4", caps, "other")] == ["calls_of_number_today", None]
    clock.forward(days=1)
    assert admit("CA5", caps) is None


def test_a_refused_call_takes_no_place(admit: Admit, stores: Stores) -> None:
    caps = Caps(live=1, calls_per_number_per_day=2)
    assert [admit(f"CA{n}", caps) for n in range(5)] == [None, *["live_calls"] * 4]
    stores.calls.advance_status("CA0", "completed")
    assert admit("CA5", caps) is None


def test_withheld_numbers_are_not_one_number(admit: Admit) -> None:
    caps = Caps(live=3, live_per_number=1, calls_per_number_per_day=1)
    assert [admit(f"CA{n}", caps, None) for n in range(4)] == [None, None, None, "live_calls"]


def test_money(admit: Admit, guards: GuardStore, clock: HandClock) -> None:
    caps = Caps(micro_usd_per_day=1_000_000)
    assert admit("CA1", caps) is None
    guards.spend("a", 999_999)
    assert admit("CA2", caps) is None
    guards.spend("b", 1)
    assert (guards.spent_today(), admit("CA3", caps)) == (1_000_000, "money_today")
    clock.forward(days=1)
    assert (guards.spent_today(), admit("CA4", caps)) == (0, None)


def test_what_a_call_cost(guards: GuardStore, clock: HandClock) -> None:
    for call, micro_usd in (("a", 5), ("b", 7), ("a", 10), ("a", 2**40)):
        guards.spend(call, micro_usd)
    clock.forward(days=1)
    guards.spend("a", 100)
    assert [guards.spent_on(call) for call in "abc"] == [2**40 + 115, 7, 0]
    assert guards.spent_today() == 100


def test_money_does_not_come_back(guards: GuardStore) -> None:
    with pytest.raises(ValueError, match="come back"):
        guards.spend("a", -1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 21, 59, tzinfo=UTC), 22),
        (datetime(2026, 11, 22, 22, 0, tzinfo=UTC), 23),
        (datetime(2026, 7, 22, 20, 59, tzinfo=UTC), 22),
        (datetime(2026, 7, 22, 21, 0, tzinfo=UTC), 23),
    ],
)
def test_a_day_ends_at_midnight_in_israel(moment: datetime, day: int) -> None:
    assert day_of(moment).day == day


def test_the_verdict_stays(guards: GuardStore, stores: Stores, opened: Opened, clock: HandClock) -> None:
    first, second = opened("CA1"), opened("CA2")
    caps = Caps(live=1)

    def verdicts() -> list[Refusal | None]:
        return [guards.admit(call.id, NUMBER, clock(), caps) for call in (first, second)]

    assert verdicts() == [None, Refusal("live_calls")]
    stores.calls.advance_status("CA1", "completed")  # there is a place now, but the second call was told no
    assert verdicts() == [None, Refusal("live_calls")]


def test_a_call_whose_end_nobody_told_holds_its_place_for_a_while(admit: Admit, clock: HandClock) -> None:
    caps = Caps(live=1, call_limit_s=900)
    assert admit("CA1", caps) is None
    clock.forward(seconds=899)
    assert admit("CA2", caps) == "live_calls"
    clock.forward(seconds=1)
    assert admit("CA3", caps) is None


def test_no_limit_makes_it_hold_the_place_for_ever(admit: Admit, clock: HandClock) -> None:
    caps = Caps(live=1, call_limit_s=10**6)
    assert admit("CA1", caps) is None
    clock.forward(hours=4)
    assert admit("CA2", caps) is None


def test_an_unknown_call(guards: GuardStore, clock: HandClock) -> None:
    with pytest.raises(UnknownReference):
        guards.admit("nobody", NUMBER, clock(), Caps())


def test_what_is_taken_back_takes_no_place(stores: Stores, opened: Opened, admit: Admit, clock: HandClock) -> None:
    caps = Caps(live=1, calls_per_number_per_day=1)

    def fail_after_admission() -> None:
        with stores.database.begin():
            assert stores.guards.admit(opened("CA1").id, NUMBER, clock(), caps) is None
            raise StoreError

    with pytest.raises(StoreError):
        fail_after_admission()
    assert admit("CA2", caps) is None


def test_a_merged_call_counts_once(stores: Stores, guards: GuardStore, opened: Opened, clock: HandClock) -> None:
    """A webhook opened a row under the SID before the placed call had learnt it; both were let in."""
    lead = stores.leads.add("Noa Levi", "+972545550100")
    numbers = {"from_number": "+97231234567", "to_number": lead.phone}
    placed = stores.calls.place(lead.id, channel="turns", scenario="sales", language="he", **numbers)
    for call in (placed, opened("CA1")):
        guards.admit(call.id, NUMBER, clock(), Caps())
    assert guards.live_calls(Caps()) == 2
    stores.calls.adopt(placed.id, "CA1")
    assert guards.live_calls(Caps()) == 1


def test_threads_race_for_the_last_places(stores: Stores, opened: Opened, clock: HandClock) -> None:
    def open_and_ask(number: int) -> bool:
        with stores.database.begin():
            return stores.guards.admit(opened(f"CA{number}").id, f"{number}", clock(), Caps(live=3)) is None

    assert sum(race(8, open_and_ask)) == 3
    assert stores.guards.live_calls(Caps()) == 3


def test_one_number_races_for_its_only_place(stores: Stores, opened: Opened, clock: HandClock) -> None:
    caps = Caps(live_per_number=1, calls_per_number_per_day=1)

    def open_and_ask(number: int) -> Refusal | None:
        with stores.database.begin():
            return stores.guards.admit(opened(f"CA{number}").id, NUMBER, clock(), caps)

    assert race(8, open_and_ask).count(None) == 1


def test_one_call_asked_by_many_workers_has_one_verdict(stores: Stores, opened: Opened, clock: HandClock) -> None:
    def open_and_ask(_: int) -> Refusal | None:
        with stores.database.begin():
            return stores.guards.admit(opened("CA1").id, NUMBER, clock(), Caps(live=1, calls_per_number_per_day=1))

    assert race(8, open_and_ask) == [None] * 8


@contextmanager
def processes(database_url: str, now: datetime) -> Iterator[list["subprocess.Popen[str]"]]:
    """Three worker processes that wait for a word; none is left over."""
    commands = [[sys.executable, "-c", OPEN, database_url, name, now.isoformat()] for name in "abc"]
    pipe = subprocess.PIPE
    started = [subprocess.Popen(each, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) for each in commands]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate()


@pytest.mark.soak_on("postgres")
def test_processes_race_for_the_last_places(stores: Stores, database_url: str, clock: HandClock) -> None:
    with processes(database_url, clock()) as workers:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        assert sum(int(worker.communicate(timeout=60)[0]) for worker in workers) == 4
    assert stores.guards.live_calls(Caps()) == 4


def test_money_of_many_threads_adds_up(guards: GuardStore) -> None:
    def spend(number: int) -> None:
        for _ in range(10):
            guards.spend(f"{number % 2}", 3)

    race(8, spend)
    assert (guards.spent_today(), guards.spent_on("0"), guards.spent_on("1")) == (240, 120, 120)


def test_yesterdays_numbers_are_forgotten(guards: GuardStore, admit: Admit, clock: HandClock) -> None:
    admit("CA1", Caps())
    clock.forward(days=1)
    admit("CA2", Caps())
    assert guards.clean(clock()) == 0
    clock.forward(days=1)
    assert [guards.clean(clock()), guards.clean(clock())] == [1, 0]


def test_calls_that_outlived_their_limit(stores: Stores, opened: Opened, clock: HandClock) -> None:
    for sid in ("CA1", "CA2", "CA3", "CA4"):
        opened(sid)
    stores.calls.open(None, channel="text", direction="text", scenario="s", language="he")
    stores.calls.advance_status("CA2", "completed")
    began = clock()
    clock.forward(seconds=600)
    stores.calls.advance_status("CA3", "in-progress")
    answered = clock()
    clock.forward(seconds=301)

    def late(limit_s: float, limit: int = 100) -> list[tuple[str | None, datetime]]:
        return [(call.sid, call.since) for call in stores.guards.outlived(clock(), limit_s, limit)]

    assert sorted(late(900)) == [("CA1", began), ("CA4", began)]
    assert len(late(900, limit=1)) == 1
    clock.forward(seconds=600)
    assert late(900)[-1] == ("CA3", answered)
    assert late(901 + 600) == []


def test_each_worker_sees_the_others_calls(stores: Stores, admit: Admit, clock: HandClock) -> None:
    admit("CA1", Caps())
    elsewhere = build_stores(stores.database, lambda: clock() + timedelta(seconds=1))
    assert elsewhere.guards.live_calls(Caps()) == 1
