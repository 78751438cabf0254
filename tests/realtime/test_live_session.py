"""The state machine of a GPT-Live call: our agent answers, the model speaks; endings, keys, lost connections."""

from typing import Any

import orjson
import pytest

from tests.realtime.driving import LINES, line, marks
from tests.realtime.live_driving import Driven
from voicebot.agents.types import HangUp
from voicebot.realtime import codec
from voicebot.realtime.commands import (
    AgentDone,
    AskAgent,
    Finish,
    Greeted,
    Heard,
    Note,
    RulesDone,
    RunRules,
    Spoke,
    ToModel,
    ToPhone,
)
from voicebot.realtime.live_events import MAX_CONTENT
from voicebot.realtime.openai_events import VoiceOptions


def test_the_greeting_comes_first_word_for_word() -> None:
    call = Driven().connect()
    assert [LINES.greeting in text for text, _ in call.said()] == [True]
    call.speaks(LINES.greeting)
    call.timer("quiet")
    assert Spoke(0, LINES.greeting, fixed=True) in call.out
    assert Greeted() in call.out
    assert "silence" in call.timers


def test_outbound_it_waits_for_the_callee_and_a_hello_is_answered_by_the_greeting() -> None:
    call = Driven(outbound=True).connect()
    assert call.said() == []
    call.hears("הלו?")
    call.delegates("d1")
    assert [LINES.greeting in text for text, _ in call.said()] == [True]
    assert not call.of(AskAgent)


def test_a_task_is_answered_by_our_agent_for_its_delegation() -> None:
    call = Driven().opened()
    call.hears("כמה ")
    call.hears("זה עולה")
    call.delegates("d1")
    assert call.of(AskAgent) == [AskAgent("d1", "כמה זה עולה", 1)]
    assert Heard(1, "כמה זה עולה") in call.out
    call.take(call.session.on_done(AgentDone("d1", ("תלוי בהיקף.", "שנקבע?")), 1.0))
    assert call.said() == [("Say word for word: תלוי בהיקף. שנקבע?", "d1")]


def test_a_second_task_waits_and_the_same_words_are_not_acted_on_twice() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.delegates("d2")
    assert len(call.of(AskAgent)) == 1
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    assert [each for _, each in call.said()] == ["d1", "d2"]
    assert len(call.of(AskAgent)) == 1


def test_a_delegation_that_is_ahead_of_its_words_waits_for_them() -> None:
    call = Driven().opened()
    call.delegates("d1")
    assert not call.said()
    call.hears("כמה ")
    call.hears("זה עולה")
    call.timer("words")
    assert call.of(AskAgent) == [AskAgent("d1", "כמה זה עולה", 1)]
    call.answers("תלוי בהיקף.")
    assert call.said() == [("Say word for word: תלוי בהיקף.", "d1")]
    assert not {"words", "utterance", "task"} & call.timers


def test_a_delegation_whose_words_never_come_asks_for_them() -> None:
    call = Driven().opened()
    call.delegates("d1")
    call.timer("words")
    assert call.said() == [(f"Say word for word: {LINES.say_again}", "d1")]
    assert not call.of(AskAgent)


def test_words_that_come_with_a_second_delegation_are_acted_on_once() -> None:
    call = Driven().opened()
    call.delegates("d1")
    call.hears("כמה זה עולה")
    call.delegates("d2")
    assert call.of(AskAgent) == [AskAgent("d2", "כמה זה עולה", 1)]
    assert "words" not in call.timers


def test_a_delegation_ahead_of_a_safety_intent_is_the_rules() -> None:
    call = Driven().opened()
    call.delegates("d1")
    call.hears("תסירו אותי מהרשימה")
    call.timer("words")
    call.take(call.session.on_done(RulesDone((line("הוסר."),), HangUp("removed")), 1.0))
    assert not call.of(AskAgent)
    assert call.said() == [("Say word for word: הוסר.", "d1")]


