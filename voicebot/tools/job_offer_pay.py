"""Pay of an offer as it is said, and as it is read in a caller's own words."""

import re
from dataclasses import dataclass
from typing import Final

from language.pay import Amount, Pay, read_pay
from language.phrases import Phrase
from language.spoken_values import spoken_money
from stores.job_offer_values import Candidate, JobOffer
from voicebot.errors import ToolRefused
from voicebot.tools.job_offer_strategy import Bid

_PER: Final = {"month": Phrase("לחודש", "a month"), "year": Phrase("לשנה", "a year")}
_YEARLY: Final = re.compile(r"\b(?:לשנה|בשנה|שנתי|שנתית|year|yearly|annual|annually|annum)\b", re.IGNORECASE)
_MONTHLY: Final = re.compile(r"\b(?:לחודש|בחודש|חודשי|חודשית|month|monthly)\b", re.IGNORECASE)
_RAISES: Final = re.compile(
    r"\b(?:מוסיפ(?:ה|ים|ות)|מוסיף|להוסיף|אוסיף|נוסיף|הוספנו|הוספתי|תוספת|מעלה|מעלים|להעלות|נעלה|אעלה|העלינו|העליתי|משפר(?:ת|ים)?"
    r"|לשפר|נשפר|עוד|יותר|add|adding|added|raise[ds]?|raising|increas\w+|another|more|on top|extra)\b",
    re.IGNORECASE,
)
_LESS: Final = re.compile(r"\b(?:פחות|מוריד\w*|נוריד|להוריד|לא|אין|less|lower|not|no|can't|cannot)\b", re.IGNORECASE)
_HUNDRED: Final = 100
_MONTHS: Final = 12
_WIDE: Final = 4
"""A salary that is so many times the usual one, or that part of it, was misheard."""


def pay(salary: int, candidate: Candidate) -> Phrase:
    """ "ארבעים ושניים אלף שקלים לחודש", "₪42,000 a month"."""
    money, per = spoken_money(salary, candidate.currency), _PER[candidate.period]
    return Phrase(f"{money.he} {per.he}", f"{money.en} {per.en}")


def package(salary: int, bonus: int | None, candidate: Candidate) -> Phrase:
    """The salary, and the signing bonus if there is one."""
    said = pay(salary, candidate)
    if not bonus:
        return said
    money = spoken_money(bonus, candidate.currency)
    return Phrase(f"{said.he} ומענק חתימה של {money.he}", f"{said.en} and a signing bonus of {money.en}")


def whole_offer(offer: JobOffer, candidate: Candidate) -> Phrase:
    """Everything that stands in an offer."""
    terms = package(offer.salary, offer.signing_bonus, candidate)
    equity = Phrase(f", עם {offer.equity.he}", f", with {offer.equity.en}") if offer.equity else Phrase("", "")
    return Phrase(
        f"{offer.role.he} ב{offer.team.he}, {terms.he}{equity.he}",
        f"{offer.role.en} in {offer.team.en}, {terms.en}{equity.en}",
    )


@dataclass(frozen=True)
class Meant:
    """What a model makes of the words; it may choose between amounts that were said, and name no other."""

    salary: int | None = None
    bonus: int | None = None


def bid_in(words: str, candidate: Candidate, usual: int, meant: Meant, last: Bid | None) -> Bid:
    """The offer in the caller's own words. Raises ToolRefused: no_amount, which_amount, other_currency.

    `usual` is the size of salaries here; a bonus alone, or none, goes with the salary of the `last` offer, and what is
    added ("אני מוסיפה אלפיים") comes on top of it.
    """
    said = read_pay(words)
    amounts = [*said.salaries, *([said.bonus] if said.bonus else [])]
    _refuse_other_currency(amounts, candidate)
    if last is not None and (more := _increase(words, said, usual)):
        return Bid(last.salary + _per_period(more, words, candidate), last.bonus)
    salaries = [_per_period(each, words, candidate) for each in said.salary_near(usual)]
    bonus = said.bonus_near(usual)
    if meant.bonus is not None and bonus is None and meant.bonus in salaries:
        bonus = meant.bonus  # said without the word
        salaries.remove(meant.bonus)
    if meant.salary in salaries:
        salaries = [meant.salary] if meant.salary else salaries
    if not salaries and bonus is not None and last is not None:
        return Bid(last.salary, bonus)
    if not salaries:
        raise ToolRefused("no_amount", "No salary was heard in what the caller just said: ask for it.")
    if len(salaries) > 1 or not usual / _WIDE <= salaries[0] <= usual * _WIDE:
        raise ToolRefused("which_amount", "It is not clear which salary was meant: ask for one number.")
    kept = last.bonus if last else 0
    return Bid(salaries[0], kept if bonus is None else bonus)


def raises_offer(words: str) -> bool:
    """Whether it is said that something is added: "אני מוסיפה אלפיים"; what it is added to is not told."""
    return bool(_RAISES.search(words)) and not _LESS.search(words)


def _increase(words: str, said: Pay, usual: int) -> int:
    """How much is added to the last offer: one amount that is far from being a salary; 0 for none."""
    if not raises_offer(words) or len(said.salaries) != 1 or said.bonus is not None:
        return 0
    amount = said.salaries[0]
    more = amount.value * 1000 if amount.bare and amount.value < _HUNDRED else amount.value
    return round(more) if more < usual / _WIDE else 0


def takes_bonus_away(words: str) -> bool:
    """Whether it is said that there is no bonus: "בלי המענק"; whatever else is said of pay."""
    bonus = read_pay(words).bonus
    return bonus is not None and not bonus.value


def _refuse_other_currency(amounts: list[Amount], candidate: Candidate) -> None:
    if any(each.currency not in ("", candidate.currency) for each in amounts):
        raise ToolRefused("other_currency", f"Offers are in {candidate.currency} here: ask for it in that.")


def _per_period(salary: int, words: str, candidate: Candidate) -> int:
    """A yearly salary by the month where that is counted, and the other way round."""
    if candidate.period == "month" and _YEARLY.search(words):
        return round(salary / _MONTHS)
    return salary * _MONTHS if candidate.period == "year" and _MONTHLY.search(words) else salary
