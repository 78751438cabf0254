"""The heartbeat: there while turns run, gone when nothing happens, never in the way."""

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from stores import Stores
from stores.errors import StoreUnavailable
from tests.stores.racing import race
from voicebot.guards.heartbeat import Heartbeat

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20.0
QUICK_S = 0.01

# Beats with nobody to stop it. What it prints comes from the process that is named in it.
PROCESS = """
import os, sys
from voicebot.guards.heartbeat import Heartbeat
class Print:
    def beat(self, owner):
        os.write(1, f"{os.getpid() == parent} ".encode())
    def leave(self, owner): pass
    def clean(self): return 0
parent = os.getpid()
heartbeat = Heartbeat(Print(), "me", every_s=0.01, idle_after_s=IDLE)
heartbeat.touch()
"""
FORK = """
child = os.fork()
if child:
    os.waitpid(child, 0)
    heartbeat.stop()
else:
    os.write(1, f"before:{heartbeat.beating} ".encode())
    with heartbeat.working():
        os.write(1, f"during:{heartbeat.beating} ".encode())
    heartbeat.stop()
    os.write(1, f"after:{heartbeat.beating} ".encode())
    os._exit(0)
"""


class Beats:
    """Tells of every beat; can be away."""

    def __init__(self) -> None:
        self.beats: queue.Queue[str] = queue.Queue()
        self.left: list[str] = []
        self.cleaned = 0
        self.away = False

    def beat(self, owner: str) -> None:
        self.beats.put("away" if self.away else threading.current_thread().name)
        if self.away:
            raise StoreUnavailable("away")

    def leave(self, owner: str) -> None:
        if self.away:
            raise StoreUnavailable("away")
        self.left.append(owner)

    def clean(self) -> int:
        self.cleaned += 1
        return 0

    def next(self) -> str:
        return self.beats.get(timeout=PATIENCE_S)

    def until(self, told: str) -> None:
        while self.next() != told:
            pass


@pytest.fixture
def beats() -> Beats:
    return Beats()


@pytest.fixture
def make(beats: Beats) -> Iterator[Callable[..., Heartbeat]]:
    made: list[Heartbeat] = []

    def make(idle_after_s: float = 60.0, every_s: float = QUICK_S) -> Heartbeat:
        made.append(Heartbeat(beats, "me", every_s, idle_after_s))
        return made[-1]

    yield make
    for heartbeat in made:
        heartbeat.stop()


Make = Callable[..., Heartbeat]


def test_nothing_beats_before_there_is_work(make: Make, beats: Beats) -> None:
    heartbeat = make()
    assert not heartbeat.beating
    assert beats.beats.empty()
    heartbeat.stop()
    assert beats.left == []


def test_the_first_beat_is_there_before_the_claim(make: Make, beats: Beats) -> None:
    make(every_s=60).touch()
    assert beats.beats.get_nowait() == threading.current_thread().name


def test_it_beats_on_while_a_turn_runs_however_long(make: Make, beats: Beats) -> None:
    heartbeat = make(idle_after_s=0)
    with heartbeat.working():
        assert [beats.next() for _ in range(20)] == ["heartbeat"] * 20
        assert heartbeat.beating
    assert ends_by_itself(heartbeat)
    assert beats.cleaned == 1


def test_it_ends_when_the_last_turn_does(make: Make, beats: Beats) -> None:
    heartbeat = make(idle_after_s=0)
    with heartbeat.working():
        with heartbeat.working():
            beats.next()
        assert [beats.next() for _ in range(5)] == ["heartbeat"] * 5
    assert ends_by_itself(heartbeat)


def test_it_begins_again_after_idling(make: Make, beats: Beats) -> None:
    heartbeat = make(idle_after_s=0)
    for _ in range(2):
        heartbeat.touch()
        beats.until(threading.current_thread().name)
        assert ends_by_itself(heartbeat)


def test_many_threads_start_one(make: Make, beats: Beats) -> None:
    heartbeat = make(every_s=60)
    race(8, lambda _: heartbeat.touch())
    assert [each.name for each in threading.enumerate()].count("heartbeat") == 1


def test_the_thread_is_joined_when_it_is_stopped(make: Make, beats: Beats) -> None:
    heartbeat = make(every_s=60)
    heartbeat.touch()
    (thread,) = [each for each in threading.enumerate() if each.name == "heartbeat"]
    assert not thread.daemon
    heartbeat.stop()
    heartbeat.stop()
    assert not thread.is_alive()
    assert beats.left == ["me"]


def test_the_database_may_be_away_for_a_while(make: Make, beats: Beats) -> None:
    heartbeat = make()
    with capture_logs() as logs, heartbeat.working():
        beats.until("heartbeat")
        assert heartbeat.reachable_for_s() == inf
        beats.away = True
        for _ in range(5):
            beats.until("away")
        assert heartbeat.reachable_for_s() < PATIENCE_S
        beats.away = False
        beats.until("heartbeat")
        beats.until("heartbeat")
    assert [line["event"] for line in logs] == ["heartbeat.failed", "heartbeat.back"]


def test_who_cannot_beat_cannot_claim(make: Make, beats: Beats) -> None:
    heartbeat = make()
    beats.away = True
    with pytest.raises(StoreUnavailable):
        heartbeat.touch()
    assert not heartbeat.beating


def test_a_turn_runs_on_without_the_database(make: Make, beats: Beats) -> None:
    heartbeat = make()
    beats.away = True
    with heartbeat.working():
        beats.until("away")
    heartbeat.stop()
    assert beats.left == []


@pytest.mark.parametrize("idle_after_s", ["60", "0.05"])
def test_nobody_has_to_stop_it_for_the_process_to_end(idle_after_s: str) -> None:
    ended = run(PROCESS, idle_after_s)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("True")


def test_a_forked_child_has_a_heart_of_its_own() -> None:
    ended = run(PROCESS + FORK, "60")
    assert ended.returncode == 0, ended.stderr
    said = ended.stdout.split()
    assert [each for each in said if ":" in each] == ["before:False", "during:True", "after:False"]
    assert {"True", "False"} <= set(said)


def test_on_a_real_store(stores: Stores) -> None:
    heartbeat = Heartbeat(stores.workers, "me")
    heartbeat.touch()
    assert stores.workers.alive("me")
    heartbeat.stop()
    assert stores.workers.dead_owners() == ("me",)


def ends_by_itself(heartbeat: Heartbeat) -> bool:
    """Waits for its thread."""
    for each in threading.enumerate():
        if each.name == "heartbeat":
            each.join(PATIENCE_S)
    return not heartbeat.beating


def run(program: str, idle_after_s: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", program.replace("IDLE", idle_after_s)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