def test_words_that_a_lost_connection_took_along_are_asked_for() -> None:
    call = Driven().opened()
    call.delegates("d1")
    call.take(call.session.on_lost())
    assert "words" not in call.timers
    call.connect()
    assert call.said() == [(f"Say word for word: {LINES.say_again}", None)]


def test_a_safety_intent_is_answered_by_the_rules_before_and_with_a_delegation() -> None:
    call = Driven().opened()
    call.hears("תסירו אותי מהרשימה")
    call.timer("utterance")
    assert len(call.of(RunRules)) == 1
    call.delegates("d1")
    call.take(call.session.on_done(RulesDone((line("הוסר."),), HangUp("removed")), 1.0))
    assert not call.of(AskAgent)
    assert [text for text, _ in call.said()] == ["Say word for word: הוסר."]


def test_a_safety_intent_while_our_agent_answers_is_for_the_rules_afterwards() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.hears("תסירו אותי מהרשימה")
    call.delegates("d2")
    call.timer("utterance")
    assert not call.of(RunRules)
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    assert [each.text for each in call.of(RunRules)] == ["תסירו אותי מהרשימה"]
    call.take(call.session.on_done(RulesDone((line("הוסר."),), HangUp("removed")), 2.0))
    assert len(call.of(AskAgent)) == 1
    assert call.said()[-1][0] == "Say word for word: הוסר."


def test_a_key_while_our_agent_answers_is_not_lost() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.take(call.session.on_phone(codec.Key("9"), 1.0))
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    assert [(each.text, each.digits) for each in call.of(RunRules)] == [("", "9")]


def test_words_that_ended_while_our_agent_answers_are_in_the_next_task() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.hears("ומתי אתם פתוחים")
    call.timer("utterance")
    call.delegates("d2")
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    call.delegates("d2")
    assert [each.text for each in call.of(AskAgent)] == ["כמה זה עולה", "ומתי אתם פתוחים"]


def test_the_goodbye_is_heard_before_the_end() -> None:
    call = Driven().opened()
    call.hears("להתראות")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", ("יום טוב.",), HangUp("goodbye")), 1.0))
    call.timers.add("quiet")
    call.timer("quiet")  # not said yet
    assert not marks([each.frame for each in call.of(ToPhone)])
    call.speaks("יום טוב.")
    call.timer("quiet")
    (*_, name) = marks([each.frame for each in call.of(ToPhone)])
    call.take(call.session.on_phone(codec.Marked(name), 1.0))
    assert call.ended() == [Finish("hung_up", "said", HangUp("goodbye"))]


def test_an_end_without_words_gets_a_goodbye() -> None:
    call = Driven().opened()
    call.hears("להתראות")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", (), HangUp("goodbye")), 1.0))
    assert [LINES.goodbye in text for text, _ in call.said()] == [True]


@pytest.mark.parametrize(("key", "rules"), [("0", 1), ("9", 1), ("5", 1), ("*", 0)])
def test_keys(key: str, rules: int) -> None:
    call = Driven().opened()
    call.take(call.session.on_phone(codec.Key(key), 1.0))
    assert len(call.of(RunRules)) == rules
    assert len(call.said()) == 1 - rules


def test_silence_is_asked_about_and_then_ends_the_call() -> None:
    call = Driven().opened()
    call.timer("silence")
    call.speaks(LINES.silent[0])
    call.timer("quiet")
    call.timer("silence")
    assert [LINES.silent_goodbye in text for text, _ in call.said()] == [False, True]
    call.timer("closing")
    assert call.ended()[0].closing == HangUp("silence")


def test_a_new_connection_knows_what_was_said() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.take(call.session.on_lost())
    call.out.clear()
    call.connect()
    start = call.of(ToModel)[0].event
    assert "כמה זה עולה" in start["session"]["instructions"]
    call.take(call.session.on_done(AgentDone("d1", ("תלוי.",)), 1.0))
    assert call.said() == [("Say word for word: תלוי.", None)]


def test_a_long_answer_goes_in_pieces_the_vendor_takes() -> None:
    call = Driven().opened()
    call.hears("ספרו לי הכל")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", ("א" * (2 * MAX_CONTENT),)), 1.0))
    assert len(call.said()) == 2


