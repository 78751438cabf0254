"""Hand-offs: allowed or not, guarded or not, with what is known of the talk before; one tool set at a time."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.agents.relay import AGREED, ASK_CLERK, ASK_PORTER, AT_THE_DOOR, CLERK, NOT_YET, PORTER, RELAY, SHOWN, Place
from tests.fakes import ScriptedModel, calls, says
from voicebot.agents.handoff import tools_of
from voicebot.agents.handover import RECENT, Summary, SummaryFact
from voicebot.agents.model import AssistantMessage, ChatModel, Message, ToolMessage, UserMessage
from voicebot.agents.rules import RuleModel
from voicebot.agents.state import CallState
from voicebot.agents.summary import Summarise, SummaryRequest, by_fields
from voicebot.agents.tool import ToolCall, apply_tool
from voicebot.agents.turn import Called, Finished, Said, Summarised, TurnEvent, TurnInput, run_turn
from voicebot.agents.types import HandOff, Heard, Scenario

TO_CLERK = json.dumps({"to": "clerk", "reason": "Has a paper."})


def run(
    *models: ChatModel,
    state: CallState = AT_THE_DOOR,
    heard: Heard | None = None,
    before: tuple[Message, ...] = (),
    summarise: Summarise = by_fields,
    context: Place | None = None,
    scenario: Scenario = RELAY,
) -> list[TurnEvent]:
    given: TurnInput[Any] = TurnInput(
        scenario=scenario,
        state=state,
        messages=(*before, UserMessage(heard or Heard("Yes", "", ("yes",)))),
        models=models,
        context=context or Place(),
        summarise=summarise,
    )
    return list(run_turn(given))


def after(events: list[TurnEvent]) -> CallState:
    last = events[-1]
    assert isinstance(last, Finished)
    return last.state


def statuses(events: list[TurnEvent]) -> list[str]:
    return [each.result.status for each in events if isinstance(each, Called)]


def test_an_agent_has_its_own_tools_and_those_of_the_engine() -> None:
    assert [each.name for each in tools_of(RELAY, PORTER)] == ["show_paper", "handoff"]
    assert [each.name for each in tools_of(RELAY, CLERK)] == ["stamp", "handoff"]
    assert tools_of(RELAY, RELAY.agent("judge")) == ()
    assert tools_of(RELAY, PORTER) == tools_of(RELAY, PORTER), "the same objects, so that their schemas are kept"


def test_the_schema_names_who_may_be_handed_to() -> None:
    schema = tools_of(RELAY, CLERK)[-1].schema()
    assert schema["properties"]["to"]["enum"] == ["porter", "judge"]
    assert schema["required"] == ["to", "reason"]


def test_after_a_hand_off_the_new_agent_asks_and_nobody_greets() -> None:
    events = run(RuleModel(), state=AT_THE_DOOR.but(**SHOWN))
    assert [(each.en, each.agent) for each in events if isinstance(each, Said)] == [(ASK_CLERK.en, "clerk")]
    state = after(events)
    assert (state.agent, state.step) == ("clerk", "desk")
    assert state.handover is not None
    assert (state.handover.from_agent, state.handover.to_agent, state.handover.number) == ("porter", "clerk", 1)


def test_a_guard_keeps_the_agent_and_tells_the_model_why() -> None:
    model = ScriptedModel(calls("handoff", TO_CLERK), says("Please show me your paper."))
    events = run(model)
    assert statuses(events) == ["guarded"]
    told = model.requests[1].messages[-1]
    assert isinstance(told, ToolMessage)
    assert told.result.data["error"] == "The caller has shown no paper."
    assert after(events).agent == "porter"
    assert model.requests[1].agent is PORTER


def test_rules_say_what_follows_a_refusal() -> None:
    assert [each.en for each in run(RuleModel()) if isinstance(each, Said)] == [NOT_YET.en, ASK_PORTER.en]


@pytest.mark.parametrize("to", ["judge", "nobody", "", "porter", "x" * 500])
def test_only_those_on_the_list_are_handed_to(to: str) -> None:
    events = run(ScriptedModel(calls("handoff", json.dumps({"to": to, "reason": "Now."})), says("Whom?")))
    assert statuses(events) == ["not_allowed"]
    assert after(events).agent == "porter"


def test_a_tool_of_another_agent_is_refused_before_and_after() -> None:
    place = Place()
    both = [
        ToolCall("1", "stamp", "{}"),
        ToolCall("2", "handoff", TO_CLERK),
        ToolCall("3", "show_paper", '{"number": "1"}'),
    ]
    model = ScriptedModel(both, calls("show_paper", '{"number": "2"}'), says("Which number?"))
    events = run(model, state=AT_THE_DOOR.but(**AGREED), context=place)
    assert statuses(events) == ["unknown_tool", "handed_over", "unknown_tool"]
    assert place.stamped == []
    assert after(events).fields == {"number": "17"}


def test_the_new_agent_gets_its_own_prompt_tools_and_a_summary_instead_of_the_talk() -> None:
    before: tuple[Message, ...] = (UserMessage(Heard("A secret story")), AssistantMessage("I see."))
    model = ScriptedModel(calls("handoff", TO_CLERK), says("Which number?"))
    events = run(model, state=AT_THE_DOOR.but(**AGREED), before=before)
    entered = model.requests[1]
    assert (entered.instructions, [each.name for each in entered.tools]) == ("You stamp papers.", ["stamp", "handoff"])
    assert "secret" not in repr(entered.messages)
    assert entered.facts["handed_over"]["summary"]["facts"] == [{"name": "number", "value": "17"}]
    assert entered.facts["collected"] == {"number": "17"}
    assert [each.summary.wants for each in events if isinstance(each, Summarised)] == ["Has a paper."]


def test_without_a_summary_in_time_the_last_turns_stand_there_verbatim() -> None:
    before: list[Message] = []
    for number in range(10):
        before += [UserMessage(Heard(f"Word {number}")), AssistantMessage(f"Answer {number}.")]
    model = ScriptedModel(calls("handoff", TO_CLERK), says("Which number?"))

    def late(asked: SummaryRequest, timeout_s: float) -> Summary | None:
        assert timeout_s == 2.0
        return None

    events = run(model, state=AT_THE_DOOR.but(**AGREED), before=tuple(before), summarise=late)
    given = model.requests[1].messages
    assert "Word 9" in repr(given)
    assert "Word 3" not in repr(given)
    assert len(given) <= RECENT + 2
    handover = after(events).handover
    assert handover is not None
    assert handover.summary is None


def test_calls_that_were_dropped_leave_no_trace_that_a_vendor_would_refuse() -> None:
    both = [ToolCall("1", "handoff", TO_CLERK), ToolCall("2", "handoff", TO_CLERK)]
    model = ScriptedModel(both, says("Which number?"))
    run(model, state=AT_THE_DOOR.but(**AGREED))
    asked = [
        each.id
        for message in model.requests[1].messages
        if isinstance(message, AssistantMessage)
        for each in message.calls
    ]
    answered = [each.call.id for each in model.requests[1].messages if isinstance(each, ToolMessage)]
    assert asked == answered == ["1"]


def test_back_and_forth_ends() -> None:
    """Two agents that hand a caller to each other for ever are stopped within the turn's bounds."""
    there, back = calls("handoff", TO_CLERK), calls("handoff", json.dumps({"to": "porter", "reason": "Back."}))
    model = ScriptedModel(there, back, there, back, there)
    hasty = replace(PORTER, handoffs=(HandOff("clerk", unasked="For this test."),))
    scenario = replace(RELAY, agents={**RELAY.agents, "porter": hasty})
    events = run(model, RuleModel(), state=AT_THE_DOOR.but(**SHOWN), scenario=scenario)
    assert statuses(events) == ["handed_over"] * 4 + ["too_many_calls"]
    assert any(isinstance(each, Said) for each in events)


