"""In the Gather way keys and speech are heard while we speak, and a long answer can be cut."""

import threading
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from werkzeug.test import TestResponse

from tests.apps import SOAK_ON_POSTGRES, AppFactory
from tests.builders import Worker
from tests.caller import Caller
from tests.fakes import FakeTranslator, ScriptedModel, calls, says
from tests.phone.documents import document, redirect, said
from voicebot.agents.model import ModelEvent, ModelRequest
from voicebot.conversation import cutting_in, replies
from voicebot.services import Vendors
from voicebot.webhooks import REPEATED

pytestmark = SOAK_ON_POSTGRES

SID = "CA" + "c" * 32
SPEECH = "/twilio/process-speech"
FIRST, SECOND, THIRD = "We answer the phone.", "We also book meetings.", "Shall we talk?"
HEBREW = {FIRST: "אנחנו עונים לטלפון.", SECOND: "אנחנו גם קובעים פגישות.", THIRD: "נדבר על זה?"}
QUESTION, OTHER = "מה אתם עושים בעצם", "וכמה זה עולה לי בחודש"
PATIENCE_S = 5


class SlowModel:
    """Writes its first answer a sentence at a time: each waits at the door. Later answers come at once."""

    name = "slow"

    def __init__(self, *later: list[ModelEvent]) -> None:
        self.doors = [threading.Event(), threading.Event()]
        self.later = ScriptedModel(*later)
        self.requests: list[ModelRequest] = []
        self.first: list[ModelEvent] = says(FIRST + " ")
        self.rest: list[list[ModelEvent]] = [says(SECOND + " "), says(THIRD)]
        self.closed = threading.Event()

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        self.requests.append(request)
        if len(self.requests) > 1:
            yield from self.later.stream(request)
            return
        try:
            yield from self.first
            for door, sentence in zip(self.doors, self.rest, strict=True):
                assert door.wait(PATIENCE_S), "the test never opened the door"
                yield from sentence
        finally:
            self.closed.set()

    def write_on(self) -> None:
        for each in self.doors:
            each.set()


