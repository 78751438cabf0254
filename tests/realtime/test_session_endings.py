"""How a session ends, and what it makes of a model that fails."""

import pytest

from tests.contract.specs import vectors
from tests.realtime.driving import CUTS_AT_ONCE, LINES, PLAN, Driven, VoiceOptions, marks, talked_into, with_tool
from voicebot.agents.types import HangUp, Transfer
from voicebot.realtime import codec
from voicebot.realtime.commands import Finish, Heard, RunRules, ToolDone


def test_the_goodbye_plays_to_its_mark() -> None:
    call = Driven().opened()
    call.says("להתראות")
    call.look()
    number = call.respond(text="להתראות", end=False)
    call.call_tool("call_1", "end_call")
    call.done(ToolDone("call_1", "{}", HangUp("goodbye")))
    call.end_response(number)
    assert call.finished() is None
    names = marks(call.frames())
    for name in names[:-1]:
        call.phone(codec.Marked(name))
    assert call.finished() is None
    call.phone(codec.Marked(names[-1]))
    finish = call.finished()
    assert finish
    assert (finish.by, finish.closing) == ("hung_up", HangUp("goodbye"))


def test_a_call_that_ends_without_a_word_gets_a_goodbye() -> None:
    call = Driven().opened()
    call.says("להתראות")
    call.model("response.created", response={"id": "resp_t"})
    call.call_tool("call_1", "end_call")
    call.done(ToolDone("call_1", "{}", HangUp("goodbye")))
    call.look()
    call.model("response.done", response={"id": "resp_t", "status": "completed"})
    (say,) = call.sent()
    assert LINES.goodbye in say["response"]["instructions"]


def test_nobody_cuts_the_goodbye_off_and_no_answer_follows_it() -> None:
    call = Driven(options=CUTS_AT_ONCE).opened()
    call.says("להתראות")
    number = call.respond(text="להתראות", end=False)
    call.call_tool("call_1", "end_call")
    call.done(ToolDone("call_1", "{}", HangUp("goodbye")))
    call.look()
    call.says("ביי", "u2")
    call.end_response(number)
    assert call.kinds() == []
    assert "clear" not in call.phone_events()


def test_a_transfer_is_announced_and_then_done() -> None:
    call = with_tool()
    transfer = Transfer("+972501234567", 1, "asks for a person")
    call.model("response.done", response={"id": "resp_t", "status": "completed"})
    call.look()
    call.done(ToolDone("call_1", "{}", transfer))
    assert LINES.transferring in call.sent()[-1]["response"]["instructions"]
    call.respond(text=LINES.transferring)
    call.hears_everything(call.frames())
    finish = call.finished()
    assert finish
    assert (finish.by, finish.closing) == ("transferred", transfer)


def test_a_mark_that_never_comes_back_does_not_hold_the_call() -> None:
    call = Driven().opened()
    call.says("להתראות")
    number = call.respond(end=False)
    call.call_tool("call_1", "end_call")
    call.done(ToolDone("call_1", "{}", HangUp("goodbye")))
    call.end_response(number)
    call.timer("closing")
    finish = call.finished()
    assert finish
    assert finish.by == "hung_up"


def test_silence_is_asked_about_and_then_ends_the_call() -> None:
    call = Driven().opened()
    call.timer("silence")
    assert LINES.silent[0] in call.sent()[-1]["response"]["instructions"]
    call.respond()
    call.hears_everything(call.frames())
    call.look()
    call.timer("silence")
    assert LINES.silent_goodbye in call.sent()[-1]["response"]["instructions"]
    call.respond()
    call.hears_everything(call.frames())
    finish = call.finished()
    assert finish
    assert finish.closing == HangUp("silence")


def test_a_caller_who_hangs_up_ends_it_and_nothing_comes_after() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.respond(end=False)
    call.phone(codec.Stopped())
    finish = call.finished()
    assert finish
    assert finish.by == "caller_left"
    call.look()
    call.says("עוד משהו", "u3")
    call.phone(codec.Key("0"))
    assert call.out == []


@pytest.mark.parametrize("committed", [False, True])
def test_the_last_words_before_a_hang_up_are_waited_for_and_take_effect(committed: bool) -> None:
    call = talked_into(1)
    if committed:
        call.stops("u2")
    call.look()
    call.phone(codec.Stopped())
    call.phone(codec.Stopped())
    assert call.finished() is None
    if not committed:
        assert call.kinds() == ["input_audio_buffer.commit"]
        call.model("input_audio_buffer.committed", item_id="u2")
    call.transcribed("u2", "תסירו אותי מהרשימה")
    done = [each for each in call.out if isinstance(each, Heard | RunRules | Finish)]
    assert [type(each) for each in done] == [Heard, RunRules, Finish]
    assert call.of(Finish)[0].by == "caller_left"
    assert "response.create" not in call.kinds()


