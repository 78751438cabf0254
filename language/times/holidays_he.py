"""Hebrew names of holidays: "ביום העצמאות", "ערב ראש השנה", "אחרי פסח"."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from language.hebrew import fold
from language.times.clues import Found, Words, word_at
from language.times.holidays import after, after_the_holidays, eve, holiday

_NAMES: Final = {
    "rosh_hashana": "ראש השנה",
    "kippur": "יום כיפור|יום כפור|יום הכיפורים|יום הכפורים|כיפור",
    "sukkot": "סוכות|חג סוכות|חג הסוכות|סוכת",
    "simhat_torah": "שמחת תורה|שמיני עצרת",
    "hanukka": "חנוכה|חג החנוכה",
    "tu_bishvat": 'ט"ו בשבט|טו בשבט',
    "purim": "פורים|חג פורים|חג הפורים",
    "pesah": "פסח|חג הפסח|חג פסח",
    "last_pesah": "שביעי של פסח",
    "lag_baomer": 'ל"ג בעומר',
    "shavuot": "חג שבועות|חג השבועות",
    "tisha_beav": "תשעה באב|ט' באב",
    "tu_beav": 'ט"ו באב',
    "jerusalem": "יום ירושלים",
    "shoah": "יום השואה",
    "memorial": "יום הזיכרון|יום הזכרון",
    "independence": "יום העצמאות",
}
_EVE: Final = frozenset(("ערב", "בערב"))
_AFTER: Final = frozenset(("אחרי", "לאחר"))


def holidays(words: Words, at: int) -> Found | None:
    """A holiday of one day, the eve of any, or the first working day after one."""
    word = word_at(words, at)
    if word in _AFTER and word_at(words, at + 1) in ("החגים", "חגים"):
        return Found(2, (after_the_holidays(),))
    before = word in _EVE or word in _AFTER
    name, size = _name(words, at + before, "" if before else "בל")
    # By itself שבועות is weeks.
    if before and word_at(words, at + 1) in ("שבועות", "השבועות"):
        name, size = "shavuot", 1
    if not name:
        return None
    if word in _AFTER:
        return Found(1 + size, (after(name),))
    day = eve(name) if before else holiday(name)
    return Found(before + size, (day,)) if day else None


def _name(words: Words, at: int, prefixes: str) -> tuple[str, int]:
    word = word_at(words, at)
    starts = [word, word[1:]] if word[:1] and word[0] in prefixes else [word]
    found = (
        (name, len(rest) + 1) for start in starts for rest, name in _index().get(start, ()) if _goes_on(words, at, rest)
    )
    return max(found, key=lambda each: each[1], default=("", 0))


def _goes_on(words: Words, at: int, rest: tuple[str, ...]) -> bool:
    return tuple(words[at + 1 : at + 1 + len(rest)]) == rest


@cache
def _index() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The names by their first word."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, first, rest in _each():
        index.setdefault(first, []).append((rest, name))
    return index


def _each() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for name, spellings in _NAMES.items():
        for spelling in spellings.split("|"):
            first, *rest = map(fold, spelling.split())
            yield name, first, tuple(rest)
