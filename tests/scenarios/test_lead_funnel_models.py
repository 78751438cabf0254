"""The lead funnel with a scripted model: the whole way, and a model that has been taken over."""

import json

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.conversation.talking import SID, Talk
from tests.fakes import FakeTranslator, Round, ScriptedModel, calls, says
from voicebot.agents.state import CallState
from voicebot.services import Vendors


def talk(app_factory: AppFactory, *rounds: Round) -> Talk:
    model = ScriptedModel(*rounds)
    worker = app_factory(Vendors(models=(model,), translators=(FakeTranslator(),)), scenario="lead_funnel")
    worker.hook("/twilio/voice", SID)
    return Talk(worker)


def noted(**given: str) -> Round:
    fields = dict.fromkeys(("name", "location", "need", "goal", "timing"))
    return calls("note_answer", json.dumps({**fields, **given}))


def to(agent: str) -> Round:
    return calls("handoff", json.dumps({"to": agent, "reason": "Agreed."}))


@ON_SQLITE
def test_the_whole_way(app_factory: AppFactory) -> None:
    call = talk(
        app_factory,
        noted(name="Dana", location="Haifa"), calls("confirm_field", '{"name": "name"}'),
        noted(need="A pension"), says("Shall we go on to some advice?"),
        to("advisor"), says("What matters most to you?"),
        noted(goal="Security"), says("Shall we set a time?"),
        to("closer"), calls("offer_meeting_slots"), says("Which suits you better?"),
        calls("read_back_slot", '{"slot_index": 1}'),
        calls("schedule_followup", '{"slot_index": 1}'), says("How was this call, from one to five?"),
        calls("record_satisfaction", '{"score": 4}'), calls("end_conversation", '{"reason": "goodbye"}', "Goodbye."),
    )  # fmt: skip
    for words in ("אני דנה מחיפה", "כן", "אני רוצה פנסיה", "כן", "ביטחון", "כן", "הראשון", "כן", "ארבע"):
        heard = call.says(words)
        assert heard
    worker = call.worker
    assert len(worker.meetings()) == 1
    assert worker.stores.satisfaction.get(worker.call(SID).id) == 4
    lead = worker.call(SID).lead_id
    assert lead is not None
    assert worker.stores.leads.get(lead).name == "Dana"
    agents = [each.agent for each in worker.turns(SID)]
    assert agents == [
        "qualifier",
        "qualifier",
        "qualifier",
        "qualifier",
        "advisor",
        "advisor",
        "closer",
        "closer",
        "closer",
        "closer",
    ]


@ON_SQLITE
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (to("closer"), "not_allowed"),
        (to("advisor"), "guarded"),
        (calls("schedule_followup", '{"slot_index": 1}'), "unknown_tool"),
        (calls("offer_meeting_slots"), "unknown_tool"),
        (calls("record_satisfaction", '{"score": 5}'), "unknown_tool"),
        (calls("book_meeting", '{"slot_index": 1}'), "unknown_tool"),
        (calls("note_answer", json.dumps({"name": "x" * 4_001})), "invalid_arguments"),
        (noted(name="Robert'); DROP TABLE leads;--"), "invalid_arguments"),
    ],
)
def test_a_model_cannot_jump_ahead(app_factory: AppFactory, asked: Round, status: str) -> None:
    call = talk(app_factory, asked, says("What is your name?"))
    call.says("אולי")
    (made,) = call.worker.turns(SID)[1].tool_calls or ({"status": "unknown_tool"},)
    assert made["status"] == status
    state = CallState.model_validate(call.worker.call(SID).state)
    assert (state.agent, state.fields) == ("qualifier", {})
    assert not call.worker.meetings()


@ON_SQLITE
@pytest.mark.parametrize("score", [0, 6, -1, 10**9])
def test_no_score_beyond_five(app_factory: AppFactory, score: int) -> None:
    call = talk(
        app_factory,
        noted(need="A pension"), to("advisor"), noted(goal="Security"), to("closer"),
        calls("record_satisfaction", json.dumps({"score": score})), says("How was it?"),
    )  # fmt: skip
    call.says("אולי")
    assert call.worker.stores.satisfaction.get(call.worker.call(SID).id) is None


def name_of(call: Talk) -> str:
    """The name of the call's lead, as it is stored; its number where none is."""
    lead = call.worker.call(SID).lead_id
    return call.worker.stores.leads.get(lead).name if lead is not None else ""


@ON_SQLITE
def test_a_name_is_read_back_before_it_is_stored(app_factory: AppFactory) -> None:
    call = talk(app_factory, noted(name="Dana", need="A pension"), noted(goal="Security"), says("Until when?"))
    assert call.says("אני דנה, בקשר לפנסיה") == ["השם הוא Dana, נכון?"]
    assert name_of(call) != "Dana"
    call.says("כן")
    assert name_of(call) == "Dana"


@ON_SQLITE
def test_a_name_without_a_yes_is_not_stored(app_factory: AppFactory) -> None:
    call = talk(app_factory, noted(name="Dana"), noted(name="Rina"), noted(need="A pension"), says("Shall we go on?"))
    call.says("אני דנה")
    assert call.says("לא, רינה") == ["השם הוא Rina, נכון?"]
    call.says("אולי")
    assert name_of(call) not in {"Dana", "Rina"}
    assert CallState.model_validate(call.worker.call(SID).state).fields == {"need": "A pension"}
