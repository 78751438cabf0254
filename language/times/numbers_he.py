"""Hebrew numbers as they are said in times: hours, minutes, days of the month, counts."""

import re
from collections.abc import Mapping
from typing import Final

from language.hebrew import word_values
from language.times.clues import Words, word_at

HOURS: Final = word_values("אחת=1 שתים=2 שלוש=3 שלש=3 ארבע=4 חמש=5 שש=6 שבע=7 שמונה=8 שמנה=8 תשע=9 עשר=10")
MASCULINE: Final = word_values(
    "אחד=1 שנים=2 שלושה=3 שלשה=3 ארבעה=4 חמישה=5 חמשה=5 שישה=6 ששה=6 שבעה=7 שמונה=8 שמנה=8 תשעה=9 עשרה=10"
)
COUNTS: Final = {**HOURS, **MASCULINE, "שתי": 2, "שני": 2}
TENS: Final = word_values("עשרים=20 שלושים=30 שלשים=30 ארבעים=40 חמישים=50 חמשים=50")
_TEN: Final = frozenset(("עשר", "עשרה"))
_DIGITS: Final = re.compile(r"([בלמה]?)(\d{1,4})")
_TEENS_FROM: Final = 10
_PREFIXES: Final = "בלמ"


def unprefixed(word: str, table: Mapping[str, int], prefixes: str = _PREFIXES) -> tuple[str, int] | None:
    """The prefix and the value of a word of the table, with at most one of the prefixes."""
    if word in table:
        return "", table[word]
    if word[:1] and word[0] in prefixes and word[1:] in table:
        return word[0], table[word[1:]]
    return None


def digits(word: str) -> tuple[str, int] | None:
    """The prefix and the value of a number in digits: "ב10" is ("ב", 10)."""
    found = _DIGITS.fullmatch(word)
    return (found[1], int(found[2])) if found and found[2].isascii() else None


def number(words: Words, at: int, units: Mapping[str, int], prefixes: str = _PREFIXES) -> tuple[str, int, int] | None:
    """Prefix, value and size of a number in words, up to 59: "בעשרים ואחת", "שתים עשרה", "חמישה עשר"."""
    word = word_at(words, at)
    if tens := unprefixed(word, TENS, prefixes):
        after = word_at(words, at + 1)
        unit = units.get(after[1:], 0) if after.startswith("ו") else 0
        return (tens[0], tens[1] + unit, 2) if 0 < unit < _TEENS_FROM else (*tens, 1)
    found = unprefixed(word, units, prefixes)
    if found and found[1] < _TEENS_FROM and word_at(words, at + 1) in _TEN:
        return found[0], found[1] + 10, 2
    return (*found, 1) if found else None


def count(words: Words, at: int) -> tuple[int, int] | None:
    """Value and size of a count, in words of either gender or in digits."""
    if plain := digits(word_at(words, at)):
        return (plain[1], 1) if not plain[0] else None
    found = number(words, at, COUNTS, "")
    return found[1:] if found else None
