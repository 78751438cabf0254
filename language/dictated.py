"""Codes and numbers as callers dictate them, in Hebrew, English or Spanish: "שתים עשרה, שלוש, ארבע", "A B C one two".

A code is the one run of digits, numerals and single capital letters in an utterance; words around it do not matter.
What is said as a number is written as one ("מאה ושבע" is 107), what is said digit by digit as its digits. Two runs are
none, so that the caller is asked, unless a correction says which counts ("לא 45 אלא 54").
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from language.hebrew import normalise
from language.letters import spelled
from language.numerals import COMMA, DIGITS, numeral, with_zeros
from language.phrases import Phrase
from language.refusals import beyond_refusal, contrasts

_JOINS: Final = frozenset(
    {"and", "y", "dash", "hyphen", "space", "guion", "guión", "espacio", "מקף", "רווח", "ו", "אז", "ואז", COMMA}
)
_INSTEAD: Final = frozenset({"אלא", "but", "sino"})
_CORRECTED: Final = re.compile(r"^.*\b(?:בעצם|סליחה|actually|sorry|perdón|mejor)\b(?=.*\w)", re.DOTALL)
"""Before one of these stands what the caller takes back: "ארבע... בעצם חמש"."""
_NOT_THAT: Final = re.compile(
    r"[\s,]+(?:ולא|במקום|and not|instead of|rather than|y no|en lugar de|en vez de)\s+(?=\S)", re.IGNORECASE
)
"""Behind one of these stands what it is not: "780 ולא 789"."""
_WORD: Final = re.compile(r"[^\W_]+|,")
_PLAIN: Final = re.compile(r"[A-Za-z]{0,4}[0-9]+[A-Za-z0-9]*|[A-Z]{2,3}")
_HE_DIGITS: Final = ("אפס", "אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע")
_GROUP: Final = 3
_PLATES: Final = {7: (2, 3, 2), 8: (3, 2, 3)}
"""How Israeli plates are written, by their digits: 12-345-67 and 123-45-678."""
_THOUSAND: Final = 1000
_DOUBT: Final = "?"
"""Ends a run in which thousands were said behind something else: "שבע שמונה תשע אלף" is no code."""
_LONGEST: Final = 16
"""Words of one numeral, commas included."""


def read_code(text: str) -> str | None:
    """The one code that the words dictate, in capital letters and digits, else None."""
    for refused, meant in contrasts(beyond_refusal(text)):
        former, latter = _codes(refused), _codes(meant)
        if len(former) == len(latter) == 1 and len(former[0]) == len(latter[0]):
            return latter[0]
    meant, *denied = _NOT_THAT.split(beyond_refusal(text), maxsplit=1)
    if denied and len(_codes(meant)) == len(_codes(denied[0])) == 1:
        return _codes(meant)[0]
    runs = _codes(beyond_refusal(text))
    if len(runs) > 1 and _DOUBT not in runs[-1] and not _INSTEAD.isdisjoint(text.lower().split()):
        return runs[-1]
    return runs[0] if len(set(runs)) == 1 and _DOUBT not in runs[0] else None


def _codes(text: str) -> list[str]:
    return [run for run in _runs(_WORD.findall(with_zeros(normalise(text)))) if any(map(str.isdigit, run))]


def read_digit(text: str, least: int, most: int) -> int | None:
    """The one number from `least` to `most` (below 10) that is said, else None: "ארבע", "four", "(pressed 5)"."""
    words = _WORD.findall(_CORRECTED.sub("", normalise(beyond_refusal(text)).lower()))
    said = {int(word) for word in words if word.isascii() and word.isdigit()}
    said |= {DIGITS[word.removeprefix("ו")] for word in words if word.removeprefix("ו") in DIGITS}
    fits = {each for each in said if least <= each <= most}
    if len(fits) == 2 and most in fits and len(said) == 2:  # "ארבע מתוך חמש"
        return min(fits) if re.search(r"\b(?:מתוך|out of|of|de|sobre)\b", text.lower()) else None
    return fits.pop() if len(fits) == 1 == len(said) else None


def spoken_code(code: str) -> Phrase:
    """The code as it is read back, character by character in groups of three; none stands alone at the end."""
    whole, left = divmod(len(code), _GROUP)
    if whole and left == 1:
        return _spoken(code, (*(_GROUP,) * (whole - 1), 2, 2))
    return _spoken(code, (*(_GROUP,) * whole, left))


def spoken_plates(plates: str) -> Phrase:
    """License plates as they are read back: Israeli ones in the groups that are written on them."""
    groups = _PLATES.get(len(plates)) if plates.isdigit() else None
    return _spoken(plates, groups) if groups else spoken_code(plates)


def _spoken(code: str, sizes: Sequence[int]) -> Phrase:
    ends = tuple(accumulate(sizes))
    groups = [code[end - size : end] for end, size in zip(ends, sizes, strict=True) if size]
    he = ", ".join(
        " ".join(_HE_DIGITS[int(each)] if each.isdigit() else spelled(each) for each in part) for part in groups
    )
    plain = ", ".join(" ".join(part) for part in groups)
    return Phrase(he, plain, es=plain)


def _runs(words: Sequence[str]) -> Iterator[str]:
    """The codes in the words; whatever is no part of one ends it."""
    run, at = "", 0
    while at < len(words):
        piece, size = _piece(words, at)
        if piece:
            thousands = run and size > 1 and piece.isdigit() and int(piece) >= _THOUSAND
            run, at = run.removesuffix(_DOUBT) + piece + (_DOUBT if thousands or _DOUBT in run else ""), at + size
        elif run and words[at].lower() in _JOINS:
            at += 1
        else:
            if run:
                yield run
            run, at = "", at + 1
    if run:
        yield run


def _piece(words: Sequence[str], at: int) -> tuple[str, int]:
    """What the word here adds to a code, and how many words it is made of."""
    number = numeral([word.lower() for word in words[at : at + _LONGEST]], 0)
    if number:
        return str(number[0]), number[1]
    word = words[at]
    letter = len(word) == 1 and word.isascii() and word.isupper()
    return (word.upper(), 1) if letter or _PLAIN.fullmatch(word) else ("", 0)
