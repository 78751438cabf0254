"""Abbreviations in words, in both ways of writing them, with their Hebrew prefixes."""

import re
from functools import cache
from typing import Final

from language.words_abbreviations import ABBREVIATIONS, DAY_LETTERS

_QUOTES: Final = str.maketrans({**dict.fromkeys("׳’‘‛`´", "'"), **dict.fromkeys("״“”„‟", '"')})
_WRITTEN: Final = re.compile(
    r"(?<![\w'\"׳״])([ושכהבלמ]{0,3})([א-ת]+(?:[\"״“”„‟]|''|׳׳|’’)[א-ת]{1,4}|[א-ת]{2,5}['׳’](?![א-ת\w])|[א-ת]\.[א-ת]\b\.?)(?![א-ת\"״])"
)
_DAYS: Final = re.compile(
    r"\b(?P<day>[בהלמוש]{0,2}(?:יום|ימי|ימים))[ ]+(?P<first>[א-וש])['׳’]?"
    r"(?:(?P<to>\s*[-–־]\s*|\s+עד\s+|\s+או\s+|\s+ו-?)(?P<last>[א-וש])['׳’]?)?(?![א-ת'׳\"״.]|[-–־]?\d)"
)


def abbreviations(text: str) -> str:
    """The text with its abbreviations and the letters of weekdays in words."""
    return _WRITTEN.sub(_expanded, _DAYS.sub(_weekday, text))


@cache
def _table() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for line in ABBREVIATIONS.strip().splitlines():
        written, _, said = line.partition(" = ")
        plain, _, definite = said.partition(" | ")
        table[written] = (plain, definite or f"ה{plain}")
    return table


def _expanded(found: re.Match[str]) -> str:
    """The whole word as it stands comes first (בע״מ is no prefix and ע״מ), then shorter prefixes."""
    letters = found[0].translate(_QUOTES).replace("''", '"')
    dot = "" if letters in _table() or not letters.endswith(".") else "."
    letters = letters.removesuffix(dot) if dot else letters
    for size in range(len(found[1]) + 1 + _spare(letters)):
        prefix, rest = letters[:size], letters[size:]
        if rest in _table() and set(prefix) <= set("ושכהבלמ"):
            plain, definite = _table()[rest]
            said = prefix.removesuffix("ה") + (definite if prefix.endswith("ה") else plain)
            return said + dot
    return found[0]


def _spare(letters: str) -> int:
    """How many letters of the stem itself may turn out to be prefixes."""
    return max(0, min(3, len(letters) - 3))


def _weekday(found: re.Match[str]) -> str:
    first = DAY_LETTERS[found["first"]]
    if not found["last"]:
        return f"{found['day']} {first}"
    last, joint = DAY_LETTERS[found["last"]], found["to"].strip()
    if joint.startswith("ו"):
        return f"{found['day']} {first} ו{last}"
    return f"{found['day']} {first} {'או' if joint == 'או' else 'עד'} {last}"
