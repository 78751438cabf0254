"""Pay as it is said in a negotiation: salaries and signing bonuses, in words or figures, Hebrew or English."""

from collections.abc import Sequence
from dataclasses import dataclass
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
_FEW: Final = 1000
_NEAR: Final = 3


@dataclass(frozen=True)
class Amount:
    """One amount of money. `bare`: neither thousands nor a currency was said, so "forty two" may mean 42,000.

    `currency` is "" when none was said.
    """

    value: int
    bare: bool = False
    currency: str = ""


@dataclass(frozen=True)
class Pay:
    """What was said of pay: every salary in the order it was said, and the signing bonus."""

    salaries: tuple[Amount, ...] = ()
    bonus: Amount | None = None

    def salary_near(self, usual: int) -> tuple[int, ...]:
        """The salaries in whole units; a bare number below a thousand is taken for thousands of `usual`'s size."""
        return tuple(dict.fromkeys(_in_full(each, usual) for each in self.salaries))

    def bonus_near(self, usual: int) -> int | None:
        return _in_full(self.bonus, usual) if self.bonus else None


def read_pay(text: str) -> Pay:
    """The pay that a sentence names; never raises. Numbers of other things (percent, years, shares) are left out."""
    words = words_in(remove_bidi(text))
    salaries: list[Amount] = []
    bonus: Amount | None = None
    before = 0
    for number in numbers_in(words):
        amount = _amount(words, number)
        if amount is None:
            continue
        if _is_bonus(words, before, number):
            bonus = amount
        else:
            salaries.append(amount)
        before = number.last
    return Pay(tuple(salaries), bonus)


def _amount(words: Sequence[Word], number: Number) -> Amount | None:
    after = words[number.last].text if number.last < len(words) else ""
    currency = _currencies().get(after, "")
    if after in _folded_others() or number.value <= 0:
        return None
    bare = not number.scaled and not currency
    if bare and number.value < 10:  # "one moment", "שתי דקות", the first slot
        return None
    return Amount(round(number.value), bare or (not number.scaled and number.value < _FEW), currency)


def _is_bonus(words: Sequence[Word], since: int, number: Number) -> bool:
    """Whether a bonus is spoken of right before the number, or right after it."""
    near = list(words[max(since, number.first - _NEAR) : number.first])
    near += [each for each in words[number.last : number.last + 1] if not each.text.startswith("ו")]  # "and a bonus of"
    return any(not _bonus().isdisjoint(strip_prefixes(each.text)) for each in near)


def _in_full(amount: Amount, usual: int) -> int:
    """42 is 42,000 where salaries are of that size."""
    if amount.bare and amount.value < _FEW <= usual:
        return amount.value * 1000
    return amount.value


@cache
def _currencies() -> dict[str, str]:
    return {fold(word): code for word, code in _CURRENCY.items()}


@cache
def _bonus() -> frozenset[str]:
    return frozenset(map(fold, _BONUS))


@cache
def _folded_others() -> frozenset[str]:
    return frozenset(map(fold, _OTHER_THINGS))
