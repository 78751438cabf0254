"""A gunicorn of our own for measuring: its address, its processes' CPU time and memory."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
UNCAPPED = {
    "MAX_LIVE_CALLS": "10000",
    "MAX_LIVE_CALLS_PER_NUMBER": "10000",
    "MAX_CALLS_PER_NUMBER_PER_DAY": "10000",
    "MAX_MONEY_PER_DAY_USD": "10000",
}
"""A measurement is one caller with more calls than any real one."""


@dataclass(frozen=True)
class Server:
    """A running server. Times in seconds, memory in bytes."""

    url: str
    pid: int
    ready_s: float

    def cpu_s(self) -> float:
        """CPU time of the master and its workers so far."""
        return sum(sum(map(int, _stat(pid)[11:13])) for pid in (self.pid, *self.workers())) / TICKS

    def memory(self) -> list[int]:
        """Resident memory of each worker, the largest first."""
        return sorted((int(_stat(pid)[21]) * PAGE for pid in self.workers()), reverse=True)

    def workers(self) -> list[int]:
        """The workers' process ids."""
        return [int(each) for each in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def kill(self, worker: int) -> None:
        """End one worker at once; the master starts another."""
        assert worker in self.workers()
        os.kill(worker, signal.SIGKILL)


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@contextmanager
def serving(
    database_url: str,
    extra: Mapping[str, str],
    migrate: bool = True,
    base: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Migrate the database and serve on a free port until the block ends. `extra` settings win.

    `base` is the environment they are added to (default: this process's).
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **(os.environ if base is None else base),
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
        **UNCAPPED,
    }
    env |= {"BASE_URL": f"http://127.0.0.1:{port}", "LOG_LEVEL": "WARNING", **extra}
    command = [sys.executable, "-m"]
    if migrate:
        subprocess.run(
            [*command, "flask", "--app", "wsgi", "migrate"], cwd=ROOT, env=env, check=True, capture_output=True
        )
    started = time.monotonic()
    gunicorn = [*command, "tests.bench.as_deployed", "wsgi:app"]
    server = subprocess.Popen(gunicorn, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        _until_healthy(f"http://127.0.0.1:{port}/health", server)
        yield Server(f"http://127.0.0.1:{port}", server.pid, time.monotonic() - started)
    finally:
        server.terminate()
        server.wait(60)


def _until_healthy(url: str, server: "subprocess.Popen[bytes]") -> None:
    with requests.Session() as session:
        session.trust_env = False
        while server.poll() is None:
            try:
                session.get(url, timeout=1, headers={"Connection": "close"}).raise_for_status()
                return
            except requests.RequestException:
                time.sleep(0.01)
    raise RuntimeError("the server did not start")
