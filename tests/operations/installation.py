"""An installation in production, in real processes on one database; Twilio is played by a stand-in."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from stores import Stores, build_stores, open_database
from tests.caller import Caller
from tests.jobs.waiting import until
from tests.operations.processes import FLASK, GUNICORN, environment
from tests.standins.twilio import TwilioStandIn
from tests.standins.wire import free_port
from voicebot.settings import ROOT

ACCOUNT, TOKEN = "AC" + "1" * 32, "a-token"


@dataclass
class Installation:
    """Its processes, and what tests look at: the database, Twilio, and what was logged."""

    database_url: str
    folder: Path
    twilio: TwilioStandIn
    stores: Stores
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    api_key: str = field(default_factory=lambda: uuid4().hex)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def logged(self) -> str:
        return (self.folder / "log").read_text("utf-8") if (self.folder / "log").exists() else ""

    def serve(self, **settings: str) -> subprocess.Popen[bytes]:
        """A gunicorn that answers."""
        before = self.logged.count("Serving on")
        process = self._start(*GUNICORN, **settings)
        until(lambda: self.logged.count("Serving on") > before, "gunicorn")
        return process

    def work(self, **settings: str) -> subprocess.Popen[bytes]:
        """A process for jobs alone."""
        return self._start(*FLASK, "worker", **settings)

    def caller(self) -> Caller:
        return Caller.over_http(self.url, TOKEN)

    def engine_of(self, server: subprocess.Popen[bytes]) -> int | None:
        """The web worker that runs the jobs on the embedded database: it has the engine's file open."""
        jobs = f"{self.database_url.removeprefix('sqlite:///')}-jobs"
        for worker in workers_of(server):
            opened = [each.resolve() for each in Path(f"/proc/{worker}/fd").iterdir() if each.is_symlink()]
            if Path(jobs) in opened:
                return worker
        return None

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()

    def _start(self, *command: str, **settings: str) -> subprocess.Popen[bytes]:
        given = {
            "DATABASE_URL": self.database_url,
            "PORT": str(self.port),
            "BASE_URL": self.url,
            "API_KEY": self.api_key,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_BASE_URL": self.twilio.url,
            **self.settings,
            **settings,
        }
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment(**given), stderr=log)
        self.running.append(process)
        return process


@contextmanager
def installed(database_url: str, folder: Path, **settings: str) -> Iterator[Installation]:
    """An installation on a new database, without any process yet; all of them are killed at the end."""
    database = open_database(database_url, pool_size=3)
    database.migrate()
    stores = build_stores(database, lambda: datetime.now(UTC))
    stores.members.ensure_default("Dana", "+972545550001")
    with TwilioStandIn(ACCOUNT, TOKEN) as twilio:
        here = Installation(database_url, folder, twilio, stores, settings)
        try:
            yield here
        finally:
            here.close()
            database.close()


def workers_of(server: subprocess.Popen[bytes]) -> list[int]:
    """The worker processes of a gunicorn."""
    return [int(each) for each in Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()]


def ended(process: subprocess.Popen[bytes], told: signal.Signals = signal.SIGTERM, within_s: float = 25) -> int:
    """The exit code after it was told to end."""
    process.send_signal(told)
    return process.wait(within_s)
