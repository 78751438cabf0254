"""Real databases for tests: each test that asks for `database` runs on SQLite and on PostgreSQL.

`TEST_DATABASE_URL` names a PostgreSQL server on which databases may be made and dropped. Where it cannot be
reached its tests are skipped, or fail when `CI` is "true".
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from stores.database import Database, open_database
from stores.records import Base

SERVER = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A new SQLite file's address."""
    return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'voicebot.db'}"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A new PostgreSQL database's address; dropped at the end."""
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        reason = f"no PostgreSQL server to test on: {str(error).partition(chr(10))[0]}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    name = f"voicebot_test_{uuid4().hex}"
    with server:
        server.execute(f"CREATE DATABASE {name}")
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")  # no test cuts the server's power
        try:
            yield _on_server(name)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def migrated_database(database_url: str) -> Iterator[Database]:
    """The session's database, with its tables. Tests ask for `database`."""
    database = open_database(database_url)
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def database(migrated_database: Database) -> Database:
    """A database with tables and no rows."""
    with migrated_database.begin() as session:
        for statements in _emptying(migrated_database.dialect):
            session.connection().exec_driver_sql(statements)
    return migrated_database


@cache
def _emptying(dialect: str) -> tuple[str, ...]:
    """What empties all tables: in one go where the driver takes several statements at once."""
    each = tuple(f"DELETE FROM {table.name}" for table in reversed(Base.metadata.sorted_tables))  # noqa: S608 - our own
    return ("; ".join(each),) if dialect == "postgresql" else each


@pytest.fixture
def sqlite_alone(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/app.sqlite3"


@pytest.fixture
def postgres_alone(postgres_url: str) -> Iterator[str]:
    name = f"voicebot_test_{uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            address, question, options = postgres_url.partition("?")
            yield f"{address.rpartition('/')[0]}/{name}{question}{options}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def alone(request: pytest.FixtureRequest) -> str:
    """The address of a database of this test alone, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_alone")
    return url


def become_read_only(server: psycopg.Connection[Any]) -> None:
    """The database of this connection takes no writes from now on: whoever comes back finds a standby, so to speak."""
    _set_default(server, "SET default_transaction_read_only = on")
    server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                   " AND pid <> pg_backend_pid()")  # fmt: skip


def take_writes_again(server: psycopg.Connection[Any]) -> None:
    """It does again, for connections that are made from now on."""
    _set_default(server, "RESET default_transaction_read_only")


def _set_default(server: psycopg.Connection[Any], change: str) -> None:
    server.execute(f'ALTER DATABASE "{server.info.dbname}" {change}'.encode())


def _on_server(name: str) -> str:
    """The server's address with another database's name; its user, host and options stay."""
    address, question, options = SERVER.partition("?")
    return f"{address.rpartition('/')[0]}/{name}{question}{options}"
