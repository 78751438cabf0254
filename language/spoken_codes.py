"""Codes that are dictated: read from what was said, and taken out of what is kept of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from language.hebrew import remove_bidi, script, word_set
from language.number_words import Number, Word, numbers_in, words_in
from language.numerals import with_zeros

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

    None for none or for several rows, and where thousands were said behind digits ("שבע שמונה תשע אלף"). Numbers count
    as they are written: "ארבעים ושמונה" is 48.
    """
    rows = [row for row in _rows(words_in(with_zeros(remove_bidi(text)))) if len(row.digits) >= LEAST]
    return rows[0].digits if len(rows) == 1 and not rows[0].doubtful else None


def phone_in(text: str) -> str | None:
    """The digits of the one telephone number that was dictated, whether or not it can be dialled; else None."""
    digits = code_in(text)
    return digits if digits and len(digits) in PHONE else None


def without_codes(text: str) -> str:
    """The text with every row of at least `LEAST` digits taken out, however they were said."""
    text = remove_bidi(text)
    hidden = HIDDEN_EN if script(text) == "latin" else HIDDEN
    words = words_in(with_zeros(text))
    for row in reversed(list(_rows(words))):
        if len(row.digits) >= LEAST:
            text = text[: words[row.first].start] + hidden + text[words[row.last - 1].end :]
    return text


@dataclass(frozen=True)
class _Row:
    """Numbers with nothing but fillers between them, from word `first` to just before `last`.

    `doubtful`: thousands were said in words behind another number.
    """

    digits: str = ""
    first: int = 0
    last: int = 0
    doubtful: bool = False


def _rows(words: Sequence[Word]) -> Iterator[_Row]:
    row = _Row()
    for number in numbers_in(words):
        if row.digits and not _together(words, row.last, number.first):
            yield row
            row = _Row()
        first = row.first if row.digits else number.first
        thousands = bool(row.digits) and number.scaled and not words[number.last - 1].text[0].isdigit()
        row = _Row(row.digits + _written(words, number), first, number.last, row.doubtful or thousands)
    if row.digits:
        yield row


def _together(words: Sequence[Word], last: int, first: int) -> bool:
    return all(word.text in _BETWEEN for word in words[last:first])


def _written(words: Sequence[Word], number: Number) -> str:
    """Figures as they stand, zeros in front included; a number of words as its digits."""
    said = words[number.first].text
    if number.last == number.first + 1 and said[0].isdigit():
        return "".join(letter for letter in said if letter.isdigit())
    return str(int(number.value))
