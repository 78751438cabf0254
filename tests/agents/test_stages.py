"""Stages end with their goals or their time; the agent is told how much is left; there is no way back."""

import json
from dataclasses import replace
from typing import Any

from tests.agents.relay import ASK_JUDGE, JUDGE, NOON, OVER, RELAY, Place
from tests.agents.samples import LINES
from tests.fakes import ScriptedModel, calls, says
from voicebot.agents.model import ChatModel, UserMessage
from voicebot.agents.opening import opening
from voicebot.agents.rules import RuleModel
from voicebot.agents.stages import Stage, left
from voicebot.agents.state import CallState
from voicebot.agents.turn import Called, Finished, Said, TurnEvent, TurnInput, run_turn
from voicebot.agents.types import Agent, Heard, Scenario


def stage(name: str, *to: str, back: bool = False, goals: tuple[str, ...] = ("what",)) -> Agent:
    flow = replace(JUDGE.flow, safety=frozenset({"optout"}))
    return replace(JUDGE, name=name, flow=flow, handoffs=to, stage=Stage(name, 60, goals, back))


HEARING = Scenario(
    "hearing",
    "first",
    {
        each.name: each
        for each in (stage("first", "second"), stage("second", "first", "third"), stage("third", "second", back=True))
    },
    LINES,
)
BEGUN = opening(HEARING, "inbound", None, lambda: NOON)


def run(
    *models: ChatModel, after_s: float = 0, state: CallState = BEGUN, heard: Heard | None = None
) -> list[TurnEvent]:
    given: TurnInput[Any] = TurnInput(
        HEARING, state, (UserMessage(heard or Heard("Hm")),), models, Place().later(after_s)
    )
    return list(run_turn(given))


def state_of(events: list[TurnEvent]) -> CallState:
    last = events[-1]
    assert isinstance(last, Finished)
    return last.state


def statuses(events: list[TurnEvent]) -> list[str]:
    return [each.result.status for each in events if isinstance(each, Called)]


def test_a_call_begins_in_the_stage_of_its_first_agent() -> None:
    assert (BEGUN.stage, BEGUN.stage_since) == ("first", NOON.isoformat())
    assert left(Stage("first", 60), BEGUN, Place().later(20).now()) == 40
    assert left(Stage("other", 60), BEGUN, NOON) == 60


def test_the_agent_is_told_how_much_is_left() -> None:
    model = ScriptedModel(says("Go on."))
    run(model, after_s=20)
    assert model.requests[0].facts["stage"] == {"name": "first", "seconds_left": 40, "goals_open": ("what",), "met": {}}


def test_the_last_goal_ends_the_stage() -> None:
    met = calls("meet_goal", json.dumps({"goal": "what", "learned": "A fight"}))
    events = run(ScriptedModel(met, says("And then?")))
    state = state_of(events)
    assert statuses(events) == ["handed_over"]
    assert (state.agent, state.stage, state.stages_done) == ("second", "second", ("first",))
    assert state.fields == {"what": "A fight"}


def test_a_stage_with_open_goals_is_not_finished_before_its_time() -> None:
    events = run(ScriptedModel(calls("finish_stage"), says("What happened?")))
    assert statuses(events) == ["goals_open"]
    assert state_of(events).stage == "first"


def test_when_time_is_up_the_next_agent_answers_at_once() -> None:
    model = ScriptedModel(says("Let us go on."))
    events = run(model, after_s=61)
    assert statuses(events) == ["handed_over"]
    assert model.requests[0].agent.name == "second"
    state = state_of(events)
    assert (state.stage, state.stages_done) == ("second", ("first",))
    assert state.handover is not None
    assert "Time is up" in state.handover.reason


def test_rules_ask_the_next_stages_question() -> None:
    assert [(each.en, each.agent) for each in run(RuleModel(), after_s=61) if isinstance(each, Said)] == [
        (ASK_JUDGE.en, "second")
    ]


def test_safety_comes_before_the_clock() -> None:
    events = run(RuleModel(), after_s=61, heard=Heard("Remove me", "", ("optout",)))
    assert statuses(events) == []


def test_there_is_no_way_back_unless_the_stage_allows_it() -> None:
    second = state_of(run(RuleModel(), after_s=61))
    back = calls("handoff", json.dumps({"to": "first", "reason": "Again."}))
    events = run(ScriptedModel(back, says("No.")), state=second, after_s=62)
    assert statuses(events) == ["guarded"]
    third = state_of(run(RuleModel(), state=second, after_s=125))
    assert third.stage == "third"
    allowed = third.but(agent="second", stage="second", stages_done=("first", "third"))
    again = calls("handoff", json.dumps({"to": "third", "reason": "Again."}))
    assert statuses(run(ScriptedModel(again, says("Yes.")), state=allowed, after_s=126)) == ["handed_over"]


def test_after_the_last_stage_the_flow_says_what_follows() -> None:
    judge = CallState(scenario="relay", agent="judge", step="bench", stage="hearing", stage_since=NOON.isoformat())
    given: TurnInput[Any] = TurnInput(RELAY, judge, (UserMessage(Heard("Hm")),), (RuleModel(),), Place().later(61))
    assert [each.en for each in run_turn(given) if isinstance(each, Said)] == [OVER.en]
