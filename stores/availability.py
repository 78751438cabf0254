"""When a member can be reached and which times are free: pure, in UTC, right across clock changes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from stores.values import Absence, Hours, Member

SLOT = timedelta(minutes=30)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # as datetime.weekday() counts
OFFICE_HOURS: Hours = dict.fromkeys(("sun", "mon", "tue", "wed", "thu"), (("09:00", "17:00"),))
NOON = 12

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def on_grid(moment: datetime, slot: timedelta = SLOT) -> bool:
    """True when a slot may start at this moment."""
    return (moment - _EPOCH) % slot == timedelta(0)


def within_hours(member: Member, start: datetime, lasting: timedelta = timedelta(0)) -> bool:
    """True when the member's office hours cover `start` and the time after it.

    The question is asked in the member's own wall time, so that a clock change moves nobody's day.
    """
    local = start.astimezone(ZoneInfo(member.time_zone))
    begins = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
    pieces = member.hours.get(WEEKDAYS[local.weekday()], ())
    return any(wall(opens) <= begins < wall(closes) and begins + lasting <= wall(closes) for opens, closes in pieces)


def is_absent(absences: Iterable[Absence], start: datetime, lasting: timedelta = timedelta(0)) -> bool:
    """True when one of the absences covers `start` or touches the time after it."""
    return any(
        absence.starts_at <= start < absence.ends_at or start < absence.starts_at < start + lasting
        for absence in absences
    )


def free_slots(
    member: Member,
    taken: Collection[datetime],
    absences: Collection[Absence],
    now: datetime,
    *,
    days: int = 14,
    lead_time: timedelta = timedelta(hours=2),
    slot: timedelta = SLOT,
) -> Iterator[datetime]:
    """The starts of the member's free slots in UTC, earliest first.

    From `now + lead_time`, both ends included, to `now + days`. `taken` holds the starts of booked slots.
    """
    busy = frozenset(moment.astimezone(UTC) for moment in taken)
    for start in _grid(now + lead_time, now + timedelta(days=days), slot):
        if start not in busy and within_hours(member, start, slot) and not is_absent(absences, start, slot):
            yield start


def pick_two(slots: Iterable[datetime], time_zone: str = "Asia/Jerusalem") -> tuple[datetime, ...]:
    """Two slots worth offering, earliest first; fewer when there are fewer.

    The first free one, and the first of another day, else one of the other half of the day, else the next.
    """
    every = tuple(slots)
    if not every:
        return ()
    first, rest = every[0], every[1:]
    zone = ZoneInfo(time_zone)
    day, morning = _day_and_half(first, zone)
    on_another_day = [slot for slot in rest if _day_and_half(slot, zone)[0] != day]
    in_other_half = [slot for slot in rest if _day_and_half(slot, zone)[1] != morning]
    return (first, *(on_another_day or in_other_half or rest)[:1])


def wall(text: str) -> timedelta:
    """A wall time such as "09:30", as the time since midnight. Raises ValueError outside 00:00 … 24:00."""
    hours, colon, minutes = text.partition(":")
    if not (colon and len(hours) == len(minutes) == 2 and (hours + minutes).isascii() and (hours + minutes).isdigit()):
        raise ValueError(f"not a wall time: {text!r}")
    time = timedelta(hours=int(hours), minutes=int(minutes))
    if int(minutes) > 59 or time > timedelta(days=1):
        raise ValueError(f"not a wall time: {text!r}")
    return time


def checked_hours(hours: dict[str, Sequence[Sequence[str]]] | Hours) -> Hours:
    """Hours as values hold them. Raises ValueError for unknown weekdays and pieces that do not go forward."""
    if not set(hours) <= set(WEEKDAYS):
        raise ValueError(f"weekdays are {', '.join(WEEKDAYS)}")
    return {day: tuple(_piece(piece) for piece in pieces) for day, pieces in hours.items()}


def _piece(piece: Sequence[str]) -> tuple[str, str]:
    opens, closes = piece
    if wall(opens) >= wall(closes):
        raise ValueError(f"{opens}-{closes} does not go forward")
    return opens, closes


def _grid(earliest: datetime, latest: datetime, slot: timedelta) -> Iterator[datetime]:
    start = _EPOCH - (_EPOCH - earliest) // slot * slot  # rounds up
    while start <= latest:
        yield start
        start += slot


def _day_and_half(slot: datetime, zone: ZoneInfo) -> tuple[object, bool]:
    local = slot.astimezone(zone)
    return local.date(), local.hour < NOON
