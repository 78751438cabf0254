"""Circuits: each change made by one worker, times told by the database's clock."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from stores import Stores
from stores.circuits import MAX_REASON, CircuitStore, StoredCircuit
from stores.clock import database_now
from stores.database import Database
from stores.errors import BadValue
from stores.records import CircuitRecord
from tests.stores.conftest import HandClock
from tests.stores.racing import race

ROOT = Path(__file__).parents[2]
NEW = StoredCircuit("model:openai", 0, "open", failures=1, reason="3 failures in a row", wait_s=5.0)
PROBE = """
import sys
from stores.circuits import CircuitStore, StoredCircuit
from stores.database import open_database
store = CircuitStore(open_database(sys.argv[1]))
store.all()
print("ready", flush=True)
sys.stdin.readline()
print(store.save(StoredCircuit("model:openai", 1, "half_open", 1, wait_s=20.0))[1])
"""


@pytest.fixture
def circuits(database: Database, clock: HandClock) -> CircuitStore:
    """On a clock moved by hand, which stands for the database's."""
    return CircuitStore(database, lambda _session: clock())


def record_of(database: Database) -> CircuitRecord:
    with database.read() as session:
        return session.scalars(select(CircuitRecord)).one()


def test_nothing_is_stored_of_vendors_that_work(circuits: CircuitStore) -> None:
    assert circuits.all() == ()


def test_a_circuit_opens_and_its_time_runs(circuits: CircuitStore, clock: HandClock) -> None:
    stored, won = circuits.save(NEW)
    assert (stored, won) == (replace(NEW, version=1), True)
    clock.forward(seconds=2)
    assert circuits.all() == (replace(NEW, version=1, wait_s=3.0, age_s=2.0),)
    clock.forward(seconds=4)
    assert [each.wait_s for each in circuits.all()] == [-1.0]


def test_all_of_its_life(circuits: CircuitStore, database: Database, clock: HandClock) -> None:
    began = clock.now
    circuits.save(NEW)
    assert record_of(database).open_until == began + timedelta(seconds=5)
    clock.forward(seconds=5)
    probing, _ = circuits.save(StoredCircuit(NEW.name, 1, "half_open", 1, "r", wait_s=20))
    assert (probing.state, probing.wait_s, record_of(database).open_until) == ("half_open", 20, None)
    clock.forward(seconds=1)
    circuits.save(StoredCircuit(NEW.name, 2, "open", 2, "the probe", wait_s=10))
    again = record_of(database)
    assert (again.opened_at, again.open_until, again.probe_until) == (began, clock.now + timedelta(seconds=10), None)
    clock.forward(seconds=10)
    circuits.save(StoredCircuit(NEW.name, 3, "half_open", 2, "r", wait_s=20))
    closed, _ = circuits.save(StoredCircuit(NEW.name, 4, "closed", 2))
    assert closed == StoredCircuit(NEW.name, 5, "closed", 2)
    reopened = clock.forward(hours=1)
    circuits.save(StoredCircuit(NEW.name, 5, "open", 1, "r", wait_s=5))
    assert record_of(database).opened_at == reopened


def test_who_is_late_learns_what_the_first_made(circuits: CircuitStore) -> None:
    circuits.save(NEW)
    assert circuits.save(replace(NEW, reason="mine")) == (replace(NEW, version=1), False)
    circuits.save(StoredCircuit(NEW.name, 1, "half_open", 1, wait_s=20))
    late, won = circuits.save(StoredCircuit(NEW.name, 1, "open", 2, wait_s=10))
    assert (late.state, late.version, won) == ("half_open", 2, False)


def test_a_row_that_is_gone_is_a_closed_circuit(circuits: CircuitStore) -> None:
    gone = StoredCircuit(NEW.name, 7, "half_open", 1, wait_s=20)
    assert circuits.save(gone) == (StoredCircuit(NEW.name, 0, "closed"), False)


def test_one_of_many_threads_opens_it(circuits: CircuitStore) -> None:
    saved = race(8, lambda runner: circuits.save(replace(NEW, reason=f"worker {runner}")))
    assert Counter(won for _, won in saved) == {True: 1, False: 7}
    winner = next(runner for runner, (_, won) in enumerate(saved) if won)
    assert {stored.reason for stored, _ in saved} == {f"worker {winner}"}


def test_one_of_many_threads_probes(circuits: CircuitStore) -> None:
    circuits.save(NEW)
    probe = StoredCircuit(NEW.name, 1, "half_open", 1, wait_s=20)
    saved = race(8, lambda _: circuits.save(probe))
    assert Counter(won for _, won in saved) == {True: 1, False: 7}
    assert {(stored.state, stored.version) for stored, _ in saved} == {("half_open", 2)}


@pytest.mark.slow
def test_one_of_several_processes_probes(database: Database, database_url: str) -> None:
    CircuitStore(database).save(NEW)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROBE, database_url],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=30)[0].strip() for process in processes]
    assert Counter(said) == {"True": 1, "False": 3}


def test_by_name(circuits: CircuitStore) -> None:
    for name in ("translator:google-v3", "model:openai"):
        circuits.save(replace(NEW, name=name))
    assert [each.name for each in circuits.all()] == ["model:openai", "translator:google-v3"]


def test_a_long_reason_is_cut(circuits: CircuitStore) -> None:
    assert circuits.save(replace(NEW, reason="x" * 5000))[0].reason == "x" * MAX_REASON


def test_only_states_that_there_are(circuits: CircuitStore) -> None:
    with pytest.raises(BadValue):
        circuits.save(replace(NEW, state="ajar"))  # type: ignore[arg-type]  # what the type forbids, the table does too


def test_the_databases_own_clock(stores: Stores, database: Database) -> None:
    now = database_now(database)
    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(hours=1)  # the machine of a test's database is this one
    stores.circuits.save(replace(NEW, wait_s=3600.0))
    (stored,) = stores.circuits.all()
    assert 0 < stored.wait_s <= 3600
