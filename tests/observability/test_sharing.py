"""Metrics of several real worker processes: added up, kept when a worker is killed, and cleaned away."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from prometheus_client import values

from tests.observability.reading import Sample, parsed, value
from voicebot.errors import SettingsError
from voicebot.observability import sharing
from voicebot.observability.exposition import share
from voicebot.observability.sharing import LOCK, PREFIX, VARIABLE, Shared

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 15.0


def until(ready: Callable[[], bool]) -> None:
    """Wait until `ready()`; looks again every 20 ms."""
    for _ in range(int(PATIENCE_S / 0.02)):
        if ready():
            return
        threading.Event().wait(0.02)
    raise AssertionError("waited in vain")


@dataclass
class Served:
    """gunicorn with two workers."""

    url: str
    process: subprocess.Popen[bytes]

    def turn(self) -> int:
        """Count a turn; the worker that did it."""
        return int(requests.post(f"{self.url}/turn", timeout=5, headers={"Connection": "close"}).text)

    def metrics(self) -> dict[Sample, float]:
        return parsed(requests.get(f"{self.url}/metrics", timeout=5, headers={"Connection": "close"}).text)

    def up(self) -> bool:
        try:
            return requests.get(f"{self.url}/metrics", timeout=5).ok
        except requests.RequestException:
            return False


@contextmanager
def serving(parent: Path) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    conf = "tests/observability/served/gunicorn_conf.py"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", conf, "tests.observability.served.app:app"],
        cwd=ROOT,
        env={**os.environ, "TEST_BIND": bind, "TEST_PARENT": str(parent), VARIABLE: "/nowhere/of/an/older/master"},
    )
    served = Served(f"http://{bind}", process)
    try:
        until(served.up)
        yield served
    finally:
        process.send_signal(signal.SIGINT)  # a quick end; what gunicorn does at SIGTERM is not ours to test
        process.wait(PATIENCE_S)


def turns(seen: dict[Sample, float]) -> float:
    return value(seen, "turns_total", model="openai", ending="listen")


def test_two_workers_count_together_and_a_killed_one_loses_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        workers: set[int] = set()
        counted = 0

        def both() -> bool:
            nonlocal counted
            workers.add(served.turn())
            counted += 1
            return len(workers) == 2

        until(both)
        seen = served.metrics()
        assert turns(seen) == counted
        assert value(seen, "step_seconds_sum", step="total") == 1.5 * counted
        assert value(seen, "live_calls") == 4, "of the database, not of each worker"

        killed = workers.pop()
        os.kill(killed, signal.SIGKILL)
        directory = next(tmp_path.glob(f"{PREFIX}*"))
        until(lambda: not list(directory.glob(f"*_{killed}.db")))
        assert turns(served.metrics()) == counted, "what a killed worker counted stays"
        assert turns(served.metrics()) == counted, "and is not counted again at the next scrape"
        assert not list(directory.glob("*_dead-*")), "the dead are one file"
        until(lambda: served.turn() not in {*workers, killed})
    assert not directory.exists(), "the master's last act"


def test_a_directory_in_use_is_kept_and_that_of_a_dead_master_removed(tmp_path: Path) -> None:
    dead = tmp_path / f"{PREFIX}somewhere-1"
    dead.mkdir()
    (dead / "counter_1.db").write_bytes(b"old")
    living = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with living:
        assert living.stdout is not None
        held = Path(living.stdout.readline().decode().strip())
        ours = Shared(tmp_path)
        assert ours.create()
        assert not dead.exists()
        assert held.is_dir()
        assert (ours.path.stat().st_mode & 0o777) == 0o700
        living.communicate(b"\n")


_HOLD = """
import sys
from pathlib import Path
from voicebot.observability.sharing import Shared
shared = Shared(Path(sys.argv[1]))
shared.create()
print(shared.path, flush=True)
sys.stdin.readline()
"""


def test_a_reload_of_the_same_master_keeps_what_was_counted(tmp_path: Path) -> None:
    first = Shared(tmp_path)
    first.create()
    (first.path / "counter_1.db").write_bytes(b"counted")
    again = Shared(tmp_path)
    assert again.create()
    assert again.path == first.path
    assert (again.path / "counter_1.db").exists()


def test_without_a_place_each_worker_counts_for_itself(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert not Shared(missing).create()
    assert share(str(missing / "directory")) is None
    assert values.ValueClass is values.MutexValue


def test_the_directory_must_be_in_the_environment_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(SettingsError, match=VARIABLE):
        share(str(tmp_path))


def test_memory_is_preferred_to_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "MEMORY", tmp_path)
    assert Shared().path.parent == tmp_path
    monkeypatch.setattr(sharing, "MEMORY", tmp_path / "none")
    assert Shared().path.parent != tmp_path


def test_a_strangers_link_is_not_followed(tmp_path: Path) -> None:
    trap = tmp_path / f"{PREFIX}trap-1"
    trap.mkdir()
    target = tmp_path / "target"
    (trap / LOCK).symlink_to(target)
    Shared(tmp_path).create()
    assert not target.exists()
    assert trap.exists()
