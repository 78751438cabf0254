"""The turn is stored: repeats get the same bytes and cause nothing twice, on any worker; nobody waits in silence."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.builders import Clock, Ears, Worker
from tests.fakes import FakeTranslator, ScriptedModel, calls, says
from tests.phone.documents import document, redirect, said
from tests.phone.slow import PATIENCE_S, Gate, SlowTranscriber, slowly
from voicebot.guards.takeover import TakeOver
from voicebot.services import Vendors

pytestmark = SOAK_ON_POSTGRES

SID = "CA" + "1" * 32
SPEECH, RECORDING = "/twilio/process-speech", "/twilio/process-recording"


@pytest.fixture
def booking(app_factory: AppFactory) -> tuple[Worker, Worker, ScriptedModel]:
    """Two workers and a model that has read a slot back in a call and will book it after a yes, once."""
    model = ScriptedModel(
        calls("offer_meeting_slots"), says("Which one suits you?"), *[calls("book_meeting", '{"slot_index": 1}')] * 2,
        says("You are booked for Sunday at noon."),
    )  # fmt: skip
    vendors = Vendors(models=(model,), translators=(FakeTranslator(),))
    first, second = app_factory(vendors), app_factory(vendors)
    document(first.hook("/twilio/voice", SID))
    document(first.hook(f"{SPEECH}?turn=1", SID, SpeechResult="אשמח לפגישה"))
    document(first.hook(f"{SPEECH}?turn=2", SID, SpeechResult="הראשון"))
    return first, second, model


def agrees(worker: Worker) -> TestResponse:
    return worker.hook(f"{SPEECH}?turn=3", SID, SpeechResult="כן")


def assert_booked_once(worker: Worker, model: ScriptedModel, answers: Sequence[TestResponse]) -> None:
    assert len({each.get_data() for each in answers}) == 1
    assert len(said(document(answers[0]))) == 1
    assert len(worker.meetings()) == 1
    assert len(worker.turns(SID)) == 4
    model.assert_complete()


def test_the_same_webhook_twice(booking: tuple[Worker, Worker, ScriptedModel]) -> None:
    worker, _, model = booking
    assert_booked_once(worker, model, [agrees(worker), agrees(worker)])


def test_the_same_webhook_at_two_workers(booking: tuple[Worker, Worker, ScriptedModel]) -> None:
    worker, other, model = booking
    assert_booked_once(worker, model, [agrees(worker), agrees(other), agrees(worker)])


def test_the_same_webhook_three_times_at_once(booking: tuple[Worker, Worker, ScriptedModel]) -> None:
    worker, other, model = booking
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(agrees, [worker, worker, worker, other, other, other]))
    assert_booked_once(worker, model, answers)


def test_the_same_webhook_after_the_call(booking: tuple[Worker, Worker, ScriptedModel]) -> None:
    worker, other, model = booking
    first = agrees(worker)
    assert worker.hook("/twilio/call-status", SID, CallStatus="completed", CallDuration="30").status_code == 204
    assert_booked_once(worker, model, [first, agrees(worker), agrees(other)])


def test_the_greeting_is_repeated_too(worker: Worker) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: worker.hook("/twilio/voice", SID).get_data(), range(4)))
    assert len(set(answers)) == 1
    (greeting,) = worker.turns(SID)
    assert [each.kind for each in greeting.sentences] == ["fixed"]


def test_without_a_turn_in_the_address_the_recording_decides(recording_worker: Worker, ears: Ears) -> None:
    worker = recording_worker
    worker.hook("/twilio/voice", SID)
    yes, team = ears.record("כן"), ears.record("יש לנו צוות")
    first = worker.hook(RECORDING, SID, RecordingSid=yes).get_data()
    second = worker.hook(RECORDING, SID, RecordingSid=team).get_data()
    assert worker.hook(RECORDING, SID, RecordingSid=yes).get_data() == first != second
    worker.hook("/twilio/call-status", SID, CallStatus="completed")
    assert worker.hook(RECORDING, SID, RecordingSid=yes).get_data() == first
    assert [each.source for each in worker.turns(SID)][1:] == [yes, team]
    assert len(ears.transcriber.keywords) == 2


def test_a_recording_is_heard_once_whatever_turn_is_named(recording_worker: Worker, ears: Ears) -> None:
    recording_worker.hook("/twilio/voice", SID)
    sid = ears.record("כן")
    first = recording_worker.hook(f"{RECORDING}?turn=1", SID, RecordingSid=sid)
    again = recording_worker.hook(f"{RECORDING}?turn=2", SID, RecordingSid=sid)
    assert first.get_data() == again.get_data()
    assert len(ears.recordings.fetched) == 1


@ON_SQLITE
@pytest.mark.parametrize("turn", ["", "x", "-1", "1.5", "٣", "9999999999", "' OR 1=1"])
def test_a_turn_that_is_no_number_counts_as_none(worker: Worker, turn: str) -> None:
    worker.hook("/twilio/voice", SID)
    got = worker.hook(f"{SPEECH}?turn={quote(turn)}", SID, SpeechResult="כן")
    assert "צוות" in "".join(said(document(got)))
    assert [each.number for each in worker.turns(SID)] == [0, 1]


def test_another_worker_gives_the_answer(app_factory: AppFactory, ears: Ears) -> None:
    gate = Gate()
    vendors = Vendors(recordings=ears.recordings, transcribers=(SlowTranscriber(gate, ears.transcriber),))
    slow = app_factory(vendors, reply_wait_s=0.0, caller_input="record")
    other = app_factory(ears.vendors(), caller_input="record")
    slow.hook("/twilio/voice", SID)
    first = document(slow.hook(f"{RECORDING}?turn=1", SID, RecordingSid=ears.record("כן")))
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(other.hook, redirect(first), SID)
        assert gate.reached.wait(PATIENCE_S)
        gate.open()
        assert "צוות" in "".join(said(document(waiting.result(PATIENCE_S))))
    assert other.turns(SID)[1].owner != ""
    assert len(ears.recordings.fetched) == 1


def abandoned(worker: Worker, clock: Clock, gate: Gate, path: str, **form: str) -> str:
    """A turn whose owner hangs, after long enough; where the caller is sent next."""
    worker.hook("/twilio/voice", SID)
    first = document(worker.hook(f"{path}?turn=1", SID, **form))
    assert gate.reached.wait(PATIENCE_S)
    clock.forward(seconds=TakeOver().hard_limit_s + 1)
    return redirect(first)


def assert_taken_over(slow: Worker, other: Worker, gate: Gate, words: Sequence[str]) -> None:
    """The late owner cannot write any more."""
    turn = other.turns(SID)[1]
    assert (turn.state, turn.epoch) == ("done", 2)
    gate.open()
    slow.settle()
    assert other.turns(SID)[1] == turn
    assert [each.he for each in turn.sentences if each.kind != "filler"] == list(words)


def test_an_abandoned_turn_is_taken_over(app_factory: AppFactory, ears: Ears, clock: Clock) -> None:
    gate = Gate()
    vendors = Vendors(recordings=ears.recordings, transcribers=(SlowTranscriber(gate, ears.transcriber),))
    slow = app_factory(vendors, reply_wait_s=0.0, caller_input="record")
    other = app_factory(ears.vendors(), caller_input="record")
    after = abandoned(slow, clock, gate, RECORDING, RecordingSid=ears.record("כן"))
    words = said(document(other.hook(after, SID)))
    assert "צוות" in "".join(words)
    assert_taken_over(slow, other, gate, words)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"SpeechResult": "אני רוצה לדבר עם בן אדם"}, "מעבירה"),
        ({"SpeechResult": "כן"}, "צוות"),
    ],
)
def test_words_survive_the_takeover(app_factory: AppFactory, clock: Clock, given: dict[str, str], words: str) -> None:
    gate = Gate()
    model = ScriptedModel(slowly(gate, says("Too late.")))
    slow = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)), reply_wait_s=0.0)
    other = app_factory()
    after = abandoned(slow, clock, gate, SPEECH, **given)
    heard = said(document(other.hook(after, SID)))
    assert words in " ".join(heard)
    assert_taken_over(slow, other, gate, heard)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("keys:9", "הוסר מהרשימה"),
        ("keys:0", "מעבירה לנציג"),
        ("RE" + "a" * 32, "צוות"),
        ("silence", "שומעים אותי"),
    ],
)
def test_a_worker_that_died_before_it_heard_anything(
    recording_worker: Worker, ears: Ears, clock: Clock, source: str, words: str
) -> None:
    ears.record("כן", "RE" + "a" * 32)
    recording_worker.hook("/twilio/voice", SID)
    assert recording_worker.stores.turns.claim(recording_worker.call(SID).id, 1, source, "dead").won
    clock.forward(seconds=TakeOver().hard_limit_s + 1)
    root = document(recording_worker.hook("/twilio/turn?turn=1&from=0", SID))
    assert words in " ".join(said(root))


def test_what_was_transcribed_is_not_transcribed_again(app_factory: AppFactory, ears: Ears, clock: Clock) -> None:
    gate = Gate()
    model = ScriptedModel(slowly(gate, says("Too late.")))
    slow = app_factory(
        ears.vendors(models=(model,), translators=(FakeTranslator(),)), reply_wait_s=0.0, caller_input="record"
    )
    other = app_factory(ears.vendors(), caller_input="record")
    after = abandoned(slow, clock, gate, RECORDING, RecordingSid=ears.record("כן"))
    assert "צוות" in "".join(said(document(other.hook(after, SID))))
    assert len(ears.transcriber.keywords) == 1
    gate.open()


def test_a_turn_still_at_work_is_not_taken_over(app_factory: AppFactory, ears: Ears, clock: Clock) -> None:
    gate = Gate()
    vendors = Vendors(recordings=ears.recordings, transcribers=(SlowTranscriber(gate, ears.transcriber),))
    slow = app_factory(vendors, reply_wait_s=0.0, caller_input="record")
    other = app_factory(ears.vendors(), reply_wait_s=0.0, caller_input="record")
    after = abandoned(slow, clock, gate, RECORDING, RecordingSid=ears.record("כן"))
    clock.forward(seconds=-2)
    assert redirect(document(other.hook(after, SID))) == "/twilio/turn?turn=1&from=2"
    assert other.turns(SID)[1].epoch == 1
    gate.open()


def test_a_state_that_changed_since_the_webhook_read_it_is_read_anew(
    app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the turn before ends at that moment, in another process."""
    worker = app_factory()
    worker.caller().calls(call_sid=SID)
    read = worker.stores.calls.with_reply
    changed: list[int] = []

    def read_then_change(sid: str, turn: int, cursor: int) -> object:
        found = read(sid, turn, cursor)
        if not changed:
            call = found[0]
            changed.append(
                worker.stores.calls.save_state(call.id, {**(call.state or {}), "tokens": 7_000}, call.state_version)
            )
        return found

    monkeypatch.setattr(worker.stores.calls, "with_reply", read_then_change)
    assert worker.hook(f"{SPEECH}?turn=1", SID, SpeechResult="כן").status_code == 200
    worker.settle()
    call = worker.call(SID)
    assert changed
    assert (call.state_version, (call.state or {})["tokens"]) == (changed[0] + 1, 7_000)
    assert [each.state for each in worker.turns(SID)] == ["done", "done"]
