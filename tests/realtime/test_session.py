"""The state machine of a realtime call: greeting, barge-in, tools, keys, safety, endings, lost connections."""

from dataclasses import replace

import pytest

from tests.contract.specs import vectors
from tests.realtime.driving import CHUNK, LINES, PLAN, Driven, VoiceOptions, line, marks
from voicebot.agents.types import Claim, HangUp, Transfer
from voicebot.realtime import codec
from voicebot.realtime.commands import (
    Exchange,
    Greeted,
    Heard,
    Persona,
    RulesDone,
    RunRules,
    RunTool,
    Spoke,
    Timed,
    ToolDone,
)

CUTS_AT_ONCE = VoiceOptions(backchannels_pass=False)


def test_the_session_is_set_up_and_the_greeting_comes_first_word_for_word() -> None:
    call = Driven()
    call.connect()
    update, create = call.sent()
    session = update["session"]
    assert session["audio"]["input"]["format"] == session["audio"]["output"]["format"] == {"type": "audio/pcmu"}
    assert session["audio"]["input"]["turn_detection"]["create_response"] is False
    assert LINES.greeting in create["response"]["instructions"]
    assert create["response"]["tool_choice"] == "none"


def test_the_greeting_is_noted_when_it_was_heard_and_then_silence_is_waited_for() -> None:
    call = Driven()
    call.connect()
    call.respond(text=LINES.greeting)
    assert not call.of(Greeted)
    call.hears_everything(call.frames())
    assert call.of(Greeted) == [Greeted()]
    assert call.of(Spoke) == [Spoke(0, LINES.greeting, fixed=True)]
    assert "silence" in call.timers


def test_outbound_the_first_words_wait_for_the_callee_and_come_once() -> None:
    call = Driven(outbound=True)
    call.connect()
    assert call.kinds() == ["session.update"]
    call.starts_to_speak()
    call.session.on_timer("opening", call.now)  # 1.5 s, and the callee is still saying hello
    assert call.kinds() == ["session.update"]
    call.stops("u1")
    call.transcribed("u1", "הלו?")
    assert call.kinds() == ["session.update", "response.create"]
    call.respond(text=LINES.greeting)
    call.hears_everything(call.frames())
    assert call.kinds() == ["session.update", "response.create"]


def test_outbound_a_callee_who_says_nothing_is_greeted_after_the_wait() -> None:
    call = Driven(outbound=True)
    call.connect()
    call.timer("opening")
    assert call.kinds() == ["session.update", "response.create"]


def test_outbound_a_model_that_comes_late_greets_at_once() -> None:
    call = Driven(outbound=True)
    call.timer("opening")
    call.connect()
    assert call.kinds() == ["session.update", "response.create"]


def test_what_is_said_before_the_greeting_does_not_cut_it_off_and_gets_no_second_answer() -> None:
    call = Driven()
    call.connect()
    call.starts_to_speak()
    call.stops("u1")
    call.transcribed("u1", "הלו?")
    call.respond(text=LINES.greeting)
    call.hears_everything(call.frames())
    assert call.kinds().count("response.create") == 1
    assert "response.cancel" not in call.kinds()


def test_an_answering_machine_is_left_to_the_rules() -> None:
    call = Driven(outbound=True)
    call.connect()
    call.says("הגעתם לתא הקולי, אנא השאירו הודעה אחרי הצפצוף")
    assert [each.text for each in call.of(RunRules)] == ["הגעתם לתא הקולי, אנא השאירו הודעה אחרי הצפצוף"]


def test_an_utterance_is_answered_once_and_belongs_to_its_exchange() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    assert call.kinds() == ["response.create"]
    assert call.of(Exchange) == [Exchange(1)]
    assert call.of(Heard) == [Heard(1, "כמה זה עולה")]
    number = call.respond(text="תלוי")
    call.hears_everything(call.frames())
    assert call.of(Spoke) == [Spoke(1, "תלוי")]
    assert number


def test_the_time_to_the_first_word_is_noted() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.now += 0.7
    call.respond()
    assert Timed(1, "first_audio", 700) in call.out


# -- barge-in


def talked_into(played: int, options: VoiceOptions = CUTS_AT_ONCE, chunks: int = 5) -> Driven:
    """The agent speaks, `played` of its marks have come back, and the caller begins to speak."""
    call = Driven(options=options).opened()
    call.says("כמה זה עולה")
    call.look()
    call.respond(chunks=chunks, text="אחת שתיים שלוש ארבע חמש", end=False)
    for name in marks(call.frames())[:played]:
        call.phone(codec.Marked(name))
    call.look()
    call.starts_to_speak()
    return call


