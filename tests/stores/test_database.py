"""Transactions, failures and addresses of a database."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import exc, text

from stores import Stores, build_stores
from stores.database import Database, open_database
from stores.engines import normalised
from stores.errors import (
    BadValue,
    Conflict,
    NotFound,
    SlotTaken,
    StoreError,
    StoreUnavailable,
    UnknownReference,
)
from stores.postgres import BoundedConnection
from stores.records import SuppressionRecord
from stores.values import Member
from tests.databases import become_read_only, take_writes_again
from tests.stores.conftest import HandClock
from tests.stores.racing import race


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h:5/d?sslmode=require", "postgresql+psycopg://u:p@h:5/d?sslmode=require"),
        ("postgresql://h/d", "postgresql+psycopg://h/d"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("sqlite:////var/lib/a.db", "sqlite:////var/lib/a.db"),
    ],
)
def test_addresses_get_our_driver(given: str, used: str) -> None:
    assert normalised(given).render_as_string(hide_password=False) == used


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://h/d"])
def test_addresses_of_no_use_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SQLite"):
        open_database(url)


def test_what_was_written_stays(database: Database) -> None:
    _suppress(database, "a")
    assert _hashes(database) == ["a"]


def test_an_exception_takes_everything_back(database: Database) -> None:
    def break_off() -> None:
        with database.begin() as session:
            session.add(_suppression("a"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert _hashes(database) == []


def test_reading_writes_nothing(database: Database) -> None:
    def write() -> None:
        with database.read() as session:
            session.add(_suppression("a"))
            session.flush()

    with pytest.raises(Exception, match=r"read-?\s?only"):
        write()
    assert _hashes(database) == []
    _suppress(database, "b")  # the same connections write again
    assert _hashes(database) == ["b"]


def test_a_transaction_inside_another_is_part_of_it(database: Database) -> None:
    def break_off() -> None:
        with database.begin():
            _suppress(database, "a")
            assert _hashes(database) == ["a"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_off()
    assert _hashes(database) == []


def test_what_fails_inside_is_taken_back_alone(stores: Stores, member: Member, clock: HandClock) -> None:
    stores.meetings.book(member.id, None, None, clock.now)
    with stores.database.begin():
        with pytest.raises(SlotTaken):
            stores.meetings.book(member.id, None, None, clock.now)
        with pytest.raises(UnknownReference):
            stores.tasks.add("callback", "call back", lead_id=4711)
        stores.tasks.add("callback", "call back")
    assert [task.text for task in stores.tasks.list().items] == ["call back"]


def test_transactions_of_other_threads_are_their_own(database: Database) -> None:
    def suppress(number: int) -> None:
        with database.begin():
            _suppress(database, f"{number}")
            if number % 2:
                raise SlotTaken

    def suppressed(number: int) -> bool:
        try:
            suppress(number)
        except SlotTaken:
            return False
        return True

    assert race(8, suppressed) == [True, False] * 4
    assert _hashes(database) == ["0", "2", "4", "6"]


def test_writers_wait_for_each_other(database: Database) -> None:
    """Each reads before it writes: without the lock at the start SQLite would refuse all but the first."""

    def write(number: int) -> None:
        for step in range(10):
            with database.begin() as session:
                session.execute(text("SELECT count(*) FROM suppressions")).one()
                session.add(_suppression(f"{number}-{step}"))

    race(8, write)
    assert len(_hashes(database)) == 80


def test_sqlite_is_set_up(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.read() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "cache_size")
        }
    database.close()
    usual = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 2000, "synchronous": 1}
    assert pragmas == usual | {"cache_size": -256}


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    for url in ("postgresql://postgres@127.0.0.1:1/postgres", f"sqlite:///{tmp_path}/missing/a.db"):
        database = open_database(url)  # connects to nothing yet
        for ask in (database.ping, database.migrate, database.revision):
            with pytest.raises(StoreUnavailable):
                ask()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreUnavailable):
        open_database(f"sqlite:///{tmp_path}/a.db").ping()


def test_a_connection_goes_back_without_a_wait_where_nothing_has_begun(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(postgres_url, pool_size=1)
    waits: list[BoundedConnection] = []
    wait_for_server = BoundedConnection.wait

    def noted(connection: BoundedConnection, *asked: Any, **named: Any) -> Any:
        waits.append(connection)
        return wait_for_server(connection, *asked, **named)

    used = database.engine.raw_connection()
    monkeypatch.setattr(BoundedConnection, "wait", noted)
    used.close()
    assert not waits
    begun = database.engine.raw_connection()
    begun.cursor().execute("BEGIN")
    driver = begun.driver_connection
    begun.close()
    assert isinstance(driver, BoundedConnection)
    assert driver.pgconn.transaction_status == TransactionStatus.IDLE, "what has begun is taken back"
    database.close()


def test_a_connection_cut_in_a_transaction(postgres_url: str) -> None:
    database, other = open_database(postgres_url, pool_size=1), open_database(postgres_url, pool_size=1)

    def cut_and_go_on() -> None:
        with database.begin() as ours, other.begin() as theirs:
            process = ours.execute(text("SELECT pg_backend_pid()")).scalar_one()
            theirs.execute(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process})
            ours.execute(text("SELECT 1"))

    with pytest.raises(StoreUnavailable):
        cut_and_go_on()
    database.ping()
    database.close()
    other.close()


def test_a_connection_cut_between_transactions(postgres_url: str) -> None:
    database, other = open_database(postgres_url, pool_size=1), open_database(postgres_url, pool_size=1)
    with database.read() as session:
        process = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    with other.begin() as session:
        session.execute(text("SELECT pg_terminate_backend(:process, 5000)"), {"process": process})
    database.ping()  # on a new connection, and nobody was told
    database.close()
    other.close()


@pytest.mark.parametrize("by_session", [True, False])
def test_a_server_that_takes_no_writes(postgres_alone: str, by_session: bool) -> None:
    """It is away, as one that does not answer, and what was connected meanwhile is of no use when it is back."""
    database = open_database(postgres_alone, pool_size=3)
    database.migrate()
    stores = build_stores(database, lambda: datetime(2026, 11, 22, tzinfo=UTC))

    def write(number: int) -> None:
        if by_session:
            stores.tasks.add("callback", f"{number}")
        else:
            stores.jobs.add("summary", f"{number}", {})

    write(1)
    with psycopg.connect(postgres_alone, autocommit=True) as server:
        become_read_only(server)
        for number in (2, 3, 4):
            with pytest.raises(StoreUnavailable):
                write(number)
        with pytest.raises(StoreUnavailable), database.begin():
            stores.jobs.add("summary", "5", {})
        with database.read(), database.read():  # all connections of the pool begin in these times
            assert stores.jobs.count("open") + len(stores.tasks.list().items) == 1, "it still answers"
        take_writes_again(server)
    with pytest.raises(StoreUnavailable):
        write(6)
    for number in (7, 8):  # one has found out for all
        write(number)
    with database.begin(), ThreadPoolExecutor(1) as other:
        other.submit(write, 9).result()
    assert stores.jobs.count("open") + len(stores.tasks.list().items) == 4
    database.close()


@pytest.mark.parametrize("state", ["25006", "25P03", "53100", "53300", "57P01", "57P03", "55006", "58030", "XX001"])
def test_what_says_nothing_of_the_statement_is_an_outage(postgres_url: str, state: str) -> None:
    database = open_database(postgres_url, pool_size=1)
    raising = text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
    with pytest.raises(StoreUnavailable), database.begin() as session:
        session.execute(raising)
    database.ping()
    database.close()


def test_a_mistake_of_ours_is_no_outage(postgres_url: str) -> None:
    database = open_database(postgres_url, pool_size=1)
    with pytest.raises(exc.ProgrammingError), database.begin() as session:
        session.execute(text("SELECT nothing FROM nowhere"))
    database.close()


def test_a_new_file_that_another_is_writing_to(tmp_path: Path) -> None:
    """Switching it to WAL is refused then, and tried again after the other's commit."""
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE t (x)")
    database = open_database(f"sqlite:///{tmp_path}/a.db")
    with ThreadPoolExecutor(1) as pool:
        pinging = pool.submit(database.ping)
        _, waiting = wait([pinging], timeout=0.2)  # long enough for who does not wait
        other.execute("COMMIT")
        pinging.result(timeout=10)
    assert waiting == {pinging}
    database.close()
    other.close()


