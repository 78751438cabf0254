"""Hand-offs in a real call: one voice, the record of who spoke and what was handed over, and a worker that dies."""

import json
from collections.abc import Iterator

import pytest

from stores.values import Turn
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.conversation.talking import SID, Talk
from tests.fakes import FakeTranslator, Round, ScriptedModel, calls, says
from voicebot.agents.model import AssistantMessage, ModelEvent, ModelRequest, ToolMessage, UserMessage
from voicebot.agents.state import CallState
from voicebot.conversation import memory
from voicebot.errors import VendorTimeout
from voicebot.services import Vendors

NEED = calls(
    "note_answer", json.dumps({"name": None, "location": "Haifa", "need": "A pension", "goal": None, "timing": None})
)
ON = calls("handoff", json.dumps({"to": "advisor", "reason": "Agreed to advice."}))
SUMMARY = {"who": "Dana", "wants": "Advice on a pension", "facts": [], "agreed": ["advice"], "open": []}
GIVES = calls("give_summary", json.dumps(SUMMARY))


def funnel(app_factory: AppFactory, model: ScriptedModel, summing: ScriptedModel | None = None) -> Talk:
    vendors = Vendors(models=(model,), handoff=summing, translators=(FakeTranslator(),))
    worker = app_factory(vendors, scenario="lead_funnel")
    worker.hook("/twilio/voice", SID)
    return Talk(worker)


def handed(talk: Talk) -> Turn:
    return next(each for each in talk.worker.turns(SID) if any(call["name"] == "handoff" for call in each.tool_calls))


@ON_SQLITE
def test_the_record_tells_who_spoke_and_what_was_handed_over(app_factory: AppFactory) -> None:
    model = ScriptedModel(NEED, says("Shall I advise you?"), ON, says("What matters most to you?"), says("I see."))
    talk = funnel(app_factory, model, ScriptedModel(GIVES))
    talk.says("אני מחיפה ואני צריכה פנסיה")
    talk.says("כן")
    talk.says("ביטחון")
    model.assert_complete()
    spoken = [(each.agent, each.kind) for turn in talk.worker.turns(SID) for each in turn.sentences]
    assert spoken == [
        ("qualifier", "fixed"), ("qualifier", "answer"), ("advisor", "answer"), ("advisor", "answer"),
    ]  # fmt: skip
    (made,) = [each for each in handed(talk).tool_calls if each["name"] == "handoff"]
    assert (made["result"]["from"], made["result"]["to"], made["result"]["reason"]) == (
        "qualifier", "advisor", "Agreed to advice.",
    )  # fmt: skip
    assert made["summary"]["wants"] == SUMMARY["wants"]
    assert {each["name"]: each["value"] for each in made["summary"]["facts"]} == {
        "location": "Haifa",
        "need": "A pension",
    }


@ON_SQLITE
def test_the_next_agent_never_sees_the_talk_but_its_summary(app_factory: AppFactory) -> None:
    model = ScriptedModel(NEED, says("Shall I advise you?"), ON, says("What matters most to you?"), says("I see."))
    talk = funnel(app_factory, model, ScriptedModel(GIVES))
    talk.says("אני מחיפה ואני צריכה פנסיה")
    talk.says("כן")
    talk.says("ביטחון")
    later = model.requests[-1]
    assert "Shall I advise you?" not in repr(later.messages)
    assert [type(each) for each in later.messages] == [
        UserMessage, AssistantMessage, ToolMessage, AssistantMessage, UserMessage,
    ]  # fmt: skip
    assert later.facts["handed_over"]["summary"]["wants"] == SUMMARY["wants"]
    assert "note_answer" in [each.name for each in later.tools]
    assert "find_slot_near" not in [each.name for each in later.tools]


@ON_SQLITE
@pytest.mark.parametrize("answer", [VendorTimeout("groq", "chat"), says("no call"), calls("give_summary", "{")])
def test_without_a_summary_the_last_turns_go_on(app_factory: AppFactory, answer: Round) -> None:
    model = ScriptedModel(NEED, says("Shall I advise you?"), ON, says("What matters most to you?"), says("I see."))
    talk = funnel(app_factory, model, ScriptedModel(answer))
    talk.says("אני מחיפה ואני צריכה פנסיה")
    talk.says("כן")
    talk.says("ביטחון")
    assert "Shall I advise you?" in repr(model.requests[-1].messages)
    assert model.requests[-1].facts["collected"] == {"location": "Haifa", "need": "A pension"}
    state = CallState.model_validate(talk.worker.call(SID).state)
    assert state.agent == "advisor"
    assert state.handover is not None
    assert state.handover.summary is None


class Asks:
    """A model for summaries; while it is asked, another worker reads the call and writes something."""

    name = "asks"

    def __init__(self) -> None:
        self.other: Worker | None = None
        self.seen: list[str] = []

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        assert self.other is not None
        call = self.other.call(SID)
        self.seen.append(CallState.model_validate(call.state).agent)
        self.other.stores.tasks.add("question", "Written while it is asked.", call_id=call.id)
        yield from GIVES


@ON_SQLITE
def test_the_hand_off_is_stored_and_no_transaction_is_open_while_the_summary_is_asked_for(
    app_factory: AppFactory,
) -> None:
    asks = Asks()
    asks.other = app_factory(scenario="lead_funnel")
    model = ScriptedModel(NEED, says("Shall I advise you?"), ON, says("What matters most to you?"))
    vendors = Vendors(models=(model,), handoff=asks, translators=(FakeTranslator(),))
    worker = app_factory(vendors, scenario="lead_funnel")
    worker.hook("/twilio/voice", SID)
    talk = Talk(worker)
    talk.says("אני מחיפה ואני צריכה פנסיה")
    talk.says("כן")
    assert asks.seen == ["advisor"]
    assert [each.kind for each in worker.tasks()] == ["question"]


@ON_SQLITE
def test_a_worker_that_dies_before_the_summary_loses_nothing(app_factory: AppFactory) -> None:
    """Whoever takes the turn over has the hand-off, the fields, and the last turns verbatim."""
    model = ScriptedModel(NEED, says("Shall I advise you?"), ON, says("What matters most to you?"))
    talk = funnel(app_factory, model, ScriptedModel(GIVES))
    talk.says("אני מחיפה ואני צריכה פנסיה")
    talk.says("כן")
    turns = talk.worker.turns(SID)
    state = CallState.model_validate(talk.worker.call(SID).state)
    assert state.handover is not None
    cut_off = state.but(handover=state.handover.model_copy(update={"summary": None}))
    before = memory.history(turns[:-1], cut_off)
    assert "Shall I advise you?" in repr(before)
    begun = memory.begun(turns[-1])
    assert [each.call.name for each in begun.messages if isinstance(each, ToolMessage)] == ["handoff"]


@ON_SQLITE
def test_another_person_on_the_line_is_told_nothing_of_it(app_factory: AppFactory) -> None:
    model = ScriptedModel(NEED, says("Shall I advise you?"), ON, says("What matters most to you?"))
    talk = funnel(app_factory, model, ScriptedModel(GIVES))
    talk.says("אני מחיפה ואני צריכה פנסיה")
    talk.says("כן")
    talk.says("רגע, אני מעביר לך אותה, זה לא אני מדבר, זה אח שלה")
    state = CallState.model_validate(talk.worker.call(SID).state)
    assert state.others == 1
    assert state.fields == {}
    assert state.handover is not None
    assert (state.handover.summary, state.handover.facts) == (None, {})
