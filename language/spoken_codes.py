"""Codes that are dictated: read from what was said, and taken out of what is kept of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from language.hebrew import remove_bidi, script, word_set
from language.number_words import Number, Word, numbers_in, words_in

LEAST: Final = 4
"""Digits from which on a row of numbers may be a code, a telephone number or an identity number."""
PHONE: Final = range(9, 14)
"""Digits of a telephone number: 03-7654321 to +972 54-7654321 and a little more."""
HIDDEN: Final = "(ספרות)"
"""What stands where digits were taken out, in a Hebrew utterance and in an English one."""
HIDDEN_EN: Final = "(digits)"
# Between the digits of one code: "four eight, and then two", "ארבע שמונה ואז שתיים".
_BETWEEN: Final = word_set("ו ואז אה אהה אמ המ רגע נקודה מקף and then dash um uh er")


def code_in(text: str) -> str | None:
    """The one row of at least `LEAST` digits that was said, in figures or in words ("ארבע שמונה שתיים", "48 29 13").

    None for none or for several rows. Numbers count as they are written: "ארבעים ושמונה" is 48.
    """
    rows = [digits for digits, _, _ in _rows(words_in(remove_bidi(text))) if len(digits) >= LEAST]
    return rows[0] if len(rows) == 1 else None


def phone_in(text: str) -> str | None:
    """The digits of the one telephone number that was dictated, whether or not it can be dialled; else None."""
    digits = code_in(text)
    return digits if digits and len(digits) in PHONE else None


def without_codes(text: str) -> str:
    """The text with every row of at least `LEAST` digits taken out, however they were said."""
    text = remove_bidi(text)
    hidden = HIDDEN_EN if script(text) == "latin" else HIDDEN
    words = words_in(text)
    for digits, first, last in reversed(list(_rows(words))):
        if len(digits) >= LEAST:
            text = text[: words[first].start] + hidden + text[words[last - 1].end :]
    return text


def _rows(words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
    """(digits, first word, place after the last) of each row of numbers with nothing but fillers between them."""
    digits, first, last = "", 0, 0
    for number in numbers_in(words):
        if digits and not _together(words, last, number.first):
            yield digits, first, last
            digits = ""
        first = first if digits else number.first
        digits += _written(words, number)
        last = number.last
    if digits:
        yield digits, first, last


def _together(words: Sequence[Word], last: int, first: int) -> bool:
    return all(word.text in _BETWEEN for word in words[last:first])


def _written(words: Sequence[Word], number: Number) -> str:
    """Figures as they stand, zeros in front included; a number of words as its digits."""
    said = words[number.first].text
    if number.last == number.first + 1 and said[0].isdigit():
        return "".join(letter for letter in said if letter.isdigit())
    return str(int(number.value))
