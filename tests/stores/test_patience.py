"""A thread that has to be done by some moment waits no longer than that, for whatever of the database."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import event, text

from stores.database import Database, open_database
from stores.errors import StoreUnavailable
from stores.patience import LEAST_S, cut, left_s, spent_s, within


class Hand:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_waits_are_cut_from_one_moment() -> None:
    clock = Hand()
    assert cut(2.5) == 2.5
    with within(4.5, clock):
        assert (cut(2.5), spent_s(), left_s()) == (2.5, 0.0, 4.5)
        clock.at += 3
        assert (cut(2.5), cut(1.0), spent_s(), left_s()) == (1.5, 1.0, 3.0, 1.5)
        clock.at += 3
        assert (cut(2.5), left_s()) == (LEAST_S, 0.0), "what is free at once can still be had"
    assert (cut(2.5), spent_s()) == (2.5, 0.0)


def test_other_threads_have_time_of_their_own() -> None:
    found: list[float] = []
    with within(0.0):
        thread = threading.Thread(target=lambda: found.append(cut(2.5)))
        thread.start()
        thread.join()
    assert found == [2.5]


@pytest.fixture
def alone(tmp_path: Path) -> Database:
    """An SQLite file of this test's own."""
    database = open_database(f"sqlite:///{tmp_path / 'own.db'}", pool_size=1)
    database.migrate()
    return database


def test_a_locked_file_is_waited_for_as_long_as_there_is_time(alone: Database, tmp_path: Path) -> None:
    """SQLite is told how long; and told again when somebody has all the time."""
    told: list[str] = []
    event.listen(alone.engine, "connect", lambda made, _entry: made.set_trace_callback(told.append))
    holder = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    clock = Hand()
    with within(0.75, clock), pytest.raises(StoreUnavailable), alone.begin():
        raise AssertionError("another writes")
    holder.execute("ROLLBACK")
    with within(0.75, clock):
        alone.ping()
    alone.ping()
    waits = [each for each in told if "busy_timeout" in each]
    assert waits[-2:] == ["PRAGMA busy_timeout = 700", "PRAGMA busy_timeout = 2000"]
    assert waits.count("PRAGMA busy_timeout = 700") == 2, "also on the connection that found the file locked"


def test_the_server_s_limit_is_cut_and_comes_back(database: Database) -> None:
    if database.dialect != "postgresql":
        pytest.skip("PostgreSQL's")

    def limit() -> str:
        with database.read() as session:
            return str(session.execute(text("SHOW statement_timeout")).scalar_one())

    usual, clock = limit(), Hand()
    with within(1.25, clock):
        assert limit() == "1200ms"
        clock.at += 5
        assert limit() == "50ms"
    assert limit() == usual == "2500ms"


def test_a_connection_is_waited_for_as_long_as_there_is_time(alone: Database) -> None:
    with alone.read() as session:
        session.execute(text("SELECT 1"))
        failed: list[bool] = []

        def ask() -> None:
            with within(0.0):
                try:
                    alone.ping()
                except StoreUnavailable:
                    failed.append(True)

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert failed, "the pool's only connection is in use"
