"""Clues put together with the moment they are said at: one time, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from language.times.clock import minutes_of, part_default, part_lasts, range_start
from language.times.clues import Clock, Clue, MonthDay, Offset, Part, SameDay, SameHour, Weekday
from language.times.dates import DAY, WEEK, day_of, months_later, weekday_after
from language.times.said import Said, Unclear, sorted_clues, sure
from language.times.zone import at_clock, elapsed, same_clock

_HOUR: Final = 60
_STILL_ON: Final = 3 * 60
_NOON: Final = 12
_EVENING: Final = 18
_DAY_MINUTES: Final = 24 * 60
_WEEKS_A_MONTH: Final = 5


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


def resolve(
    clues: Sequence[Clue],
    now: datetime,
    day: date | None = None,
    hour: time | None = None,
    asked_hour: bool = False,
) -> Parsed | None:
    """The one time the clues make; None when they make none, several, one that is past, or a doubtful one.

    `day` is agreed on already: an hour without a day is on it, and it is what "the same day" means. `hour` is what "the
    same hour" means. `asked_hour`: an hour was asked for, so a number is no mere count.
    """
    if asked_hour:
        clues = [replace(clue, sure=True) if isinstance(clue, Clock) else clue for clue in clues]
    if day:
        that = MonthDay(day.day, day.month, day.year)
        clues = [that if isinstance(clue, SameDay) else clue for clue in clues]
    if hour:
        same = Clock(hour.hour, hour.minute, sure=True, full=True)
        clues = [same if isinstance(clue, SameHour) else clue for clue in clues]
    try:
        said = sorted_clues(clues)
        return _span(said, now) if said.span else _moment(said, now, day)
    except (Unclear, OverflowError):
        return None


def _span(said: Said, now: datetime) -> Parsed:
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
    day = months_later(now.date(), span.months) + timedelta(days=span.days)
    if said.weekday:
        return _on(weekday_after(said.weekday, day, span.days % WEEK == 0), said, now)
    if said.timed:
        return _on(day, said, now)
    return Parsed(same_clock(now, day), has_date=True, has_hour=False, approximate=said.approximate)


def _moment(said: Said, now: datetime, agreed: date | None) -> Parsed:
    day = day_of(said, now.date())
    if day is None:
        return _undated(said, now) if agreed is None else _on(agreed, said, now)
    if not said.clock and any(isinstance(each, MonthDay) and each.doubtful for each in said.exact):
        raise Unclear
    if said.weekday and not said.weekday.sure and not (said.timed or said.week or said.exact):
        raise Unclear
    return _on(day, said, now)


def _on(day: date, said: Said, now: datetime) -> Parsed:
    """A time on a known day."""
    if day == now.date() and said.timed:
        return _today(said, now)
    if day < now.date() or said.midnight:
        raise Unclear
    if not said.timed:
        return Parsed(sure(at_clock(day, 0)), has_date=True, has_hour=False, approximate=said.approximate)
    if said.same_hour:
        return Parsed(same_clock(now, day), has_date=True, has_hour=True, approximate=said.approximate)
    options = _minutes(said)
    if said.clock and _may_be_a_date(said.clock, day, said.weekday):
        raise Unclear
    if options[0] >= _DAY_MINUTES or _is_small_hour_of_night(said, options[0]):
        raise Unclear
    return _timed(sure(at_clock(day, options[0])), said, now, has_date=True)


def _may_be_a_date(clock: Clock, day: date, weekday: Weekday | None) -> bool:
    """Whether "ביום שני ב-16" may mean Monday the sixteenth, and "ביום שני ב-12.10" the twelfth of October."""
    if not clock.doubtful or (clock.minute and weekday):
        return clock.doubtful
    days = [day + ahead * WEEK * DAY for ahead in range(_WEEKS_A_MONTH if weekday else 1)]
    return any(each.day == clock.hour and clock.minute in (0, each.month) for each in days)


def _is_small_hour_of_night(said: Said, minutes: int) -> bool:
    """ "מחר באחת בלילה" is the night before it to some and the night after it to others."""
    return bool(said.part and said.part.name in ("night", "after_shabbat")) and minutes < _DAY_MINUTES // 2


def _today(said: Said, now: datetime) -> Parsed:
    if said.midnight:
        return _timed(sure(at_clock(now.date() + DAY, 0)), said, now, has_date=True)
    if said.same_hour:
        raise Unclear
    options = _minutes(said)
    small = options[0] % _DAY_MINUTES
    if said.part and said.part.name == "night" and small < _DAY_MINUTES // 2:
        return _timed(_next(small, now), said, now, has_date=True)
    if said.loose and any(_is_just_past(each, now) for each in options):
        raise Unclear
    found = (at_clock(now.date(), minutes) for minutes in options if minutes < _DAY_MINUTES)
    return _timed(sure(next((at for at in found if at is None or at > now), None)), said, now, has_date=True)


def _undated(said: Said, now: datetime) -> Parsed:
    """The next such hour from now on."""
    if said.midnight:
        return _timed(sure(at_clock(now.date() + DAY, 0)), said, now, has_date=False)
    if said.same_hour or not said.timed:
        raise Unclear
    if said.clock and (said.clock.doubtful or not (said.clock.sure or said.part)):
        raise Unclear
    if not said.clock and said.part and (not said.part.sure or _is_going_on(said.part, now)):
        raise Unclear
    options = _minutes(said)
    if said.loose and any(_is_just_past(each, now) for each in options):
        raise Unclear
    if said.clock and said.clock.hour == _NOON and not said.part and now.hour >= _EVENING:
        raise Unclear
    if len(options) == 1:
        return _timed(_next(options[0] % _DAY_MINUTES, now), said, now, has_date=False)
    found = [at_clock(now.date(), minutes) for minutes in options]
    later = next((at for at in found if at is None or at > now), at_clock(now.date() + DAY, options[0]))
    return _timed(sure(later), said, now, has_date=False)


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
        return sure(today)
    return sure(at_clock(now.date() + DAY, minutes))


def _minutes(said: Said) -> tuple[int, ...]:
    """Minutes after midnight that the hour may mean, the likeliest first; never empty."""
    if not said.clock:
        found = part_default(said.part.name) if said.part else None
        return (sure(found),)
    part = said.part.name if said.part else None
    if not said.until:
        return _some(minutes_of(said.clock, part))
    return _some(range_start(said.clock, said.until.clock, part))


def _some(options: tuple[int, ...]) -> tuple[int, ...]:
    if not options:
        raise Unclear
    return options


def _timed(at: datetime, said: Said, now: datetime, *, has_date: bool) -> Parsed:
    if at <= now:
        raise Unclear
    return Parsed(at, has_date, has_hour=True, approximate=said.approximate or not (said.clock or said.midnight))
