"""Numbers as they are said, up to hundreds of thousands, in Hebrew, English or figures: one after the other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from language.hebrew import fold, normalise, word_values

UNITS: Final = word_values(
    "אפס=0 אחת=1 אחד=1 שתיים=2 שתים=2 שתי=2 שניים=2 שנים=2 שני=2 שלוש=3 שלש=3 שלושה=3 שלשה=3 שלושת=3 ארבע=4 ארבעה=4 "
    "ארבעת=4 חמש=5 חמישה=5 חמשה=5 חמשת=5 שש=6 שישה=6 ששה=6 ששת=6 שבע=7 שבעה=7 שבעת=7 שמונה=8 שמנה=8 שמונת=8 תשע=9 "
    "תשעה=9 תשעת=9 עשר=10 עשרה=10 עשרת=10 "
    "zero=0 oh=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 "
    "thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19"
)
TENS: Final = word_values(
    "עשרים=20 שלושים=30 שלשים=30 ארבעים=40 חמישים=50 חמשים=50 שישים=60 ששים=60 שבעים=70 שמונים=80 שמנים=80 תשעים=90 "
    "twenty=20 thirty=30 forty=40 fourty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90"
)
HUNDREDS: Final = word_values("מאה=100 מאתיים=200 מאתים=200 hundred=100")
_HUNDRED: Final = frozenset(("מאות", "hundred"))
_THOUSAND: Final = frozenset(("אלף", "אלפים", "thousand", "k", "קיי"))
_TWO_THOUSAND: Final = fold("אלפיים")
_TEN: Final = frozenset(("עשר", "עשרה"))
_HALF: Final = frozenset(("וחצי",))
_FIGURES: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_CLOCK: Final = r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])"
_WORD: Final = re.compile(_CLOCK + r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+(?:['\"׳״][^\W\d_]+)*")
_TEN_VALUE: Final = 10
_PREFIXES: Final = frozenset("בהכלמש")


@dataclass(frozen=True)
class Word:
    """One word or figure of a text, folded for matching; `start` and `end` are its place in the text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Number:
    """A number and its words, `first` to just before `last`; `scaled`: thousands were said, or the figure is one."""

    value: float
    first: int
    last: int
    scaled: bool


def words_in(text: str) -> tuple[Word, ...]:
    """The words of a text with their places."""
    return tuple(Word(fold(normalise(each.group())), *each.span()) for each in _WORD.finditer(text))


def numbers_in(words: Sequence[Word]) -> tuple[Number, ...]:
    """Every number that is said, the longest reading of each: "ארבעים ושניים אלף וחמש מאות" is one, 42,500."""
    found: list[Number] = []
    at = 0
    while at < len(words):
        number = _number(words, at)
        if number is not None:
            found.append(number)
        at = number.last if number else at + 1
    return tuple(found)


def _number(words: Sequence[Word], at: int) -> Number | None:
    small = _small(words, at)
    if small is None:
        return _thousands_alone(words, at)
    value, after = small
    if _plain(words, after) in _HALF and _plain(words, after + 1) in _THOUSAND:
        return Number((value + 0.5) * 1000, at, after + 2, True)
    if _plain(words, after) not in _THOUSAND:
        figures = words[at].text[:1].isdigit() and after == at + 1
        return Number(value, at, after, figures and value >= 1000)
    return _with_rest(words, at, after + 1, value * 1000)


def _thousands_alone(words: Sequence[Word], at: int) -> Number | None:
    """אלף, אלפיים: no number before them."""
    word = _plain(words, at)
    if word == _TWO_THOUSAND:
        return _with_rest(words, at, at + 1, 2000)
    return _with_rest(words, at, at + 1, 1000) if word == fold("אלף") else None


def _with_rest(words: Sequence[Word], first: int, after: int, value: float) -> Number:
    """Thousands and what follows them: "וחמש מאות", "five hundred"."""
    if _plain(words, after) in _HALF:
        return Number(value + 500, first, after + 1, True)
    rest = _small(words, after, joined=True)
    if rest is None or rest[0] >= 1000 or _plain(words, rest[1]) in _THOUSAND:
        return Number(value, first, after, True)
    return Number(value + rest[0], first, rest[1], True)


def _small(words: Sequence[Word], at: int, joined: bool = False) -> tuple[float, int] | None:
    """(value, place after it) of figures, or of a number of words below a thousand. `joined`: an "and" may lead it."""
    if at < len(words) and (figures := _FIGURES.fullmatch(words[at].text)):
        return float(figures[1].replace(",", "") + (figures[2] or "")), at + 1
    word = _plain(words, at)
    if joined and word == "and":
        return _small(words, at + 1)
    if joined and word.startswith("ו") and word not in _units():
        word = word[1:]
    word = _bare(word)
    hundreds, after = _hundreds(words, at, word)
    if hundreds:
        below = _below_hundred(words, after + (_plain(words, after) == "and"), joined=True)
        return (hundreds + below[0], below[1]) if below else (hundreds, after)
    below = _below_hundred(words, at, joined)
    return (float(below[0]), below[1]) if below else None


def _hundreds(words: Sequence[Word], at: int, word: str) -> tuple[float, int]:
    """(hundreds, place after them); nothing where none are said."""
    if word in _folded_hundreds():
        return _folded_hundreds()[word], at + 1
    units = _units().get(word, 0)
    if 0 < units < _TEN_VALUE and _plain(words, at + 1) in _HUNDRED:
        return units * 100.0, at + 2
    return 0.0, at


def _below_hundred(words: Sequence[Word], at: int, joined: bool = False) -> tuple[int, int] | None:
    word = _plain(words, at)
    if joined and word.startswith("ו") and word not in _units() and word not in _tens():
        word = word[1:]
    word = _bare(word)
    if word in _tens():
        after = _plain(words, at + 1)
        unit = _units().get(after[1:] if after.startswith("ו") else after, 0)
        alone = after in _units() and word in _hebrew_tens()  # "שלושים ארבע" are two numbers
        return (_tens()[word] + unit, at + 2) if 0 < unit < _TEN_VALUE and not alone else (_tens()[word], at + 1)
    if word not in _units():
        return None
    unit = _units()[word]
    if 0 < unit < _TEN_VALUE and _plain(words, at + 1) in _TEN:
        return unit + _TEN_VALUE, at + 2
    return unit, at + 1


def _bare(word: str) -> str:
    """Tens and hundreds without what may stand before them: "לארבעים" is ארבעים."""
    rest = word[1:]
    return rest if word[:1] in _PREFIXES and (rest in _tens() or rest in _folded_hundreds()) else word


def _plain(words: Sequence[Word], at: int) -> str:
    return words[at].text if at < len(words) else ""


@cache
def _units() -> Mapping[str, int]:
    return {fold(word): value for word, value in UNITS.items()}


@cache
def _tens() -> Mapping[str, int]:
    return {fold(word): value for word, value in TENS.items()}


@cache
def _hebrew_tens() -> frozenset[str]:
    return frozenset(word for word in _tens() if not word.isascii())


@cache
def _folded_hundreds() -> Mapping[str, float]:
    return {fold(word): float(value) for word, value in HUNDREDS.items()}