def test_a_tool_is_used_so_often_in_a_call_and_no_more() -> None:
    state = AT_THE_DOOR
    for _ in range(3):
        state, result, _ = apply_tool(state, ToolCall("1", "show_paper", '{"number": "5"}'), PORTER.tools, Place(), 2)
    assert result.status == "too_many_calls"
    assert state.tool_calls == {"show_paper": 2}


def test_a_call_that_has_spent_its_tokens_goes_on_by_rules() -> None:
    model = ScriptedModel()
    events = run(model, RuleModel(), state=AT_THE_DOOR.but(tokens=RELAY.limits.tokens), heard=Heard("Hm"))
    assert [each.en for each in events if isinstance(each, Said)] == [ASK_PORTER.en]
    assert model.requests == []


def test_a_state_of_an_earlier_release_still_loads() -> None:
    old = {"version": 1, "scenario": "relay", "agent": "porter", "step": "door", "stage": None, "unknown": 1}
    assert CallState.model_validate(old) == AT_THE_DOOR
    new = after(run(RuleModel(), state=AT_THE_DOOR.but(**SHOWN)))
    assert CallState.model_validate(json.loads(json.dumps(new.model_dump(mode="json")))) == new


def test_collected_facts_stand_above_what_a_model_wrote() -> None:
    written = Summary(facts=(SummaryFact(name="number", value="99"), SummaryFact(name="mood", value="good")))
    assert {each.name: each.value for each in written.knowing({"number": "17"}).facts} == {
        "number": "17",
        "mood": "good",
    }
