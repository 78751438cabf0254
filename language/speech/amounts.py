"""Money and percentages: ₪250, 99.90 ₪, $20, 1.5 מיליון, 3.5%."""

import re
from dataclasses import dataclass
from typing import Final

from language.speech.nouns import Counted, Noun, count
from language.speech.patterns import NUMBER, PREFIX, START, before, prefixed, spaced
from language.speech.words import cardinal, construct, decimals, is_half, number, whole


@dataclass(frozen=True)
class Currency:
    """A currency: its unit, the hundredth part of it, and the unit as it is said after large numbers."""

    unit: Noun
    part: Noun
    usual: str


_CENT: Final = Noun("סנט", "סנט", "m")
SHEKEL: Final = Currency(Noun("שקל", "שקלים", "m"), Noun("אגורה", "אגורות", "f"), "שקלים")
DOLLAR: Final = Currency(Noun("דולר", "דולרים", "m"), _CENT, "דולר")
EURO: Final = Currency(Noun("אירו", "אירו", "m"), _CENT, "אירו")
POUND: Final = Currency(Noun("פאונד", "פאונד", "m"), Noun("פני", "פני", "m"), "פאונד")
CURRENCIES: Final = {"ILS": SHEKEL, "USD": DOLLAR, "EUR": EURO, "GBP": POUND}
_PERCENT: Final = Noun("אחוז", "אחוזים", "m")
_SIGNS: Final = {"₪": SHEKEL, "$": DOLLAR, "€": EURO, "£": POUND}
_WORDS: Final = {
    **dict.fromkeys(("שקל", "שקלים", "שקלים חדשים", "NIS", "ILS", "שח"), SHEKEL),
    **dict.fromkeys(("דולר", "דולרים", "USD"), DOLLAR),
    **dict.fromkeys(("אירו", "יורו", "EUR"), EURO),
    **dict.fromkeys(("פאונד", "GBP"), POUND),
}
_SCALE_WORDS: Final = {"אלף": 1_000, "מיליון": 10**6, "מיליארד": 10**9, "K": 1_000, "M": 10**6, "B": 10**9}
_SCALE: Final = r"(?:\s?(?P<scale>[KMB](?![A-Za-z])|[kmb](?=\s?[₪$€£])|אלף|מיליון|מיליארד)(?![א-ת]))"
_PAIR: Final = rf"(?P<n>{NUMBER})(?:\s?[-–—]\s?[₪$€£]?(?P<n2>{NUMBER}))?"
_SIGN: Final = r"(?P<minus>(?<![\w)\u05be])-)?"
_HUNDRED: Final = 100
_UNIT: Final = "|".join(sorted((*map(re.escape, _SIGNS), *(word for word in _WORDS)), key=len, reverse=True))
_AFTER: Final = re.compile(
    PREFIX + _SIGN + START + _PAIR + _SCALE + rf"?\s?(?P<unit>{_UNIT})(?![A-Za-zא-ת])"
    r"(?:\s?/\s?(?P<per>[א-ת][א-ת\"״]*))?"
)
_BEFORE: Final = re.compile(
    PREFIX
    + _SIGN
    + rf"(?P<unit>[₪$€£]|NIS|ILS|USD)\s?(?P<inner>-)?{_PAIR}{_SCALE}?(?!\d)(?:\s?/\s?(?P<per>[א-ת][א-ת\"״]*))?"
)
_PERCENTS: Final = re.compile(PREFIX + _SIGN + START + _PAIR + r"\s?(?:%|(?P<word>אחוזים|אחוז)(?![א-ת]))")
_SCALED: Final = re.compile(PREFIX + _SIGN + START + _PAIR + _SCALE + r"(?P<rest>\s+[א-ת][א-ת\"״]*)?")

_ANY_UNIT: Final = re.compile(_UNIT)
_ANY_SCALE: Final = re.compile(r"\d\s?(?:[KMB]|אלף|מיליון|מיליארד)")


def amounts(text: str) -> str:
    """The text with its money, percentages and round thousands and millions in words."""
    if _ANY_UNIT.search(text):
        text = _AFTER.sub(_money, _BEFORE.sub(_money, text))
    if "%" in text or "אחוז" in text:
        text = _PERCENTS.sub(_percent, text)
    return _SCALED.sub(_scaled, text) if _ANY_SCALE.search(text) else text