def test_no_free_connection(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stores.engines.POOL_TIMEOUT_S", 0.01)
    database = open_database(sqlite_url, pool_size=1)
    with database.engine.connect(), pytest.raises(StoreUnavailable, match="pool"):
        database.ping()
    database.close()


@pytest.mark.parametrize(
    ("phone_hash", "reason", "source", "error"),
    [
        ("taken", "r", "call", Conflict),
        ("free", "r", "nobody", BadValue),
        ("free", None, "call", BadValue),
        ("free", "\ud800", "call", BadValue),
    ],
)
def test_refusals_have_names(
    database: Database, phone_hash: str, reason: str | None, source: str, error: type[StoreError]
) -> None:
    _suppress(database, "taken")
    statement = text("INSERT INTO suppressions VALUES (:hash, :reason, :source, NULL, '2026-01-01')")
    with pytest.raises(error) as refused, database.begin() as session:
        session.execute(statement, {"hash": phone_hash, "reason": reason, "source": source})
    assert type(refused.value) is error


def test_moments_come_back_in_utc(stores: Stores, member: Member) -> None:
    moment = datetime(2026, 12, 1, 10, 30, tzinfo=timezone(timedelta(hours=2)))
    meeting = stores.meetings.book(member.id, None, None, moment)
    assert stores.meetings.get(meeting.id).starts_at == moment
    assert stores.meetings.get(meeting.id).starts_at.tzinfo is UTC


def test_a_naive_moment_is_refused(stores: Stores, member: Member) -> None:
    naive = datetime(2026, 12, 1)
    with pytest.raises(Exception, match="naive"):
        stores.members.add_absence(member.id, naive, naive + timedelta(hours=1))


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**70])
def test_ids_no_row_can_have_are_not_found(stores: Stores, number: int) -> None:
    for ask in (
        stores.leads.get,
        stores.leads.delete,
        stores.members.get,
        stores.meetings.get,
        stores.tasks.done,
    ):
        with pytest.raises(NotFound):
            ask(number)


def _suppression(phone_hash: str) -> SuppressionRecord:
    now = datetime.now(UTC)
    return SuppressionRecord(phone_hash=phone_hash, reason="r", source="call", created_at=now)


def _suppress(database: Database, phone_hash: str) -> None:
    with database.begin() as session:
        session.add(_suppression(phone_hash))


def _hashes(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.execute(text("SELECT phone_hash FROM suppressions")).scalars())
