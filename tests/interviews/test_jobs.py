"""What happens after a stage and after an interview: transcripts once, idle sessions ended, recordings as agreed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from stores.interview_values import Interview
from stores.job_values import Job
from stores.values import Json
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Clock, Ears, Worker
from tests.caller import Caller
from tests.interviews.making import LONG, made
from tests.jobs.doing import do_jobs
from voicebot.jobs.handlers import NotYet
from voicebot.jobs.running import Attempt, run
from voicebot.jobs.wiring import work_of


@pytest.fixture
def worker(app_factory: AppFactory, tmp_path: Path) -> Worker:
    return app_factory(scenario="interview", transcript_dir=str(tmp_path))


def begun(worker: Worker, **changes: Any) -> tuple[Interview, Caller]:
    interview = made(worker, **changes)
    return interview, worker.caller().calls().says("כן")


def files(directory: Path) -> Mapping[str, dict[str, Any]]:
    return {each.name: json.loads(each.read_text("utf-8")) for each in sorted(directory.iterdir())}


def test_transcripts_have_the_layout_of_the_platform(worker: Worker, tmp_path: Path, clock: Clock) -> None:
    interview, caller = begun(worker, participantId="user123")
    for _ in range(2):
        clock.forward(seconds=30)
        caller.says(LONG)
    _do(worker, "stage:1")
    stage_at = int(clock().timestamp())
    stage_name = f"interview_{interview.id}_stage_work_{stage_at}.json"
    assert list(files(tmp_path)) == [stage_name], "it is stored while the interview goes on"
    clock.forward(seconds=30)
    caller.says(LONG)
    clock.forward(seconds=10)
    do_jobs(worker)
    stored = files(tmp_path)
    full = stored[f"interview_{interview.id}_full_{stage_at + 30}.json"]
    assert list(full) == ["sessionInfo", "stages", "fullConversation", "metadata"]
    assert full["sessionInfo"] == {
        "interviewId": interview.id, "sessionId": None, "participantId": "user123", "participantName": "דוד כהן",
        "interviewType": "technical", "language": "he", "startedAt": stage_at - 60, "durationSeconds": 90,
        "totalStages": 2, "endReason": "completed",
    }  # fmt: skip
    assert full["metadata"] == {"storedAt": stage_at + 30, "version": "1.0"}
    assert [each["name"] for each in full["stages"]] == ["work", "wishes"]
    said = [(each["isAI"], each["message"]) for each in full["fullConversation"]]
    assert said[1:5] == [(True, "איך נראה יום עבודה?"), (False, LONG), (True, "תודה."), (True, "מה כדאי ללמוד קודם?")]
    assert "זאת הייתה השאלה האחרונה" in said[-1][1], "to the goodbye"
    stage = stored[stage_name]
    assert (stage["sessionInfo"]["durationSeconds"], stage["sessionInfo"]["endReason"]) == (60, None)
    assert stage["stages"] == full["stages"][:1]
    assert stage["fullConversation"] == stage["stages"][0]["conversation"] == full["stages"][0]["conversation"]
    first = full["fullConversation"][0]
    assert set(first) == {"type", "participantId", "participantName", "message", "timestamp", "isAI"}
    assert first["timestamp"] == (stage_at - 60) * 1000


@ON_SQLITE
def test_every_stage_has_its_own_words_and_none_is_lost(worker: Worker, tmp_path: Path) -> None:
    _, caller = begun(worker)
    for number in ("ראשונה", "שנייה", "שלישית"):
        caller.says(f"תשובה {number} שאומרת די והותר על הנושא הזה")
    do_jobs(worker)
    full = next(document for name, document in files(tmp_path).items() if "full" in name)
    answers = [[each["message"] for each in stage["conversation"] if not each["isAI"]] for stage in full["stages"]]
    assert [len(each) for each in answers] == [2, 1]
    assert [each["message"] for each in full["fullConversation"] if not each["isAI"]] == [*answers[0], *answers[1]]


@ON_SQLITE
def test_written_again_it_is_the_same_file(worker: Worker, tmp_path: Path, clock: Clock) -> None:
    """A process that dies between the write and its note: the next attempt writes the same name and bytes."""
    interview, caller = begun(worker)
    caller.says(LONG).says(LONG)
    work = work_of(worker.services)
    handle, payload = work.handlers["store_transcript"], _job(worker, "stage:1").payload
    handle(payload, work.context)
    ((name, content),) = ((each.name, each.read_bytes()) for each in tmp_path.iterdir())
    assert worker.stores.interviews.transcripts(interview.id) == (), "the note was lost with the process"
    clock.forward(seconds=100)
    caller.says(LONG)
    do_jobs(worker)
    assert (tmp_path / name).read_bytes() == content
    assert name in {each.name for each in worker.stores.interviews.transcripts(interview.id)}
    assert len(list(tmp_path.iterdir())) == 3


@ON_SQLITE
def test_a_storage_that_fails_is_asked_again(worker: Worker, tmp_path: Path) -> None:
    interview, caller = begun(worker)
    for _ in range(3):
        caller.says(LONG)
    blocked = tmp_path / f"interview_{interview.id}_full_{int(worker.services.now().timestamp())}.json"
    blocked.mkdir()  # a directory in the file's place: the rename fails, whoever runs the test
    do_jobs(worker)
    job = _job(worker, "full:0")
    assert (job.done_at, job.attempts, job.last_error is not None) == (None, 1, True)
    assert [each.kind for each in worker.stores.interviews.transcripts(interview.id)] == ["stage", "stage"]
    blocked.rmdir()
    _do(worker, "full:0")
    assert blocked.is_file()
    assert [each.kind for each in worker.stores.interviews.transcripts(interview.id)] == ["stage", "stage", "full"]


@ON_SQLITE
def test_the_full_one_waits_for_the_last_words(worker: Worker, clock: Clock) -> None:
    interview, caller = begun(worker)
    call = worker.call(caller.call_sid)
    worker.stores.turns.claim(call.id, None, "text", "somebody")
    payload: Json = {"interview": interview.id, "kind": "full", "seq": 0, "at": 1}
    work = work_of(worker.services)
    with pytest.raises(NotYet):
        work.handlers["store_transcript"](payload, work.context)
    clock.forward(seconds=61)
    assert work.handlers["store_transcript"](payload, work.context) is not None, "but not for ever"


@ON_SQLITE
def test_without_transcription_there_is_none(worker: Worker, tmp_path: Path) -> None:
    interview, caller = begun(worker, enableTranscription=False)
    for _ in range(3):
        caller.says(LONG)
    do_jobs(worker)
    assert list(tmp_path.iterdir()) == []
    assert worker.stores.interviews.get(interview.id).end_reason == "completed"


@ON_SQLITE
def test_an_idle_interview_is_ended_and_its_call_hung_up(worker: Worker, clock: Clock) -> None:
    interview, caller = begun(worker)
    call = worker.call(caller.call_sid)
    clock.forward(seconds=500)
    caller.says("כן")
    _watch(worker)
    assert worker.stores.interviews.get(interview.id).status == "live"
    clock.forward(seconds=599)
    _watch(worker)
    assert worker.stores.interviews.get(interview.id).status == "ended", "its own ten minutes are long over"
    assert worker.stores.interviews.get(interview.id).end_reason == "time_up"
    assert worker.stores.jobs.get(f"end_call:{call.id}").kind == "end_call"
    assert _job(worker, "full:0").kind == "store_transcript"


@ON_SQLITE
def test_silence_for_the_session_timeout_ends_it_sooner(app_factory: AppFactory, tmp_path: Path, clock: Clock) -> None:
    worker = app_factory(scenario="interview", transcript_dir=str(tmp_path), agent_session_timeout=120)
    interview, _ = begun(worker)
    clock.forward(seconds=119)
    _watch(worker)
    assert worker.stores.interviews.get(interview.id).status == "live"
    clock.forward(seconds=1)
    _watch(worker)
    assert worker.stores.interviews.get(interview.id).end_reason == "idle"


@ON_SQLITE
@pytest.mark.parametrize(
    ("records", "setting", "deleted"),
    [(False, False, True), (False, True, True), (True, True, False), (True, False, False)],
)
def test_recordings_are_kept_or_deleted_as_the_session_says(
    app_factory: AppFactory, ears: Ears, tmp_path: Path, records: bool, setting: bool, deleted: bool
) -> None:
    worker = app_factory(
        ears.vendors(), scenario="interview", transcript_dir=str(tmp_path), caller_input="record",
        delete_recordings=setting,
    )  # fmt: skip
    made(worker, enableRecording=records)
    worker.caller(ears).calls().says("כן").says(LONG).hangs_up()
    do_jobs(worker)
    assert (len(ears.recordings.deleted) == 2) is deleted


@ON_SQLITE
def test_a_call_that_held_no_interview_follows_the_setting(app_factory: AppFactory, ears: Ears, tmp_path: Path) -> None:
    worker = app_factory(ears.vendors(), scenario="interview", caller_input="record", transcript_dir=str(tmp_path))
    made(worker, enableRecording=True)
    worker.caller(ears).calls().says("לא, לא מעוניין")
    do_jobs(worker)
    assert len(ears.recordings.deleted) == 1


@ON_SQLITE
def test_erasing_the_candidate_deletes_the_files(worker: Worker, tmp_path: Path) -> None:
    interview, caller = begun(worker)
    lead = worker.stores.leads.add("David", "+972547654321")
    for _ in range(3):
        caller.says(LONG)
    do_jobs(worker)
    assert len(list(tmp_path.iterdir())) == 3
    worker.stores.leads.delete(lead.id)
    do_jobs(worker)
    assert list(tmp_path.iterdir()) == []
    assert worker.stores.interviews.transcripts(interview.id) == ()


def _job(worker: Worker, about: str) -> Job:
    return next(each for each in worker.stores.jobs.list(200).items if each.key.endswith(about))


def _do(worker: Worker, about: str) -> None:
    """Do one job."""
    job = _job(worker, about)
    run(Attempt(job.key, job.attempts), work_of(worker.services))


def _watch(worker: Worker) -> None:
    """Look once, as the newest job to look does."""
    job = next(each for each in worker.stores.jobs.list(200, state="open").items if each.kind == "watch_interview")
    run(Attempt(job.key, job.attempts), work_of(worker.services))
