"""Pay as it is said in a negotiation: salaries and signing bonuses, in words or figures, Hebrew or English."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from language.hebrew import fold, remove_bidi, strip_prefixes, word_set
from language.number_words import Number, Word, numbers_in, words_in

_BONUS: Final = word_set("מענק בונוס חתימה מענקים בונוסים bonus signing sign-on")
_CURRENCY: Final = {
    **dict.fromkeys(word_set('שקל שקלים שקלי ש"ח שח nis ils shekel shekels'), "ILS"),
    **dict.fromkeys(word_set("דולר דולרים usd dollar dollars"), "USD"),
    **dict.fromkeys(word_set("אירו יורו eur euro euros"), "EUR"),
}
_OTHER_THINGS: Final = word_set(
    "אחוז אחוזים שנה שנים שנות שנתי חודש חודשים שבוע שבועות יום ימים שעה שעות אנשים עובדים מניות אופציות יחידות דקות "
    "דקה percent years year months month weeks week days day hours hour people shares options units rsus minutes minute"
)
"""With one of these right after it a bare number is no pay: שלושים אחוז, עשר שנים."""
_NONE: Final = re.compile(
    r"\b(?:[וש]?(?:בלי|ללא|בלא|אין|אפס)|לא (?:יהיה|היה|כולל|עם|הצענו|אמרתי|מציעים)"
    r"|(?<!not )(?:without|with no|there's no|there is no|no|zero|not including|excluding))\s+"
    r"(?:(?:את|שום|כל|לנו|a|any|the|that|our)\s+)*(?:(?:signing|sign-on)[\s-]+)?"
    r"(?:ה?(?:מענק|מענקים|בונוס|בונוסים)|bonus|bonuses)\b(?!\s+(?:נוסף|נוספת|אחר|change|needed))(?:\s+ה?חתימה)?"
    r"|\b(?:ה?(?:מענק|בונוס)(?:\s+ה?חתימה)?|bonus)\s+(?:of\s+|של\s+)?(?:אפס|zero)\b",
    re.IGNORECASE,
)
_NONE_WORD: Final = "nobonus"
"""Stands in the words for what `_NONE` finds, so that the number beside it is no bonus."""
_OF: Final = word_set("של of")
_POINT: Final = word_set("נקודה point")
_PARTS: Final = {"וחצי": 0.5, "ורבע": 0.25, "half": 0.5, "quarter": 0.25}
_THOUSAND: Final = word_set("אלף אלפים thousand k")
_TEN: Final = 10
_HUNDRED: Final = 100
_FEW: Final = 1000
_NEAR: Final = 3


@dataclass(frozen=True)
class Amount:
    """One amount of money. `bare`: neither thousands nor a currency was said, so "forty two" may mean 42,000.

    `value` has a part only where it is bare: 47.5. `currency` is "" when none was said.
    """

    value: float
    bare: bool = False
    currency: str = ""


@dataclass(frozen=True)
class Pay:
    """What was said of pay: every salary in the order it was said, and the signing bonus; 0 for "בלי מענק"."""

    salaries: tuple[Amount, ...] = ()
    bonus: Amount | None = None

    def salary_near(self, usual: int) -> tuple[int, ...]:
        """The salaries in whole units; a bare number below a thousand is taken for thousands of `usual`'s size."""
        return tuple(dict.fromkeys(_in_full(each, usual) for each in self.salaries))

    def bonus_near(self, usual: int) -> int | None:
        return _in_full(self.bonus, usual) if self.bonus else None


def read_pay(text: str) -> Pay:
    """The pay that a sentence names; never raises. Numbers of other things (percent, years, shares) are left out."""
    plain = remove_bidi(text)
    without = _NONE.sub(f" {_NONE_WORD} ", plain)
    words = words_in(without)
    salaries: list[Amount] = []
    bonus = Amount(0) if without != plain else None
    before = 0
    for number in _numbers(words):
        amount = _amount(words, number)
        if amount is None or _is_withdrawn(words, number):
            continue
        if _is_bonus(words, before, number):
            bonus = amount
        else:
            salaries.append(amount)
        before = number.last
    return Pay(tuple(salaries), bonus)


def _numbers(words: Sequence[Word]) -> Iterator[Number]:
    """The numbers with the parts behind them: "ארבעים ושבע וחצי", "forty three point five"."""
    last = 0
    for number in numbers_in(words):
        if number.first < last:  # it was a part of the one before
            continue
        whole = number if number.scaled or not number.value.is_integer() else _with_part(words, number)
        last = whole.last
        yield whole


def _with_part(words: Sequence[Word], number: Number) -> Number:
    part, after = _part(words, number.last)
    if not part:
        return number
    value = number.value + part
    if _text(words, after) in _folded(_THOUSAND):
        return replace(number, value=value * 1000, last=after + 1, scaled=True)
    return replace(number, value=value, last=after)


def _part(words: Sequence[Word], at: int) -> tuple[float, int]:
    """(a part of one, the place after it); 0 where none is said."""
    if _text(words, at) in _folded(_POINT):
        return _decimals(words, at + 1)
    english = _text(words, at) == "and"
    at += english + (english and _text(words, at + 1) == "a")
    word = _text(words, at)
    joined = word.startswith("ו") or english
    return (_PARTS[word], at + 1) if joined and word in _PARTS else (0.0, at)


def _decimals(words: Sequence[Word], at: int) -> tuple[float, int]:
    """What stands behind a point: "חמש", "שבעים וחמש", "two five"; a "thousand" behind it is left alone."""
    digits, after = "", at
    for number in numbers_in(words[at:]):
        value = number.value / 1000 if number.scaled else number.value
        if at + number.first != after or value >= (_TEN if digits else _HUNDRED) or not value.is_integer():
            break
        digits += str(int(value))
        after = at + number.last - number.scaled
        if number.scaled or value >= _TEN:
            break
    return (float(f"0.{digits}"), after) if digits else (0.0, at)


def _amount(words: Sequence[Word], number: Number) -> Amount | None:
    after = _text(words, number.last)
    currency = _currencies().get(after, "")
    if after in _folded(_OTHER_THINGS) or number.value <= 0:
        return None
    bare = not number.scaled and not currency
    if bare and number.value < _TEN:  # "one moment", "שתי דקות", the first slot
        return None
    bare = bare or (not number.scaled and number.value < _FEW)
    value = number.value if bare and not number.value.is_integer() else round(number.value)
    return Amount(value, bare, currency)


def _is_withdrawn(words: Sequence[Word], number: Number) -> bool:
    """Whether it is the bonus that there is not: "בלי המענק של עשרים אלף"."""
    return _text(words, number.first - 1) in _OF and number.first > 1 and words[number.first - 2].text == _NONE_WORD


def _is_bonus(words: Sequence[Word], since: int, number: Number) -> bool:
    """Whether a bonus is spoken of right before the number, or right after it."""
    near = list(words[max(since, number.first - _NEAR) : number.first])
    near += [each for each in words[number.last : number.last + 1] if not each.text.startswith("ו")]  # "and a bonus of"
    return any(not _folded(_BONUS).isdisjoint(strip_prefixes(each.text)) for each in near)


def _in_full(amount: Amount, usual: int) -> int:
    """42 is 42,000 where salaries are of that size."""
    if amount.bare and amount.value < _FEW <= usual:
        return round(amount.value * 1000)
    return round(amount.value)


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if 0 <= at < len(words) else ""


@cache
def _currencies() -> dict[str, str]:
    return {fold(word): code for word, code in _CURRENCY.items()}


@cache
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(fold, words))
