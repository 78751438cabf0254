"""A model that does more than the caller asked for: one turn in text, real stores."""

import json

from tests.api.conftest import MakeApi
from tests.apps import SOAK_ON_POSTGRES
from tests.fakes import ScriptedModel, calls, says
from voicebot.agents.tool import ToolCall

pytestmark = SOAK_ON_POSTGRES

BOOK = ToolCall("2", "book_meeting", json.dumps({"slot_index": 1}))


def test_a_slot_nobody_has_heard_cannot_be_booked(make_api: MakeApi) -> None:
    model = ScriptedModel(calls("offer_meeting_slots"), [BOOK], says("Which time suits you?"))
    api = make_api(model)
    api.turn("What is your name?", lead_id=api.lead().id)
    assert api.stores.meetings.list().items == ()
    result = model.requests[2].messages[-1].result  # type: ignore[union-attr]  # the answer to BOOK
    assert result.status == "not_heard"


def test_after_the_end_nothing_else_is_done(make_api: MakeApi) -> None:
    end = ToolCall("1", "end_call", json.dumps({"reason": "goodbye"}))
    remove = ToolCall("2", "remove_from_list", "{}")
    api = make_api(ScriptedModel([end, remove]))
    lead = api.lead()
    api.turn("Bye", lead_id=lead.id)
    assert not api.stores.leads.get(lead.id).suppressed


def test_a_conversation_keeps_its_lead_and_language(make_api: MakeApi) -> None:
    api = make_api()
    begun = api.turn("Hello", lead_id=api.lead().id)["conversation_id"]
    for other in ({"lead_id": 999}, {"language": "he"}):
        said = api.post("/agent/turn", json={"user_utterance": "Yes", "conversation_id": begun, **other})
        assert said.status_code == 409
        assert said.get_json()["error"]["code"] == "other_conversation"
