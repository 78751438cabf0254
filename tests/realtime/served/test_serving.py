"""The loop under a real gunicorn: drains, many workers, the development server, slow readers, nothing left behind."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.operations.processes import environment
from tests.realtime.served.serving import Served, run, served
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import RealtimeStandIn, Reply
from tests.standins.wire import free_port
from voicebot.development import development_token
from voicebot.settings import ROOT

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own

GREETING = "העוזרת הדיגיטלית"


@pytest.fixture
def openai() -> Iterator[RealtimeStandIn]:
    with RealtimeStandIn(lambda _talk, last: Reply(f"אמרת {last}")) as standin:
        yield standin
        assert standin.wrong == []


def test_a_sigterm_lets_calls_end_and_then_the_server_goes(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=1) as app:
        phone = app.phone()

        async def story() -> None:
            await phone.dial()
            await phone.hears_out(GREETING)
            app.process.send_signal(signal.SIGTERM)
            # The worker has left its own loop when nobody listens any more.
            while _listens(app.base_url):
                await asyncio.sleep(0.05)
            phone.say("אחת")
            await phone.hears("אמרת אחת")  # tools, records and the model go on in the drain
            assert not phone.closed.is_set()
            await phone.press("9")
            await phone.hears("הוסר מהרשימה")
            async with asyncio.timeout(20):
                await phone.closed.wait()
            await phone.leave()

        run(story)
        assert app.process.wait(20) == 0
        call = app.stores.calls.by_sid(phone.sid)
        assert [each.heard_he for each in app.stores.turns.for_call(call.id)] == [None, "אחת", None]
        assert app.stores.suppressions.contains(phone.number)


def _listens(base_url: str) -> bool:
    host, _, port = base_url.removeprefix("http://").partition(":")
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, int(port))) == 0


def test_calls_on_several_workers_never_hear_each_other(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=3) as app:
        phones = [app.phone(number=f"+97254555{at:04}") for at in range(12)]

        async def call(phone: MediaPhone, name: str) -> None:
            await phone.dial()
            await phone.hears_out(GREETING)
            phone.say(f"אני {name}")
            await phone.hears_out(f"אמרת אני {name}")
            await phone.hang_up()

        async def story() -> None:
            await asyncio.gather(*(call(phone, f"מספר {at}") for at, phone in enumerate(phones)))

        run(story)
        for at, phone in enumerate(phones):
            assert phone.heard[-1] == f"אמרת אני מספר {at}"
            assert sum("מספר" in each for each in phone.heard) == 1


def test_ordinary_requests_are_served_beside_and_after_streams(openai: RealtimeStandIn, tmp_path: Path) -> None:
    """The server's count of connections stays right: what was handed over is closed for it."""
    with served(openai, tmp_path, workers=1) as app:

        async def story() -> None:
            for _ in range(8):
                phone = app.phone()
                await phone.dial()
                await phone.hears(GREETING)
                ready = await asyncio.to_thread(requests.get, f"{app.base_url}/health", timeout=10)
                assert ready.status_code == 200
                await phone.hang_up()

        run(story)
        (worker,) = app.workers()
        _eventually(lambda: _stream_sockets(worker, app) == 0)
        app.process.send_signal(signal.SIGTERM)
        assert app.process.wait(15) == 0


def _stream_sockets(pid: int, app: Served) -> int:
    """Connections of this process to the model's side."""
    inodes = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(each)
        except OSError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    remote = f":{app.openai.port:04X}"
    rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return sum(row[9] in inodes and row[2].endswith(remote) for row in rows)


def _eventually(true: object, timeout_s: float = 10.0) -> None:
    assert callable(true)
    deadline = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_development_server_gives_connections_away_too(openai: RealtimeStandIn, tmp_path: Path) -> None:
    port = free_port()
    url = f"sqlite:///{tmp_path / 'voice.db'}"
    settings = {
        "PORT": str(port), "DATABASE_URL": url, "OPENAI_API_KEY": "sk-for-tests", "OPENAI_BASE_URL": openai.base_url,
        "MODEL_CHAIN": "rules", "TRANSLATOR_CHAIN": "phrasebook", "TRANSCRIBER_CHAIN": "gather", "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "run", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(**settings), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            base_url = f"http://127.0.0.1:{port}"
            _eventually(lambda: _listens(base_url), 30)
            phone = MediaPhone(base_url, development_token())

            async def story() -> None:
                await phone.dial()
                await phone.hears_out(GREETING)
                phone.say("שלום")
                await phone.hears("אמרת שלום")
                await phone.hang_up()

            run(story)
        finally:
            process.kill()
