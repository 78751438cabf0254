"""Turns whose process died: they are taken over with all that was given, also those that nobody asks for any more."""

import pytest
from sqlalchemy import update

from stores.records import WorkerRecord
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Clock, Ears, Worker
from tests.caller import LEAD_NUMBER
from tests.jobs.doing import do_jobs
from tests.phone.documents import document, said
from voicebot.conversation.types import Input
from voicebot.simphone.events import new_sid

SID = "CA" + "8" * 32
RECORDING = "/twilio/process-recording"
REMOVE = "תורידו אותי מהרשימה"
OVER = {"CallStatus": "completed", "CallDuration": "9"}


def abandoned(worker: Worker, clock: Clock, number: int, given: Input) -> None:
    """A process claims the turn of this input, and dies."""
    worker.stores.turns.claim(worker.call(SID).id, number, given.source, "dead", given.stored())
    worker.stores.workers.beat("dead")
    with worker.stores.database.begin() as session:
        lately = WorkerRecord.owner == "dead"
        session.execute(update(WorkerRecord).where(lately).values(beat_s=WorkerRecord.beat_s - 10))
    clock.forward(seconds=4)


def recorded(ears: Ears, words: str, **more: object) -> Input:
    sid = ears.record(words)
    return Input(sid, recording_sid=sid, **more)  # type: ignore[arg-type]  # flags of an input


@pytest.mark.parametrize(
    "given",
    [
        Input("silence"),
        Input("silence", left=True),
        Input("text", text="כן", digits="1"),
        Input("keys:9", digits="9"),
        Input("RE1", recording_sid="RE1", full=True, piece=2),
        Input("malformed", unusable=True),
    ],
)
def test_an_input_is_stored_as_it_is(given: Input) -> None:
    assert Input.of(given.source, {**given.stored(), "of a later release": 1}) == given


def test_a_piece_is_heard_by_whoever_hears_the_next_one(recording_worker: Worker, ears: Ears, clock: Clock) -> None:
    recording_worker.hook("/twilio/voice", SID)
    abandoned(recording_worker, clock, 1, recorded(ears, "אז תראי יש לנו כאן משרד", full=True))
    got = recording_worker.hook(f"{RECORDING}?turn=2&piece=1", SID, RecordingSid=ears.record(f"ו{REMOVE}"))
    assert document(got)[-1].tag == "Hangup"
    piece, whole = recording_worker.turns(SID)[1:]
    assert (piece.state, piece.epoch, (piece.ending or {}).get("piece")) == ("done", 2, True)
    assert whole.heard_he == f"אז תראי יש לנו כאן משרד ו{REMOVE}"
    assert len(ears.recordings.fetched) == 2


@ON_SQLITE
def test_a_piece_whose_owner_lives_is_left_to_it(recording_worker: Worker, ears: Ears, clock: Clock) -> None:
    recording_worker.hook("/twilio/voice", SID)
    call, turns = recording_worker.call(SID), recording_worker.stores.turns
    first = recorded(ears, "אז תראי", full=True)
    turns.claim(call.id, 1, first.source, "alive", first.stored())
    recording_worker.stores.workers.beat("alive")
    turns.finish(call.id, 1, 1, ending={"kind": "listen", "piece": True})
    recording_worker.hook(f"{RECORDING}?turn=2&piece=1", SID, RecordingSid=ears.record(REMOVE))
    assert turns.get(call.id, 1).epoch == 1
    assert first.source not in ears.recordings.fetched


@ON_SQLITE
@pytest.mark.parametrize(
    ("given", "last"),
    [
        (Input("text", text=REMOVE), "Hangup"),
        (Input("text", text="רגע", digits="0"), "Dial"),
        (Input("keys:9", digits="9"), "Hangup"),
        (Input(new_sid("RE"), recording_sid="", digits="9"), "Hangup"),
        (Input("silence"), "Redirect"),
        (Input("malformed", unusable=True), "Redirect"),
    ],
    ids=["words", "words and a key", "a key", "a key beside a recording", "silence", "malformed"],
)
def test_what_was_given_is_not_forgotten(worker: Worker, clock: Clock, given: Input, last: str) -> None:
    worker.hook("/twilio/voice", SID)
    abandoned(worker, clock, 1, given)
    root = document(worker.hook("/twilio/turn?turn=1&from=0", SID))
    assert root[-1].tag == last
    assert worker.turns(SID)[1].given is None, "what was said is kept once"
    if given.unusable:
        assert "לחזור על זה" in said(root)[0]


def test_last_words_that_nobody_asks_for_are_heard_by_a_job(recording_worker: Worker, ears: Ears, clock: Clock) -> None:
    worker = recording_worker
    worker.hook("/twilio/voice", SID)
    last = recorded(ears, REMOVE, left=True)
    abandoned(worker, clock, 1, last)
    worker.hook("/twilio/call-status", SID, **OVER)
    worker.settle()
    do_jobs(worker)
    assert worker.stores.suppressions.contains(LEAD_NUMBER)
    assert worker.call(SID).outcome == "removed"
    assert "removed" in (worker.stores.summaries.get(worker.call(SID).id) or "")
    assert ears.recordings.fetched == ears.recordings.deleted == [last.source]


def test_a_piece_that_nobody_goes_on_with_is_heard_by_a_job(recording_worker: Worker, ears: Ears, clock: Clock) -> None:
    """The process died between the last status and what it lets happen."""
    worker = recording_worker
    worker.hook("/twilio/voice", SID)
    piece = recorded(ears, REMOVE, full=True)
    abandoned(worker, clock, 1, piece)
    call = worker.stores.calls.advance_status(worker.call(SID).id, "completed")
    worker.services.guards.closing.closed(call)
    for _ in range(3):  # one attempt finds the turn going on; the engine would come again
        do_jobs(worker)
        worker.settle()
        clock.forward(seconds=10)
    assert worker.stores.suppressions.contains(LEAD_NUMBER)
    assert worker.call(SID).outcome == "removed"
    assert ears.recordings.fetched == ears.recordings.deleted == [piece.source]


def test_whoever_asked_for_a_person_and_left_is_called_back(recording_worker: Worker, ears: Ears, clock: Clock) -> None:
    recording_worker.hook("/twilio/voice", SID)
    abandoned(recording_worker, clock, 1, recorded(ears, "אני רוצה לדבר עם בן אדם", left=True))
    recording_worker.hook("/twilio/call-status", SID, **OVER)
    recording_worker.settle()
    do_jobs(recording_worker)
    assert [task.kind for task in recording_worker.tasks()] == ["callback"]


@ON_SQLITE
def test_a_greeting_that_was_never_finished_holds_up_nothing(app_factory: AppFactory, clock: Clock) -> None:
    worker = app_factory()
    worker.hook("/twilio/voice", SID)
    call = worker.call(SID)
    with worker.stores.database.begin() as session:
        session.connection().exec_driver_sql("UPDATE turns SET state = 'claimed' WHERE number = 0")
    worker.hook("/twilio/process-speech?turn=1", SID, SpeechResult=REMOVE)
    worker.hook("/twilio/call-status", SID, **OVER)
    do_jobs(worker)
    assert worker.call(SID).outcome == "removed"
    assert worker.stores.summaries.get(call.id)
