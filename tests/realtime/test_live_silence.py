"""A GPT-Live model that says nothing, or hands nothing on, is noticed; who is only listening is not."""

from dataclasses import replace

import pytest

from tests.realtime.driving import LINES, line
from tests.realtime.live_driving import Driven
from voicebot.agents.types import HangUp
from voicebot.realtime import codec
from voicebot.realtime.commands import AgentDone, AskAgent, Finish, Note, RulesDone, RunRules

STALLED = Finish("fallback", "stalled")


def test_a_model_that_starts_and_never_greets_falls_back() -> None:
    call = Driven().connect()
    call.timer("answer")
    assert call.ended() == [STALLED]


@pytest.mark.parametrize("words", ["", "כן?"])
def test_sound_without_words_is_no_speech(words: str) -> None:
    call = Driven().connect()
    for _ in range(3):
        call.sounds()
    assert "answer" in call.timers
    if words:
        call.speaks(words)
    assert ("answer" in call.timers) is not bool(words)


def test_an_answer_that_is_told_and_never_said_falls_back() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    assert "answer" not in call.timers  # our agent is at work
    call.answers("תלוי.")
    call.timer("answer")
    assert call.ended() == [STALLED]


def test_a_question_about_silence_that_is_never_said_falls_back() -> None:
    call = Driven().opened()
    call.timer("silence")
    call.timer("answer")
    assert call.ended() == [STALLED]


def test_who_speaks_on_is_not_talked_into_and_that_is_no_stall() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.answers("תלוי.")
    call.timers.discard("answer")
    call.hears("כי אנחנו בודקים כמה ספקים")
    assert "answer" in call.timers  # anew


def test_what_is_neither_answered_nor_handed_on_is_taken_by_our_agent_unasked() -> None:
    call = Driven().opened()
    call.asks("כמה זה עולה")
    assert not call.of(AskAgent)
    call.timer("task")
    assert call.of(AskAgent) == [AskAgent("", "כמה זה עולה", 1)]
    assert Note("realtime.task_taken", {}) in call.out
    call.answers("תלוי.")
    assert call.said() == [("Say word for word: תלוי.", None)]
    call.timer("answer")
    assert call.ended() == [STALLED]


def test_a_task_that_comes_late_has_the_words_it_is_about() -> None:
    call = Driven().opened()
    call.asks("כמה זה עולה")
    call.delegates("d1")
    assert call.of(AskAgent) == [AskAgent("d1", "כמה זה עולה", 1)]
    assert "task" not in call.timers


def test_a_task_that_comes_while_our_agent_is_at_it_unasked_gets_its_answer() -> None:
    call = Driven().opened()
    call.asks("כמה זה עולה")
    call.timer("task")
    call.delegates("d1")
    call.answers("תלוי.")
    assert call.said() == [("Say word for word: תלוי.", "d1")]


def test_a_word_while_thinking_is_no_answer_and_a_sentence_is_one() -> None:
    call = Driven().opened()
    call.asks("כמה זה עולה")
    call.speaks("רגע אחד")
    call.timer("quiet")
    assert "task" in call.timers
    call = Driven().opened()
    call.asks("הלו?")
    call.speaks("כן, אני כאן ושומעת אותך.")
    call.timer("quiet")
    call.timers.discard("task")
    call.asks("כמה זה עולה")
    call.timer("task")
    assert [each.text for each in call.of(AskAgent)] == ["כמה זה עולה"]


def test_a_sign_of_listening_wants_no_answer() -> None:
    call = Driven().opened()
    call.speaks("יש לנו שלוש אפשרויות", end_ms=9_000)
    call.hears("אהה", start_ms=8_000)
    call.timer("utterance")
    assert "task" not in call.timers
    call.speaks("והן שונות זו מזו", end_ms=10_000)
    call.timer("quiet")
    call.asks("כמה זה עולה")
    call.delegates("d1")
    assert [each.text for each in call.of(AskAgent)] == ["כמה זה עולה"]


def test_a_sign_of_listening_that_is_handed_on_was_an_answer() -> None:
    call = Driven().opened()
    call.speaks("נקבע ליום שני?", end_ms=9_000)
    call.hears("כן", start_ms=8_000)
    call.timer("utterance")
    call.delegates("d1")
    assert [each.text for each in call.of(AskAgent)] == ["כן"]


def test_words_said_while_our_agent_answers_are_not_left_lying() -> None:
    call = Driven().opened()
    call.hears("כמה זה עולה")
    call.delegates("d1")
    call.asks("ומתי אתם פתוחים")
    call.answers("תלוי.")
    call.speaks("תלוי.")
    call.timer("quiet")
    call.timer("task")
    assert [each.text for each in call.of(AskAgent)] == ["כמה זה עולה", "ומתי אתם פתוחים"]


