"""The app under gunicorn with a stand-in for OpenAI Realtime, and telephones that call it."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from stores import Stores, build_stores, open_database
from tests.jobs.waiting import until
from tests.operations.processes import APP, FLASK, environment, serving
from tests.realtime.served.logged import logged
from tests.realtime.served.waits import HELD, IMPATIENT, Waits
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import RealtimeStandIn
from tests.standins.wire import free_port
from voicebot.development import development_token
from voicebot.services import utc_now
from voicebot.settings import ROOT


@dataclass
class Served:
    """A running app."""

    process: "subprocess.Popen[str]"
    base_url: str
    stores: Stores
    openai: RealtimeStandIn
    token: str = ""

    def phone(self, **options: object) -> MediaPhone:
        return MediaPhone(self.base_url, self.token or development_token(), **options)  # type: ignore[arg-type]  # of many kinds

    def held(self) -> dict[str, Any]:
        """What its only worker holds; of an app with waits of its own."""
        answer = requests.get(self.base_url + HELD, timeout=30)
        assert answer.status_code == 200
        held: dict[str, Any] = answer.json()
        return held

    def workers(self) -> list[int]:
        """The process ids of gunicorn's workers."""
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(each) for each in found.stdout.split()]

    def kill_workers(self) -> None:
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)


@contextmanager
def served(
    openai: RealtimeStandIn, folder: Path, workers: int = 2, waits: Waits | None = None, **settings: str
) -> Iterator[Served]:
    """The app with this stand-in."""
    port = free_port()
    given = settings_for(openai, folder, port) | {"WEB_CONCURRENCY": str(workers)} | settings
    app = (IMPATIENT, waits.settings()) if waits else (APP, {})
    with logged() as log, serving(app[0], **(given | app[1])) as (process, _printed), stores_in(folder) as stores:
        log.follow(process)
        running = Served(process, f"http://127.0.0.1:{port}", stores, openai, given.get("TWILIO_AUTH_TOKEN", ""))
        if waits:  # what a call leaves is counted, so none begins before the worker has settled its heap
            until(lambda: bool(running.held()["warm"]), "the worker to be warm")
        yield running


@contextmanager
def developed(openai: RealtimeStandIn, folder: Path) -> Iterator[Served]:
    """The same under the development server."""
    port = free_port()
    command = [sys.executable, "-m", *FLASK, "run", "--port", str(port)]
    given = environment(**settings_for(openai, folder, port))
    with (
        logged() as log,
        subprocess.Popen(command, cwd=ROOT, env=given, stderr=subprocess.PIPE, text=True) as process,
    ):
        try:
            assert process.stderr
            assert any("Running on" in line for line in process.stderr)
            log.follow(process)
            with stores_in(folder) as stores:
                yield Served(process, f"http://127.0.0.1:{port}", stores, openai)
        finally:
            process.kill()


def settings_for(openai: RealtimeStandIn, folder: Path, port: int) -> dict[str, str]:
    """Its language model is the rules, so that only the voice comes from a vendor."""
    return {
        "PORT": str(port),
        "DATABASE_URL": _database_url(folder),
        "OPENAI_API_KEY": "sk-for-tests",
        "OPENAI_BASE_URL": openai.base_url,
        "MODEL_CHAIN": "rules",
        "TRANSLATOR_CHAIN": "phrasebook",
        "TRANSCRIBER_CHAIN": "gather",
        "LOG_LEVEL": "INFO",
    }


def _database_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'voice.db'}"


@contextmanager
def stores_in(folder: Path) -> Iterator[Stores]:
    """What the app has stored."""
    database = open_database(_database_url(folder))
    try:
        yield build_stores(database, utc_now)
    finally:
        database.close()


def run(story: Callable[[], Awaitable[None]], timeout_s: float = 90.0) -> None:
    """Play a story to its end."""

    async def whole() -> None:
        async with asyncio.timeout(timeout_s):
            await story()

    asyncio.run(whole())
