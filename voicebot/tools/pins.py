"""A code of digits as it is said or keyed. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from language.hebrew import normalise, script, tokens, word_set
from language.numerals import with_zeros

_NAMES: Final = {
    "אפס": 0, "אחת": 1, "אחד": 1, "שתיים": 2, "שתים": 2, "שניים": 2, "שנים": 2, "שלוש": 3, "שלושה": 3, "ארבע": 4,
    "ארבעה": 4, "חמש": 5, "חמישה": 5, "שש": 6, "שישה": 6, "שבע": 7, "שבעה": 7, "שמונה": 8, "תשע": 9, "תשעה": 9,
    "zero": 0, "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_DIGITS: Final = re.compile(r"[0-9]+")


LENGTH: Final = 8
"""Digits of a code."""
_LEAST: Final = 4
"""Fewer in a row are numbers in a sentence: "three messages", "one second"."""
_HIDDEN_FROM: Final = 6
"""Digits from which on a row is taken out of what is kept; an hour or a year has fewer."""
HIDDEN_CODE: Final = ("(קוד)", "(code)")
"""What stands where a whole code was taken out, in a Hebrew utterance and in any other."""
_HIDDEN_DIGITS: Final = ("(ספרות)", "(digits)")
_WORD: Final = re.compile(r"\w+")
_BETWEEN: Final = word_set(
    "ו ואז אז אחר כך ואחר רגע שנייה אה אהה אמ נקודה מקף רווח הספרה and then dash space um uh er pressed"
)


def digits_in(words: str) -> str:
    """The digits of an utterance that may be a code, in their order: written ones, and those that are said by name.

    They follow one another, with nothing but fillers between; of several rows it is one of a code's length, else the
    longest.
    """
    rows = [row for row in _rows(words) if len(row) >= _LEAST]
    return max(rows, key=lambda row: (len(row) == LENGTH, len(row)), default="")


def code_in_passing(words: str) -> bool:
    """Whether a whole code is said or keyed, also where none was asked for."""
    return len(digits_in(words)) == LENGTH or any(each in words for each in HIDDEN_CODE)


def without_digits(words: str) -> str:
    """The utterance with its long rows of digits taken out, however they were said; a whole code can be told."""
    plain = normalise(words)
    other = script(plain) != "hebrew"
    for row, start, end in reversed(list(_spans(plain))):
        if len(row) >= _HIDDEN_FROM:
            hidden = HIDDEN_CODE if len(row) == LENGTH else _HIDDEN_DIGITS
            words = plain = f"{plain[:start]}{hidden[other]}{plain[end:]}"
    return words


def _spans(words: str) -> Iterator[tuple[str, int, int]]:
    """Each row of digits, and where it begins and ends."""
    row, start, end = "", 0, 0
    for found in _WORD.finditer(with_zeros(words)):
        digits = _digits(found[0].lower())
        if digits:
            start = start if row else found.start()
            row, end = row + digits, found.end()
        elif found[0].lower() not in _BETWEEN and row:
            yield row, start, end
            row = ""
    if row:
        yield row, start, end


def _digits(word: str) -> str:
    bare = word[1:] if word.startswith("ו") and word[1:] in _NAMES else word
    return str(_NAMES[bare]) if bare in _NAMES else "".join(_DIGITS.findall(word))


def _rows(words: str) -> Iterator[str]:
    row = ""
    for word in tokens(with_zeros(words.lower())):
        digits = _digits(word)
        if digits:
            row += digits
        elif word not in _BETWEEN:
            yield row
            row = ""
    yield row
