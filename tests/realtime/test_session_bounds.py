"""A model that keeps calling tools, fails without a name, or reads and writes more than the call may cost."""

from typing import Any

import pytest

from tests.realtime.driving import CHUNK, LINES, Driven
from voicebot.agents.types import Limits
from voicebot.realtime import codec
from voicebot.realtime.bounds import TOO_MANY
from voicebot.realtime.commands import Finish, RunTool, Spoke, ToolDone

LIMITS = Limits(rounds=4, tool_turn=9)


def asked(**changes: Any) -> Driven:
    """The caller has asked something, and the model was asked to answer."""
    call = Driven(**{"limits": LIMITS} | changes).opened()
    call.says("כמה זה עולה")
    return call


def calls_tools(call: Driven, number: int, tool: str = "offer_meeting_slots", times: int = 1) -> None:
    """A response that says nothing and calls this; each call that is run is answered."""
    call.model("response.created", response={"id": f"resp_t{number}"})
    for at in range(times):
        call.call_tool(f"call_{number}_{at}", tool)
        if call.session._running:
            call.done(ToolDone(f"call_{number}_{at}", "{}"))
    call.model("response.done", response={"id": f"resp_t{number}", "status": "completed"})


def asked_for(call: Driven) -> list[Any]:
    """The `tool_choice` of each answer that was asked for."""
    return [each.get("response", {}).get("tool_choice") for each in call.sent() if each["type"] == "response.create"]


def test_the_last_round_of_an_exchange_is_for_words() -> None:
    call = asked()
    for number in range(3):
        calls_tools(call, number)
    assert asked_for(call) == [None, None, None, "none"]
    call.look()
    call.respond(text="עשרה שקלים")
    assert (asked_for(call), call.finished()) == ([], None)


@pytest.mark.parametrize("tool", ["", "offer_meeting_slots"])
def test_a_model_that_says_nothing_even_then_is_left(tool: str) -> None:
    call = asked()
    for number in range(3):
        calls_tools(call, number)
    call.look()
    call.model("response.created", response={"id": "resp_last"})
    if tool:
        call.call_tool("call_last", tool)
        assert [each["item"]["output"] for each in call.sent()] == [TOO_MANY]
    call.model("response.done", response={"id": "resp_last", "status": "completed"})
    assert (call.of(RunTool), call.finished()) == ([], Finish("fallback", "says nothing"))


def test_one_that_is_cut_before_its_first_word_is_not_left() -> None:
    call = asked()
    for number in range(3):
        calls_tools(call, number)
    call.model("response.created", response={"id": "resp_last"})
    call.phone(codec.Key("5"))
    call.model("response.done", response={"id": "resp_last", "status": "cancelled"})
    assert (asked_for(call)[-1], call.finished()) == (None, None)


def test_what_the_caller_says_next_may_take_as_many_rounds() -> None:
    call = asked()
    for number in range(3):
        calls_tools(call, number)
    call.respond()
    call.look()
    call.says("ומחר?", "u2")
    calls_tools(call, 4)
    assert asked_for(call) == [None, None]


def test_a_tool_that_was_called_too_often_is_not_run_and_words_come_next() -> None:
    call = asked(limits=Limits(tool_turn=2))
    calls_tools(call, 0, times=3)
    assert len(call.of(RunTool)) == 2
    outputs = [each["item"]["output"] for each in call.sent() if each.get("item", {}).get("output")]
    assert outputs == ["{}", "{}", TOO_MANY]
    assert asked_for(call) == [None, "none"]


def test_a_call_whose_tokens_are_spent_goes_on_turn_by_turn_when_the_answer_was_heard() -> None:
    call = asked(limits=Limits(tokens=1_000))
    call.look()
    number = call.respond(end=False)
    call.model("response.output_audio.done", item_id=f"item_{number}")
    usage = {"input_token_details": {"text_tokens": 900}, "output_token_details": {"audio_tokens": 100}}
    call.model("response.done", response={"id": f"resp_{number}", "status": "completed", "usage": usage})
    assert call.finished() is None
    call.hears_everything(call.frames())
    assert call.finished() == Finish("fallback", "tokens")


def test_an_item_whose_end_is_not_told_ends_with_its_response() -> None:
    call = Driven()
    call.connect()
    call.model("response.created", response={"id": "resp_1"})
    item = {"id": "item_1", "type": "message", "role": "assistant"}
    call.model("response.output_item.added", response_id="resp_1", item=item)
    call.model("response.output_audio_transcript.delta", item_id="item_1", delta=LINES.greeting)
    call.model("response.output_audio.delta", response_id="resp_1", item_id="item_1", delta=CHUNK)
    call.model("response.done", response={"id": "resp_1", "status": "completed"})
    call.hears_everything(call.frames())
    assert call.of(Spoke) == [Spoke(0, LINES.greeting, True)]
    assert "silence" in call.timers


def test_a_failure_without_a_name_is_nobody_s() -> None:
    call = asked()
    call.respond()
    call.look()
    call.model("response.done", response={"status": "failed"})
    assert call.sent() == []
