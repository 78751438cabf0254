"""What is made at its first use is made before the first caller."""

import subprocess
import sys
import threading

import pytest
from structlog.testing import capture_logs

from tests.apps import ON_SQLITE
from tests.builders import Worker
from voicebot import warming
from voicebot.settings import ROOT
from voicebot.warming import start_warming

PROGRAM = """
import gc
from functools import _lru_cache_wrapper
from voicebot.services import build
from voicebot.settings import Settings
from voicebot.warming import warm_up
from language.intents import read_intents
from language.times import parse_time
from language.choices import choose_slot
from language.ears import is_hallucination

def misses():
    caches = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]
    return sum(each.cache_info().misses for each in caches if each.cache_info().maxsize is None)

services = build(Settings.from_env({}))
before = misses()
warm_up(services)
warm = misses()
for said in ("אני לא מעוניין", "לא, yes"):
    for language in ("he", "en"):
        is_hallucination(said)
        read_intents(said, language)
        parse_time(said, language, services.now())
        choose_slot(said, language, [], services.now())
print(warm - before, misses() - warm)
"""


def test_afterwards_no_table_is_left_to_be_made() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    made, left = map(int, ran.stdout.split())
    assert made > 5
    assert left == 0


@ON_SQLITE
def test_it_is_done_beside_what_the_process_does(worker: Worker) -> None:
    with capture_logs() as logged:
        start_warming(worker.services, after_s=0).join(30)
    assert [each["event"] for each in logged if each["log_level"] == "info"] == ["warm.done"]


@ON_SQLITE
def test_a_failure_is_logged_and_no_more(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(services: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(warming, "warm_up", broken)
    with capture_logs() as logged:
        start_warming(worker.services, after_s=0).join(30)
    assert [(each["event"], each["log_level"]) for each in logged] == [("warm.failed", "error")]
    assert "warming" not in {each.name for each in threading.enumerate()}


@ON_SQLITE
def test_the_heap_of_a_serving_process_is_settled_once_it_is_warm(worker: Worker) -> None:
    settled: list[str] = []
    start_warming(worker.services, after_s=0, then=lambda: settled.append("settled")).join(30)
    assert settled == ["settled"]


def test_a_settled_heap_is_not_looked_at_again() -> None:
    program = (
        "import gc; from voicebot.warming import settle_heap; many = [[] for _ in range(100_000)]; settle_heap();"
        "print(gc.get_freeze_count() > 100_000, len(gc.get_objects()) < 10_000)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.split() == ["True", "True"]
