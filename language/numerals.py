"""Numbers said as numbers, in Hebrew, English or Spanish, as a code has them: "מאה עשרים ושבע" is 127.

A numeral is the longest one that the words allow: "מאה שבע" is 107, "שבע מאה" are 7 and 100. A comma ends it, as the
pause it stands for does, unless an "and" is joined to what follows: "עשרים, שבע" are 20 and 7, "עשרים, ושבע" is 27.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from language.hebrew import word_values

COMMA: Final = ","
DIGITS: Final = word_values(
    "אפס=0 אחת=1 אחד=1 שתיים=2 שתים=2 שניים=2 שנים=2 שתי=2 שני=2 שלוש=3 שלושה=3 ארבע=4 ארבעה=4 חמש=5 חמישה=5 שש=6 "
    "שישה=6 שבע=7 שבעה=7 שמונה=8 תשע=9 תשעה=9 "
    "zero=0 oh=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 "
    "cero=0 uno=1 una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9"
)
TEENS: Final = word_values(
    "עשר=10 עשרה=10 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 "
    "nineteen=19 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15 dieciséis=16 dieciseis=16 diecisiete=17 "
    "dieciocho=18 diecinueve=19 veintiuno=21 veintidós=22 veintidos=22 veintitrés=23 veintitres=23 veinticuatro=24 "
    "veinticinco=25 veintiséis=26 veintiseis=26 veintisiete=27 veintiocho=28 veintinueve=29"
)
TENS: Final = word_values(
    "עשרים=20 שלושים=30 ארבעים=40 חמישים=50 שישים=60 שבעים=70 שמונים=80 תשעים=90 "
    "twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 "
    "veinte=20 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90"
)
_HUNDREDS: Final = word_values(
    "מאה=100 מאתיים=200 מאתים=200 hundred=100 cien=100 ciento=100 doscientos=200 doscientas=200 trescientos=300 "
    "trescientas=300 cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 seiscientos=600 seiscientas=600 "
    "setecientos=700 setecientas=700 ochocientos=800 ochocientas=800 novecientos=900 novecientas=900"
)
_THOUSANDS: Final = word_values("אלף=1000 אלפיים=2000 thousand=1000 mil=1000")
# "שלושת אלפים": only before thousands.
_OF: Final = word_values("שלושת=3 ארבעת=4 חמשת=5 ששת=6 שבעת=7 שמונת=8 תשעת=9 עשרת=10")
_HUNDRED: Final = frozenset({"מאות", "hundred"})
_THOUSAND: Final = frozenset({"אלף", "אלפים", "thousand", "mil"})
_TEEN_ENDS: Final = frozenset({"עשרה", "עשר"})
_AND: Final = frozenset({"and", "y"})
_ALL: Final[Mapping[str, int]] = DIGITS | TEENS | TENS | _HUNDREDS | _THOUSANDS | _OF

_EN_DIGIT: Final = "zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|double|triple"
_SAID_O: Final = re.compile(
    rf"\bo\b(?=[\s,.-]+(?:o[\s,.-]+)*(?:{_EN_DIGIT})\b)"
    r"|(?:(?<=\b(?:one|two|six) )|(?<=\b(?:zero|four|five|nine) )|(?<=\b(?:three|seven|eight) ))o\b",
    re.IGNORECASE,
)
Numeral = tuple[int, int]
"""A value, and the place after its words."""


def numeral(words: Sequence[str], at: int) -> Numeral | None:
    """The number that begins at that place of the words, else None; they are in small letters, and commas are words."""
    if _word(words, at) == "a" and _word(words, at + 1) in ("hundred", "thousand"):
        at += 1
    word, after = _word(words, at), _word(words, at + 1)
    if word in _OF:
        return _with_rest(words, _OF[word] * 1000, at + 2) if after in _THOUSAND else None
    if word in _THOUSANDS:
        return _with_rest(words, _THOUSANDS[word], at + 1)
    small = _below_thousand(words, at)
    if small and small[0] and _word(words, small[1]) in _THOUSAND:
        return _with_rest(words, small[0] * 1000, small[1] + 1)
    return small


def with_zeros(text: str) -> str:
    """The text with a lone "o" that is said beside an English digit as the zero that it stands for, in its place:
    "o five eight" is "0 five eight". In Spanish it is an "or".
    """
    return _SAID_O.sub("0", text)


def is_numeral(word: str) -> bool:
    """Whether the word, in small letters, is a number or a part of one."""
    return _bare(word) in _ALL or word in _HUNDRED | _THOUSAND


def _with_rest(words: Sequence[str], thousands: int, at: int) -> Numeral:
    at, start = _joined(words, at), at
    rest = _below_thousand(words, at)
    if not rest or not rest[0] or _word(words, rest[1]) in _THOUSAND:
        return thousands, start
    return thousands + rest[0], rest[1]


def _below_thousand(words: Sequence[str], at: int) -> Numeral | None:
    word = _word(words, at)
    if word in _HUNDREDS:
        hundreds, at = _HUNDREDS[word], at + 1
    elif DIGITS.get(word) and _word(words, at + 1) in _HUNDRED:
        hundreds, at = DIGITS[word] * 100, at + 2
    else:
        return _below_hundred(words, at)
    rest = _below_hundred(words, _joined(words, at))
    if not rest or not rest[0] or _word(words, rest[1]) in _HUNDRED:
        return hundreds, at
    return hundreds + rest[0], rest[1]


def _below_hundred(words: Sequence[str], at: int) -> Numeral | None:
    word = _word(words, at)
    if word in DIGITS and _word(words, at + 1) in _TEEN_ENDS:
        return 10 + DIGITS[word], at + 2
    if word in TENS:
        unit = _joined(words, at + 1)
        value = DIGITS.get(_word(words, unit), 0)
        if value and _word(words, unit + 1) not in _HUNDRED:
            return TENS[word] + value, unit + 1
        return TENS[word], at + 1
    value = DIGITS.get(word, TEENS.get(word, -1))
    return None if value < 0 else (value, at + 1)


def _joined(words: Sequence[str], at: int) -> int:
    """The place of what an "and" joins to the words before, past the "and" and a comma in front of it."""
    after = at + (_raw(words, at) == COMMA)
    if _raw(words, after) in _AND:
        return after + 1
    return after if _word(words, after) != _raw(words, after) else at


def _raw(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _word(words: Sequence[str], at: int) -> str:
    return _bare(_raw(words, at))


def _bare(word: str) -> str:
    """The word without a joined "and": "ואחת" is "אחת"."""
    return word[1:] if word.startswith("ו") and word[1:] in _ALL else word
