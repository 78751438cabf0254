"""Restarts of a whole gunicorn as a platform does them: the next server accepts, the one before is told to go, and
what is left of it after 30 s is killed."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.operations.processes import APP, serving
from tests.realtime.served.logged import logged
from tests.realtime.served.serving import Served, settings_for, stores_in
from tests.standins.realtime import RealtimeStandIn

KILL_S = 30.0
WAITING = 1_000
"""Connections in the queue, while the next server's workers begin."""


@dataclass
class Restarts:
    """`app` is the newest server; `gone` are the ways the others ended: 0, or the kill's -9."""

    app: Served
    begin: Callable[[], "subprocess.Popen[str]"]
    gone: list[int] = field(default_factory=list)
    _ending: list[asyncio.Task[None]] = field(default_factory=list)

    async def restart(self) -> None:
        """Come back when the old server is told to go."""
        before, workers = self.app.process, self.app.workers()
        self.app.process = await asyncio.to_thread(self.begin)
        before.send_signal(signal.SIGTERM)
        self._ending.append(asyncio.create_task(self._end(before, workers)))

    async def _end(self, server: "subprocess.Popen[str]", workers: list[int]) -> None:
        try:
            await asyncio.to_thread(server.wait, KILL_S)
        except subprocess.TimeoutExpired:
            for each in (server.pid, *workers):
                with suppress(ProcessLookupError):
                    os.kill(each, signal.SIGKILL)
            await asyncio.to_thread(server.wait)
        self.gone.append(server.returncode)

    async def ended(self) -> None:
        """All servers but the newest are gone."""
        await asyncio.gather(*self._ending)


@contextmanager
def restartable(openai: RealtimeStandIn, folder: Path, **settings: str) -> Iterator[Restarts]:
    """A server of two workers that can be followed by others."""
    with (
        logged() as log,
        socket.create_server(("127.0.0.1", 0), backlog=WAITING) as listener,
        ExitStack() as servers,
        stores_in(folder) as stores,
    ):
        port = int(listener.getsockname()[1])
        given = settings_for(openai, folder, port) | {"WEB_CONCURRENCY": "2"} | settings

        def begin() -> "subprocess.Popen[str]":
            server = servers.enter_context(serving(APP, listener, **given))[0]
            log.follow(server)
            return server

        yield Restarts(Served(begin(), f"http://127.0.0.1:{port}", stores, openai), begin)
