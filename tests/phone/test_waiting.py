"""While a turn is made: fillers, what follows them, and what is told of the wait."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from structlog.testing import capture_logs

from language.phrases import FILLERS
from tests.apps import SOAK_ON_POSTGRES, AppFactory
from tests.builders import Ears, Worker
from tests.fakes import FakeTranslator, ScriptedModel, says
from tests.phone.documents import checked, document, redirect, said
from tests.phone.slow import Gate, SlowTranscriber, slowly
from voicebot.services import Vendors

pytestmark = SOAK_ON_POSTGRES

SID = "CA" + "1" * 32
SPEECH, RECORDING = "/twilio/process-speech", "/twilio/process-recording"


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def worker(app_factory: AppFactory, ears: Ears, gate: Gate) -> Worker:
    """It has greeted a caller, hears behind a door, and waits for nothing."""
    vendors = Vendors(recordings=ears.recordings, transcribers=(SlowTranscriber(gate, ears.transcriber),))
    worker = app_factory(vendors, reply_wait_s=0.0, caller_input="record")
    worker.hook("/twilio/voice", SID)
    return worker


def test_a_slow_turn_is_filled_and_the_answer_follows(worker: Worker, gate: Gate, ears: Ears) -> None:
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


def test_a_wait_is_told_once_however_many_ask_at_once(worker: Worker, gate: Gate, ears: Ears) -> None:
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
