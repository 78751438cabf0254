"""English numbers as they are said in times."""

import re
from typing import Final

from language.hebrew import word_values
from language.times.clues import Words, word_at

UNITS: Final = word_values("one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9")
_TEENS: Final = word_values(
    "ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19"
)
_TENS: Final = word_values("twenty=20 thirty=30 forty=40 fourty=40 fifty=50")
_ORDINALS: Final = word_values(
    "first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 eleventh=11 twelfth=12 "
    "thirteenth=13 fourteenth=14 fifteenth=15 sixteenth=16 seventeenth=17 eighteenth=18 nineteenth=19 twentieth=20 "
    "thirtieth=30"
)
_DIGITS: Final = re.compile(r"[0-9]{1,4}")
_TEN: Final = 10


def plain(words: Words, at: int) -> tuple[int, int] | None:
    """Value and size of a number up to 59, or one in digits: "ten", "forty five", "10"."""
    word = word_at(words, at)
    if _DIGITS.fullmatch(word):
        return int(word), 1
    if word in _TENS:
        unit = UNITS.get(word_at(words, at + 1), 0)
        return (_TENS[word] + unit, 2) if unit else (_TENS[word], 1)
    value = UNITS.get(word) or _TEENS.get(word)
    return (value, 1) if value else None


def ordinal(words: Words, at: int) -> tuple[int, int] | None:
    """Value and size of "15th", "fifteenth", "twenty first"."""
    word, after = word_at(words, at), word_at(words, at + 1)
    if _DIGITS.fullmatch(word):
        return (int(word), 2) if after in ("st", "nd", "rd", "th") else None
    if word in _TENS and 0 < _ORDINALS.get(after, 0) < _TEN:
        return _TENS[word] + _ORDINALS[after], 2
    return (_ORDINALS[word], 1) if word in _ORDINALS else None
