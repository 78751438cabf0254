"""The app under gunicorn with a stand-in for OpenAI Realtime, and telephones that call it."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stores import Stores, build_stores, open_database
from tests.operations.processes import serving
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import RealtimeStandIn
from tests.standins.wire import free_port
from voicebot.development import development_token
from voicebot.services import utc_now


@dataclass
class Served:
    """A running app."""

    process: "subprocess.Popen[str]"
    base_url: str
    stores: Stores
    openai: RealtimeStandIn

    def phone(self, **options: object) -> MediaPhone:
        return MediaPhone(self.base_url, development_token(), **options)  # type: ignore[arg-type]  # of many kinds

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
def served(openai: RealtimeStandIn, folder: Path, workers: int = 2, **settings: str) -> Iterator[Served]:
    """The app with this stand-in; its language model is the rules, so that only the voice comes from a vendor."""
    port = free_port()
    url = f"sqlite:///{folder / 'voice.db'}"
    given = {
        "PORT": str(port),
        "WEB_CONCURRENCY": str(workers),
        "DATABASE_URL": url,
        "OPENAI_API_KEY": "sk-for-tests",
        "OPENAI_BASE_URL": openai.base_url,
        "MODEL_CHAIN": "rules",
        "TRANSLATOR_CHAIN": "phrasebook",
        "TRANSCRIBER_CHAIN": "gather",
        "LOG_LEVEL": "ERROR",
        **settings,
    }
    with serving(**given) as (process, _printed):
        database = open_database(url)
        try:
            yield Served(process, f"http://127.0.0.1:{port}", build_stores(database, utc_now), openai)
        finally:
            database.close()


def run(story: Callable[[], Awaitable[None]], timeout_s: float = 90.0) -> None:
    """Play a story to its end."""

    async def whole() -> None:
        async with asyncio.timeout(timeout_s):
            await story()

    asyncio.run(whole())
