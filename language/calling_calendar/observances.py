"""What a Hebrew day is, in Israel: Shabbat, Yom Tov, chol hamoed, days of remembrance, Tisha B'Av."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from pyluach.dates import HebrewDate

from language.calling_calendar.reasons import Reason

# Months as pyluach counts them, from Nisan.
_NISAN, _IYAR, _SIVAN, _AV, _TISHRI = 1, 2, 3, 5, 7
_YOM_TOV: Final = frozenset(
    {
        *((_TISHRI, 1), (_TISHRI, 2)),  # Rosh Hashana, two days in Israel too
        (_TISHRI, 10),  # Yom Kippur
        *((_TISHRI, 15), (_TISHRI, 22)),  # Sukkot, Simchat Torah
        *((_NISAN, 15), (_NISAN, 21)),  # Pesach, its seventh day
        (_SIVAN, 6),  # Shavuot
    }
)
_CHOL_HAMOED: Final = {_NISAN: range(16, 21), _TISHRI: range(16, 22)}
_WEDNESDAY, _FRIDAY, _SATURDAY, _SUNDAY = 2, 4, 5, 6
HOLY: Final = frozenset((Reason.SHABBAT, Reason.YOM_TOV))


@lru_cache(maxsize=4096)
def observed(day: date) -> frozenset[Reason]:
    """What is observed on the Hebrew day whose daylight is `day`'s; it begins the evening before."""
    hebrew = HebrewDate.from_pydate(day)
    month_day = (hebrew.month, hebrew.day)
    found = set()
    if day.weekday() == _SATURDAY:
        found.add(Reason.SHABBAT)
    if month_day in _YOM_TOV:
        found.add(Reason.YOM_TOV)
    if hebrew.day in _CHOL_HAMOED.get(hebrew.month, ()):
        found.add(Reason.CHOL_HAMOED)
    if day in (yom_hashoah(hebrew.year), yom_hazikaron(hebrew.year)):
        found.add(Reason.MEMORIAL_DAY)
    if day == yom_hazikaron(hebrew.year) + timedelta(days=1):
        found.add(Reason.INDEPENDENCE_DAY)
    if day == tisha_bav(hebrew.year):
        found.add(Reason.FAST_DAY)
    return frozenset(found)


def is_holy(day: date) -> bool:
    """Whether work is forbidden on that Hebrew day."""
    return not HOLY.isdisjoint(observed(day))


@lru_cache(maxsize=256)
def yom_hashoah(year: int) -> date:
    """27 Nisan; on a Friday it is kept on Thursday, on a Sunday on Monday.

    Martyrs' and Heroes' Remembrance Day Law, 1959, as amended in 1997: neither Shabbat nor its end is touched.
    """
    day = _civil(year, _NISAN, 27)
    return day + timedelta(days={_FRIDAY: -1, _SUNDAY: 1}.get(day.weekday(), 0))


@lru_cache(maxsize=256)
def yom_hazikaron(year: int) -> date:
    """The day before Independence Day, 5 Iyar, which moves so that neither touches Shabbat.

    Independence Day on a Friday or Saturday is kept on Thursday; Remembrance Day on a Sunday on Monday, since 2004
    (Independence Day Law, 1949; Remembrance Day for the Fallen Law, 1963).
    """
    independence = _civil(year, _IYAR, 5)
    moved = {_FRIDAY: -1, _SATURDAY: -2, 0: 1}.get(independence.weekday(), 0)
    return independence + timedelta(days=moved - 1)


@lru_cache(maxsize=256)
def tisha_bav(year: int) -> date:
    """9 Av; on a Shabbat the fast is kept on Sunday."""
    day = _civil(year, _AV, 9)
    return day + timedelta(days=1) if day.weekday() == _SATURDAY else day


def _civil(year: int, month: int, day: int) -> date:
    civil: date = HebrewDate(year, month, day).to_pydate()
    return civil
