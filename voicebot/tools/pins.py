"""A code of digits as it is said or keyed. Pure."""

import re
from typing import Final

from language.hebrew import tokens

_NAMES: Final = {
    "אפס": 0, "אחת": 1, "אחד": 1, "שתיים": 2, "שתים": 2, "שניים": 2, "שנים": 2, "שלוש": 3, "שלושה": 3, "ארבע": 4,
    "ארבעה": 4, "חמש": 5, "חמישה": 5, "שש": 6, "שישה": 6, "שבע": 7, "שבעה": 7, "שמונה": 8, "תשע": 9, "תשעה": 9,
    "zero": 0, "oh": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_DIGITS: Final = re.compile(r"[0-9]+")


def digits_in(words: str) -> str:
    """The digits of an utterance in their order: written ones, and those that are said by name."""
    found = []
    for word in tokens(words.lower()):
        if word in _NAMES:
            found.append(str(_NAMES[word]))
        else:
            found.extend(_DIGITS.findall(word))
    return "".join(found)