@pytest.mark.parametrize(("played", "heard_ms"), [(0, 0), (1, 199), (3, 599), (5, 999)])
def test_the_cut_is_where_the_caller_was_not_where_we_were(played: int, heard_ms: int) -> None:
    call = talked_into(played)
    cancel, truncate = call.sent()
    assert cancel == {"type": "response.cancel", "response_id": "resp_2"}
    assert truncate == {
        "type": "conversation.item.truncate",
        "item_id": "item_2",
        "content_index": 0,
        "audio_end_ms": heard_ms,
    }
    assert call.phone_events() == ["clear"]


def test_the_transcript_has_what_was_heard() -> None:
    call = talked_into(3)
    assert call.of(Spoke) == [Spoke(1, "אחת שתיים שלוש…")]


def test_late_audio_of_what_was_cut_is_dropped_and_late_marks_say_nothing() -> None:
    call = talked_into(1)
    call.look()
    call.audio("2")
    for name in ("1", "2", "3", "4", "5", "6", "7", "8", "9"):
        call.phone(codec.Marked(name))
    call.end_response("2", status="cancelled")
    assert not call.frames()
    assert not call.of(Spoke)


def test_nothing_is_cancelled_when_the_response_has_ended_and_only_plays() -> None:
    call = Driven(options=CUTS_AT_ONCE).opened()
    call.says("כמה זה עולה")
    call.respond(chunks=5)
    call.look()
    call.starts_to_speak()
    assert call.kinds() == ["conversation.item.truncate"]
    assert call.phone_events() == ["clear"]


def test_nothing_is_cut_when_everything_was_heard() -> None:
    call = Driven(options=CUTS_AT_ONCE).opened()
    call.starts_to_speak()
    assert call.sent() == []
    assert call.frames() == []


def test_a_response_that_was_asked_for_and_has_not_begun_is_cancelled_at_its_birth() -> None:
    call = Driven(options=CUTS_AT_ONCE).opened()
    call.says("כמה זה עולה")
    call.look()
    call.starts_to_speak()
    assert call.sent() == []
    call.model("response.created", response={"id": "resp_9"})
    assert call.sent() == [{"type": "response.cancel", "response_id": "resp_9"}]
    call.model("response.output_audio.delta", response_id="resp_9", item_id="item_9", delta=CHUNK)
    assert call.frames() == []


def test_the_next_answer_waits_until_the_cut_one_has_ended() -> None:
    call = talked_into(1)
    call.look()
    call.stops("u2")
    assert "response.create" not in call.kinds()
    call.end_response("2", status="cancelled")
    assert call.kinds() == ["response.create"]


@pytest.mark.parametrize("words", ["כן", "אהה", "כן כן", "אוקיי", "הבנתי"])
def test_a_sign_of_listening_does_not_cut(words: str) -> None:
    call = talked_into(1, VoiceOptions())
    call.stops("u2")
    call.transcribed("u2", words)
    assert call.sent() == []
    assert call.frames() == []
    call.audio("2")
    assert call.frames()


def test_noise_does_not_cut() -> None:
    call = talked_into(1, VoiceOptions())
    call.stops("u2")
    call.transcribed("u2", "")
    assert call.sent() == []


def test_words_that_want_the_word_cut_when_they_are_known() -> None:
    call = talked_into(1, VoiceOptions())
    call.stops("u2")
    assert call.sent() == []
    call.transcribed("u2", "רגע, יש לי שאלה")
    assert call.kinds() == ["response.cancel", "conversation.item.truncate"]
    call.end_response("2", status="cancelled")
    assert call.kinds()[-1] == "response.create"


def test_speech_that_goes_on_cuts_before_its_words_are_known() -> None:
    call = talked_into(1, VoiceOptions())
    call.timer("overlap")
    assert call.kinds() == ["response.cancel", "conversation.item.truncate"]


def test_a_yes_after_the_last_word_is_an_answer() -> None:
    call = Driven().opened()
    call.says("כמה זה עולה")
    call.respond()
    call.starts_to_speak()
    call.hears_everything(call.frames())
    call.stops("u2")
    call.look()
    call.transcribed("u2", "כן")
    assert call.kinds() == ["response.create"]


# -- tools


def with_tool() -> Driven:
    call = Driven(options=CUTS_AT_ONCE).opened()
    call.says("הראשון")
    call.look()
    call.model("response.created", response={"id": "resp_t"})
    call.call_tool("call_1", arguments='{"slot_index": 1}')
    return call


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


# -- endings


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
    call = talked_into(1)
    call.phone(codec.Stopped())
    finish = call.finished()
    assert finish
    assert finish.by == "caller_left"
    call.look()
    call.says("עוד משהו", "u3")
    call.phone(codec.Key("0"))
    assert call.out == []


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
