"""Invented transcripts are caught; what callers say survives."""

import pytest

from language.ears import is_hallucination
from tests.language.corpus import DATA, lines, utterances
from tests.rows import each_row

EARS = DATA / "ears"
SURVIVORS = ("תודה רבה", "תודה לכם")


@each_row("text", lines(DATA / "utterances" / "stt_hallucinations.txt"))
def test_invented_transcripts_are_caught_but_a_true_thanks_survives(text: str) -> None:
    assert is_hallucination(text) is (text not in SURVIVORS)


@each_row(
    "text",
    [
        "",
        "   ",
        "...",
        "♪♪♪",
        "♪ שלום ♪",
        "(צחוק)",
        "[צלצול]",
        "תודה רבה על הצפייה!",
        "תודה שצפיתם, להתראות",
        "Thanks for watching!",
        "Subtitles by X",
        "כן כן כן כן כן",
        "אני רוצה אני רוצה אני רוצה אני רוצה אני רוצה",
        "שלום, מה שלומך היום? " * 5,
    ],
)
def test_more_inventions(text: str) -> None:
    assert is_hallucination(text)


@each_row(
    "text",
    ["כן כן כן", "לא לא לא לא", "תודה", "תודה רבה.", "תודה על השיחה", "thank you", "you are right", "כן, תודה רבה לכם"],
)
def test_true_words_survive(text: str) -> None:
    assert not is_hallucination(text)


@each_row("text", lines(EARS / "invented.txt") + lines(EARS / "invented_more.txt"))
def test_inventions_in_every_language_of_our_callers(text: str) -> None:
    assert is_hallucination(text)


@each_row("text", lines(EARS / "said.txt"))
def test_what_sounds_like_them_and_is_said(text: str) -> None:
    assert not is_hallucination(text)


@pytest.mark.parametrize("text", ["אפס אפס אפס אפס אפס אפס", "five five five five five", "שבע שבע שבע שבע שבע שבע"])
def test_digits_one_by_one_are_no_loop(text: str) -> None:
    assert not is_hallucination(text)


@each_row(
    "text",
    [
        "אפס " * 11,
        "אני רוצה לדבר עם מישהו שם על הפגישה שלנו. " * 4,
        "שלום. " + "כן " * 6 + "להתראות",
        "אההההההההה",
        "לאלאלאלאלאלא",
        "חחחחחחחחחח",
        "haha haha",
    ],
)
def test_loops(text: str) -> None:
    assert is_hallucination(text)


@each_row("text", ["[צחוק] כן, בטח", "כן (צחוק)", "♪ ♪ אני שומע מוזיקה", "אההה", "לא לא לא לא", "הלווו"])
def test_words_beside_a_label_survive(text: str) -> None:
    assert not is_hallucination(text)


def test_no_utterance_is_taken_for_an_invention() -> None:
    said = [each for folder in ("utterances", "more") for group in utterances(folder).values() for each in group]
    said += lines(DATA / "neutral.txt")
    assert [each for each in said if is_hallucination(each)] == []
