"""Israel's clock: hours that a night skips or holds twice are nobody's appointment."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ISRAEL: Final = ZoneInfo("Asia/Jerusalem")
_HOUR: Final = 60


def israel(at: datetime) -> datetime:
    """The moment on Israel's clock. Raises ValueError for one without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(ISRAEL)


def at_clock(day: date, minutes: int) -> datetime | None:
    """That day at so many minutes after midnight, as a clock shows it.

    None when the clock skips that time (spring) or shows it twice (autumn): which one was meant must be asked.
    """
    naive = datetime.combine(day, time(minutes // _HOUR, minutes % _HOUR))
    first, second = (naive.replace(tzinfo=ISRAEL, fold=fold) for fold in (0, 1))
    return first if first.utcoffset() == second.utcoffset() else None


def elapsed(now: datetime, minutes: int) -> datetime:
    """So many minutes later, as a stopwatch counts them."""
    return (now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(ISRAEL)


def same_clock(now: datetime, day: date) -> datetime:
    """Another day when the clock shows what it shows now; what it skips that night becomes as much later."""
    there = datetime.combine(day, now.time(), tzinfo=ISRAEL)
    return there.astimezone(UTC).astimezone(ISRAEL)