def test_a_refused_session_falls_back_and_strange_events_do_no_harm() -> None:
    call = Driven()
    call.take(call.session.on_connected())
    for kind in ("weather", "session.output_audio.delta", "session.usage.updated", "session.delegation.created"):
        strange: tuple[dict[str, Any], ...] = (
            {},
            {"delta": 7},
            {"usage": "x"},
            {"usage": {"seconds": 2.4}},
            {"delegation": []},
        )
        for fields in strange:
            call.model(kind, **fields)
    call.model("error", error={"code": "model_not_found"})
    assert call.ended() == [Finish("fallback", "session refused")]


@pytest.mark.parametrize(("passes", "told"), [(True, "speak on"), (False, "Stop as soon as")])
def test_signs_of_listening_are_the_setting_s(passes: bool, told: str) -> None:
    call = Driven(options=VoiceOptions(backchannels_pass=passes))
    call.take(call.session.on_connected())
    (start,) = (each.event for each in call.out if isinstance(each, ToModel))
    assert told in start["session"]["instructions"]


def test_what_the_caller_says_before_the_session_has_started_is_kept_for_it() -> None:
    call = Driven()
    assert call.session.on_audio("AAAA") == b""
    call.take(call.session.on_connected())
    assert call.session.on_audio("BBBB") == b""
    call.out.clear()
    call.model("session.started")
    appended = [each["audio"] for each in call.sent() if each["type"] == "session.input_audio.append"]
    assert appended == ["AAAA", "BBBB"]
    assert call.sent()[0]["type"] == "session.input_audio.append"
    assert orjson.loads(call.session.on_audio("CCCC")) == {"type": "session.input_audio.append", "audio": "CCCC"}


def test_of_a_long_wait_the_last_two_seconds_are_kept_also_when_a_connection_was_lost() -> None:
    call = Driven().opened()
    call.take(call.session.on_lost())
    for count in range(150):
        call.session.on_audio(f"{count:04}")
    call.connect()
    appended = [each["audio"] for each in call.sent() if each["type"] == "session.input_audio.append"]
    assert (appended[0], len(appended)) == ("0050", 100)


def test_a_key_ends_what_is_heard_and_what_the_model_says_until_the_answer() -> None:
    call = Driven().opened()
    call.speaks("יש לנו שלוש אפשרויות")
    call.out.clear()
    call.press("5")
    assert orjson.loads(call.frames()[0])["event"] == "clear"
    assert Spoke(0, "יש לנו שלוש אפשרויות") in call.out
    assert [each.event for each in call.of(Note)] == ["realtime.interrupted"]
    assert "session.instructions.append" in [each["type"] for each in call.sent()]
    call.out.clear()
    call.speaks("הראשונה היא")
    assert call.frames() == []
    call.take(call.session.on_done(RulesDone((line("בבקשה."),)), 1.0))
    call.speaks("בבקשה.")
    assert call.frames()
    call.timer("quiet")
    assert call.of(Spoke) == [Spoke(1, "בבקשה.")]


def test_a_key_when_all_was_heard_is_no_interruption() -> None:
    call = Driven().opened()
    call.speaks("שלום")
    for name in marks(call.frames()):
        call.take(call.session.on_phone(codec.Marked(name), 1.0))
    call.press("5")
    assert call.of(Note) == []


@pytest.mark.parametrize(
    ("words", "start_ms", "counted"),
    [("רגע, יש לי שאלה", 2_000, 1), ("אהה", 2_000, 0), ("רגע, יש לי שאלה", 2_900, 0), ("כן", 3_500, 0)],
)
def test_who_talks_into_what_is_said_is_counted(words: str, start_ms: int, counted: int) -> None:
    call = Driven().opened()
    call.speaks("יש לנו שלוש אפשרויות", end_ms=3_000)
    call.hears(words, start_ms=start_ms)
    call.timer("utterance")
    assert [each.event for each in call.of(Note)] == ["realtime.interrupted"] * counted
