"""A Realtime model that stops in mid-response is noticed; a line that is never quiet is greeted."""

import orjson

from tests.realtime.driving import CUTS_AT_ONCE, LINES, Driven, line, talked_into, with_tool
from voicebot.agents.types import HangUp
from voicebot.realtime import codec
from voicebot.realtime.commands import Finish, RulesDone, RunRules, Spoke, ToolDone

STALLED = Finish("fallback", "stalled")


def test_a_response_that_begins_and_never_ends_falls_back() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.respond(end=False)
    call.timer("answer")  # it has shown life since the last look
    assert call.finished() is None
    call.timer("answer")
    assert call.finished() == STALLED


def test_a_response_that_goes_on_is_let_speak() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    number = call.respond(end=False)
    event = {"type": "response.output_audio.delta", "response_id": f"resp_{number}", "item_id": f"item_{number}"}
    for _ in range(3):
        call.timer("answer")
        assert call.session.on_delta({**event, "delta": "////"})
    call.timer("answer")
    call.model("response.function_call_arguments.delta", response_id=f"resp_{number}", delta="{")
    call.timer("answer")
    call.end_response(number)
    assert call.finished() is None
    assert "answer" not in call.timers


def test_a_response_that_was_begun_and_says_nothing_falls_back_at_once() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.model("response.created", response={"id": "resp_a"})
    call.timer("answer")
    assert call.finished() == STALLED


def test_a_response_that_called_a_tool_has_to_end_too() -> None:
    call = with_tool()
    call.done(ToolDone("call_1", "{}"))
    call.timer("answer")
    call.timer("answer")
    assert call.finished() == STALLED


def test_a_response_that_was_cut_has_to_end_too() -> None:
    call = talked_into(1)
    call.stops("u2")
    call.timer("answer")
    assert call.finished() == STALLED


def test_a_stall_after_the_last_word_ends_the_call() -> None:
    call = Driven().opened()
    call.says("להתראות")
    call.respond(end=False)
    call.call_tool("call_1", "end_call")
    call.done(ToolDone("call_1", "{}", HangUp("goodbye")))
    call.timer("answer")
    call.timer("answer")
    assert call.finished() == Finish("hung_up", "said", HangUp("goodbye"))


def test_what_was_refused_because_of_a_response_that_nobody_knows_comes_after_it() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    event_id = call.sent()[0]["event_id"]
    call.look()
    call.model("error", error={"code": "conversation_already_has_active_response", "event_id": event_id})
    call.look()
    call.model("response.done", response={"id": "resp_unknown", "status": "completed"})
    assert call.kinds() == ["response.create"]


def test_who_stays_silent_after_a_speech_that_a_lost_connection_cut_is_asked() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.respond(end=False)
    call.lose()
    call.hears_everything(call.frames())
    call.connect()
    assert "silence" in call.timers


# -- the opening


def test_a_callee_whose_line_is_never_quiet_is_greeted_in_time() -> None:
    call = Driven(outbound=True)
    call.connect()
    call.starts_to_speak()
    call.timer("opening")
    assert "response.create" not in call.kinds()
    call.timer("greet")
    assert LINES.greeting in call.sent()[-1]["response"]["instructions"]
    call.respond(text=LINES.greeting)
    assert "greet" not in call.timers
    call.stops("u1")
    assert call.kinds().count("response.create") == 1
    assert "response.cancel" not in call.kinds()


def test_a_caller_whose_line_is_never_quiet_is_greeted_in_time() -> None:
    call = Driven()
    call.session.on_connected()
    call.starts_to_speak()
    call.model("session.updated")
    assert "response.create" not in call.kinds()
    call.timer("greet")
    assert LINES.greeting in call.sent()[-1]["response"]["instructions"]


def test_a_model_that_comes_after_that_time_greets_at_once() -> None:
    call = Driven(outbound=True)
    call.timer("greet")
    call.connect()
    assert "response.create" in call.kinds()


def test_what_the_caller_says_before_there_is_a_model_is_kept_for_it() -> None:
    call = Driven(options=CUTS_AT_ONCE)
    assert call.session.on_audio("AAAA") == b""
    call.connect()
    assert call.kinds()[:2] == ["session.update", "input_audio_buffer.append"]
    assert orjson.loads(call.session.on_audio("BBBB"))["audio"] == "BBBB"
    call.lose()
    assert call.session.on_audio("CCCC") == b""
    call.phone(codec.Stopped())


def test_a_noise_that_begins_and_never_ends_does_not_hold_the_call() -> None:
    call = Driven(options=CUTS_AT_ONCE).opened()
    call.says("כמה זה עולה")
    call.starts_to_speak()
    call.model("response.created", response={"id": "resp_a"})
    call.model("response.done", response={"id": "resp_a", "status": "cancelled"})
    assert "silence" not in call.timers
    call.timer("speech")
    assert "silence" in call.timers


def test_what_was_cut_by_a_lost_connection_stands_in_the_record() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.respond(text="תלוי", end=False)
    call.lose()
    call.hears_everything(call.frames())
    assert call.of(Spoke) == [Spoke(1, "תלוי")]


def test_what_the_rules_have_not_come_to_takes_effect_when_the_caller_leaves() -> None:
    call = Driven().opened()
    call.phone(codec.Key("0"))
    call.says("תסירו אותי מהרשימה")
    call.phone(codec.Stopped())
    done = [each for each in call.out if isinstance(each, RunRules | Finish)]
    assert [type(each) for each in done] == [RunRules, RunRules, Finish]


def test_a_machine_that_got_its_message_is_not_greeted_after_it() -> None:
    call = Driven(outbound=True)
    call.connect()
    call.starts_to_speak()
    call.session._rules_run = True
    call.timer("greet")
    call.done(RulesDone((line("נחזור אליך."),), HangUp("voicemail")))
    assert LINES.greeting not in str(call.sent())
