"""What stands in a script where digits were taken out of a caller's words: ones that lead to the same answers. Pure.

Which digits those were is nowhere kept. What tools have answered in this turn, or in a later one, tells whether they
were a code, and the right one, a telephone number, or an offer named before it was known whose it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, zip_longest

from language.pay import read_pay
from language.spoken_codes import HIDDEN, HIDDEN_EN, without_codes
from stores.values import Turn
from voicebot.tools.job_offer_spoken import speaks_of_offer, spoken_offer
from voicebot.tools.pins import HIDDEN_CODE

CODE, PIN = "260418", "26041826"
"""Of a recruiter, and of an interview, as they are given."""
WRONG, WRONG_PIN, NUMBER_SAID, SUM = "314159", "31415926", "0545551111", 30_000
"""A code that is nobody's, a number that is no code, and a sum of which nothing came."""

_TAKEN_OUT = re.compile("|".join(map(re.escape, (HIDDEN, HIDDEN_EN, *HIDDEN_CODE))))
_KEYED = re.compile(rf"\(pressed (?:{_TAKEN_OUT.pattern})\)")
"""Keys that were taken out of what is kept."""
_CHECKED = {
    "verify_caller": {"verified": CODE, "number_is_no_code": NUMBER_SAID, "not_matching": WRONG, "locked": WRONG},
    "check_pin": {"pin_accepted": PIN, "in_use": PIN, "wrong_pin": WRONG_PIN, "too_many": WRONG_PIN},
}
"""What the digits were that a tool has weighed, by its answer; other answers tell nothing of them."""
_WEIGHED, _NOT_WEIGHED = "code_heard", "need_code"
"""What `note_caller` answers when all is told, with a code and without: a telephone number, say."""
_MOST_PLACES = 3
_MONTHS = 12


@dataclass(frozen=True)
class Digits:
    """What was said or keyed where digits are missing in `words`; "" and none where none are."""

    code: str = ""
    amounts: tuple[int, ...] = ()

    def in_keys(self, words: str) -> str:
        """The keys that were pressed, where these words tell of keys that were taken out; else ""."""
        return self.code if _KEYED.fullmatch(words) else ""

    def in_words(self, words: str) -> str:
        """The words with digits in all places."""
        if self.amounts:
            return _filled(words, self.amounts)
        return _TAKEN_OUT.sub(self.code, words) if self.code else words


def hidden_in(turns: Sequence[Turn]) -> Mapping[int, Digits]:
    """What is missing in each of these turns, by number. Told from the last to the first: answers come later."""
    found: dict[int, Digits] = {}
    code, offer = "", ""
    for turn in reversed(turns):
        words = turn.heard_he or turn.heard_en or ""
        code, offer = _told_of_code(turn) or code, _told_of_offer(turn) or offer
        if _TAKEN_OUT.search(words) and speaks_of_offer(words):
            found[turn.number] = Digits(amounts=_amounts(words, offer))
        elif _TAKEN_OUT.search(words) or (_is_about_digits(turn) and without_codes(words) != words):
            found[turn.number] = Digits(code or _nobodys(words))
            code = ""  # what was said before is another one
    return found


def _told_of_code(turn: Turn) -> str:
    """What the turn tells of the code that was said last; "" for nothing."""
    told = ""
    for each in reversed(turn.tool_calls):
        checked = _CHECKED.get(each["name"], {}).get(each["status"], "")
        if each["name"] == "note_caller" and not told:
            checked = {_WEIGHED: WRONG, _NOT_WEIGHED: NUMBER_SAID}.get(each["status"], "")
        told = checked or told
    return told


def _is_about_digits(turn: Turn) -> bool:
    return any(each["status"] in _CHECKED.get(each["name"], {}) for each in turn.tool_calls)


def _nobodys(words: str) -> str:
    """Digits of the length that was taken out, and of which nothing is known."""
    return WRONG_PIN if any(each in words for each in HIDDEN_CODE) else WRONG


def _told_of_offer(turn: Turn) -> str:
    """The offer that the caller had spoken of before it was known who that is, as it was read out; "" for none."""
    said = (each["result"].get("spoke_of") for each in turn.tool_calls if each["name"] == "current_offer")
    return next(filter(None, said), "")


def _amounts(words: str, offer: str) -> tuple[int, ...]:
    """The amounts in the order of their places in `words`, which then name this offer; `SUM` where none is known."""
    pay = read_pay(offer)
    salary = round(pay.salaries[0].value) if pay.salaries else SUM
    bonus = [round(pay.bonus.value)] if pay.bonus and pay.bonus.value else []
    places = min(len(_TAKEN_OUT.findall(words)), _MOST_PLACES)
    salary = _by_the_year(_filled(words, (salary,)), offer, salary)
    wanted = (salary, *bonus)
    for order in permutations(wanted, min(places, len(wanted))):
        named = read_pay(spoken_offer(_filled(words, order)) or "")
        if [round(each.value) for each in named.salaries] == [salary]:
            return order
    return wanted[:places]


def _by_the_year(words: str, offer: str, salary: int) -> int:
    """The salary as the caller counted it: by the year though it is read out by the month, or the other way round."""
    yearly = " a year" in (spoken_offer(words) or "")
    if not offer or yearly == (" a year" in offer):
        return salary
    return salary * _MONTHS if yearly else round(salary / _MONTHS)


def _filled(words: str, amounts: Iterable[int]) -> str:
    """The words with the amounts in their places; those that are left over get the last one."""
    amounts = list(amounts)
    return "".join(_alternating(_TAKEN_OUT.split(words), amounts))


def _alternating(parts: Sequence[str], amounts: Sequence[int]) -> Iterator[str]:
    gaps = [str(amounts[min(at, len(amounts) - 1)]) for at in range(len(parts) - 1)]
    for part, gap in zip_longest(parts, gaps, fillvalue=""):
        yield part + gap
