"""An offer that a caller speaks of before it is known who that is: kept as words to ask about, and nothing else.

It is neither told back nor logged nor weighed. Once the caller is verified it is read out and asked about; only a yes
to that makes an offer of it.
"""

import re
from typing import Final

from language.pay import Amount, read_pay
from voicebot.agents.state import CallState

SPOKEN, READ_OUT = "unverified_offer", "unverified_offer_asked"
"""Fields: what was spoken of, in words that `bid_in` reads; and that it was read out to be confirmed."""

_OFFERING: Final = re.compile(
    r"\b[ושכ]?(?:מציע|מציעה|מציעים|להציע|הציעו?|הצענו|ההצעה|הצעה|השכר|שכר|משכורת|שקל|שקלים|דולר|דולרים|אירו|יורו|"
    r"offer|offers|offering|salary|shekels?|dollars?|euros?)\b",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"\b[והבש]{0,2}(?:קוד|סיסמה|סיסמא|code|password|pin)\b", re.IGNORECASE)
_YEARLY: Final = re.compile(r"\b(?:לשנה|בשנה|שנתי|שנתית|yearly|annual|annually|a year|per year)\b", re.IGNORECASE)
_CURRENCIES: Final = {"ILS": " shekels", "USD": " dollars", "EUR": " euros"}
_ROUND: Final = 100


def speaks_of_offer(said: str) -> bool:
    """Whether words are about an offer and not about a code; there may be digits in them, or were."""
    return bool(_OFFERING.search(said)) and not _CODE.search(said)


def spoken_offer(said: str) -> str | None:
    """The one offer that a sentence names, in plain words; None where it names none, several, or perhaps a code."""
    pay = read_pay(said)
    if not speaks_of_offer(said) or len(pay.salaries) != 1:
        return None
    [salary] = pay.salaries
    if not salary.bare and salary.value % _ROUND:
        return None
    yearly = " a year" if _YEARLY.search(said) else ""
    return f"{_words(salary)}{yearly}{_bonus(pay.bonus)}"


def remembering(said: str, fields: dict[str, str]) -> dict[str, str]:
    """The fields with the offer that was just spoken of, if there was one."""
    spoken = spoken_offer(said)
    return {**fields, SPOKEN: spoken} if spoken else fields


def without_spoken(state: CallState) -> CallState:
    """The state once it was asked about, or something else was offered."""
    return state.but(fields={key: value for key, value in state.fields.items() if key not in (SPOKEN, READ_OUT)})


def _bonus(bonus: Amount | None) -> str:
    """Words for the bonus: that there is none is not the same as that none was spoken of."""
    if bonus is None:
        return ""
    return f" and a signing bonus of {_words(bonus)}" if bonus.value else " without a signing bonus"


def _words(amount: Amount) -> str:
    return f"{amount.value}{_CURRENCIES.get(amount.currency, '')}"
