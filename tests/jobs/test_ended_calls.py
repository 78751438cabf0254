"""What follows the end of a call, however we learn of it: once, and only what is configured."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from stores.errors import StoreUnavailable
from tests.apps import AppFactory
from tests.builders import Clock, Ears, Worker
from tests.caller import Caller
from tests.fakes import FakeTelephone, FakeTranscriber
from tests.jobs.doing import do_jobs
from voicebot.dialer.ports import Standing
from voicebot.jobs.kinds import add_sweep
from voicebot.services import Vendors

OVER = {"CallStatus": "completed", "CallDuration": "42"}


def ended(worker: Worker, sid: str) -> int:
    """The last status comes; what it is answered."""
    return worker.hook("/twilio/call-status", sid, **OVER).status_code


def keys(worker: Worker, kind: str) -> list[str]:
    return [job.key for job in worker.stores.jobs.list(200).items if job.kind == kind]


def summary(worker: Worker, sid: str) -> str | None:
    return worker.stores.summaries.get(worker.call(sid).id)


def booked(caller: Caller) -> Caller:
    return caller.calls().says("כן").says("כן, יש לנו צוות").says("מתקשרים אליו").says("כן").says("הראשון").says("כן")


@pytest.mark.parametrize("times", [1, 2])
def test_the_last_status_has_the_call_summarised_once(worker: Worker, times: int) -> None:
    caller = booked(worker.caller())
    for _ in range(times):
        assert ended(worker, caller.call_sid) == 204
    do_jobs(worker)
    assert (summary(worker, caller.call_sid) or "").startswith("Inbound call, 0:00:42: booked.\nDone: booked.")
    assert len(keys(worker, "summarise_call")) == 1


def test_a_last_status_that_comes_first_closes_the_call_too(worker: Worker) -> None:
    assert ended(worker, "CA1") == 204
    answer = worker.hook("/twilio/voice", "CA1").text
    assert "<Hangup" in answer
    assert "<Gather" not in answer
    assert worker.call("CA1").outcome == "hung_up"
    do_jobs(worker)
    assert summary(worker, "CA1") == "Inbound call, 0:00:42: hung_up."


def test_a_call_is_closed_with_its_jobs_or_not_at_all(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.hook("/twilio/voice", "CA1")

    def broken(*_: object, **__: object) -> bool:
        raise StoreUnavailable("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(worker.stores.jobs, "add", broken)
        assert ended(worker, "CA1") == 503
    assert worker.call("CA1").ended_at is None
    assert ended(worker, "CA1") == 204
    assert keys(worker, "summarise_call") == [f"summarise_call:{worker.call('CA1').id}"]


def test_a_transfer_closes_the_call_and_its_summary_waits_for_the_length(worker: Worker) -> None:
    worker.stores.leads.add("Noa Levi", "+972547654321")
    caller = worker.caller().calls().says("אני רוצה לדבר עם נציג").dial_ends("completed")
    sid = caller.call_sid
    [job] = [each for each in worker.stores.jobs.list().items if each.kind == "summarise_call"]
    assert job.run_at > job.created_at
    ended(worker, sid)
    do_jobs(worker)
    assert summary(worker, sid) is not None
    assert worker.call(sid).outcome == "transferred"


@pytest.mark.parametrize("delete", [True, False])
def test_recordings_are_deleted_exactly_where_that_is_configured(
    app_factory: AppFactory, ears: Ears, delete: bool
) -> None:
    worker = app_factory(ears.vendors(), caller_input="record", delete_recordings=delete)
    caller = worker.caller(ears).calls().says("כן").silent().says("כן, יש לנו צוות")
    recorded = list(ears.recordings.fetched)
    assert len(recorded) == 2
    for _ in range(2):
        ended(worker, caller.call_sid)
    do_jobs(worker)
    assert ears.recordings.deleted == (recorded if delete else [])
    assert set(ears.recordings.stored) == (set() if delete else set(recorded))
    assert len(keys(worker, "delete_recordings")) == (1 if delete else 0)


@pytest.mark.parametrize("left", ["hangup", ""])
def test_last_words_that_come_after_the_last_status_are_deleted_too(
    recording_worker: Worker, ears: Ears, left: str
) -> None:
    worker = recording_worker
    worker.hook("/twilio/voice", "CA1")
    ended(worker, "CA1")
    do_jobs(worker)
    sid = ears.record("תורידו אותי מהרשימה")
    keys_pressed = {"Digits": left} if left else {}
    assert worker.hook("/twilio/process-recording?turn=1", "CA1", RecordingSid=sid, **keys_pressed).status_code == 200
    worker.settle()
    do_jobs(worker)
    assert ears.recordings.deleted == [sid]
    assert ears.recordings.fetched == [sid], "who has left is still heard, before the recording goes"


class SlowTranscriber(FakeTranscriber):
    """Hears nothing before it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def transcribe(self, *given: Any, **more: Any) -> str:
        assert self.go_on.wait(20)
        return super().transcribe(*given, **more)


LAST_WORDS = {"Digits": "hangup", "CallStatus": "completed"}


