"""An engine that cannot start: calls go on, and the duty stays free."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stores import build_stores, open_database
from voicebot.jobs.engine import Engine, run_until
from voicebot.jobs.handlers import HANDLERS, Context
from voicebot.jobs.locks import FileDuty
from voicebot.jobs.running import Work

NOBODY_THERE = "postgresql://nobody@127.0.0.1:1/nothing"


def engine_at(url: str) -> Engine:
    stores = build_stores(open_database(url), lambda: datetime.now(UTC))
    return Engine(url, "worker", Work(HANDLERS, Context(stores, lambda: datetime.now(UTC))))


@pytest.mark.parametrize("url", [NOBODY_THERE, "sqlite:////no/such/folder/app.sqlite3"])
def test_without_a_database_it_stands_by(url: str) -> None:
    engine = engine_at(url)
    assert [engine.stand_by(), engine.stand_by(), engine.running] == [False, False, False]
    engine.shutdown()


def test_a_launch_that_fails_leaves_the_duty_to_others(tmp_path: Path) -> None:
    (tmp_path / "app.sqlite3-jobs").mkdir()  # where DBOS's file should be
    engine = engine_at(f"sqlite:///{tmp_path}/app.sqlite3")
    assert not engine.stand_by()
    other = FileDuty(tmp_path / "app.sqlite3-jobs.lock")
    assert other.take()
    other.give_up()
    assert not engine.stand_by()


def test_a_process_for_jobs_alone_asks_until_it_is_stopped() -> None:
    asked: list[float] = []

    def stopped(seconds: float) -> bool:
        asked.append(seconds)
        return len(asked) == 3

    run_until(stopped, engine_at(NOBODY_THERE))
    assert asked == [1.0, 1.0, 1.0]
