"""Jobs in processes that are killed: each is done, and our own effects happen once."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stores import Stores, build_stores
from stores.values import Call
from tests.jobs.conftest import KILLED, ROOT, Office
from tests.jobs.waiting import until
from voicebot.jobs.kinds import add_deletion, add_summary, add_sweep

RECORDING = "RE" + "a" * 32
DELETION = f"delete_recording:{RECORDING}"
LISTENING = "0A"
STAGES = ("feeding", "queued", "claimed", "effect", "writing", "done")


def add_note(stores: Stores, key: str) -> None:
    stores.jobs.add("note", key, {"text": key})


def notes(stores: Stores) -> list[str]:
    return sorted(task.text for task in stores.tasks.list(500).items)


def open_call(stores: Stores, sid: str) -> Call:
    call, _ = stores.calls.open(sid, channel="turns", direction="inbound", scenario="sales", language="he")
    return call


@pytest.mark.slow
def test_killed_before_its_effect_is_kept(office: Office) -> None:
    with office.stores.database.begin():
        add_note(office.stores, "note")
        office.stores.tasks.add("note", "the cause")
    office.work_through("writing note")
    assert notes(office.stores) == ["note", "the cause"]


def test_one_engine_on_the_embedded_database_and_then_another(
    office_at: Callable[[str], Office], sqlite_alone: str
) -> None:
    office = office_at(sqlite_alone)
    office.twilio.recordings[RECORDING] = b"wav"
    first = office.start("first", f"effect {DELETION}")
    until(lambda: office.runs("first"), "the first engine")
    office.start("second")
    add_deletion(office.stores, RECORDING)
    until(lambda: first.poll() == KILLED, "the first to die between the effect and its mark")
    until(lambda: not office.stores.jobs.count("open"), "the second to do the job")
    assert office.runs("second")
    assert not office.twilio.recordings
    assert office.deletions(RECORDING) == 2  # asked for again, which is harmless: the answer is 404


@pytest.mark.slow
def test_what_an_earlier_release_left_is_in_nobodys_way(office: Office) -> None:
    subprocess.run([sys.executable, "-m", "tests.jobs.earlier", office.orders.database_url], cwd=ROOT, check=True)
    add_note(office.stores, "note")
    office.work_through()
    assert notes(office.stores) == ["note"]


@pytest.mark.slow
def test_only_one_of_several_is_the_engine(office_at: Callable[[str], Office], sqlite_alone: str) -> None:
    office = office_at(sqlite_alone)
    names = ["a", "b", "c"]
    for name in names:
        office.start(name)
    for number in range(20):
        add_note(office.stores, f"note {number:02}")
    until(lambda: not office.stores.jobs.count("open"), "all jobs to be done")
    assert sum(map(office.runs, names)) == 1
    assert notes(office.stores) == [f"note {number:02}" for number in range(20)]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_killed_at_every_stage_of_every_job(office: Office) -> None:
    office.twilio.recordings[RECORDING] = b"wav"
    call = open_call(office.stores, "CA" + "1" * 32)
    office.stores.calls.finish(call.id, "booked")
    add_deletion(office.stores, RECORDING)
    add_summary(office.stores, call)
    add_note(office.stores, "note")
    kills = [f"{stage} {key}" for stage in STAGES for key in (DELETION, f"summarise_call:{call.id}", "note")]
    office.work_through(*kills)
    assert notes(office.stores) == ["note"]
    assert not office.twilio.recordings
    summary = office.stores.summaries.get(call.id)
    assert summary == "Inbound call: booked."


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_orphans_are_ended_closed_and_summarised_once(office: Office) -> None:
    sid = "CA" + "2" * 32
    past = datetime.now(UTC) - timedelta(hours=1)
    call = open_call(build_stores(office.stores.database, lambda: past), sid)
    office.twilio.calls[sid] = {"status": "in-progress", "sid": sid}
    add_sweep(office.stores, datetime.now(UTC))
    kills = [f"{stage} close_orphan:{call.id}" for stage in STAGES]
    office.work_through(*kills)
    assert office.twilio.calls[sid]["status"] == "completed"
    assert office.stores.calls.get(call.id).outcome == "hung_up"
    assert office.stores.summaries.get(call.id) == "Inbound call: hung_up."


@pytest.mark.slow
def test_several_processes_share_the_work_and_outlive_one(
    office_at: Callable[[str], Office], postgres_alone: str
) -> None:
    office = office_at(postgres_alone)
    names = [f"note {number:03}" for number in range(100)]
    for name in names:
        add_note(office.stores, name)
    kills = ("claimed note 007", "writing note 050")  # whoever comes by first; then the other
    first, second = office.start("first", *kills), office.start("second", *kills)
    until(lambda: (first.poll(), second.poll()) == (KILLED, KILLED), "both to die")
    office.start("third")
    until(lambda: not office.stores.jobs.count("open"), "all jobs to be done")
    assert notes(office.stores) == names


@pytest.mark.slow
def test_a_process_that_is_told_to_end_lets_another_go_on(office: Office) -> None:
    first = office.start("first")
    until(lambda: office.runs("first"), "the first engine")
    office.start("second")
    first.terminate()
    assert first.wait(timeout=30) == 0
    add_note(office.stores, "after")
    until(lambda: not office.stores.jobs.count("open"), "the second to do the job")
    assert notes(office.stores) == ["after"]


@pytest.mark.slow
def test_it_listens_to_nobody(office: Office) -> None:
    process = office.start("first")
    until(lambda: office.runs("first"), "the engine")
    sockets = {os.readlink(each) for each in Path(f"/proc/{process.pid}/fd").iterdir() if each.is_symlink()}
    listening = {
        f"socket:[{line.split()[9]}]"
        for table in ("tcp", "tcp6", "udp", "udp6")
        for line in Path(f"/proc/{process.pid}/net/{table}").read_text().splitlines()[1:]
        if table.startswith("udp") or line.split()[3] == LISTENING
    }
    assert not sockets & listening
