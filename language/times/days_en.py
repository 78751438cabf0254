"""English days and times from now."""

import re
from typing import Final

from language.hebrew import word_set, word_values
from language.times.clues import (
    LAST_DAY,
    LAST_MONTH,
    Doubt,
    Found,
    MonthDay,
    Offset,
    Span,
    Week,
    Weekday,
    Words,
    word_at,
)
from language.times.numbers_en import ordinal, plain

_RELATIVE: Final = word_values("today=0 tomorrow=1")
_WEEKDAYS: Final = word_values("monday=0 tuesday=1 wednesday=2 thursday=3 friday=4 saturday=5 sunday=6")
_MONTHS: Final = word_values(
    "january=1 february=2 march=3 april=4 may=5 june=6 july=7 august=8 september=9 october=10 november=11 december=12"
)
_UNITS: Final = {
    **dict.fromkeys(("minute", "minutes"), Span(minutes=1)),
    **dict.fromkeys(("hour", "hours"), Span(minutes=60)),
    **dict.fromkeys(("day", "days"), Span(days=1)),
    **dict.fromkeys(("week", "weeks"), Span(days=7)),
    **dict.fromkeys(("month", "months"), Span(months=1)),
    **dict.fromkeys(("year", "years"), Span(months=12)),
}
_NEAR: Final = word_set("this coming")
_SLASHED: Final = re.compile(r"([0-9]{1,2})([/.])([0-9]{1,2})(?:\2([0-9]{4}))?")
_YEAR: Final = re.compile(r"20[0-9][0-9]")
_HOUR: Final = 60
_HALF: Final = 30
_MOST: Final = 100
_EXACT: Final = frozenset(word for word, unit in _UNITS.items() if unit.minutes)


def may_be_exact(words: Words) -> bool:
    """Whether a length in minutes or hours may be among the words: none is told without one of these."""
    return not _EXACT.isdisjoint(words)


def relative_day(words: Words, at: int) -> Found | None:
    """ "today", "tomorrow", "the day after tomorrow"."""
    start = at + (word_at(words, at) == "the")
    if tuple(words[start : start + 3]) == ("day", "after", "tomorrow"):
        return Found(start + 3 - at, (Offset(2),))
    distance = _RELATIVE.get(word_at(words, at))
    return None if distance is None else Found(1, (Offset(distance),))


def weekday(words: Words, at: int) -> Found | None:
    """ "on Sunday", "next Monday", "this Tuesday"."""
    word = word_at(words, at)
    which = word in _NEAR or word == "next"
    day = _WEEKDAYS.get(word_at(words, at + which))
    if day is None:
        return None
    return Found(1 + which, (Weekday(day, "" if not which else "next" if word == "next" else "near"),))


def week(words: Words, at: int) -> Found | None:
    """ "next week", "the beginning of next week"."""
    start = at + (word_at(words, at) == "the")
    edge = word_at(words, start) in ("beginning", "start") and word_at(words, start + 1) == "of"
    here = start + 2 * edge if edge else at
    if word_at(words, here + 1) != "week" or word_at(words, here) not in ("next", "this"):
        return None
    ahead = int(word_at(words, here) == "next")
    if edge and not ahead:
        return None
    return Found(here + 2 - at, (Week(ahead, "start" if edge else ""),))


def date(words: Words, at: int) -> Found | None:
    """ "March 15", "the 15th of March", "the 15th", "15/3/2026"; "3/4" is read both ways, so it is in doubt."""
    if found := _SLASHED.fullmatch(word_at(words, at)):
        return _slashed(found)
    if month := _MONTHS.get(word_at(words, at)):
        here = at + 1 + (word_at(words, at + 1) == "the")
        day = ordinal(words, here) or plain(words, here)
        return _dated(words, day[0], month, here + day[1], at) if day else None
    start = at + (word_at(words, at) == "the")
    counted = ordinal(words, start)
    day = counted or plain(words, start)
    if not day:
        return None
    here = start + day[1]
    here += word_at(words, here) == "of"
    if month := _MONTHS.get(word_at(words, here)):
        return _dated(words, day[0], month, here + 1, at)
    digits = word_at(words, start)[:1].isdigit()
    alone = counted and digits and 0 < day[0] <= LAST_DAY
    return Found(start + day[1] - at, (MonthDay(day[0]),)) if alone else None


def _dated(words: Words, day: int, month: int, here: int, at: int) -> Found | None:
    year = word_at(words, here)
    said = bool(_YEAR.fullmatch(year))
    if not 0 < day <= LAST_DAY:
        return None
    return Found(here + said - at, (MonthDay(day, month, int(year) if said else 0),))


def _slashed(found: re.Match[str]) -> Found | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4] or 0)
    if not (0 < first <= LAST_DAY and 0 < second <= LAST_DAY) or (found[2] == "." and not year):
        return None
    if first == second or second > LAST_MONTH >= first:
        return Found(1, (MonthDay(second, first, year),))
    return Found(1, (MonthDay(first, second, year) if first > LAST_MONTH >= second else Doubt(),))


def span(words: Words, at: int) -> Found | None:
    """ "in two hours", "in half an hour", "an hour from now", "in two and a half hours", "within an hour"."""
    before = word_at(words, at) in ("in", "within")
    found = _length(words, at + before)
    if not found:
        return None
    length, size = found
    end = at + before + size
    after = word_at(words, end) == "from" and word_at(words, end + 1) in ("now", "today")
    after = after or (word_at(words, end) == "time" and before)
    if not before and not after:
        return None
    return Found(end - at + (0 if not after else 1 if word_at(words, end) == "time" else 2), (length,))


def _length(words: Words, at: int) -> tuple[Span, int] | None:
    rest = tuple(words[at : at + 5])
    for fixed, minutes in (
        (("half", "an", "hour"), 30),
        (("a", "quarter", "of", "an", "hour"), 15),
        (("a", "half", "hour"), 30),
    ):
        if rest[: len(fixed)] == fixed:
            return Span(minutes=minutes), len(fixed)
    found = (1, 1) if rest[:1] in (("a",), ("an",)) else plain(words, at)
    if not found or not 0 < found[0] < _MOST:
        return None
    here = at + found[1]
    and_half = tuple(words[here : here + 3]) == ("and", "a", "half")
    unit = _UNITS.get(word_at(words, here + 3 * and_half))
    if not unit or (and_half and unit.minutes != _HOUR):
        return None
    here += 3 * and_half + 1
    if unit.minutes == _HOUR and tuple(words[here : here + 3]) == ("and", "a", "half") and not and_half:
        and_half, here = True, here + 3
    extra = _HALF if and_half else 0
    return Span(unit.minutes * found[0] + extra, unit.days * found[0], unit.months * found[0]), here - at
