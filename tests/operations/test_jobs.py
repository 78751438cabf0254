"""Jobs in real processes: in a web worker, and in a process of their own; killed, and told to end."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from sqlalchemy import update

from stores.records import CallRecord
from tests.jobs.waiting import until
from tests.operations.installation import Installation, ended, installed, workers_of
from tests.standins.wire import Answer, Asked
from voicebot.jobs.kinds import add_deletion, add_sweep

RECORDING = "RE" + "a" * 32
DELETION = f"delete_recording:{RECORDING}"
WORKER_KB = 190_000


def deletions(here: Installation) -> int:
    return sum(asked.method == "DELETE" for asked in here.twilio.asked)


@contextmanager
def held_up(here: Installation) -> Iterator[threading.Event]:
    """Twilio deletes nothing before the event is set: a job is going on meanwhile."""
    go_on = threading.Event()
    answer = here.twilio.answer

    def late(asked: Asked) -> Answer:
        if asked.method == "DELETE":
            go_on.wait(60)
        return answer(asked)

    here.twilio.answer = late  # type: ignore[method-assign]  # a stand-in's answer
    try:
        yield go_on
    finally:
        go_on.set()


def add_job(here: Installation) -> None:
    here.twilio.recordings[RECORDING] = b"wav"
    add_deletion(here.stores, RECORDING)


def is_done(here: Installation) -> bool:
    return here.stores.jobs.get(DELETION).done_at is not None


def check_done_once(here: Installation) -> None:
    until(lambda: is_done(here), "the job to be done by another process")
    assert here.twilio.recordings == {}
    assert here.stores.jobs.get(DELETION).attempts >= 2


@pytest.mark.slow
def test_a_web_worker_that_runs_jobs_is_killed_and_another_goes_on(sqlite_alone: str, tmp_path: Path) -> None:
    with installed(sqlite_alone, tmp_path) as here, held_up(here) as go_on:
        server = here.serve(WEB_CONCURRENCY="2")
        until(lambda: here.engine_of(server) is not None, "a web worker to run jobs")
        engine = here.engine_of(server)
        assert engine is not None
        add_job(here)
        until(lambda: deletions(here) == 1, "the job to begin")
        assert memory_kb(engine) < WORKER_KB
        os.kill(engine, signal.SIGKILL)
        go_on.set()
        check_done_once(here)
        assert here.engine_of(server) not in {None, engine}
        assert len(workers_of(server)) == 2
        assert ended(server) == 0
        assert here.logged.count("jobs.engine_started") == 2
        assert here.logged.count("jobs.engine_stopped") == 1


@pytest.mark.slow
def test_a_process_for_jobs_is_killed_and_another_goes_on(postgres_alone: str, tmp_path: Path) -> None:
    with installed(postgres_alone, tmp_path) as here, held_up(here) as go_on:
        first = here.work()
        add_job(here)
        until(lambda: deletions(here) == 1, "the job to begin")
        first.kill()
        first.wait()
        go_on.set()
        second = here.work()
        check_done_once(here)
        assert ended(second) == 0


@pytest.mark.slow
def test_on_postgresql_one_web_worker_runs_jobs_too(postgres_alone: str, tmp_path: Path) -> None:
    with installed(postgres_alone, tmp_path) as here:
        server = here.serve(WEB_CONCURRENCY="2")
        add_job(here)
        until(lambda: is_done(here), "the job")
        assert deletions(here) == 1
        assert here.logged.count("jobs.engine_started") == 1
        assert ended(server) == 0


@pytest.mark.slow
def test_a_process_for_jobs_ends_when_it_is_told_to(alone: str, tmp_path: Path) -> None:
    with installed(alone, tmp_path) as here:
        server = here.serve(JOBS_IN_WEB="false", WEB_CONCURRENCY="1")
        worker = here.work()
        sid = here.caller().calls().call_sid
        add_job(here)
        until(lambda: is_done(here), "the job")
        assert here.stores.calls.by_sid(sid).state is not None
        assert ended(worker) == 0
        assert ended(server) == 0
        assert here.logged.count("jobs.engine_started") == 1
        assert here.logged.count("jobs.engine_stopped") == 1


@pytest.mark.slow
def test_a_call_whose_last_status_never_comes_is_closed(sqlite_alone: str, tmp_path: Path) -> None:
    """From the greeting over HTTP to the summary in the API, with nothing but the sweep in between."""
    with installed(sqlite_alone, tmp_path) as here:
        here.serve(WEB_CONCURRENCY="1")
        caller = here.caller().calls()
        sid = caller.call_sid
        assert caller.listening is not None
        here.twilio.calls[sid] = {
            "sid": sid, "status": "completed", "duration": "31", "end_time": "Sun, 22 Nov 2026 08:01:35 +0000"
        }  # fmt: skip
        long_ago = datetime.now(UTC) - timedelta(hours=1)
        with here.stores.database.begin() as session:
            session.execute(update(CallRecord).values(created_at=long_ago, answered_at=long_ago))
        add_sweep(here.stores, datetime.now(UTC))
        shown = {"summary": None}

        def summarised() -> bool:
            nonlocal shown
            shown = requests.get(f"{here.url}/calls/{sid}", headers={"X-API-Key": here.api_key}, timeout=10).json()
            return shown["summary"] is not None

        until(summarised, "the summary")
        assert {name: shown[name] for name in ("status", "outcome", "duration_s")} == {
            "status": "completed", "outcome": "hung_up", "duration_s": 31
        }  # fmt: skip
        assert str(shown["summary"]).startswith("Inbound call, 0:00:31: hung_up.")


def memory_kb(pid: int) -> int:
    """Resident memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("no such line")
