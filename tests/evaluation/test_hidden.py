"""Digits that were taken out of a caller's words: what stands in a recorded script instead of them."""

from datetime import UTC, datetime
from typing import Any

from stores.values import Turn
from tests.rows import each_row
from voicebot.evaluation.hidden import CODE, NUMBER_SAID, PIN, SUM, WRONG, WRONG_PIN, Digits, hidden_in
from voicebot.tools.pins import without_digits

Answers = tuple[tuple[str, str], ...]
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
NOTED: Answers = (("note_caller", "need_position"),)
KNOWN: Answers = (("note_caller", "code_heard"), ("verify_caller", "verified"))
OFFERED, BONUS = "45,000 shekels a month", "45,000 shekels a month and a signing bonus of 20,000 shekels"


def turn(number: int, words: str, answers: Answers = (), **result: str) -> Turn:
    calls: tuple[dict[str, Any], ...] = tuple(
        {"name": name, "status": status, "arguments": "{}", "result": result} for name, status in answers
    )
    return Turn("c", number, f"RE{number}", "done", "w", 1, AT, heard_he=words, heard_en=words, tool_calls=calls)


@each_row(
    ("later", "digits"),
    [
        ((KNOWN,), CODE),
        (((("note_caller", "need_position"),), KNOWN), CODE),
        (((("note_caller", "code_heard"), ("verify_caller", "not_matching")),), WRONG),
        (((("note_caller", "need_code"),),), NUMBER_SAID),
        (((("note_caller", "need_code"),), (("verify_caller", "verified"),)), NUMBER_SAID),
        (((("note_caller", "code_heard"),),), WRONG),
        ((), WRONG),
    ],
)
def test_later_answers_tell_what_was_said_with_a_name(later: tuple[Answers, ...], digits: str) -> None:
    words = "אני דנה לוי מאלטק, (ספרות)"
    turns = [turn(1, words, NOTED), *(turn(at, "כן", each) for at, each in enumerate(later, 2))]
    assert hidden_in(turns)[1].in_words(words) == f"אני דנה לוי מאלטק, {digits}"


def test_of_several_codes_the_last_one_was_weighed() -> None:
    words = "דנה לוי, (ספרות)"
    found = hidden_in([turn(1, words, NOTED), turn(2, words, NOTED), turn(3, "מנהלת גיוס", KNOWN)])
    assert {at: each.code for at, each in found.items()} == {1: WRONG, 2: CODE}


@each_row(
    ("words", "offer", "said"),
    [
        ("אנחנו מציעים (ספרות)", OFFERED, "אנחנו מציעים 45000"),
        ("אנחנו מציעים (ספרות) שקל", "", f"אנחנו מציעים {SUM} שקל"),
        ("מציעים (ספרות) שקל לשנה", OFFERED, "מציעים 540000 שקל לשנה"),
        ("מציעים (ספרות) שקל", "₪540,000 a year", "מציעים 45000 שקל"),
        ("מציעים (ספרות) ומענק של (ספרות)", BONUS, "מציעים 45000 ומענק של 20000"),
        ("מציעים מענק של (ספרות) ושכר של (ספרות)", BONUS, "מציעים מענק של 20000 ושכר של 45000"),
    ],
)
def test_an_offer_that_was_named_too_early_is_the_one_that_was_read_out(words: str, offer: str, said: str) -> None:
    told: Answers = (("verify_caller", "verified"), ("current_offer", "spoke_of"))
    turns = [turn(1, words, NOTED), turn(2, "(ספרות)", told, spoke_of=offer)]
    found = hidden_in(turns)
    assert (found[1].in_words(words), found[2].in_words("(ספרות)")) == (said, CODE)


@each_row(
    ("status", "digits"), [("pin_accepted", PIN), ("in_use", PIN), ("wrong_pin", WRONG_PIN), ("too_many", WRONG_PIN)]
)
def test_keys_are_the_ones_that_lead_to_the_same_answer(status: str, digits: str) -> None:
    words = f"(pressed {without_digits('12345678')})"
    found = hidden_in([turn(1, words, (("check_pin", status),))])
    assert found[1].in_keys(words) == digits


def test_keys_that_are_no_code_are_left_as_they_are() -> None:
    assert hidden_in([turn(1, "(pressed 9)", (("check_pin", "no_digits"),)), turn(2, "45,000")]) == {}
    assert Digits().in_keys("(pressed 9)") == ""


def test_a_code_whose_name_was_asked_for_is_the_one_that_was_accepted() -> None:
    turns = [turn(1, "(קוד)", (("check_pin", "name_needed"),)), turn(2, "דנה לוי", (("check_pin", "pin_accepted"),))]
    assert hidden_in(turns) == {1: Digits(PIN)}
