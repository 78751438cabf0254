"""Tools, rules and keys in a session."""

from dataclasses import replace

import pytest

from tests.realtime.driving import PLAN, Driven, VoiceOptions, line, talked_into, with_tool
from voicebot.agents.types import Claim, HangUp
from voicebot.realtime import codec
from voicebot.realtime.commands import (
    Heard,
    Persona,
    RulesDone,
    RunRules,
    RunTool,
    ToolDone,
)


def test_a_tool_is_run_answered_and_then_the_model_goes_on() -> None:
    call = with_tool()
    (run,) = call.of(RunTool)
    assert (run.call.name, run.call.arguments, run.exchange) == ("book_meeting", '{"slot_index": 1}', 1)
    call.done(ToolDone("call_1", '{"status": "booked"}'))
    (output,) = call.sent()
    assert output["item"] == {"type": "function_call_output", "call_id": "call_1", "output": '{"status": "booked"}'}
    call.model("response.done", response={"id": "resp_t", "status": "completed"})
    assert call.kinds() == ["conversation.item.create", "response.create"]


def test_tools_run_one_after_the_other_and_one_answer_follows() -> None:
    call = with_tool()
    call.call_tool("call_2", "offer_meeting_slots")
    assert len(call.of(RunTool)) == 1
    call.model("response.done", response={"id": "resp_t", "status": "completed"})
    call.done(ToolDone("call_1", "{}"))
    assert len(call.of(RunTool)) == 2
    assert call.kinds() == ["conversation.item.create"]
    call.done(ToolDone("call_2", "{}"))
    assert call.kinds() == ["conversation.item.create", "conversation.item.create", "response.create"]


def test_a_call_that_was_cut_gets_an_output_too_and_is_not_run() -> None:
    call = Driven().opened()
    item = {"type": "function_call", "status": "incomplete", "call_id": "call_1", "name": "book_meeting"}
    call.model("response.output_item.done", item=item)
    assert not call.of(RunTool)
    assert call.sent()[0]["item"]["call_id"] == "call_1"


def test_a_call_of_an_answer_that_was_cut_is_not_run() -> None:
    call = talked_into(1)
    call.look()
    item = {"type": "function_call", "status": "completed", "call_id": "call_1", "name": "book_meeting"}
    call.model("response.output_item.done", response_id="resp_2", item={**item, "arguments": "{}"})
    assert call.of(RunTool) == []
    assert [each["item"]["call_id"] for each in call.sent()] == ["call_1"]


def test_of_an_answer_that_is_cut_what_has_not_begun_is_not_run() -> None:
    call = with_tool()
    call.call_tool("call_2", "send_whatsapp")
    call.starts_to_speak()
    assert [each["item"]["call_id"] for each in call.sent() if "item" in each] == ["call_2"]
    call.look()
    call.done(ToolDone("call_1", "{}"))
    assert call.of(RunTool) == []


def test_who_speaks_while_a_tool_works_is_answered_after_it_once() -> None:
    call = with_tool()
    call.model("response.done", response={"id": "resp_t", "status": "completed"})
    call.starts_to_speak()
    call.done(ToolDone("call_1", "{}"))
    assert call.kinds() == ["conversation.item.create"]
    call.stops("u2")
    assert call.kinds() == ["conversation.item.create", "response.create"]
    call.respond()
    assert call.kinds().count("response.create") == 1


def test_another_agent_goes_on_with_its_own_instructions_and_tools() -> None:
    call = with_tool()
    call.model("response.done", response={"id": "resp_t", "status": "completed"})
    call.done(ToolDone("call_1", "{}", persona=Persona("support", "Help.", ())))
    output, update, create = call.sent()
    assert (output["type"], create["type"]) == ("conversation.item.create", "response.create")
    assert update["session"] == {"type": "realtime", "instructions": "Help.", "tools": []}


CLAIMS = (Claim(r"קבעתי|booked", "booked", line("עוד לא קבענו.")),)


@pytest.mark.parametrize(
    ("done", "said", "put_right"),
    [
        ((), "קבעתי לך פגישה", True),
        (("booked",), "קבעתי לך פגישה", False),
        ((), "אשמח לקבוע", False),
    ],
)
def test_what_was_not_done_is_put_right(done: tuple[str, ...], said: str, put_right: bool) -> None:
    call = Driven(persona=replace(PLAN.persona, claims=CLAIMS), done=done).opened()
    call.says("תקבעי לי")
    call.look()
    call.respond(text=said)
    assert ["עוד לא קבענו." in str(each) for each in call.sent()] == [True] * put_right


def test_what_is_announced_with_its_tool_is_left_to_the_tool() -> None:
    call = Driven(persona=replace(PLAN.persona, claims=CLAIMS)).opened()
    call.says("תקבעי לי")
    number = call.respond(text="קבעתי לך פגישה", end=False)
    call.call_tool("call_1")
    call.look()
    call.end_response(number, "קבעתי לך פגישה")
    assert call.sent() == []
    call.done(ToolDone("call_1", "{}", done=("booked",)))
    call.look()
    call.respond(text="קבעתי לך פגישה")
    assert call.sent() == []


FALSE, CORRECTION = "קבעתי לך פגישה למחר.", "עוד לא קבענו."


