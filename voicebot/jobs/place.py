"""Where DBOS keeps its tables, and who may run it there."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine

from stores.engines import CONNECT_TIMEOUT_S, normalised
from stores.postgres import give_up_what_leads_astray
from voicebot.jobs.locks import AloneDuty, Duty, FileDuty, SessionDuty, held_if_free

EMBEDDED = "embedded"
ALONE = "the only web worker that runs jobs"
FEEDING = "who starts what is due"
POOL = 8
"""Connections to PostgreSQL: DBOS keeps one for LISTEN and one for a lock, we one for ours; the rest is for work."""


@dataclass(frozen=True)
class Place:
    """One process's share in a system database. `engine` is None where DBOS makes its own."""

    url: str
    executor: str
    duty: Duty
    engine: Engine | None
    prepare: Callable[[], None]

    @contextmanager
    def feeding(self) -> Iterator[bool]:
        """Whether this process may start jobs now: one does at a time."""
        if self.engine is None:
            yield True
            return
        with held_if_free(self.engine, FEEDING) as ours:
            yield ours

    def close(self) -> None:
        """Give all connections back."""
        if self.engine is not None:
            self.engine.dispose()


def place_of(database_url: str, executor: str, alone: bool = False) -> Place:
    """The system database that belongs to an app's database, without connecting to it."""
    address = normalised(database_url)
    if address.get_backend_name() == "sqlite":
        return _embedded(Path(address.database or ""))
    engine = _postgresql(address)
    shown = address.render_as_string(hide_password=False)
    duty: Duty = SessionDuty(engine, executor)
    if alone:
        duty = AloneDuty(SessionDuty(engine, ALONE), duty)
    return Place(shown, executor, duty, engine, lambda: None)


def _embedded(app: Path) -> Place:
    """A file of its own: DBOS polls and writes all the time, and must not hold up callers' writes.

    Only one process runs the engine, always under one name, so that whoever is next takes over what it left.
    """
    file = app.with_name(f"{app.name}-jobs")
    duty = FileDuty(app.with_name(f"{app.name}-jobs.lock"))
    return Place(f"sqlite:///{file}", EMBEDDED, duty, None, lambda: _switch_to_wal(file))


def _switch_to_wal(file: Path) -> None:
    """DBOS leaves the journal mode alone; without WAL its readers and writers lock each other out."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def _postgresql(address: URL) -> Engine:
    """Made by us: DBOS's own would also connect to the database `postgres`, which hosts refuse."""
    arguments: dict[str, object] = {"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "voicebot-jobs"}
    if "options" not in address.query:
        # A frozen process must not hold locks for ever; DBOS sets this itself on an engine of its own.
        arguments["options"] = "-c idle_in_transaction_session_timeout=60000"
    given = {name: value for name, value in arguments.items() if name not in address.query}
    engine = create_engine(address, connect_args=given, pool_size=POOL, max_overflow=0, pool_pre_ping=True)
    give_up_what_leads_astray(engine)
    return engine
