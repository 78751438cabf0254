"""The state machine of a realtime call: greeting, barge-in, tools, keys, safety, endings, lost connections."""

from tests.realtime.driving import LINES, Driven
from voicebot.realtime.commands import (
    Exchange,
    Greeted,
    Heard,
    RunRules,
    Spoke,
    Timed,
)


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
