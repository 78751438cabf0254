"""Who runs jobs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from stores.engines import normalised
from voicebot.jobs.locks import AloneDuty, FileDuty, SessionDuty, held_if_free, lock_key
from voicebot.jobs.place import place_of

END_HOLDERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    engine = create_engine(normalised(postgres_url), pool_size=5)
    yield engine
    engine.dispose()


def test_a_file_is_one_holders(tmp_path: Path) -> None:
    first, second = FileDuty(tmp_path / "lock"), FileDuty(tmp_path / "lock")
    assert [first.take(), first.take(), second.take()] == [True, True, False]
    second.give_up()
    assert not second.take()
    first.give_up()
    assert second.take()
    assert not first.take()


def test_a_session_shows_that_its_process_lives(engine: Engine) -> None:
    duty = SessionDuty(engine, "worker 1")
    assert [duty.take(), duty.take()] == [True, True]
    for executor, dead in (("worker 1", False), ("worker 2", True)):
        with held_if_free(engine, executor) as found:
            assert found is dead
    duty.give_up()
    with held_if_free(engine, "worker 1") as found:
        assert found


def test_one_is_alone_at_a_time_and_known_to_live(engine: Engine) -> None:
    def duty(name: str) -> AloneDuty:
        return AloneDuty(SessionDuty(engine, "alone"), SessionDuty(engine, name))

    first, second = duty("worker 1"), duty("worker 2")
    assert [first.take(), first.take(), second.take()] == [True, True, False]
    for executor, dead in (("worker 1", False), ("worker 2", True)):
        with held_if_free(engine, executor) as found:
            assert found is dead
    first.give_up()
    assert [second.take(), first.take()] == [True, False]
    second.give_up()


def test_one_process_at_a_time_starts_what_is_due(postgres_url: str, tmp_path: Path) -> None:
    first, second = place_of(postgres_url, "worker 1"), place_of(postgres_url, "worker 2")
    with first.feeding() as ours, second.feeding() as theirs:
        assert (ours, theirs) == (True, False)
    with second.feeding() as theirs:
        assert theirs
    for place in (first, second):
        place.close()
    with place_of(f"sqlite:///{tmp_path}/app.sqlite3", "the only one").feeding() as ours:
        assert ours


def test_who_is_alone_no_more_is_still_known_to_live(engine: Engine) -> None:
    alone = SessionDuty(engine, "alone")
    first = AloneDuty(alone, SessionDuty(engine, "worker 1"))
    assert first.take()
    alone.give_up()  # as with its connection
    another = SessionDuty(engine, "alone")
    assert another.take()
    assert not first.take()
    with held_if_free(engine, "worker 1") as dead:
        assert not dead
    for duty in (another, first):
        duty.give_up()


def test_one_looks_after_the_dead_at_a_time(engine: Engine) -> None:
    with held_if_free(engine, "worker 1") as first:
        with held_if_free(engine, "worker 1") as second:
            assert (first, second) == (True, False)
        assert not SessionDuty(engine, "worker 1").take()
    duty = SessionDuty(engine, "worker 1")
    assert duty.take()
    duty.give_up()


def test_a_lock_that_was_lost_is_taken_again(engine: Engine) -> None:
    duty = SessionDuty(engine, "worker 1")
    assert duty.take()
    with engine.connect() as connection:
        connection.execute(text(END_HOLDERS))
    assert not duty.take()
    assert duty.take()
    with held_if_free(engine, "worker 1") as dead:
        assert not dead
    duty.give_up()


def test_keys_differ_and_fit() -> None:
    keys = {lock_key(f"worker {number}") for number in range(1000)}
    assert len(keys) == 1000
    assert all(-(2**63) <= key < 2**63 for key in keys)
