"""One call's engine, without any stream: hand-offs, asked for by a voice, and taken back."""

import json
from dataclasses import replace
from typing import Literal

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.realtime.porting import opened
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall
from voicebot.agents.types import HandOff
from voicebot.realtime.commands import (
    Exchange,
    Finish,
    Heard,
    KeepAgent,
    RunTool,
    Spoke,
    ToolDone,
)
from voicebot.realtime.ports import CallPort

pytestmark = ON_SQLITE


Context = Literal["history", "summary"]


def with_two_agents(worker: Worker, context: Context) -> None:
    """The sales agent may hand over to one that does nothing but book."""
    sales = worker.services.scenarios["sales"]
    selling = replace(sales.agent("sales"), handoffs=(HandOff("booking", asks="נקבע"),))
    booking = replace(selling, name="booking", instructions="Find a time.", handoffs=(), context=context)
    worker.services.scenarios["sales"] = replace(sales, agents={"sales": selling, "booking": booking})


def hand_over(port: CallPort) -> ToolDone:
    port.record(Spoke(0, "מצוין. נקבע פגישה?"))
    port.record(Exchange(1))
    port.record(Heard(1, "כן, בוא נקבע"))
    arguments = json.dumps({"to": "booking", "reason": "The caller agreed to a meeting."})
    return port.tool(RunTool(ToolCall("call_1", "handoff", arguments), 1))


def voice(port: CallPort, exchange: int, question: str, answer: str, to: str = "booking") -> str:
    """The voice asks, the caller answers, and the model hands off: with which status."""
    port.record(Spoke(exchange - 1, question))
    port.record(Exchange(exchange))
    if answer:
        port.record(Heard(exchange, answer))
    call = ToolCall(f"call_{exchange}", "handoff", json.dumps({"to": to, "reason": "The caller agreed."}))
    return str(json.loads(port.tool(RunTool(call, exchange)).output)["status"])


@pytest.mark.parametrize(
    ("question", "answer", "status"),
    [
        ("נקבע פגישה?", "כן", "handed_over"),
        ("נקבע פגישה?", "לא", "ask_first"),
        ("מה השם?", "כן", "ask_first"),
        ("כבר נקבע.", "כן", "ask_first"),
    ],
)
def test_a_voice_asks_before_it_hands_off(app_factory: AppFactory, question: str, answer: str, status: str) -> None:
    worker = app_factory(whole=True)
    with_two_agents(worker, "history")
    assert voice(opened(worker).port, 1, question, answer) == status
    assert (worker.call("CA1").state or {})["agent"] == ("booking" if status == "handed_over" else "sales")


def test_a_voice_that_was_refused_asks_and_hands_off_after_the_yes(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    with_two_agents(worker, "history")
    port = opened(worker).port
    assert voice(port, 1, "מה שלומך?", "בסדר גמור") == "ask_first"
    assert voice(port, 2, "זה מתאים לך?", "כן") == "handed_over"


def test_a_yes_before_words_that_are_not_known_yet_hands_nobody_over(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    with_two_agents(worker, "history")
    port = opened(worker).port
    port.record(Spoke(0, "נקבע פגישה?"))
    port.record(Exchange(1))
    port.record(Heard(1, "כן"))
    assert voice(port, 2, "מצוין.", "") == "ask_first"


def test_a_yes_to_whether_anybody_is_there_hands_nobody_over(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    with_two_agents(worker, "history")
    port = opened(worker).port
    port.record(Spoke(0, "נקבע פגישה?"))
    port.record(Spoke(0, "הלו, שומעים אותי?", fixed=True))
    assert voice(port, 1, "", "כן") == "ask_first"


@pytest.mark.parametrize(("context", "fresh"), [("history", False), ("summary", True)])
def test_a_hand_off_is_stored_before_the_new_agent_speaks(
    app_factory: AppFactory, context: Context, fresh: bool
) -> None:
    worker = app_factory(whole=True)
    with_two_agents(worker, context)
    port = opened(worker).port
    done = hand_over(port)
    assert json.loads(done.output)["status"] == "handed_over"
    assert done.persona is not None
    assert (done.persona.agent, done.persona.fresh) == ("booking", fresh)
    assert done.persona.instructions.startswith("Find a time.")
    assert "The caller agreed to a meeting." in done.persona.instructions
    state = worker.call("CA1").state or {}
    assert state["agent"] == "booking"


def test_a_hand_off_that_failed_is_put_back_and_the_record_says_so(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    with_two_agents(worker, "summary")
    port = opened(worker).port
    before = CallState.model_validate(worker.call("CA1").state)
    hand_over(port)
    kept = port.keep(KeepAgent("call_1", 1))
    assert json.loads(kept.output)["status"] == "failed"
    after = CallState.model_validate(worker.call("CA1").state)
    assert (after.agent, after.step, after.handover) == (before.agent, before.step, before.handover)
    port.finish(Finish("fallback", "drain"), {})
    turn = worker.turns("CA1")[-1]
    assert [(each["name"], each["status"]) for each in turn.tool_calls] == [("handoff", "failed")]
    assert turn.agent == "sales"


def test_what_happened_during_a_failed_hand_off_stays(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    with_two_agents(worker, "summary")
    port = opened(worker).port
    hand_over(port)
    port.record(Heard(1, "אני עסוקה עכשיו"))  # she says of herself that she is a woman
    port.keep(KeepAgent("call_1", 1))
    state = CallState.model_validate(worker.call("CA1").state)
    assert (state.agent, state.gender) == ("sales", "f")


def test_a_call_that_falls_back_in_the_middle_goes_on_with_the_new_agent(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    with_two_agents(worker, "summary")
    port = opened(worker).port
    hand_over(port)
    port.finish(Finish("fallback", "drain"), {})
    assert worker.hook("/realtime/after", "CA1").status_code == 200
    assert (worker.call("CA1").state or {})["agent"] == "booking"
