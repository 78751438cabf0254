"""Clues put together with the moment they are said at: one time, or none."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from language.times.clock import minutes_of, part_default, part_lasts, range_start
from language.times.clues import (
    LAST_MONTH,
    About,
    Clock,
    Clue,
    Doubt,
    Landmark,
    Midnight,
    MonthDay,
    Offset,
    Part,
    SameHour,
    Span,
    Until,
    Week,
    Weekday,
)
from language.times.zone import at_clock, elapsed, same_clock

_WEEK: Final = 7
_TO_FRIDAY: Final = 5
_WEEKEND: Final = (4, 5)
_DAY: Final = timedelta(days=1)
_HOUR: Final = 60
_STILL_ON: Final = 3 * 60
_NOON: Final = 12
_EVENING: Final = 18
_DAY_MINUTES: Final = 24 * 60
_JUST_PAST: Final = 60
_YEARS_AHEAD: Final = 2
_WEEKS_A_MONTH: Final = 5
T = TypeVar("T")


@dataclass(frozen=True)
class Parsed:
    """A time that was understood: an aware moment on Israel's clock, and how much of it was said.

    Without `has_hour`, `at` is the beginning of the day (or, for "in three days", the same hour then) and the
    hour is still to be asked; without `has_date` it is the next such hour. A part of the day ("in the morning")
    is an approximate hour. Today by itself is the one case in which `at` is not after the moment of speaking.
    """

    at: datetime
    has_date: bool
    has_hour: bool
    approximate: bool


class Unclear(Exception):
    """The clues do not make one time."""


@dataclass(frozen=True)
class _Said:
    """The clues, by kind."""

    exact: tuple[Offset | MonthDay | Landmark, ...]
    weekday: Weekday | None
    week: Week | None
    span: Span | None
    clock: Clock | None
    until: Until | None
    part: Part | None
    midnight: bool
    same_hour: bool
    approximate: bool

    @property
    def loose(self) -> bool:
        """About an hour, or from it on."""
        return bool(self.clock) and self.approximate

    @property
    def timed(self) -> bool:
        return bool(self.clock or self.part or self.midnight or self.same_hour)


def resolve(clues: Sequence[Clue], now: datetime, day: date | None = None) -> Parsed | None:
    """The one time the clues make; None when they make none, several, one that is past, or a doubtful one.

    `day` is agreed on already: an hour without a day is on it.
    """
    try:
        if Doubt() in clues:
            return None
        said = _sorted(clues)
        return _span(said, now) if said.span else _moment(said, now, day)
    except (Unclear, OverflowError):
        return None


def _sorted(clues: Sequence[Clue]) -> _Said:
    exact = tuple(dict.fromkeys(clue for clue in clues if isinstance(clue, Offset | MonthDay | Landmark)))
    landmarks = any(isinstance(clue, Landmark) and clue.approximate for clue in exact)
    week = _one(clues, Week)
    return _Said(
        exact=exact,
        weekday=_one(clues, Weekday),
        week=week,
        span=_one(clues, Span),
        clock=_one(clues, Clock),
        until=_one(clues, Until),
        part=_one(_named(clues), Part),
        midnight=_one(clues, Midnight) is not None,
        same_hour=_one(clues, SameHour) is not None,
        approximate=landmarks or bool(week and week.edge) or any(isinstance(clue, About | Until) for clue in clues),
    )


def _one(clues: Iterable[Clue], kind: type[T]) -> T | None:
    """The one clue of a kind, said once or more often; Unclear when there are two."""
    found = dict.fromkeys(clue for clue in clues if isinstance(clue, kind))
    if len(found) > 1:
        raise Unclear
    return next(iter(found), None)


def _named(clues: Iterable[Clue]) -> list[Clue]:
    """Parts with the surest of what was said of each; the evening after Shabbat is an evening."""
    parts = [clue for clue in clues if isinstance(clue, Part)]
    sure = {part.name for part in parts if part.sure}
    evening = any(part.name in ("evening", "night") for part in parts)
    return [Part(part.name, part.name in sure) for part in parts if not (evening and part.name == "after_shabbat")]


def _span(said: _Said, now: datetime) -> Parsed:
    span = said.span
    today = all(each == Offset(0) for each in said.exact)
    if span is None or said.week or not today or (said.weekday and not span.days):
        raise Unclear
    if span.minutes:
        if said.timed:
            raise Unclear
        at = elapsed(now, span.minutes)
        if said.exact and at.date() != now.date():
            raise Unclear
        return Parsed(at, has_date=True, has_hour=True, approximate=said.approximate)
    day = _months_later(now.date(), span.months) + timedelta(days=span.days)
    if said.weekday:
        return _on(_weekday_of(said.weekday, day, span.days % _WEEK == 0), said, now)
    if said.timed:
        return _on(day, said, now)
    return Parsed(same_clock(now, day), has_date=True, has_hour=False, approximate=said.approximate)


def _weekday_of(weekday: Weekday, day: date, whole_weeks: bool) -> date:
    """That weekday in the week so many weeks ahead, when it is also the first one after so many weeks."""
    found = day + (weekday.day - day.weekday()) % _WEEK * _DAY
    if weekday.which or _sunday(found) != _sunday(day) or not (whole_weeks or found == day):
        raise Unclear
    return found


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, LAST_MONTH)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _moment(said: _Said, now: datetime, agreed: date | None) -> Parsed:
    day = _day(said, now.date())
    if day is None:
        return _undated(said, now) if agreed is None else _on(agreed, said, now)
    if said.weekday and not said.weekday.sure and not (said.timed or said.week or said.exact):
        raise Unclear
    return _on(day, said, now)


def _day(said: _Said, today: date) -> date | None:
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
    if day and said.week and _sunday(day) != _sunday(today) + said.week.ahead * _WEEK * _DAY:
        raise Unclear
    return day


def _sunday(day: date) -> date:
    """The Sunday that its week began on."""
    return day - (day.weekday() + 1) % _WEEK * _DAY


def _week_edge(week: Week, today: date) -> date:
    """The day at the edge of a week; the end of this one, said at its end, may be the next."""
    if not week.edge or (not week.ahead and today.weekday() in _WEEKEND):
        raise Unclear
    return _sunday(today) + (week.ahead * _WEEK + (_TO_FRIDAY if week.edge == "end" else 0)) * _DAY


def _weekday(weekday: Weekday, week: Week | None, today: date) -> date:
    """The coming one; on that day itself the one of next week.

    "הבא" is the one of next week when there is one in this week; else it may be that one or the one after: none.
    """
    if week and week.edge:
        raise Unclear
    if week:
        return _sunday(today) + (week.ahead * _WEEK + (weekday.day + 1) % _WEEK) * _DAY
    distance = (weekday.day - today.weekday()) % _WEEK
    day = today + (distance or (0 if weekday.today else _WEEK)) * _DAY
    if weekday.which != "next":
        return day
    if _sunday(day) != _sunday(today):
        raise Unclear
    return day + _WEEK * _DAY


def _exact(clue: Offset | MonthDay | Landmark, today: date) -> date:
    if isinstance(clue, Offset):
        return today + clue.days * _DAY
    found = clue.find(today) if isinstance(clue, Landmark) else _month_day(clue, today)
    if found is None:
        raise Unclear
    return found


def _month_day(clue: MonthDay, today: date) -> date | None:
    """The next such date. One that has only just passed may be a slip: none."""
    if clue.year:
        return _date(clue.year, clue.month, clue.day)
    if not clue.month:
        months = (clue.ahead,) if clue.ahead is not None else (0, 1)
        firsts = (_months_later(today.replace(day=1), ahead) for ahead in months)
        days = [_date(first.year, first.month, clue.day) for first in firsts]
        return next((day for day in days if day is None or day >= today), None)
    if (just := _date(today.year, clue.month, clue.day)) and timedelta() < today - just <= _JUST_PAST * _DAY:
        return None
    years = range(today.year, today.year + _YEARS_AHEAD)
    return next((day for year in years if (day := _date(year, clue.month, clue.day)) and day >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _on(day: date, said: _Said, now: datetime) -> Parsed:
    """A time on a known day."""
    if day == now.date() and said.timed:
        return _today(said, now)
    if day < now.date() or said.midnight:
        raise Unclear
    if not said.timed:
        return Parsed(_sure(at_clock(day, 0)), has_date=True, has_hour=False, approximate=said.approximate)
    if said.same_hour:
        return Parsed(same_clock(now, day), has_date=True, has_hour=True, approximate=said.approximate)
    options = _minutes(said)
    if said.clock and _may_be_a_date(said.clock, day, said.weekday):
        raise Unclear
    if options[0] >= _DAY_MINUTES or _is_small_hour_of_night(said, options[0]):
        raise Unclear
    return _timed(_sure(at_clock(day, options[0])), said, now, has_date=True)


def _may_be_a_date(clock: Clock, day: date, weekday: Weekday | None) -> bool:
    """Whether "ביום שני ב-16" may mean Monday the sixteenth, and "ביום שני ב-12.10" the twelfth of October."""
    if not clock.doubtful or (clock.minute and weekday):
        return clock.doubtful
    days = [day + ahead * _WEEK * _DAY for ahead in range(_WEEKS_A_MONTH if weekday else 1)]
    return any(each.day == clock.hour and clock.minute in (0, each.month) for each in days)


def _is_small_hour_of_night(said: _Said, minutes: int) -> bool:
    """ "מחר באחת בלילה" is the night before it to some and the night after it to others."""
    return bool(said.part and said.part.name in ("night", "after_shabbat")) and minutes < _DAY_MINUTES // 2


def _today(said: _Said, now: datetime) -> Parsed:
    if said.midnight:
        return _timed(_sure(at_clock(now.date() + _DAY, 0)), said, now, has_date=True)
    if said.same_hour:
        raise Unclear
    options = _minutes(said)
    small = options[0] % _DAY_MINUTES
    if said.part and said.part.name == "night" and small < _DAY_MINUTES // 2:
        return _timed(_next(small, now), said, now, has_date=True)
    if said.loose and _is_just_past(options[0], now):
        raise Unclear
    found = (at_clock(now.date(), minutes) for minutes in options if minutes < _DAY_MINUTES)
    return _timed(_sure(next((at for at in found if at is None or at > now), None)), said, now, has_date=True)


def _undated(said: _Said, now: datetime) -> Parsed:
    """The next such hour from now on."""
    if said.midnight:
        if said.clock or said.part:
            raise Unclear
        return _timed(_sure(at_clock(now.date() + _DAY, 0)), said, now, has_date=False)
    if said.same_hour or not said.timed:
        raise Unclear
    if said.clock and (said.clock.doubtful or not (said.clock.sure or said.part)):
        raise Unclear
    if not said.clock and said.part and (not said.part.sure or _is_going_on(said.part, now)):
        raise Unclear
    options = _minutes(said)
    if said.loose and _is_just_past(options[0], now):
        raise Unclear
    if said.clock and said.clock.hour == _NOON and not said.part and now.hour >= _EVENING:
        raise Unclear
    if len(options) == 1:
        return _timed(_next(options[0] % _DAY_MINUTES, now), said, now, has_date=False)
    found = [at_clock(now.date(), minutes) for minutes in options]
    later = next((at for at in found if at is None or at > now), at_clock(now.date() + _DAY, options[0]))
    return _timed(_sure(later), said, now, has_date=False)


def _is_just_past(minutes: int, now: datetime) -> bool:
    """ "בין עשר לשתים עשרה" or "אחרי עשר", said at eleven, may be at once, tonight or tomorrow."""
    return 0 <= now.hour * _HOUR + now.minute - minutes < _STILL_ON


def _is_going_on(part: Part, now: datetime) -> bool:
    """ "בערב", said in the evening, may be today's or tomorrow's."""
    lasts = part_lasts(part.name)
    return lasts is not None and lasts[0] <= now.hour < lasts[1]


def _next(minutes: int, now: datetime) -> datetime:
    today = at_clock(now.date(), minutes)
    if today is None or today > now:
        return _sure(today)
    return _sure(at_clock(now.date() + _DAY, minutes))


def _minutes(said: _Said) -> tuple[int, ...]:
    """Minutes after midnight that the hour may mean, the likeliest first; never empty."""
    if not said.clock:
        found = part_default(said.part.name) if said.part else None
        return (_sure(found),)
    part = said.part.name if said.part else None
    if not said.until:
        return _some(minutes_of(said.clock, part))
    return _some(range_start(said.clock, said.until.clock, part))


def _some(options: tuple[int, ...]) -> tuple[int, ...]:
    if not options:
        raise Unclear
    return options


def _sure(found: T | None) -> T:
    if found is None:
        raise Unclear
    return found


def _timed(at: datetime, said: _Said, now: datetime, *, has_date: bool) -> Parsed:
    if at <= now:
        raise Unclear
    return Parsed(at, has_date, has_hour=True, approximate=said.approximate or not (said.clock or said.midnight))
