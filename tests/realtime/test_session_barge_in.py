"""A caller who talks into what is said: where it is cut, and what does not cut it."""

import pytest

from tests.realtime.driving import CHUNK, CUTS_AT_ONCE, Driven, VoiceOptions, marks, talked_into
from voicebot.realtime import codec
from voicebot.realtime.commands import (
    Heard,
    Spoke,
)


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


QUESTION = "מחר בתשע בבוקר אצלנו במשרד נכון?"


def yes_into(question: str, chunks: int, played: int, complete: bool = True) -> Driven:
    """A short yes, written down while the agent still speaks: it passes. `chunks` of 200 ms, `played` of them."""
    call = Driven(options=VoiceOptions()).opened()
    call.says("מתי אפשר?")
    call.respond(chunks=chunks, text=question, end=complete)
    for name in marks(call.frames())[:played]:
        call.phone(codec.Marked(name))
    call.look()
    call.starts_to_speak()
    call.stops("u2")
    call.transcribed("u2", "כן")
    assert call.sent() == []
    return call


def plays_to_its_end(call: Driven) -> None:
    """All marks but the last few are back already: those that are not awaited say nothing."""
    for number in range(100):
        call.phone(codec.Marked(str(number)))


@pytest.mark.parametrize(
    ("chunks", "played", "answered", "early"),
    [(10, 9, True, False), (10, 4, True, True), (20, 4, False, True)],
    ids=["the last word", "its last second", "its middle"],
)
def test_a_yes_shortly_before_the_last_word_is_answered_after_it(
    chunks: int, played: int, answered: bool, early: bool
) -> None:
    call = yes_into(QUESTION, chunks, played)
    assert call.of(Heard) == [Heard(2, "כן", early=early)]
    plays_to_its_end(call)
    assert call.kinds() == ["response.create"] * answered
    assert ("silence" in call.timers) is not answered


def test_so_is_one_to_a_question_after_which_the_agent_has_spoken_on() -> None:
    call = yes_into("נקבע למחר? " + "ואז נשלח לך עוד פרטים " * 3, 20, 10, complete=False)
    assert call.of(Heard) == [Heard(2, "כן")]
    for _ in range(20):
        call.audio("2")
    call.end_response("2")
    assert call.sent() == []
    plays_to_its_end(call)
    assert call.kinds() == ["response.create"]


def test_a_yes_is_answered_once_and_not_after_other_words() -> None:
    call = yes_into(QUESTION, 10, 9)
    call.starts_to_speak()
    call.stops("u3")
    call.transcribed("u3", "רגע, לא הבנתי")
    call.respond(text="אסביר.")
    call.hears_everything(call.frames())
    assert call.kinds().count("response.create") == 1