@pytest.fixture
def impatient(app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is ready is given at once; a turn that was cut is not waited for."""
    monkeypatch.setattr(replies, "WHOLE_S", 0.01)
    monkeypatch.setattr(cutting_in, "CUT_S", 0.01)


def at_work(app_factory: AppFactory, model: SlowModel, **settings: object) -> Worker:
    translator = FakeTranslator({**HEBREW, "It costs little.": "זה עולה מעט."})
    return app_factory(Vendors(models=(model,), translators=(translator,)), **settings)


def in_the_middle(worker: Worker) -> Element:
    """An answer of which the first sentence was given."""
    document(worker.hook("/twilio/voice", SID))
    root = document(worker.hook(f"{SPEECH}?turn=1", SID, SpeechResult=QUESTION))
    assert said(root) == [HEBREW[FIRST]]
    assert redirect(root) == "/twilio/turn?turn=1&from=1"
    return root


def to_the_end(worker: Worker, got: TestResponse) -> tuple[list[str], str]:
    """What is heard from this answer on, and the verb in which it ends, when nobody cuts in."""
    heard = list[str]()
    while True:
        root = document(got)
        heard += said(root)
        if not redirect_or_none(root).startswith("/twilio/turn"):
            return heard, root[-1].tag
        got = worker.hook(redirect(root), SID)


def redirect_or_none(root: Element) -> str:
    return redirect(root) if root.find("Redirect") is not None else ""


def spoken(worker: Worker, turn: int) -> list[str]:
    return [each.he for each in worker.turns(SID)[turn].sentences]


@pytest.mark.usefixtures("impatient")
class TestOverTheWire:
    def test_what_is_ready_is_spoken_in_a_gather(self, app_factory: AppFactory) -> None:
        model = SlowModel()
        root = in_the_middle(at_work(app_factory, model))
        gather = root[0]
        assert [each.tag for each in root] == ["Gather", "Redirect"]
        assert gather.get("action") == f"{SPEECH}?turn=2&from=1{REPEATED}"
        assert (gather.get("timeout"), gather.get("actionOnEmptyResult")) == ("1", None)
        assert (gather.get("input"), gather.get("numDigits"), gather.get("finishOnKey")) == ("speech dtmf", "1", "")
        model.write_on()

    def test_new_words_are_answered_and_the_rest_is_never_said(self, app_factory: AppFactory) -> None:
        model = SlowModel(says("It costs little."))
        worker = at_work(app_factory, model)
        in_the_middle(worker)
        heard, _ = to_the_end(worker, worker.hook(f"{SPEECH}?turn=2&from=1", SID, SpeechResult=OTHER))
        assert heard == ["זה עולה מעט."]
        model.write_on()
        worker.settle()
        assert spoken(worker, 1) == [HEBREW[FIRST]]
        assert [(each.state, each.model) for each in worker.turns(SID)[1:]] == [("done", "cut"), ("done", "slow")]
        assert worker.turns(SID)[2].heard_he == OTHER
        told = " ".join(str(each) for each in model.requests[1].messages)
        assert FIRST in told
        assert SECOND not in told

    def test_the_same_key_twice_at_two_workers_removes_once(self, app_factory: AppFactory) -> None:
        model = SlowModel()
        worker, other = at_work(app_factory, model), at_work(app_factory, model)
        in_the_middle(worker)
        removed = worker.hook(f"{SPEECH}?turn=2&from=1", SID, Digits="9")
        assert other.hook(f"{SPEECH}?turn=2&from=1", SID, Digits="9").get_data() == removed.get_data()
        heard, ending = to_the_end(worker, removed)
        assert ending == "Hangup"
        assert "הוסר" in " ".join(heard)
        model.write_on()
        worker.settle()
        assert spoken(worker, 1) == [HEBREW[FIRST]]
        assert len(worker.turns(SID)) == 3
        assert worker.stores.suppressions.contains("+972547654321")

    def test_zero_is_for_a_person(self, app_factory: AppFactory) -> None:
        model = SlowModel(calls("transfer_to_human", '{"reason": "pressed"}'))
        worker = at_work(app_factory, model)
        in_the_middle(worker)
        _, ending = to_the_end(worker, worker.hook(f"{SPEECH}?turn=2&from=1", SID, Digits="0"))
        assert ending == "Dial"
        model.write_on()

    def test_star_says_again_what_was_given_and_no_more(self, app_factory: AppFactory) -> None:
        model = SlowModel()
        worker = at_work(app_factory, model)
        in_the_middle(worker)
        heard, _ = to_the_end(worker, worker.hook(f"{SPEECH}?turn=2&from=1", SID, Digits="*"))
        assert heard[-1] == HEBREW[FIRST]
        model.write_on()

    def test_a_turn_that_ends_meanwhile_is_waited_for(
        self, app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What it has done is known; what it would have said is not said."""
        monkeypatch.setattr(cutting_in, "CUT_S", float(PATIENCE_S))
        model = SlowModel(says("Which one?"), says("It costs little."))
        model.rest[1] = calls("offer_meeting_slots")
        worker = at_work(app_factory, model)
        in_the_middle(worker)
        model.write_on()
        heard, _ = to_the_end(worker, worker.hook(f"{SPEECH}?turn=2&from=1", SID, SpeechResult=OTHER))
        assert heard == ["זה עולה מעט."]
        assert spoken(worker, 1) == [HEBREW[FIRST]]
        assert [each["name"] for each in worker.turns(SID)[1].tool_calls] == ["offer_meeting_slots"]
        assert (worker.call(SID).state or {})["offered"]

    def test_nothing_cuts_off_an_ending_but_another_one(
        self, app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Thanks, said while we tell that we connect: the caller is connected, and hears the rest of it."""
        monkeypatch.setattr(cutting_in, "CUT_S", float(PATIENCE_S))
        model = SlowModel()
        model.rest[1] = calls("transfer_to_human", '{"reason": "asked"}')
        worker = at_work(app_factory, model)
        in_the_middle(worker)
        model.write_on()
        heard, ending = to_the_end(worker, worker.hook(f"{SPEECH}?turn=2&from=1", SID, SpeechResult="תודה רבה לך"))
        assert ending == "Dial"
        assert HEBREW[FIRST] not in heard
        assert spoken(worker, 1) == [HEBREW[FIRST]]
        assert HEBREW[SECOND] in spoken(worker, 2)

    def test_after_the_agent_s_goodbye_has_begun_nine_still_removes(
        self, app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cutting_in, "CUT_S", float(PATIENCE_S))
        model = SlowModel()
        model.rest[1] = calls("end_call", '{"reason": "done"}')
        worker = at_work(app_factory, model)
        in_the_middle(worker)
        model.write_on()
        worker.services.pool.wait_in_turn(
            (worker.call(SID).id, 1), lambda: worker.turns(SID)[1].state == "done", PATIENCE_S
        )
        _, ending = to_the_end(worker, worker.hook(f"{SPEECH}?turn=2&from=1", SID, Digits="9"))
        assert ending == "Hangup"
        assert worker.stores.suppressions.contains("+972547654321")


@pytest.mark.usefixtures("impatient")
class TestOnTheTelephone:
    @pytest.fixture
    def model(self) -> SlowModel:
        return SlowModel(says("It costs little."))

    @pytest.fixture
    def on_the_line(self, app_factory: AppFactory, model: SlowModel) -> Iterator[Caller]:
        yield at_work(app_factory, model).caller().calls(call_sid=SID)
        model.write_on()

    def test_speaks_in_the_middle(self, on_the_line: Caller) -> None:
        on_the_line.cuts_in(HEBREW[FIRST], saying=OTHER).says(QUESTION)
        assert on_the_line.heard == ["זה עולה מעט."]
        assert on_the_line.listening

    def test_presses_nine_in_the_middle(self, on_the_line: Caller) -> None:
        on_the_line.cuts_in(HEBREW[FIRST], pressing="9").says(QUESTION)
        assert on_the_line.ended
        assert "הוסר" in " ".join(on_the_line.heard)

    def test_who_listens_hears_all_of_it(self, on_the_line: Caller, model: SlowModel) -> None:
        model.write_on()
        on_the_line.says(QUESTION)
        assert on_the_line.heard == list(HEBREW.values())
        assert on_the_line.listening
