"""A gunicorn of our own for measuring: its address, its processes' CPU time and memory."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Server:
    """A running server. Times in seconds, memory in bytes."""

    url: str
    pid: int

    def cpu_s(self) -> float:
        """CPU time of the master and its workers so far."""
        return sum(sum(map(int, _stat(pid)[11:13])) for pid in self._pids()) / TICKS

    def worker_memory(self) -> int:
        """Resident memory of the largest worker."""
        return max(int(_stat(pid)[21]) for pid in self._pids() if pid != self.pid) * PAGE

    def _pids(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@contextmanager
def serving(database_url: str, extra: Mapping[str, str]) -> Iterator[Server]:
    """Migrate the database and serve on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "DATABASE_URL": database_url, "PORT": str(port), "WEB_CONCURRENCY": "2", **extra}
    env |= {"BASE_URL": f"http://127.0.0.1:{port}", "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-m"]
    subprocess.run([*command, "flask", "--app", "wsgi", "migrate"], cwd=ROOT, env=env, check=True, capture_output=True)
    server = subprocess.Popen([*command, "gunicorn", "wsgi:app"], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        _until_healthy(f"http://127.0.0.1:{port}/health", server)
        yield Server(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(30)


def _until_healthy(url: str, server: "subprocess.Popen[bytes]") -> None:
    while True:
        if server.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            requests.get(url, timeout=1).raise_for_status()
            return
        except requests.RequestException:
            continue
