"""When calling is allowed: office hours of a week, quiet hours of a lead, and what is observed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from language.calling_calendar.cities import City, find_city
from language.types import LanguageError

Minutes = tuple[int, int]
"""A stretch of one day's wall clock in minutes after midnight, the end not included."""

_DAY: Final = 24 * 60
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ITEM: Final = re.compile(r"(?:([a-z]{3})(?:-([a-z]{3}))?\s+)?(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


class BadRules(LanguageError):
    """Hours that cannot be read, or a city that is not in the table."""


@dataclass(frozen=True)
class Week:
    """Stretches of wall clock on each weekday, Monday first; may overlap."""

    days: tuple[tuple[Minutes, ...], ...]

    @classmethod
    def parse(cls, text: str) -> "Week":
        """From "Sun-Thu 09:00-20:00, Fri 09:00-12:30"; without days: every day; 22:00-08:00 runs into the next day.

        24:00 is midnight at the end. Raises BadRules.
        """
        days: list[list[Minutes]] = [[] for _ in _DAYS]
        for item in filter(None, (part.strip().lower() for part in re.split("[,;]", text))):
            weekdays, start, end = _read(item)
            for weekday in weekdays:
                for after, stretch in _split(start, end):
                    days[(weekday + after) % 7].append(stretch)
        return cls(tuple(map(tuple, days)))

    def covers(self, wall: datetime) -> bool:
        minute = wall.hour * 60 + wall.minute
        return any(start <= minute < end for start, end in self.days[wall.weekday()])

    def edges(self, day: date) -> Iterable[int]:
        """Minutes of that day at which `covers` may change; 1440 for its end."""
        return {edge for stretch in self.days[day.weekday()] for edge in stretch}


def _read(item: str) -> tuple[list[int], int, int]:
    found = _ITEM.fullmatch(item)
    if not found:
        raise BadRules(f"not hours of a week: {item[:40]!r}")
    first, last = found[1] or "mon", found[2] or found[1] or "sun"
    start, end = (int(found[at]) * 60 + int(found[at + 1]) for at in (3, 5))
    if {first, last} - set(_DAYS) or max(int(found[4]), int(found[6])) > 59 or start >= _DAY or end > _DAY:
        raise BadRules(f"no such day or hour: {item[:40]!r}")
    at = _DAYS.index(first)
    return [(at + more) % 7 for more in range((_DAYS.index(last) - at) % 7 + 1)], start, end


def _split(start: int, end: int) -> Iterator[tuple[int, Minutes]]:
    """(days later, stretch): one, or two when it passes midnight; equal ends are a whole day round."""
    if start < end:
        yield 0, (start, end)
        return
    yield 0, (start, _DAY)
    if end:
        yield 1, (0, end)


@dataclass(frozen=True)
class QuietHours:
    """When a lead does not want to be called."""

    week: Week

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """From the notation of `Week.parse`: "22:00-10:00, Tue 00:00-24:00". Raises BadRules."""
        return cls(Week.parse(text))


OFFICE_HOURS: Final = Week.parse("Sun-Thu 09:00-20:00, Fri 09:00-12:30")


@dataclass(frozen=True)
class CallingRules:
    """What a company keeps; the defaults are the careful ones. Raises BadRules for an unknown city.

    Israeli law was found to name no hours; these are the default. Jerusalem lights candles first of all cities,
    so it is right for leads anywhere.
    """

    hours: Week = OFFICE_HOURS
    city: str = "Jerusalem"
    eve_until: time = time(12, 30)
    """Eves of Shabbat and Yom Tov are called until this hour."""
    chol_hamoed: bool = True
    """Whether the middle days of Sukkot and Pesach are called."""
    independence_day: bool = False
    """Whether Independence Day, a day of rest by law, is called."""
    closed: frozenset[date] = frozenset()
    """Days the company does not call, such as an election day."""
    goodbye: timedelta = timedelta(minutes=2)
    """How long before candle-lighting a call must be over."""

    def __post_init__(self) -> None:
        _city(self.city)

    @property
    def place(self) -> City:
        return _city(self.city)


@cache
def _city(name: str) -> City:
    if city := find_city(name):
        return city
    raise BadRules(f"no such city in the table: {name[:40]!r}")
