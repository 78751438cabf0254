"""Leases of worker processes, by the database's own clock."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from stores import Stores
from stores.driver import Driver
from stores.prepared import Prepared, Row
from stores.workers import DEAD_AFTER_S, WorkerStore
from tests.stores.conftest import HandClock
from tests.stores.racing import race

ROOT = Path(__file__).parents[2]
BEAT = """
import sys
from stores.database import open_database
from stores.workers import WorkerStore
database = open_database(sys.argv[1])
print("beating", flush=True)
for _ in range(20):
    WorkerStore(database).beat(sys.argv[2])
"""


@pytest.fixture
def workers(stores: Stores) -> WorkerStore:
    return stores.workers


def silent_for(stores: Stores, owner: str, seconds: float) -> None:
    """As if that time had passed since its last beat."""
    with stores.database.begin() as session:
        given = {"owner": owner, "seconds": seconds}
        session.execute(text("UPDATE workers SET beat_s = beat_s - :seconds WHERE owner = :owner"), given)


def test_who_never_beat_is_neither_alive_nor_dead(workers: WorkerStore) -> None:
    assert (workers.age_s("a"), workers.alive("a"), workers.dead_owners()) == (None, False, ())


def test_who_beats_is_alive(workers: WorkerStore) -> None:
    workers.beat("a")
    age = workers.age_s("a")
    assert age is not None
    assert 0 <= age < DEAD_AFTER_S
    assert workers.alive("a")
    assert not workers.alive("b")
    assert workers.dead_owners() == ()


def test_who_is_silent_for_three_seconds_is_dead(stores: Stores, workers: WorkerStore) -> None:
    for owner in "abc":
        workers.beat(owner)
    silent_for(stores, "a", 2)
    silent_for(stores, "b", 3.1)
    silent_for(stores, "c", 60)
    assert [workers.alive(owner) for owner in "abc"] == [True, False, False]
    assert workers.dead_owners() == ("b", "c")
    age = workers.age_s("c")
    assert age is not None
    assert 60 <= age < 61 + DEAD_AFTER_S


def test_one_beat_is_enough_to_live_again(stores: Stores, workers: WorkerStore) -> None:
    workers.beat("a")
    silent_for(stores, "a", 60)
    workers.beat("a")
    assert workers.alive("a")


def test_who_leaves_is_dead_at_once(workers: WorkerStore) -> None:
    workers.beat("a")
    workers.leave("a")
    workers.leave("never-seen")
    assert (workers.alive("a"), workers.dead_owners()) == (False, ("a",))


def test_who_is_long_dead_is_forgotten(stores: Stores, workers: WorkerStore) -> None:
    for owner in "abc":
        workers.beat(owner)
    silent_for(stores, "b", 100)
    silent_for(stores, "c", 4000)
    assert [workers.clean(), workers.clean()] == [1, 0]
    assert (workers.dead_owners(), workers.alive("a")) == (("b",), True)


def test_our_own_clock_plays_no_part(stores: Stores, workers: WorkerStore, clock: HandClock) -> None:
    workers.beat("a")
    clock.forward(days=1)
    assert workers.alive("a")


def test_each_question_is_one_statement(workers: WorkerStore, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    run = Driver.run

    def listen(driver: Driver, connection: Any, statement: Prepared, values: Any) -> list[Row]:
        said.append(statement.sql.split(maxsplit=1)[0])
        return run(driver, connection, statement, values)

    monkeypatch.setattr(Driver, "run", listen)
    monkeypatch.setattr(Driver, "say", pytest.fail)  # no transaction around it
    workers.beat("a")
    workers.alive("a")
    workers.dead_owners()
    workers.leave("a")
    assert said == ["INSERT", "SELECT", "SELECT", "UPDATE"]


def test_threads_and_processes_beat_side_by_side(stores: Stores, workers: WorkerStore, database_url: str) -> None:
    command = [sys.executable, "-c", BEAT, database_url, "p"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def beat(number: int) -> None:
        for _ in range(20):
            workers.beat(f"t{number % 2}")

    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "beating\n"
        race(4, beat)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.communicate()
    assert None not in {workers.age_s(owner) for owner in ("p", "t0", "t1")}