def corrected() -> Driven:
    """The agent has claimed what was not done, and is asked to put it right."""
    call = Driven(persona=replace(PLAN.persona, claims=CLAIMS), options=VoiceOptions(backchannels_pass=False)).opened()
    call.says("תקבעי לי")
    call.respond(text=FALSE)
    call.hears_everything(call.frames())
    call.look()
    return call


def corrections(call: Driven) -> int:
    return sum(CORRECTION in str(each) for each in call.sent())


def test_what_puts_a_claim_right_is_said_again_when_it_was_cut_off() -> None:
    call = corrected()
    call.respond(text=CORRECTION, chunks=10, end=False)
    call.starts_to_speak()
    call.end_response("3", CORRECTION, status="cancelled")
    call.stops("u2")
    assert corrections(call) == 1
    call.transcribed("u2", "מעולה, תודה")
    call.look()
    call.respond(text=CORRECTION)
    call.hears_everything(call.frames())
    call.respond(text="עוד משהו?", chunks=9)
    call.look()
    call.starts_to_speak()
    call.stops("u3")
    assert corrections(call) == 0


def test_so_it_is_when_it_had_not_begun() -> None:
    call = corrected()
    call.starts_to_speak()
    call.model("response.created", response={"id": "resp_x"})
    call.model("response.done", response={"id": "resp_x", "status": "cancelled"})
    call.stops("u2")
    assert corrections(call) == 1


def test_what_is_so_by_now_is_not_put_right_any_more() -> None:
    call = corrected()
    call.respond(text=CORRECTION, chunks=10, end=False)
    call.says("תסירו אותי מהרשימה", "u2")
    call.end_response("3", CORRECTION, status="cancelled")
    call.done(RulesDone((), done=("booked",)))
    call.look()
    call.starts_to_speak()
    call.stops("u3")
    assert corrections(call) == 0


def test_who_talks_into_every_correction_does_not_hear_it_for_ever() -> None:
    call = corrected()
    for number in range(3, 12):
        call.look()
        call.respond(text=CORRECTION, chunks=10, end=False)
        call.starts_to_speak()
        call.end_response(str(number), CORRECTION, status="cancelled")
        call.stops(f"u{number}")
    assert corrections(call) == 0


# -- safety and keys


def test_a_safety_intent_is_left_to_the_rules_even_in_mid_speech() -> None:
    call = talked_into(1, VoiceOptions())
    call.stops("u2")
    call.transcribed("u2", "תסירו אותי מהרשימה")
    assert call.kinds() == ["response.cancel", "conversation.item.truncate"]
    assert [each.text for each in call.of(RunRules)] == ["תסירו אותי מהרשימה"]
    call.end_response("2", status="cancelled")
    call.done(RulesDone((line("המספר הוסר."),), HangUp("removed")))
    (say,) = [each for each in call.sent() if each["type"] == "response.create"]
    assert "המספר הוסר." in say["response"]["instructions"]


def test_the_rules_goodbye_is_heard_before_the_call_ends() -> None:
    call = Driven().opened()
    call.says("תסירו אותי מהרשימה")
    call.done(RulesDone((line("המספר הוסר."),), HangUp("removed")))
    # The answer that had been asked for is cancelled at its birth.
    call.model("response.created", response={"id": "resp_a"})
    call.model("response.done", response={"id": "resp_a", "status": "cancelled"})
    call.respond(text="המספר הוסר.")
    assert call.finished() is None
    call.hears_everything(call.frames())
    finish = call.finished()
    assert finish
    assert (finish.by, finish.closing) == ("hung_up", HangUp("removed"))


def test_a_tool_that_was_running_when_the_rules_took_over_still_gets_its_output() -> None:
    call = with_tool()
    call.says("תסירו אותי מהרשימה", "u2")
    call.look()
    call.done(ToolDone("call_1", "{}"))
    assert call.kinds() == ["conversation.item.create"]


def test_a_second_safety_intent_while_the_rules_run_is_theirs_too() -> None:
    call = Driven().opened()
    call.says("תסירו אותי מהרשימה")
    call.phone(codec.Key("0"))
    call.says("תסירו אותי, אמרתי", "u3")
    assert [(each.text, each.digits) for each in call.of(RunRules)] == [("תסירו אותי מהרשימה", "")]
    call.model("response.created", response={"id": "resp_a"})
    call.model("response.done", response={"id": "resp_a", "status": "cancelled"})
    call.look()
    call.done(RulesDone((line("המספר הוסר."),), HangUp("removed")))
    assert [(each.digits, each.exchange) for each in call.of(RunRules)] == [("0", 2)]
    assert call.kinds() == []
    call.done(RulesDone((line("מעבירה אותך."),)))
    call.respond(text="המספר הוסר.")
    call.respond(text="מעבירה אותך.")
    call.hears_everything(call.frames())
    finish = call.finished()
    assert finish
    assert finish.closing == HangUp("removed")


@pytest.mark.parametrize(("key", "by_rules"), [("0", True), ("9", True), ("*", False), ("5", False)])
def test_keys(key: str, by_rules: bool) -> None:
    call = Driven().opened()
    call.phone(codec.Key(key))
    assert Heard(1, "", key) in call.out
    assert [each.digits for each in call.of(RunRules)] == [key] * by_rules
    assert ("response.create" in call.kinds()) is not by_rules


def test_what_was_never_said_is_not_heard() -> None:
    call = Driven().opened()
    call.says("תודה על הצפייה")
    assert call.of(Heard) == [Heard(1, "")]