def test_last_words_that_never_come_hold_nothing() -> None:
    for ends in (lambda call: call.timer("last words"), Driven.lose):
        call = talked_into(1)
        call.phone(codec.Stopped())
        ends(call)
        assert [each.by for each in call.of(Finish)] == ["caller_left"]


def test_a_call_without_transcription_does_not_wait_for_words() -> None:
    call = talked_into(1, VoiceOptions(transcription_model=""))
    call.phone(codec.Stopped())
    assert call.finished()


def test_the_call_has_an_end_in_time() -> None:
    call = Driven().opened()
    call.timer("call")
    assert LINES.goodbye in call.sent()[-1]["response"]["instructions"]


# -- when the model fails


def test_a_refused_session_falls_back() -> None:
    call = Driven()
    call.session.on_connected()
    call.model("error", error={"code": "invalid_model", "type": "invalid_request_error"})
    finish = call.finished()
    assert finish
    assert (finish.by, finish.reason) == ("fallback", "session refused")


def test_a_model_that_stalls_falls_back() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.timer("answer")
    finish = call.finished()
    assert finish
    assert finish.by == "fallback"


def test_a_failed_response_is_tried_once_more() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    for number in ("a", "b"):
        assert call.finished() is None
        call.model("response.created", response={"id": number})
        call.model("response.done", response={"id": number, "status": "failed"})
    finish = call.finished()
    assert finish
    assert finish.reason == "responses fail"


def test_a_response_refused_because_another_runs_is_asked_for_again() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    event_id = call.sent()[0]["event_id"]
    call.look()
    call.model("error", error={"code": "conversation_already_has_active_response", "event_id": event_id})
    assert call.kinds() == ["response.create"] or call.finished() is None
    assert call.session._responses.wanted or call.kinds() == ["response.create"]


def test_a_new_connection_is_told_what_was_said_and_the_question_is_answered() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.look()
    call.lose()
    call.connect()
    update, *told, create = call.sent()
    assert update["type"] == "session.update"
    assert [(each["item"]["role"], each["item"]["content"][0]["text"]) for each in told] == [
        ("assistant", LINES.greeting),
        ("user", "כמה זה עולה"),
    ]
    assert create["type"] == "response.create"


@pytest.mark.parametrize("overlaps", [False, True])
def test_a_sentence_that_was_lost_before_it_was_written_down_is_asked_for(overlaps: bool) -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    number = call.respond(end=False)
    if not overlaps:
        call.end_response(number)
        call.hears_everything(call.frames())
    call.starts_to_speak()
    call.stops("u2")
    call.look()
    call.lose()
    assert Heard(2, "") in call.out
    call.connect()
    (create,) = [each for each in call.sent() if each["type"] == "response.create"]
    assert LINES.say_again in str(create)
    call.respond(text=LINES.say_again)
    call.look()
    call.says("כמה זה עולה", "u3")
    assert Heard(3, "כמה זה עולה") in call.out


def test_a_sentence_that_was_lost_after_its_answer_is_not_asked_for() -> None:
    call = Driven().opened()
    call.starts_to_speak()
    call.stops("u1")
    call.respond()
    call.look()
    call.lose()
    call.connect()
    assert "response.create" not in call.kinds()


def test_a_hello_that_was_lost_before_the_greeting_is_answered_by_it() -> None:
    call = Driven()
    call.connect()
    call.starts_to_speak()
    call.stops("u1")
    call.look()
    call.lose()
    call.connect()
    (create,) = [each for each in call.sent() if each["type"] == "response.create"]
    assert LINES.greeting in str(create)


def test_a_tool_that_worked_through_a_lost_connection_is_told_in_words() -> None:
    call = with_tool()
    call.lose()
    call.done(ToolDone("call_1", '{"status": "booked"}'))
    assert call.sent() == []
    call.connect()
    assert any("booked" in str(each) for each in call.sent())
    assert "function_call_output" not in str(call.sent())
    assert call.kinds()[-1] == "response.create"


# -- what a vendor may send


def test_events_that_are_not_known_or_not_as_described_do_no_harm() -> None:
    call = Driven().opened()
    for event in vectors("openai_realtime_events.json"):
        call.session.on_model(event["event"], call.now)
    for kind in ("response.output_audio.delta", "response.done", "response.output_item.done", "error", "weather"):
        for fields in ({}, {"delta": 7}, {"response": "x"}, {"item": 3, "error": None}):
            call.session.on_model({"type": kind, **fields}, call.now)
    assert PLAN.lines is LINES
