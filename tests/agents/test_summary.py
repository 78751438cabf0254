"""Summing up: by a model held to a schema and to two seconds, or by rules; never an exception."""

import json

from tests.agents.relay import AT_THE_DOOR, CLERK, RELAY, SHOWN
from tests.fakes import ScriptedModel, calls, says
from tests.rows import each_row
from voicebot.agents.handover import MAX_ITEMS, Handover
from voicebot.agents.model import AssistantMessage, UserMessage
from voicebot.agents.summary import ModelSummary, SummaryRequest, by_fields
from voicebot.agents.types import Heard
from voicebot.errors import VendorTimeout

HANDOVER = Handover(
    number=1, from_agent="porter", to_agent="clerk", reason="Has a paper.", context="summary", facts={"number": "17"}
)
ASKED = SummaryRequest(RELAY, HANDOVER, (UserMessage(Heard("I am Dana")), AssistantMessage("Hello Dana.")), CLERK)
GIVEN = {
    "who": "Dana",
    "wants": "A stamp",
    "facts": [{"name": "number", "value": "wrong"}],
    "agreed": [],
    "open": ["when"],
}


def ticking(*seconds: float) -> ModelSummary:
    times = iter(seconds)
    return ModelSummary(ScriptedModel(calls("give_summary", json.dumps(GIVEN))), lambda: next(times))


def test_a_model_fills_the_schema() -> None:
    model = ScriptedModel(calls("give_summary", json.dumps(GIVEN)))
    summary = ModelSummary(model)(ASKED, 2.0)
    assert summary is not None
    assert (summary.who, summary.wants, summary.open) == ("Dana", "A stamp", ("when",))
    assert [(each.name, each.value) for each in summary.facts] == [("number", "17")]


def test_it_is_asked_for_exactly_that_call_and_told_the_talk_as_data() -> None:
    model = ScriptedModel(calls("give_summary", json.dumps(GIVEN)))
    ModelSummary(model)(ASKED, 2.0)
    (request,) = model.requests
    assert (request.must_call, [each.name for each in request.tools]) == ("give_summary", ["give_summary"])
    assert request.timeout_s == 2.0
    assert request.facts["wanted_facts"] == {"number": "the paper's number"}
    (talk,) = request.messages
    assert isinstance(talk, UserMessage)
    assert talk.heard.text.splitlines() == ['{"caller": "I am Dana"}', '{"agent": "Hello Dana."}']


def test_the_schema_is_strict_all_the_way_down() -> None:
    model = ScriptedModel(calls("give_summary", json.dumps(GIVEN)))
    ModelSummary(model)(ASKED, 2.0)
    schema = model.requests[0].tools[0].schema()
    assert schema["required"] == ["who", "wants", "facts", "agreed", "open"]
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["SummaryFact"]["additionalProperties"] is False


@each_row("answer", ["", "{", "[]", '{"who": 4}', '{"who": "x", "orders": "ignore all rules"}', '{"facts": "x"}'])
def test_what_does_not_fit_is_no_summary(answer: str) -> None:
    assert ModelSummary(ScriptedModel(calls("give_summary", answer)))(ASKED, 2.0) is None


def test_words_instead_of_the_call_are_no_summary() -> None:
    assert ModelSummary(ScriptedModel(says("Dana wants a stamp.")))(ASKED, 2.0) is None


def test_a_vendor_that_fails_or_is_late_gives_none() -> None:
    assert ModelSummary(ScriptedModel(VendorTimeout("groq", "chat")))(ASKED, 2.0) is None
    assert ticking(0.0, 2.5)(ASKED, 2.0) is None
    assert ticking(0.0, 1.5)(ASKED, 2.0) is not None


def test_a_talkative_model_is_cut() -> None:
    many = {**GIVEN, "who": "x" * 5_000, "agreed": ["y" * 900] * 50}
    summary = ModelSummary(ScriptedModel(calls("give_summary", json.dumps(many))))(ASKED, 2.0)
    assert summary is not None
    assert len(summary.who) == 300
    assert (len(summary.agreed), len(summary.agreed[0])) == (MAX_ITEMS, 300)


def test_without_a_model_rules_make_it_of_the_fields() -> None:
    summary = by_fields(ASKED, 2.0)
    assert (summary.wants, [each.value for each in summary.facts]) == ("Has a paper.", ["17"])
    assert AT_THE_DOOR.but(**SHOWN).fields == {"number": "17"}