def money_words(text: str, currency: Currency, unit: str = "") -> str:
    """A written amount: "99.90" of shekels is "תשעים ותשעה שקלים ותשעים אגורות".

    `unit` is the unit as the text has it (שקל, שקלים), the plural without.
    """
    unit = unit or currency.usual
    form = "singular" if unit == currency.unit.singular else "plural"
    whole_part, after = whole(text), decimals(text)
    cents = int(after.ljust(2, "0")) if after and len(after) <= len("00") else None
    if after and cents is None:
        return f"{number(text)} {unit}"
    head = count(str(whole_part), Counted(currency.unit, unit, form))
    if not cents:
        return head
    tail = count(str(cents), Counted(currency.part, currency.part.plural, "plural"))
    return tail if not whole_part else f"{head} ו{tail}"


def percent_words(text: str, unit: str = "") -> str:
    """ "3.5" is "שלושה וחצי אחוזים", "1" "אחוז אחד", "0.5" "חצי אחוז"."""
    if whole(text) == _HUNDRED and not decimals(text):
        return f"{cardinal(_HUNDRED)} {_PERCENT.singular}"
    form = "singular" if unit == _PERCENT.singular else "plural"
    return count(text, Counted(_PERCENT, unit or _PERCENT.plural, form))


def scaled(text: str, scale: str) -> str:
    """A number of thousands or millions: עשרת אלפים, מיליון וחצי, שלושה מיליון."""
    thousand = _SCALE_WORDS[scale] == len("k") * 1_000
    if thousand and (value := _whole_value(text, 1_000)) is not None:
        return cardinal(value)
    word = next(word for word, size in _SCALE_WORDS.items() if size == _SCALE_WORDS[scale])
    if whole(text) == 1 and not decimals(text):
        return word
    if is_half(text) and whole(text) <= 1:
        return f"{word} וחצי" if whole(text) else f"חצי {word}"
    if decimals(text):
        return f"{number(text, 'm')} {word}"
    amount = whole(text)
    return f"{construct(amount, 'm') if amount == len('ab') else cardinal(amount, 'm')} {word}"


def _whole_value(text: str, scale: int) -> int | None:
    before, after = whole(text), decimals(text)
    size = 10 ** len(after)
    total = (before * size + int(after or 0)) * scale
    return total // size if total % size == 0 else None


def _joint(found: re.Match[str]) -> str:
    return " ל" if re.search(r"(?:^|[^א-ת])ו?בין\s+$", before(found)) else " עד "


def _money(found: re.Match[str]) -> str:
    unit = found["unit"]
    currency = _SIGNS.get(unit) or _WORDS[unit]
    written = unit if unit in {currency.unit.singular, currency.unit.plural} else currency.usual
    words = _sum(found, currency, written)
    per = f" ל{found['per']}" if found["per"] else ""
    return spaced(found, prefixed(found["pre"], _minus(found) + words + per))


def _sum(found: re.Match[str], currency: Currency, unit: str) -> str:
    """The amount or the range with its unit said once, at the end."""
    first, last, scale = found["n"], found["n2"], found["scale"]
    head = f"{number(first, currency.unit.gender)}{_joint(found)}" if last else ""
    end = f"{scaled(last or first, scale)} {unit}" if scale else money_words(last or first, currency, unit)
    return head + end


def _minus(found: re.Match[str]) -> str:
    minus = found["minus"] or found.groupdict().get("inner")
    return "מינוס " if minus and not found["pre"] else ""


def _percent(found: re.Match[str]) -> str:
    head = f"{number(found['n'], 'm')}{_joint(found)}" if found["n2"] else ""
    words = head + percent_words(found["n2"] or found["n"], found["word"] or "")
    return spaced(found, prefixed(found["pre"], _minus(found) + words))


def _scaled(found: re.Match[str]) -> str:
    head = f"{number(found['n'], 'm')}{_joint(found)}" if found["n2"] else ""
    words = head + scaled(found["n2"] or found["n"], found["scale"]) + (found["rest"] or "")
    return spaced(found, prefixed(found["pre"], _minus(found) + words))
