"""What an hour means: with a part of the day, in a range, or by itself."""

from typing import Final

from language.times.clues import Clock, PartName

_HALF: Final = 12
_HOUR: Final = 60
_DAY_MINUTES: Final = 24 * _HOUR
_LONGEST_RANGE: Final = 10 * _HOUR
_MORNING_FROM: Final = 7
# The hour that a part of the day means by itself; a part that is not here means none.
_DEFAULTS: Final[dict[PartName, int]] = {
    "early": 8,
    "morning": 9,
    "forenoon": 10,
    "noon": 12,
    "afternoon": 15,
    "evening": 19,
}
# Hours of the day (24 is the next midnight) that people name with a part: first and last.
_HOURS: Final[dict[PartName, tuple[int, int]]] = {
    "early": (5, 9),
    "morning": (1, 11),
    "forenoon": (7, 11),
    "noon": (11, 16),
    "afternoon": (12, 18),
    "dusk": (16, 19),
    "evening": (17, 23),
    "night": (20, 28),
    "dawn": (2, 6),
    "after_shabbat": (17, 23),
    "am": (0, 11),
    "pm": (12, 23),
}
# Hours in which a part of today is on, so that its name may mean today or the next day.
_LASTS: Final[dict[PartName, tuple[int, int]]] = {
    "forenoon": (10, 12),
    "noon": (12, 15),
    "afternoon": (15, 18),
    "evening": (19, 24),
}


def part_default(part: PartName) -> int | None:
    """Minutes after midnight that the part means by itself, else None."""
    hour = _DEFAULTS.get(part)
    return None if hour is None else hour * _HOUR


def part_lasts(part: PartName) -> tuple[int, int] | None:
    """First hour and the hour after the last of a part that may still be meant while it is on."""
    return _LASTS.get(part)


def minutes_of(clock: Clock, part: PartName | None) -> tuple[int, ...]:
    """Minutes after midnight that the hour may mean, the likeliest first; empty when it contradicts the part.

    By itself an hour from one to six is in the afternoon, from seven to eleven in the morning and else in the
    evening, twelve at noon. 1,440 and more is the night after.
    """
    if part:
        return _with_part(clock, part)
    minutes = clock.hour * _HOUR + clock.minute
    if clock.hour >= _HALF or clock.hour == 0:
        return (minutes,)
    if clock.hour >= _MORNING_FROM:
        return (minutes,) if clock.full else (minutes, minutes + _HALF * _HOUR)
    return () if clock.full else (minutes + _HALF * _HOUR,)


def _with_part(clock: Clock, part: PartName) -> tuple[int, ...]:
    first, last = _HOURS[part]
    hours = (clock.hour, clock.hour + 24) if clock.hour > _HALF or clock.full else _both(clock.hour)
    found = [hour for hour in hours if first <= hour <= last]
    if len(found) != 1:
        return ()
    minutes = found[0] * _HOUR + clock.minute
    # Twelve and after at night are the next day's first hours, and so said; from one on the day is in doubt.
    return (minutes,) if found[0] <= 24 else (minutes - _DAY_MINUTES,)


def _both(hour: int) -> tuple[int, ...]:
    base = hour % _HALF
    return (base, base + _HALF, base + 2 * _HALF, base + 3 * _HALF)


def range_start(start: Clock, end: Clock, part: PartName | None) -> tuple[int, ...]:
    """What the start of a range may mean, so that the end follows it within ten hours; a part is the end's."""
    ends = minutes_of(end, part) if part else ()
    if part and not ends:
        return ()
    starts = minutes_of(start, None) if not part else tuple(_starts(start))
    if not part:
        return starts if _follows(start, end) else ()
    return tuple(sorted((each for each in starts if 0 < ends[0] - each <= _LONGEST_RANGE), reverse=True))[:1]


def _starts(start: Clock) -> tuple[int, ...]:
    hours = (start.hour,) if start.full or start.hour > _HALF else _both(start.hour)[:2]
    return tuple(hour * _HOUR + start.minute for hour in hours)


def _follows(start: Clock, end: Clock) -> bool:
    first, last = (clock.hour * _HOUR + clock.minute for clock in (start, end))
    exact = any(clock.full or clock.hour > _HALF for clock in (start, end))
    length = (last - first) % (_DAY_MINUTES if exact and last > first else _HALF * _HOUR)
    return 0 < length <= _LONGEST_RANGE
