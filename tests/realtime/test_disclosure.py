"""The greeting is what was said, and the disclosure is heard whatever happens to it."""

from dataclasses import replace

import pytest

from tests.realtime.driving import LINES, Driven, VoiceOptions, marks
from voicebot.realtime import codec
from voicebot.realtime.commands import Note, Spoke
from voicebot.realtime.disclosure import differs, missing

FIRST = "שלום, כאן העוזרת הדיגיטלית של אלטה, והשיחה מוקלטת."
GREETING = f"{FIRST} אפשר לשאול כמה שאלות קצרות?"
GREETED = replace(LINES, greeting=GREETING)
CUTS_AT_ONCE = VoiceOptions(backchannels_pass=False)


@pytest.mark.parametrize(
    ("said", "cut", "is_other"),
    [
        (GREETING, False, False),
        (GREETING.replace(",", "").replace("אלטה", "ALTA"), False, False),
        (FIRST, True, False),
        (FIRST, False, True),
        ("שלום וברכה! איך אני יכולה לעזור היום?", False, True),
        ("", True, False),
    ],
)
def test_wording_may_differ_a_little(said: str, cut: bool, is_other: bool) -> None:
    assert differs(said, GREETING, cut) is is_other


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        (GREETING, ""),
        (FIRST, ""),
        ("שלום, כאן העוזרת הדיגיטלית של אלטה…", FIRST),
        ("שלום וברכה!", FIRST),
        ("", FIRST),
    ],
)
def test_what_is_missing_is_the_sentence_that_has_it(said: str, rest: str) -> None:
    assert missing(said, GREETING, "he") == rest


def test_a_greeting_without_a_disclosure_misses_none() -> None:
    assert missing("", "שלום!", "he") == ""
    assert missing("Hi!", "Hi, this is the digital assistant.", "en") == "Hi, this is the digital assistant."


def greeted(said: str, played: int | None = None) -> Driven:
    """A call whose voice says this instead of the greeting; the caller speaks after so many marks, if at all."""
    call = Driven(lines=GREETED, options=CUTS_AT_ONCE)
    call.connect()
    call.look()
    call.respond(chunks=5, text=said, end=played is None)
    frames = call.frames()
    if played is None:
        call.hears_everything(frames)
        return call
    for name in marks(frames)[:played]:
        call.phone(codec.Marked(name))
    call.look()
    call.starts_to_speak()
    call.end_response("1", said, status="cancelled")
    return call


def instructed(call: Driven) -> list[str]:
    return [
        each.get("response", {}).get("instructions", "") for each in call.sent() if each["type"] == "response.create"
    ]


def test_a_greeting_as_it_stands_is_fixed_in_the_record_and_nothing_more_is_said() -> None:
    call = greeted(GREETING)
    assert call.of(Spoke) == [Spoke(0, GREETING, fixed=True)]
    assert call.of(Note) == []
    assert instructed(call) == []


def test_another_greeting_stands_in_the_record_as_it_was_said_and_the_disclosure_follows() -> None:
    call = greeted("שלום וברכה! איך אני יכולה לעזור היום?")
    assert call.of(Spoke) == [Spoke(0, "שלום וברכה! איך אני יכולה לעזור היום?", fixed=False)]
    assert [each.event for each in call.of(Note)] == ["realtime.greeting_differs", "realtime.disclosed_again"]
    (instructions,) = instructed(call)
    assert FIRST in instructions


@pytest.mark.parametrize("played", [0, 1])
def test_who_speaks_into_the_disclosure_hears_it_before_the_answer(played: int) -> None:
    call = greeted(GREETING, played)
    call.stops("u1")
    call.transcribed("u1", "מי זה?")
    (disclosing,) = instructed(call)
    assert FIRST in disclosing
    call.look()
    call.respond(text=FIRST)
    call.hears_everything(call.frames())
    (answering,) = instructed(call)
    assert answering == ""
    assert "realtime.greeting_differs" not in {each.event for each in call.of(Note)}


def test_who_speaks_after_the_disclosure_is_answered_at_once() -> None:
    call = greeted(GREETING, 4)
    call.stops("u1")
    assert instructed(call) == [""]


@pytest.mark.parametrize("begun", [False, True])
def test_who_speaks_again_before_the_disclosure_was_said_hears_it_all_the_same(begun: bool) -> None:
    call = greeted(GREETING, 1)
    call.stops("u1")
    if begun:
        call.respond(chunks=5, text=FIRST, end=False)
    call.starts_to_speak()
    call.look()
    if not begun:
        call.model("response.created", response={"id": "resp_x"})
    call.model("response.done", response={"id": "resp_2" if begun else "resp_x", "status": "cancelled"})
    call.stops("u2")
    (disclosing,) = instructed(call)
    assert FIRST in disclosing
    call.look()
    call.respond(text=FIRST)
    call.hears_everything(call.frames())
    assert instructed(call) == [""]


def test_a_key_before_the_greeting_began_leaves_the_disclosure() -> None:
    call = Driven(lines=GREETED)
    call.connect()
    call.look()
    call.phone(codec.Key("5"))
    call.model("response.created", response={"id": "resp_x"})
    call.model("response.done", response={"id": "resp_x", "status": "cancelled"})
    (disclosing,) = instructed(call)
    assert FIRST in disclosing


def test_who_never_lets_it_be_said_is_not_told_for_ever() -> None:
    call = greeted(GREETING, 1)
    for count in range(9):
        call.stops(f"u{count}")
        if "response.create" in call.kinds():
            number = call.respond(chunks=5, text=FIRST, end=False)
            call.starts_to_speak()
            call.end_response(number, FIRST, status="cancelled")
    notes = [each.event for each in call.of(Note)]
    assert 2 < notes.count("realtime.disclosed_again") < 6
    assert notes.count("realtime.not_disclosed") == 1
