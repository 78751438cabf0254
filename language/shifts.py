"""Another time by its distance from the one talked about: "יותר מאוחר באותו יום", "אפשר להקדים בשעה", "an hour later".

Like a time it is understood fully or not at all: every word must be known. Too late ("מאוחר לי") is a wish for earlier.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from language.corrections import corrected
from language.hebrew import word_set
from language.refusals import beyond_refusal
from language.times.clues import Span, Words, phrase_size, word_at
from language.times.lexer import words_of
from language.times.spans_he import length
from language.times.zone import ISRAEL, israel

Way = Literal["later", "earlier"]
_WAYS: Final[tuple[Way, Way]] = ("later", "earlier")
_SAYS: Final[dict[Way, frozenset[str]]] = {
    "later": word_set("לדחות תדחה תדחי תדחו נדחה later postpone delay"),
    "earlier": word_set("להקדים תקדים תקדימי תקדימו נקדים earlier sooner"),
}
_LEVEL: Final[dict[Way, frozenset[str]]] = {
    "later": word_set("מאוחר מאוחרת"),
    "earlier": word_set("מוקדם מוקדמת"),
}
_BEHIND: Final[dict[Way, frozenset[str]]] = {
    "later": word_set("אחרי אחר"),
    "earlier": word_set("לפני קודם"),
}
"""Only behind an amount: "שעה אחרי", "חצי שעה קודם"."""
_MORE: Final = "יותר"
_TOO: Final = word_set("מדי מידי לי לנו בשבילי")
_HOUR_NOUNS: Final = word_set("שעה בשעה לשעה")
_LATE_NOUNS: Final = word_set("מאוחרת מוקדמת")
_ENGLISH: Final = {
    ("half", "an", "hour"): Span(minutes=30),
    ("an", "hour"): Span(minutes=60),
    ("one", "hour"): Span(minutes=60),
    ("two", "hours"): Span(minutes=120),
    ("a", "day"): Span(days=1),
    ("a", "week"): Span(days=7),
}
_EMPTY: Final = word_set("""
    אפשר אפשרי אולי יש רוצה רוצים מעדיף מעדיפה מעדיפים אעדיף צריך צריכה צריכים אני אנחנו לי לנו לכם בבקשה תודה רבה
    טוב בסדר אוקי כן אז אבל רק בוא בואי בואו נקבע נעשה תקבע תקבעי לקבוע שנקבע קבעי משהו זמן מועד עדיף נוח יהיה שיהיה
    זה זאת את הפגישה פגישה אותה קצת טיפה מעט גם רגע פנוי אפילו מתאים יתאים אשמח נשמח כך
    להזיז תזיז תזיזי תזיזו נזיז להעביר תעביר תעבירי תעבירו נעביר לשנות תשני תשנה נשנה
    can could we you i it the that bit little please do would like want make be have something is there a
    on to meeting slot time by move push ok okay yes and but maybe rather
