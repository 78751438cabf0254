"""Days that only the Hebrew calendar knows, by the names that people call them.

The dates are pyluach's, in Israel; the memorial days and Independence Day move off the days around Shabbat as
the law says (Independence Day Law 1949, Memorial Day Law 1963, Holocaust Remembrance Day Law 1959).
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final

from pyluach.dates import HebrewDate

from language.times.clues import Landmark

_NISAN, _IYAR, _SIVAN, _AV, _ELUL, _TISHREI, _KISLEV, _SHVAT, _ADAR = 1, 2, 3, 5, 6, 7, 9, 11, 12
_FRIDAY, _SHABBAT, _SUNDAY, _MONDAY, _THURSDAY = 4, 5, 6, 0, 3
# Name: month, day, and how many days it lasts in Israel.
_FIXED: Final = {
    "rosh_hashana": (_TISHREI, 1, 2),
    "kippur": (_TISHREI, 10, 1),
    "sukkot": (_TISHREI, 15, 8),
    "simhat_torah": (_TISHREI, 22, 1),
    "hanukka": (_KISLEV, 25, 8),
    "tu_bishvat": (_SHVAT, 15, 1),
    "purim": (_ADAR, 14, 1),
    "pesah": (_NISAN, 15, 7),
    "last_pesah": (_NISAN, 21, 1),
    "lag_baomer": (_IYAR, 18, 1),
    "shavuot": (_SIVAN, 6, 1),
    "tisha_beav": (_AV, 9, 1),
    "tu_beav": (_AV, 15, 1),
    "jerusalem": (_IYAR, 28, 1),
}
_LAWS: Final = ("shoah", "memorial", "independence")
NAMES: Final = (*_FIXED, *_LAWS)
_DAY: Final = timedelta(days=1)


def holiday(name: str) -> Landmark | None:
    """The holiday as a day; None for one of many days, which names none of them."""
    if name in _FIXED and _FIXED[name][2] > 1:
        return None
    return Landmark(name, partial(_next, _first_day(name)))


def eve(name: str) -> Landmark:
    """The day before it begins."""
    return Landmark(f"eve of {name}", partial(_next, lambda year: _first_day(name)(year) - _DAY))


def after(name: str) -> Landmark:
    """The first working day, Sunday to Thursday, when it is over."""
    length = _FIXED[name][2] if name in _FIXED else 1
    return Landmark(f"after {name}", partial(_next, lambda year: _working(_first_day(name)(year), length)), True)


def after_the_holidays() -> Landmark:
    """ "אחרי החגים": after Simhat Torah, when it is said from Elul on; else nobody knows which are meant."""
    return Landmark("after the holidays", _after_tishrei, True)


def _after_tishrei(today: date) -> date | None:
    said = HebrewDate.from_pydate(today)
    last = _FIXED["simhat_torah"][1]
    if said.month == _ELUL:
        return _working(_by_calendar("simhat_torah", said.year + 1), 1)
    in_season = said.month == _TISHREI and said.day <= last
    return _working(_by_calendar("simhat_torah", said.year), 1) if in_season else None


def _next(in_year: Callable[[int], date], today: date) -> date | None:
    """The first of its days that is not over, looking at this Hebrew year and the next."""
    year = HebrewDate.from_pydate(today).year
    return next((day for day in map(in_year, (year, year + 1)) if day >= today), None)


def _working(first: date, length: int) -> date:
    day = first + length * _DAY
    while day.weekday() in (_FRIDAY, _SHABBAT):
        day += _DAY
    return day


def _first_day(name: str) -> Callable[[int], date]:
    return partial(_by_law, name) if name in _LAWS else partial(_by_calendar, name)


def _by_calendar(name: str, year: int) -> date:
    month, day, _ = _FIXED[name]
    if month == _ADAR and _is_leap(year):
        month += 1
    found: date = HebrewDate(year, month, day).to_pydate()
    if name == "tisha_beav" and found.weekday() == _SHABBAT:
        found += _DAY
    return found


def _is_leap(year: int) -> bool:
    """Whether the Hebrew year has a second Adar: seven years of nineteen."""
    return (7 * year + 1) % 19 < 7


def _by_law(name: str, year: int) -> date:
    if name == "shoah":
        day: date = HebrewDate(year, _NISAN, 27).to_pydate()
        return day + {_FRIDAY: -_DAY, _SUNDAY: _DAY}.get(day.weekday(), timedelta())
    fifth: date = HebrewDate(year, _IYAR, 5).to_pydate()
    moved = {_FRIDAY: -_DAY, _SHABBAT: -2 * _DAY, _MONDAY: _DAY}.get(fifth.weekday(), timedelta())
    return fifth + moved - (_DAY if name == "memorial" else timedelta())
