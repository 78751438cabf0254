"""What GPT-Live is told to say, in pieces that it takes."""

from itertools import pairwise

import pytest

from voicebot.realtime.live_events import MAX_CONTENT, WORD_FOR_WORD, say

SENTENCE = "יש לנו צוות שפונה לכל ליד תוך דקה. "
WORDS = "מילים בלי סוף "


def pieces(text: str) -> list[str]:
    said = [str(each["content"]) for each in say(text, "d1")]
    assert all(each.startswith(WORD_FOR_WORD) for each in said)
    return [each.removeprefix(WORD_FOR_WORD) for each in said]


@pytest.mark.parametrize(
    "text", ["שלום.", SENTENCE * 80, WORDS * 200, "א" * (2 * MAX_CONTENT + 5), SENTENCE + WORDS * 200]
)
def test_nothing_is_lost_and_each_piece_is_taken(text: str) -> None:
    cut = pieces(text)
    assert all(0 < len(each) <= MAX_CONTENT for each in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_it_is_cut_between_sentences() -> None:
    assert all(each.endswith(".") for each in pieces(SENTENCE * 80))


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    words = set(WORDS.split())
    assert all(set(each.split()) <= words for each in pieces(WORDS * 200))


def test_a_number_with_a_point_is_no_end_of_a_sentence() -> None:
    text = "המחיר הוא 1.5 " * 100
    assert all(not (first.endswith("1.") or last.startswith("5")) for first, last in pairwise(pieces(text)))


def test_pieces_are_filled_so_that_there_are_few() -> None:
    assert len(pieces(SENTENCE * 80)) == -(-len(SENTENCE * 80) // (MAX_CONTENT - len(SENTENCE)))


def test_without_words_there_is_nothing_to_say() -> None:
    assert say(" ") == []