""")
_SAME_DAY: Final[dict[str, list[tuple[str, ...]]]] = {
    "באותו": [("באותו", "יום"), ("באותו", "היום")],
    "אותו": [("אותו", "יום"), ("אותו", "היום")],
    "לאותו": [("לאותו", "יום"), ("לאותו", "היום")],
    "that": [("that", "day"), ("that", "same", "day")],
    "the": [("the", "same", "day")],
    "same": [("same", "day")],
}


_MOST: Final = re.compile(
    r"\W*(?:(?:אני|אנחנו|מעדיף|מעדיפה|מעדיפים|אעדיף|רוצה|רוצים|אפשר|אם אפשר|בשעה|שעה|משהו|תני|תן|תנו|לי|לנו"
    r"|כן|טוב|אז|עדיף|i|i'd|we|prefer|like|please|can|make|it)[\s,]+)*"
    r"(?:(?:ה?הכי|כמה שיותר) (?P<he>מאוחר|מאוחרת|מוקדם|מוקדמת)|(?:as|the) (?P<en>latest|late|earliest|early)\b)"
    r"(?:[\s,]+(?:שאפשר|שיש|שאפשרי|לכם|לך|אפשרי|שאתם יכולים|בבקשה|ביום(?!\s+\w)|באותו יום"
    r"|as possible|possible|you have|please))*\W*",
    re.IGNORECASE,
)


def read_most(text: str) -> Way | None:
    """As late or as early as possible: "הכי מאוחר שאפשר", "the earliest you have"."""
    found = _MOST.fullmatch(beyond_refusal(text))
    if found is None:
        return None
    return "later" if _is_late(found) else "earlier"


def most_beside(text: str) -> tuple[Way, str] | None:
    """As late or as early as possible, and the words around it, which may name a day: "מחר, הכי מאוחר שאפשר"."""
    said = beyond_refusal(text)
    for found in _MOST.finditer(said):
        rest = f"{said[: found.start()]} {said[found.end() :]}".strip()
        return ("later" if _is_late(found) else "earlier"), rest
    return None


def _is_late(found: re.Match[str]) -> bool:
    return (found["he"] or found["en"]).lower().startswith(("מאוחר", "late"))


@dataclass(frozen=True)
class Shift:
    """Later or earlier; by so many minutes or days where that was said."""

    way: Way
    minutes: int = 0
    days: int = 0

    @property
    def exact(self) -> bool:
        """Whether it was said by how much."""
        return bool(self.minutes or self.days)

    def beside(self, start: datetime) -> datetime:
        """The time that far from `start` (aware), on Israel's clock."""
        far = timedelta(days=self.days, minutes=self.minutes)
        wall = israel(start).replace(tzinfo=None)
        return (wall + far if self.way == "later" else wall - far).replace(tzinfo=ISRAEL)


def read_shift(text: str) -> Shift | None:
    """How the words shift the time that is talked about; None when they say anything else."""
    said = beyond_refusal(text)
    found = _read(words_of(said) or ())
    correction = corrected(said) if found is None else None
    return read_shift(correction.instead) if correction else found


def _read(words: Words) -> Shift | None:
    ways: set[Way] = set()
    amount, at = Span(), 0
    while at < len(words):
        way, size = _way(words, at, amount != Span())
        if way:
            ways.add(way)
        elif amount == Span() and (found := _amount(words, at)):
            amount, size = found
        elif not size:
            size = phrase_size(words, at, _SAME_DAY) or int(words[at] in _EMPTY)
        if not size:
            return None
        at += size
    if len(ways) != 1 or amount.months:
        return None
    return Shift(ways.pop(), amount.minutes, amount.days)


def _way(words: Words, at: int, counted: bool) -> tuple[Way | None, int]:
    """Which way the words there point, and how many they are; an hour that is only "a later one" is one of them."""
    noun = words[at] in _HOUR_NOUNS and not _LATE_NOUNS.isdisjoint((word_at(words, at + 1), word_at(words, at + 2)))
    here = at + noun
    more = word_at(words, here) == _MORE
    word, after = word_at(words, here + more), word_at(words, here + more + 1)
    for way, other in (_WAYS, _WAYS[::-1]):
        if word in _LEVEL[way]:
            compared = more or after == _MORE
            size = noun + more + 1 + (after == _MORE or (not compared and _too(words, here + more + 1)))
            return way if compared else other, size
        if not more and (word in _SAYS[way] or (counted and word in _BEHIND[way])):
            return way, noun + 1
    return None, 0


def _too(words: Words, at: int) -> int:
    """How many words there only say that it is too much: "לי מדי"."""
    return next((size for size in (0, 1) if word_at(words, at + size) not in _TOO), 2)


def _amount(words: Words, at: int) -> tuple[Span, int] | None:
    """ "שעה", "בשעתיים", "בחצי שעה", "עוד שעה", "an hour"."""
    for size in (3, 2):
        if span := _ENGLISH.get(tuple(words[at : at + size])):
            return span, size
    more = words[at] in ("עוד", "בעוד")
    start = at + more
    word = word_at(words, start)
    found = length(words, start) or (
        length([*words[:start], word[1:], *words[start + 1 :]], start) if word.startswith("ב") else None
    )
    return (found[0], found[1] + more) if found else None
