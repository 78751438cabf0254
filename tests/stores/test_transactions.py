"""Prepared statements and Sessions in one transaction: what stays, and what is taken back."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import literal, select
from sqlalchemy.exc import DBAPIError

from stores import Stores
from stores.database import Database
from stores.driver import CURSOR, Driver
from stores.errors import UnknownReference
from stores.guards import Caps
from stores.values import Call
from tests.stores.racing import race

NOBODY = 4711


def test_one_sid_opened_by_many_at_once_is_one_call(opened: Callable[..., Call]) -> None:
    assert len({call.id for call in race(8, lambda _number: opened("CA1"))}) == 1


def test_a_prepared_write_goes_with_the_transaction_around_it(stores: Stores, call: Call) -> None:
    def break_off() -> None:
        with stores.database.begin():
            stores.calls.finish(call.id, "lost")
            stores.jobs.add("summary", "k", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert (stores.calls.get(call.id).outcome, stores.jobs.count("open")) == (None, 0)


def test_a_session_and_prepared_writes_see_each_other(stores: Stores) -> None:
    with stores.database.begin():
        lead = stores.leads.add("Noa Levi", "+972545550100")  # by a Session
        assert stores.leads.get(lead.id) == lead
        stores.jobs.add("summary", "k", {"lead": lead.id})
        assert [job.key for job in stores.jobs.list().items] == ["k"]  # by a Session


@pytest.mark.parametrize("joined", [False, True])
def test_a_refused_write_inside_is_taken_back_alone(
    stores: Stores, opened: Callable[..., Call], call: Call, joined: bool
) -> None:
    with stores.database.begin():
        if joined:  # a Session takes part already
            stores.tasks.add("callback", "before")
        stores.jobs.add("summary", "before", {})
        for refused in (
            lambda: opened("CA2", lead_id=NOBODY),
            lambda: stores.calls.set_lead(call.id, NOBODY),
            lambda: stores.summaries.save("nobody", "text"),
        ):
            with pytest.raises(UnknownReference):
                refused()
        stores.jobs.add("summary", "after", {})
    assert sorted(job.key for job in stores.jobs.list().items) == ["after", "before"]
    assert stores.calls.get(call.id).lead_id is None


def test_what_a_session_wrote_inside_goes_back_too(stores: Stores, call: Call) -> None:
    """The Session joins within the savepoint: what it learnt there is not so afterwards."""

    def break_off() -> None:
        with stores.database.atomic():
            stores.tasks.add("callback", "lost", key="k")
            stores.calls.finish(call.id, "lost")
            raise RuntimeError

    with stores.database.begin():
        with pytest.raises(RuntimeError):
            break_off()
        assert stores.calls.get(call.id).outcome is None
        stores.tasks.add("callback", "kept", key="k")
    assert [task.text for task in stores.tasks.list().items] == ["kept"]


def test_savepoints_within_savepoints(database: Database, stores: Stores) -> None:
    def inner() -> None:
        with database.atomic():
            stores.jobs.add("summary", "inner", {})
            raise RuntimeError

    with database.atomic(), database.atomic():
        stores.jobs.add("summary", "first", {})
        with pytest.raises(RuntimeError):
            inner()
        stores.jobs.add("summary", "last", {})
    assert [job.key for job in stores.jobs.list().items] == ["last", "first"]


def test_after_a_transaction_another_begins_anew(stores: Stores, database: Database) -> None:
    """Whatever the one before left behind: a reader's connection, a Session, a failure."""
    with database.read():
        pass
    with pytest.raises(UnknownReference), database.begin():
        stores.guards.admit("nobody", None, datetime.now(UTC), Caps())
    assert stores.jobs.add("summary", "k", {})
    assert stores.jobs.finish("k")


@pytest.fixture
def driver(database: Database) -> Driver:
    return Driver(database.engine)


def test_a_connection_keeps_its_cursor_until_a_statement_fails(driver: Driver, database: Database) -> None:
    """One that failed may be in the middle of something, which would hold up others."""
    asked = database.prepared(select(literal(1).label("one")))
    connection = driver.connect()
    try:
        assert driver.run(connection, asked, {}) == [(1,)]
        kept = connection.info[CURSOR]
        assert driver.run(connection, asked, {}) == [(1,)]
        assert connection.info[CURSOR] is kept
        with pytest.raises(DBAPIError):
            driver.say(connection, "no statement at all")
        assert CURSOR not in connection.info
        assert driver.run(connection, asked, {}) == [(1,)]
        assert connection.info[CURSOR] is not kept
    finally:
        connection.close()
