"""Which day is meant: relative days, weekdays, weeks and dates, counted from today."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from language.times.clues import LAST_MONTH, Landmark, MonthDay, Offset, Week, Weekday
from language.times.said import Said, Unclear, sure

WEEK: Final = 7
DAY: Final = timedelta(days=1)
_TO_FRIDAY: Final = 5
_WEEKEND: Final = (4, 5)
_JUST_PAST: Final = 90
_YEARS_AHEAD: Final = 2


def day_of(said: Said, today: date) -> date | None:
    """The day that all clues agree on; None without any."""
    days = {_exact(each, today) for each in said.exact}
    if said.week and not said.weekday and not days:
        return _week_edge(said.week, today)
    if said.weekday and not days:
        return _weekday(said.weekday, said.week, today)
    if len(days) > 1:
        raise Unclear
    day = next(iter(days), None)
    if day and said.weekday and day.weekday() != said.weekday.day:
        raise Unclear
    if day and said.week and _sunday(day) != _sunday(today) + said.week.ahead * WEEK * DAY:
        raise Unclear
    return day


def weekday_after(weekday: Weekday, day: date, whole_weeks: bool) -> date:
    """That weekday in the week so many weeks ahead, when it is also the first one after so many weeks."""
    found = day + (weekday.day - day.weekday()) % WEEK * DAY
    if weekday.which or _sunday(found) != _sunday(day) or not (whole_weeks or found == day):
        raise Unclear
    return found


def _weekday(weekday: Weekday, week: Week | None, today: date) -> date:
    """The coming one; on that day itself the one of next week.

    "הבא" is the one of next week when there is one in this week; else it may be that one or the one after: none.
    """
    if week and week.edge:
        raise Unclear
    if week:
        return _sunday(today) + (week.ahead * WEEK + (weekday.day + 1) % WEEK) * DAY
    distance = (weekday.day - today.weekday()) % WEEK
    day = today + (distance or (0 if weekday.today else WEEK)) * DAY
    if weekday.which != "next":
        return day
    if _sunday(day) != _sunday(today):
        raise Unclear
    return day + WEEK * DAY


def _week_edge(week: Week, today: date) -> date:
    """The day at the edge of a week; the end of this one, said at its end, may be the next."""
    if not week.edge or (not week.ahead and today.weekday() in _WEEKEND):
        raise Unclear
    return _sunday(today) + (week.ahead * WEEK + (_TO_FRIDAY if week.edge == "end" else 0)) * DAY


def _sunday(day: date) -> date:
    """The Sunday that its week began on."""
    return day - (day.weekday() + 1) % WEEK * DAY


def _exact(clue: Offset | MonthDay | Landmark, today: date) -> date:
    if isinstance(clue, Offset):
        return today + clue.days * DAY
    return sure(clue.find(today) if isinstance(clue, Landmark) else _month_day(clue, today))


def _month_day(clue: MonthDay, today: date) -> date | None:
    """The next such date. One that has only just passed may be a slip: none."""
    if clue.year:
        return _date(clue.year, clue.month, clue.day)
    if not clue.month:
        months = (clue.ahead,) if clue.ahead is not None else (0, 1)
        firsts = (months_later(today.replace(day=1), ahead) for ahead in months)
        days = [_date(first.year, first.month, clue.day) for first in firsts]
        return next((day for day in days if day is None or day >= today), None)
    if (just := _date(today.year, clue.month, clue.day)) and timedelta() < today - just <= _JUST_PAST * DAY:
        return None
    years = range(today.year, today.year + _YEARS_AHEAD)
    return next((day for year in years if (day := _date(year, clue.month, clue.day)) and day >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, LAST_MONTH)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))
