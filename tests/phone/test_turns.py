"""The turn is stored: repeats get the same bytes and cause nothing twice, on any worker; nobody waits in silence."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from language.phrases import FILLERS
from language.types import Language, Recording
from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES, AppFactory
from tests.builders import Clock, Ears, Worker
from tests.fakes import FakeTranscriber, FakeTranslator, ScriptedModel, calls, says
from tests.phone.documents import checked, document, redirect, said
from voicebot.agents.model import ModelEvent, ModelRequest
from voicebot.guards.takeover import TakeOver
from voicebot.services import Vendors

pytestmark = SOAK_ON_POSTGRES

SID = "CA" + "1" * 32
SPEECH, RECORDING = "/twilio/process-speech", "/twilio/process-recording"
PATIENCE_S = 10


class Gate:
    """A vendor's door that the test opens."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self.reached = threading.Event()

    def pass_through(self) -> None:
        self.reached.set()
        assert self._open.wait(PATIENCE_S), "the test never opened the door"

    def open(self) -> None:
        self._open.set()


class SlowTranscriber(FakeTranscriber):
    """Waits at a door before it hears."""

    def __init__(self, gate: Gate, inner: FakeTranscriber) -> None:
        super().__init__()
        self.words = inner.words
        self._gate = gate

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        self._gate.pass_through()
        return super().transcribe(recording, language, keywords, timeout_s)


def slowly(gate: Gate, round_: list[ModelEvent]) -> Callable[[ModelRequest], list[ModelEvent]]:
    """A model's round that comes when the door is opened."""

    def answer(_request: ModelRequest) -> list[ModelEvent]:
        gate.pass_through()
        return round_

    return answer


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


def test_a_slow_turn_is_filled_and_the_answer_follows(app_factory: AppFactory, ears: Ears) -> None:
    gate = Gate()
    vendors = Vendors(recordings=ears.recordings, transcribers=(SlowTranscriber(gate, ears.transcriber),))
    worker = app_factory(vendors, reply_wait_s=0.0, caller_input="record")
    worker.hook("/twilio/voice", SID)
    form = {"RecordingSid": ears.record("כן")}
    first_body = worker.hook(f"{RECORDING}?turn=1", SID, **form).get_data()
    first = checked(first_body)
    second_body = worker.hook(redirect(first), SID).get_data()
    second = checked(second_body)
    fillers = {each.he for each in FILLERS}
    assert set(said(first)) < fillers
    assert set(said(second)) < fillers - set(said(first))
    assert worker.hook(redirect(first), SID).get_data() == second_body
    assert worker.hook(f"{RECORDING}?turn=1", SID, **form).get_data() == first_body
    gate.open()
    worker.settle()
    last = document(worker.hook(redirect(second), SID))
    assert said(last) == ["תודה.", "יש אצלכם צוות שפונה ללידים חדשים?"]
    (_, turn) = worker.turns(SID)
    assert [each.kind for each in turn.sentences] == ["filler", "filler", "fixed", "fixed"]
    assert [each.he for each in turn.sentences] == [*said(first), *said(second), *said(last)]


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


def test_fillers_are_left_out_of_what_a_model_sees(app_factory: AppFactory) -> None:
    gate = Gate()
    model = ScriptedModel(slowly(gate, says("Fine.")), says("Good."))
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)), reply_wait_s=0.0)
    worker.hook("/twilio/voice", SID)
    worker.hook(f"{SPEECH}?turn=1", SID, SpeechResult="שלום לכם")
    gate.open()
    worker.settle()
    worker.hook(f"{SPEECH}?turn=2", SID, SpeechResult="ומה עוד")
    worker.settle()
    seen = str(model.requests[1].messages)
    assert "Fine." in seen
    assert not any(each.en in seen or each.he in seen for each in FILLERS)


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


def test_a_turn_that_ends_just_before_a_filler_lets_the_caller_speak(
    app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All its sentences were given, and no other came: what follows is not the same question again, for ever."""
    worker = app_factory(reply_wait_s=0.0)
    document(worker.hook("/twilio/voice", SID))
    turns, call_id = worker.stores.turns, worker.call(SID).id
    turns.claim(call_id, 1, "text", worker.services.leases.owner)
    turns.append_sentence(call_id, 1, 1, "fixed", "רק רגע.", "One moment.")
    fill = turns.append_filler

    def ended_before(*given: object) -> bool:
        turns.finish(call_id, 1, 1, model="rules", ending={"kind": "listen"})
        return fill(*given)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(turns, "append_filler", ended_before)
    root = document(worker.hook("/twilio/turn?turn=1&from=1", SID))
    assert said(root) == []
    assert root[0].tag == "Gather"
    assert "turn=2" in redirect(root)


def test_a_wait_is_told_once_however_many_ask_at_once(app_factory: AppFactory, ears: Ears) -> None:
    gate = Gate()
    vendors = Vendors(recordings=ears.recordings, transcribers=(SlowTranscriber(gate, ears.transcriber),))
    worker = app_factory(vendors, reply_wait_s=0.0, caller_input="record")
    worker.hook("/twilio/voice", SID)
    form = {"RecordingSid": ears.record("כן")}
    with capture_logs() as told, ThreadPoolExecutor(6) as threads:
        first = list(threads.map(lambda _: worker.hook(f"{RECORDING}?turn=1", SID, **form), range(6)))
        assert len({each.get_data() for each in first}) == 1
        gate.open()
        worker.settle()
        rest = list(threads.map(lambda _: worker.hook(redirect(document(first[0])), SID), range(6)))
        assert len({each.get_data() for each in rest}) == 1
    events = [each["event"] for each in told]
    assert (events.count("turn.filler"), events.count("turn.first_word")) == (1, 1)
