"""The stand-in's agent: what it says and which tools it asks for, in a call that goes well and in those that end."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.standins import brain, phrases
from tests.standins.brain import Reply, think

TOOLS = ("offer_meeting_slots", "book_meeting", "end_call", "transfer_to_human", "remove_from_list")
SLOTS: list[dict[str, Any]] = [
    {"index": 1, "start": "2026-11-22T08:00:00+00:00", "spoken": "Sunday, November 22, at 10:00 AM"},
    {"index": 2, "start": "2026-11-23T14:00:00+00:00", "spoken": "Monday, November 23, at 4:00 PM"},
]
OFFERED: list[Mapping[str, Any]] = [
    {"role": "user", "content": "Yes, that sounds interesting."},
    {"role": "assistant", "content": None, "tool_calls": []},
    {"role": "tool", "tool_call_id": "1", "content": json.dumps({"status": "offered", "slots": SLOTS})},
]
GREETING = {"role": "assistant", "content": "Is this a good time to talk?"}


def user(text: str) -> Mapping[str, Any]:
    return {"role": "user", "content": text}


def result(**data: Any) -> Mapping[str, Any]:
    return {"role": "tool", "tool_call_id": "1", "content": json.dumps(data)}


@pytest.mark.parametrize(
    ("heard", "call"),
    [
        ("Yes.", ("offer_meeting_slots", {})),
        ("Yes, that sounds interesting.", ("offer_meeting_slots", {})),
        ("I am not interested.", ("end_call", {"reason": "not_interested"})),
        ("No.", ("end_call", {"reason": "not_interested"})),
        ("Please remove me from the list.", ("remove_from_list", {})),
        ("I want to talk to a person.", ("transfer_to_human", {"reason": "The caller asks for a person."})),
    ],
)
def test_what_it_does_after_the_greeting(heard: str, call: tuple[str, Mapping[str, Any]]) -> None:
    assert think([GREETING, user(heard)], TOOLS).calls == (call,)


def test_it_asks_when_it_knows_no_better() -> None:
    assert think([GREETING, user("Hello.")], TOOLS) == Reply(brain.QUESTIONS[0])
    assert think([user("Hello."), user("We have forty agents.")], TOOLS) == Reply(brain.QUESTIONS[1])


def test_it_says_the_slots_it_was_given() -> None:
    said = think(OFFERED, TOOLS).text
    assert all(slot["spoken"] in said for slot in SLOTS)
    assert SLOTS[1]["spoken"] not in think([result(status="offered_one", slots=SLOTS[:1])], TOOLS).text


@pytest.mark.parametrize(
    ("heard", "index"),
    [("The first one.", 1), ("The second one.", 2), ("Monday is good", 2), ("Sunday", 1), ("one", 1), ("number 2", 2)],
)
def test_it_books_what_was_chosen(heard: str, index: int) -> None:
    assert think([*OFFERED, user(heard)], TOOLS).calls == (("book_meeting", {"slot_index": index}),)


def test_it_books_again_what_was_read_back_and_agreed_to() -> None:
    asked = {"id": "9", "function": {"name": "book_meeting", "arguments": '{"slot_index": 2}'}}
    waiting: list[Mapping[str, Any]] = [
        *OFFERED,
        user("The second one."),
        {"role": "assistant", "content": None, "tool_calls": [asked]},
        {
            "role": "tool",
            "tool_call_id": "9",
            "content": json.dumps({"status": "not_confirmed", "read_back": "Monday"}),
        },
        {"role": "assistant", "content": "So Monday. Is that right?"},
    ]
    assert think([*waiting, user("Yes.")], TOOLS).calls == (("book_meeting", {"slot_index": 2}),)
    assert think([*waiting, user("The first one.")], TOOLS).calls == (("book_meeting", {"slot_index": 1}),)


def test_an_unclear_choice_is_asked_again() -> None:
    assert "Which suits you better?" in think([*OFFERED, user("Hmm.")], TOOLS).text


def test_it_confirms_only_what_was_booked_and_hangs_up() -> None:
    booked = result(status="booked", meeting={"spoken": SLOTS[1]["spoken"]})
    reply = think([*OFFERED, user("The second one."), booked], TOOLS)
    assert reply.text == f"The meeting is booked for {SLOTS[1]['spoken']}. {brain.GOODBYE}"
    assert reply.calls == (("end_call", {"reason": "booked"}),)
    taken = think([*OFFERED, user("The second one."), result(status="taken", error="gone")], TOOLS)
    assert (taken.text, taken.calls) == ("", (("offer_meeting_slots", {}),))


def test_only_tools_that_were_offered_are_called() -> None:
    assert think([user("Yes.")], ()).calls == ()


@pytest.mark.parametrize(
    ("hebrew", "english"),
    [
        ("כן, בבקשה!", "Yes."),
        ("כֵּן", "Yes."),
        ("אני לא מעוניין.", "I am not interested."),
        ("השני", "The second one."),
        ("כמה זה עולה?", "כמה זה עולה?"),
    ],
)
def test_callers_words_in_english(hebrew: str, english: str) -> None:
    assert phrases.translate(hebrew, "en") == english


@pytest.mark.parametrize(
    ("english", "hebrew"),
    [
        (
            f"I have {SLOTS[0]['spoken']}, or {SLOTS[1]['spoken']}.",
            "יש לי יום ראשון, 22 בנובמבר, בשעה 10:00, או יום שני, 23 בנובמבר, בשעה 16:00.",
        ),
        ("The meeting is booked for [1].", "הפגישה נקבעה ל[1]."),
        ("I have a parrot.", phrases.UNKNOWN),
        ("Anything else?", phrases.UNKNOWN),
        ("שלום.", "שלום."),
    ],
)
def test_the_brains_words_in_hebrew(english: str, hebrew: str) -> None:
    assert phrases.translate(english, "he") == hebrew


def test_every_sentence_of_the_brain_has_its_hebrew() -> None:
    fixed = [value for value in vars(brain).values() if isinstance(value, str) and value.endswith((".", "?"))]
    slot = SLOTS[0]["spoken"]
    said = [*brain.QUESTIONS, *(text.format(first=slot, second=slot, slot=slot) for text in fixed if "\n" not in text)]
    assert len(said) > 10
    for text in said:
        assert phrases.UNKNOWN not in phrases.translate(text, "he"), text
