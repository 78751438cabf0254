"""A telephone company, and processes that run jobs."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stores import Stores, build_stores, open_database
from tests.jobs.waiting import PATIENCE_S, until
from tests.jobs.worker import ACCOUNT, TOKEN, Orders
from tests.standins.twilio import TwilioStandIn

ROOT = Path(__file__).parents[2]
KILLED = -9


@pytest.fixture
def twilio() -> Iterator[TwilioStandIn]:
    with TwilioStandIn(ACCOUNT, TOKEN) as standin:
        yield standin


@dataclass
class Office:
    """Where jobs are done: a database, and processes that come and go."""

    stores: Stores
    orders: Orders
    twilio: TwilioStandIn
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, executor: str, *die: str) -> subprocess.Popen[bytes]:
        """One process that runs jobs, and dies at these stages."""
        orders = replace(self.orders, executor=executor, die=(*self.orders.die, *die))
        command = [sys.executable, "-m", "tests.jobs.worker", orders.written()]
        self.processes.append(subprocess.Popen(command, cwd=ROOT))
        return self.processes[-1]

    def work_through(self, *die: str) -> None:
        """Start processes, one when the last has died, until one died at each of these stages and all is done."""
        process, deaths = self.start("first", *die), 0

        def over() -> bool:
            nonlocal process, deaths
            if process.poll() == KILLED:
                deaths += 1
                process = self.start(f"next {deaths}", *die)
            assert process.poll() is None, "it ended of its own accord"
            all_died = all(self.orders.marker(f"died {stage}").exists() for stage in die)
            return all_died and not self.stores.jobs.count("open")

        until(over, "a death at each stage and all jobs to be done", PATIENCE_S * (1 + len(die) / 6))

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def runs(self, executor: str) -> bool:
        return self.orders.marker(f"running {executor}").exists()

    def deletions(self, sid: str) -> int:
        """How often the telephone company was asked to delete a recording."""
        return sum(asked.method == "DELETE" and sid in asked.path for asked in self.twilio.asked)


@pytest.fixture
def office_at(twilio: TwilioStandIn, tmp_path: Path) -> Iterator[Callable[[str], Office]]:
    with ExitStack() as after:

        def open_office(url: str) -> Office:
            database = open_database(url, pool_size=3)
            after.callback(database.close)
            database.migrate()
            stores = build_stores(database, lambda: datetime.now(UTC))
            office = Office(stores, Orders(url, twilio.url, "", str(tmp_path)), twilio)
            after.callback(office.close)
            return office

        yield open_office


@pytest.fixture
def office(office_at: Callable[[str], Office], alone: str) -> Office:
    """One on each kind of database."""
    return office_at(alone)