def test_a_call_whose_last_words_are_still_heard_has_no_outcome_yet(app_factory: AppFactory) -> None:
    slow = SlowTranscriber()
    ears = Ears(transcriber=slow)
    worker = app_factory(ears.vendors(), caller_input="record")
    worker.hook("/twilio/voice", "CA1")
    sid = ears.record("תורידו אותי מהרשימה")
    worker.hook("/twilio/process-recording?turn=1", "CA1", RecordingSid=sid, **LAST_WORDS)
    ended(worker, "CA1")
    do_jobs(worker)
    assert (worker.call("CA1").outcome, summary(worker, "CA1")) == (None, None)
    assert ears.recordings.deleted == []
    slow.go_on.set()
    worker.settle()
    with capture_logs() as logs:
        do_jobs(worker)
    assert [each["outcome"] for each in logs if each["event"] == "call.ended"] == ["removed"]
    assert worker.call("CA1").outcome == "removed"
    assert (summary(worker, "CA1") or "").startswith("Inbound call, 0:00:42: removed.")
    assert ears.recordings.deleted == [sid]


def test_last_words_that_come_after_the_last_status_change_what_is_told_of_the_call(
    recording_worker: Worker, ears: Ears
) -> None:
    worker = recording_worker
    worker.hook("/twilio/voice", "CA1")
    ended(worker, "CA1")
    do_jobs(worker)
    assert worker.call("CA1").outcome == "hung_up"
    sid = ears.record("תורידו אותי מהרשימה")
    for _ in range(2):
        worker.hook("/twilio/process-recording?turn=1", "CA1", RecordingSid=sid, **LAST_WORDS)
    worker.settle()
    do_jobs(worker)
    assert worker.call("CA1").outcome == "removed"
    assert (summary(worker, "CA1") or "").startswith("Inbound call, 0:00:42: removed.")
    assert len(keys(worker, "summarise_call")) == 2


def test_last_words_without_a_meaning_change_nothing(recording_worker: Worker, ears: Ears) -> None:
    """What somebody else decided, as that the caller was put through, stays."""
    worker = recording_worker
    worker.hook("/twilio/voice", "CA1")
    worker.stores.calls.finish(worker.call("CA1").id, "transferred")
    worker.hook("/twilio/process-recording?turn=1", "CA1", RecordingSid=ears.record("תודה"), **LAST_WORDS)
    ended(worker, "CA1")
    worker.settle()
    do_jobs(worker)
    assert worker.call("CA1").outcome == "transferred"


def test_an_orphan_is_closed_with_the_outcome_that_twilio_has(app_factory: AppFactory, clock: Clock) -> None:
    telephone = FakeTelephone()
    worker = app_factory(Vendors(telephone=telephone))
    caller = booked(worker.caller())
    telephone.standings[caller.call_sid] = Standing("completed", 95, clock() + timedelta(seconds=95))
    worker.hook("/twilio/voice", "CA-live")
    clock.forward(minutes=10)
    worker.hook("/twilio/voice", "CA-young")
    clock.forward(minutes=8, seconds=1)
    telephone.standings["CA-live"] = Standing("in-progress")
    add_sweep(worker.stores, clock())
    do_jobs(worker)
    call = worker.call(caller.call_sid)
    assert (call.status, call.outcome, call.duration_s) == ("completed", "booked", 95)
    assert (summary(worker, caller.call_sid) or "").startswith("Inbound call, 0:01:35: booked.")
    assert (worker.call("CA-live").outcome, telephone.ended) == ("orphaned", ["CA-live"])
    assert worker.call("CA-young").ended_at is None
    # And when the last status comes after all, nothing changes.
    ended(worker, caller.call_sid)
    assert worker.call(caller.call_sid) == call


def test_beyond_its_limit_a_call_is_answered_and_told_goodbye(worker: Worker, clock: Clock) -> None:
    caller = worker.caller().calls().says("כן")
    clock.forward(minutes=15, seconds=1)
    caller.says("כן, יש לנו צוות")
    goodbye = worker.services.scenarios["sales"].lines.goodbye.he
    assert caller.ended is not None
    assert caller.heard[-1] == goodbye
    assert len(caller.heard) > 1


def test_a_goodbye_that_was_said_is_repeated(worker: Worker, clock: Clock) -> None:
    worker.hook("/twilio/voice", "CA1")
    clock.forward(minutes=16)
    said = worker.hook("/twilio/process-speech?turn=1", "CA1", SpeechResult="כן").text
    worker.settle()
    assert worker.hook("/twilio/process-speech?turn=1", "CA1", SpeechResult="כן").text == said
    worker.hook("/twilio/call-status", "CA1", CallStatus="completed", CallDuration="905")
    assert worker.call("CA1").outcome == "time_limit"


def test_what_was_asked_last_still_counts(worker: Worker, clock: Clock) -> None:
    worker.stores.leads.add("Noa Levi", "+972547654321")
    caller = worker.caller().calls().says("כן")
    clock.forward(minutes=15, seconds=1)
    caller.says("תסירו אותי מהרשימה")
    lead = worker.stores.leads.by_phone("+972547654321")
    assert lead is not None
    assert lead.suppressed