def test_an_agent_who_has_nothing_to_say_leaves_the_word_to_the_caller() -> None:
    call = Driven().opened()
    call.hears("רגע")
    call.delegates("d1")
    call.answers()
    assert "silence" in call.timers


def test_a_goodbye_that_is_never_said_ends_the_call_all_the_same() -> None:
    call = Driven().opened()
    call.hears("להתראות")
    call.delegates("d1")
    call.take(call.session.on_done(AgentDone("d1", ("יום טוב.",), HangUp("goodbye")), 1.0))
    call.timer("answer")
    assert call.ended() == [Finish("hung_up", "said", HangUp("goodbye"))]


# -- the opening


def test_a_line_that_is_never_quiet_is_greeted_in_time() -> None:
    call = Driven(outbound=True).connect()
    for _ in range(9):
        call.hears("בלה ")
    assert call.said() == []
    call.timer("greet")
    assert [LINES.greeting in text for text, _ in call.said()] == [True]
    call.delegates("d1")
    assert len(call.said()) == 1
    assert not call.of(AskAgent)


def test_a_greeting_that_was_lost_with_the_connection_is_said_in_the_next_one() -> None:
    call = Driven().connect()
    call.take(call.session.on_lost())
    call.out.clear()
    call.connect()
    assert [LINES.greeting in text for text, _ in call.said()] == [True]


# -- rules


def test_a_safety_intent_takes_effect_also_when_the_answer_before_it_ended_the_call() -> None:
    call = Driven().opened()
    call.hears("תודה, להתראות")
    call.delegates("d1")
    call.asks("ותסירו אותי מהרשימה")
    call.take(call.session.on_done(AgentDone("d1", ("להתראות.",), HangUp("goodbye")), 1.0))
    assert [each.text for each in call.of(RunRules)] == ["ותסירו אותי מהרשימה"]
    call.speaks("להתראות.")
    call.timer("quiet")  # the rules are still at it
    assert call.finished() is None
    assert not call.session._end_mark
    call.take(call.session.on_done(RulesDone((line("הוסר."),), HangUp("removed")), 1.0))
    call.speaks("הוסר.")
    call.timer("quiet")
    assert call.session._end_mark


def test_a_safety_intent_of_who_hangs_up_at_once_takes_effect() -> None:
    call = Driven().opened()
    call.hears("תסירו אותי מהרשימה")
    call.take(call.session.on_phone(codec.Stopped(), 1.0))
    assert call.ended()
    assert [type(each) for each in call.out if isinstance(each, RunRules | Finish)] == [RunRules, Finish]


# -- the disclosure

FIRST = "שלום, כאן העוזרת הדיגיטלית של אלטה, והשיחה מוקלטת."
GREETED = replace(LINES, greeting=f"{FIRST} אפשר לשאול כמה שאלות קצרות?")


def test_a_disclosure_that_is_talked_into_again_is_told_again_until_it_was_said() -> None:
    call = Driven(lines=GREETED).connect()
    for _ in range(2):
        call.speaks("שלום, כאן")
        call.hears("מי זה?")
    assert [text for text, _ in call.said()].count(f"Say word for word: {FIRST}") == 2
    call.speaks("העוזרת הדיגיטלית של אלטה,")
    call.hears("מה?")
    call.out.clear()
    call.speaks("והשיחה מוקלטת.")
    call.timer("quiet")
    assert call.said() == []


def test_who_never_lets_it_be_said_is_not_told_for_ever() -> None:
    call = Driven(lines=GREETED).connect()
    for _ in range(9):
        call.speaks("שלום, כאן")
        call.hears("מי זה?")
    told = [text for text, _ in call.said()].count(f"Say word for word: {FIRST}")
    assert 2 < told < 6
    assert call.of(Note).count(Note("realtime.not_disclosed", {})) == 1


def test_a_machine_that_got_its_message_is_not_greeted_after_it() -> None:
    call = Driven(outbound=True).connect()
    call.hears("הגעתם לתא הקולי, אנא השאירו הודעה אחרי הצפצוף")
    call.timer("utterance")
    assert len(call.of(RunRules)) == 1
    call.take(call.session.on_done(RulesDone((line("נחזור אליך."),), HangUp("voicemail")), 1.0))
    assert not {"opening", "greet"} & call.timers


def test_what_was_never_said_is_not_answered_unasked() -> None:
    call = Driven().opened()
    call.asks("תודה על הצפייה")
    assert "task" not in call.timers
