"""Vendors that fail in every way, at every step of a call: it goes on or ends politely, nothing is lost or doubled."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.bench.starting import postgres, sqlite
from tests.faults.checks import broken
from tests.faults.plans import IN_A_CALL, KINDS, Injected, Kind, Plan, plans
from tests.faults.rigs import Rig, in_process, migrated, served
from tests.faults.vendors import Vendors, vendors

SHORT_STALL_S, STALL_S = 1.0, 20.0
SEED = 27003
MANY = 600
LANES = 2
CALLS, BURSTS = 36, 4
"""Of one server; then a new one, for a calendar's free times are not without end. One fault in a call leaves the
circuits closed, so that those of the next calls happen too; at the end come calls with many."""
LEAD = {"name": "Dana Levi", "phone": "054-765-4321"}


def test_forty_faults(tmp_path: Path) -> None:
    """In apps of their own, side by side: a stall must not hold up the others."""
    template = migrated(tmp_path)
    chosen = list(plans(40, 5, SEED))
    assert {kind for plan in chosen for kind in plan.values()} == set(KINDS)
    assert {place[0] for plan in chosen for place in plan} == set(IN_A_CALL)

    def play(number: int) -> tuple[list[str], list[Injected]]:
        with vendors(SHORT_STALL_S) as world, in_process(world, template, tmp_path / f"{number}.db") as rig:
            return problems(rig, chosen[number]), world.injected

    with ThreadPoolExecutor(4) as lanes:
        results = list(lanes.map(play, range(len(chosen))))
    assert [problem for found, _ in results for problem in found] == []
    assert sum(len(injected) for _, injected in results) > len(chosen) * 2, "the faults never happened"


def test_without_faults_the_call_books_a_meeting(tmp_path: Path) -> None:
    with vendors(SHORT_STALL_S) as world, in_process(world, migrated(tmp_path), tmp_path / "calm.db") as rig:
        world.begin({})
        story = rig.person.talks(rig.person.calls())
        record = rig.record(story)
        assert broken(story, record) == []
        assert record.meetings == 1
        assert [turn["heard_he"] for turn in record.turns[1:]] == story.said
        assert set(world.count) == set(IN_A_CALL)


def problems(rig: Rig, plan: Plan, timed: bool = False, **call: str) -> list[str]:
    """The promises that a call with this plan broke."""
    rig.vendors.begin(plan)
    story = rig.person.talks(rig.person.calls(**call))
    found = broken(story, rig.record(story), timed=timed)
    return [f"{dict(plan)}: {each}" for each in found]


# -- the telephone company


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_is_placed_while_the_telephone_company_fails(kind: Kind, tmp_path: Path) -> None:
    with vendors(SHORT_STALL_S) as world, in_process(world, migrated(tmp_path), tmp_path / "calls.db") as rig:
        _, lead = rig.post("/leads", {**LEAD, "consent": {"source": "form", "date": "2026-01-01"}})
        assert place(rig, kind, lead["id"]) == []


def place(rig: Rig, kind: Kind, lead_id: int, timed: bool = False) -> list[str]:
    """Place a call with this fault at the order: at most one call is made, and one that was made is held to its end."""
    rig.vendors.begin({("telephone", 1): kind})
    made = len(rig.vendors.twilio.calls)
    status, answer = rig.post("/outbound/initiate-call", {"lead_id": lead_id})
    orders = [each for each in rig.vendors.twilio.asked if each.path.endswith("/Calls.json")][-1:]
    new = list(rig.vendors.twilio.calls.values())[made:]
    found = [] if status == 201 or "error" in answer else [f"HTTP {status}: {answer}"]
    found += [f"asked {rig.vendors.count['telephone']} times"] * (kind != "429" and rig.vendors.count["telephone"] > 1)
    if not new:
        return found
    rig.vendors.begin({})
    query = dict(parse_qsl(urlsplit(dict(orders[0].form)["Url"]).query))
    story = rig.person.talks(rig.person.calls(call_sid=new[0]["sid"], call_id=f"call={query['call']}"))
    found += [f"{len(new)} calls were made"] * (len(new) > 1)
    return found + broken(story, rig.record(story), timed=timed)


# -- the long version


class Lane:
    """One server after another, and calls with faults until enough have happened in all lanes."""

    def __init__(self, number: int, enough: Callable[[list[Injected]], bool], tell: Callable[[str], None]) -> None:
        self._database = (sqlite, postgres)[number % 2]
        self._single = plans(MANY * 10, 1, SEED + number)
        self._bursts = plans(MANY * 10, 6, SEED - number)
        self._numbers = count(number * 1_000)
        self._enough = enough
        self._tell = tell
        self.found: list[str] = []
        self.injected: list[Injected] = []

    def run(self) -> None:
        while not self._enough(self.injected):
            with vendors(STALL_S) as world, _on(self._database, world) as rig:
                for kind in KINDS:
                    self._note(place(rig, kind, _new_lead(rig, kind), timed=True))
                self._calls(rig)
                self.injected += world.injected
            self._tell(f"{self._database.__name__}: {len(self.injected)} faults so far, {len(self.found)} problems")

    def _calls(self, rig: Rig) -> None:
        for number in range(CALLS + BURSTS):
            if self._enough([*self.injected, *rig.vendors.injected]):
                return
            plan = next(self._single if number < CALLS else self._bursts)
            self._note(problems(rig, plan, timed=True, from_=f"+97254765{next(self._numbers):04}"))

    def _note(self, found: list[str]) -> None:
        self.found += found
        for each in found:
            self._tell(f"{self._database.__name__}: {each[:300]}")


def _new_lead(rig: Rig, kind: Kind) -> int:
    number = KINDS.index(kind)
    body: Mapping[str, Any] = {"name": f"Lead {number}", "phone": f"054-765-430{number}"}
    _, lead = rig.post("/leads", {**body, "consent": {"source": "form", "date": "2026-01-01"}})
    return int(lead["id"])


@contextmanager
def _on(database: Callable[[], AbstractContextManager[str]], world: Vendors) -> Iterator[Rig]:
    """A server on a new database of that kind."""
    with database() as url, served(world, url) as rig:
        yield rig


@pytest.mark.slow
@pytest.mark.timeout(2_400)
def test_six_hundred_faults(tell: Callable[[str], None]) -> None:
    """Under gunicorn, on both databases: no silence above 6 s, no webhook above 5 s, nothing lost or doubled."""
    lock = threading.Lock()
    happened: Counter[int] = Counter()

    def lane(number: int) -> Lane:
        def enough(injected: list[Injected]) -> bool:
            with lock:
                happened[number] = len(injected)
                return happened.total() >= MANY

        made = Lane(number, enough, tell)
        made.run()
        return made

    with ThreadPoolExecutor(LANES) as threads:
        lanes = list(threads.map(lane, range(LANES)))
    injected = [each for made in lanes for each in made.injected]
    for vendor, times in Counter((each.vendor, each.kind) for each in injected).items():
        tell(f"{vendor[0]}, {vendor[1]}: {times}")
    assert len(injected) >= MANY
    assert [problem for made in lanes for problem in made.found] == []
