"""Number words: cardinals, ordinals, decimals and digit by digit, with num2words underneath."""

from functools import cache
from itertools import pairwise
from typing import Final

from num2words import num2words

from language.types import Gender

_LIMIT: Final = 10**15
"""Above a thousand billions nobody follows a number: it is read by its digits."""
_READ_AS_NUMBER: Final = 2
"""Decimals of at most so many digits are read as one number."""
_ORDINALS: Final = {
    "m": ("ראשון", "שני", "שלישי", "רביעי", "חמישי", "שישי", "שביעי", "שמיני", "תשיעי", "עשירי"),
    "f": ("ראשונה", "שנייה", "שלישית", "רביעית", "חמישית", "שישית", "שביעית", "שמינית", "תשיעית", "עשירית"),
}
_PARTS: Final = {2: ("חצי", "חצאים"), 3: ("שליש", "שלישים"), 4: ("רבע", "רבעים")}


@cache
def _cardinal(number: int, gender: Gender, construct: bool) -> str:
    return str(num2words(number, lang="he", gender=gender, construct=construct))


def cardinal(number: int, gender: Gender = "f") -> str:
    """A whole number in words; what is too large to follow is read by its digits."""
    if abs(number) >= _LIMIT:
        return ("מינוס " if number < 0 else "") + digits(str(abs(number)))
    return _cardinal(number, gender, False)


def construct(number: int, gender: Gender) -> str:
    """The form before a definite noun: שלושת, שני, שתי."""
    return _cardinal(number, gender, True)


def digits(text: str) -> str:
    """One word a digit: "אפס חמש ארבע"."""
    return " ".join(_cardinal(int(each), "f", False) for each in text)


def grouped_digits(text: str) -> str:
    """Digits by groups of three, the last of three or four: "אחת שתיים שלוש, ארבע חמש שש"."""
    ends = range(3, len(text) - 1, 3) if len(text) > len("0000") else range(0)
    cuts = [0, *ends, len(text)]
    return ", ".join(digits(text[start:end]) for start, end in pairwise(cuts))


def ordinal(number: int, gender: Gender = "m") -> str:
    """ראשון … עשירית without ה; above ten Hebrew has only the cardinal."""
    return _ORDINALS[gender][number - 1] if 1 <= number <= len(_ORDINALS[gender]) else cardinal(number, gender)


def fraction(over: int, under: int) -> str:
    """A proper fraction: חצי, שני שלישים, שלושה רבעים, שתי חמישיות; else "… חלקי …"."""
    if under in _PARTS:
        one, many = _PARTS[under]
        return one if over == 1 else f"{construct(over, 'm') if over == 2 else cardinal(over, 'm')} {many}"
    if under <= len(_ORDINALS["f"]):
        one = _ORDINALS["f"][under - 1]
        many = f"{one.removesuffix('ת')}ות"
        return one if over == 1 else f"{'שתי' if over == 2 else cardinal(over)} {many}"
    return f"{cardinal(over)} חלקי {cardinal(under)}"


def whole(text: str) -> int:
    """The number before the point, thousands' commas dropped."""
    return int(text.replace(",", "").partition(".")[0])


def decimals(text: str) -> str:
    """The digits after the point, "" for none."""
    return text.partition(".")[2]


def is_half(text: str) -> bool:
    return decimals(text) in {"5", "50"}


def number(text: str, gender: Gender = "f") -> str:
    """A written number, with commas and a point or without, in words.

    "3.5" is "שלוש וחצי", "3.25" is "שלוש נקודה עשרים וחמש", "007" is read by its digits.
    """
    plain = text.replace(",", "")
    before, after = plain.partition(".")[0], decimals(plain)
    if len(before) > 1 and before.startswith("0"):
        head = digits(before)
    elif after and not is_half(plain):
        head = cardinal(int(before))
    else:
        head = cardinal(int(before), gender)
    if not after:
        return head
    if is_half(plain):
        return "חצי" if int(before) == 0 else f"{head} וחצי"
    return f"{head} נקודה {_after_point(after)}"


def _after_point(after: str) -> str:
    if len(after) <= _READ_AS_NUMBER and not after.startswith("0"):
        return cardinal(int(after))
    return digits(after)
