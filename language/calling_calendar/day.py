"""One civil day in Israel, cut into stretches that are allowed or refused for one reason."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from language.calling_calendar.observances import HOLY, is_holy, observed
from language.calling_calendar.reasons import Reason
from language.calling_calendar.rules import CallingRules, QuietHours
from language.calling_calendar.sun import candle_lighting, nightfall, sunset_of

ISRAEL: Final = ZoneInfo("Asia/Jerusalem")
_ONE: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_WEIGHT: Final = {reason: at for at, reason in enumerate(Reason)}


@dataclass(frozen=True)
class Block:
    """Something observed, from `start` until before `end`, in UTC."""

    start: datetime
    end: datetime
    reason: Reason


@dataclass(frozen=True)
class Day:
    """`starts` ascend from local midnight, in UTC; `reasons[i]` holds from `starts[i]` on, None is allowed."""

    starts: tuple[datetime, ...]
    reasons: tuple[Reason | None, ...]

    def at(self, moment: datetime) -> Reason | None:
        return self.reasons[bisect_right(self.starts, moment) - 1]

    def first_allowed(self, after: datetime) -> datetime | None:
        """The start of the first allowed stretch that begins after `after`."""
        stretches = zip(self.starts, self.reasons, strict=True)
        return next((start for start, reason in stretches if reason is None and start > after), None)


@lru_cache(maxsize=4096)
def day_of(day: date, rules: CallingRules, lead: QuietHours | None) -> Day:
    """That day's stretches. Wall-clock hours hold by the wall clock, also when clocks change that day."""
    begin, end = _midnight(day), _midnight(day + _ONE)
    blocks = sorted(_blocks(day, rules), key=lambda block: _WEIGHT[block.reason])
    moments = {begin, *_hours_edges(day, begin, end, rules, lead)}
    moments.update(edge for block in blocks for edge in (block.start, block.end))
    starts: list[datetime] = []
    reasons: list[Reason | None] = []
    for moment in sorted(each for each in moments if begin <= each < end):
        reason = _reason(moment, blocks, rules, lead)
        if not reasons or reason is not reasons[-1]:
            starts.append(moment)
            reasons.append(reason)
    return Day(tuple(starts), tuple(reasons))


def _reason(moment: datetime, blocks: list[Block], rules: CallingRules, lead: QuietHours | None) -> Reason | None:
    for block in blocks:
        if block.start <= moment < block.end:
            return block.reason
    wall = moment.astimezone(ISRAEL)
    if not rules.hours.covers(wall):
        return Reason.OFFICE_HOURS
    return Reason.QUIET_HOURS if lead and lead.week.covers(wall) else None


def _blocks(day: date, rules: CallingRules) -> Iterator[Block]:
    """What this civil day sees of its own Hebrew day and, from the evening on, of the next."""
    for hebrew_day in (day, day + _ONE):
        for reason in observed(hebrew_day):
            if _kept(reason, rules):
                yield Block(_beginning(hebrew_day, reason, rules), nightfall(hebrew_day, rules.place), reason)
    if is_holy(day + _ONE):
        until = datetime.combine(day, rules.eve_until, ISRAEL).astimezone(UTC)
        yield Block(until, _midnight(day + _ONE), Reason.EVE)
    if day in rules.closed:
        yield Block(_midnight(day), _midnight(day + _ONE), Reason.CLOSED_DAY)


def _kept(reason: Reason, rules: CallingRules) -> bool:
    match reason:
        case Reason.CHOL_HAMOED:
            return not rules.chol_hamoed
        case Reason.INDEPENDENCE_DAY:
            return not rules.independence_day
        case _:
            return True


def _beginning(hebrew_day: date, reason: Reason, rules: CallingRules) -> datetime:
    begins = candle_lighting if reason in HOLY else sunset_of
    return begins(hebrew_day - _ONE, rules.place)


def _hours_edges(
    day: date, begin: datetime, end: datetime, rules: CallingRules, lead: QuietHours | None
) -> Iterator[datetime]:
    """Moments at which hours by the wall clock may begin or end: at each edge before and after a clock change."""
    offsets = {_offset(begin), _offset(end - _MINUTE)}
    edges = {*rules.hours.edges(day), *(lead.week.edges(day) if lead else ())}
    for edge in edges:
        for offset in offsets:
            yield datetime.combine(day, time(), UTC) + edge * _MINUTE - offset
    if len(offsets) > 1:
        yield _clock_change(begin, end)


def _clock_change(begin: datetime, end: datetime) -> datetime:
    minutes = (end - begin) // _MINUTE
    before = _offset(begin)
    at = bisect_right(range(minutes), 0, key=lambda minute: int(_offset(begin + minute * _MINUTE) != before))
    return begin + at * _MINUTE


def _offset(moment: datetime) -> timedelta:
    return moment.astimezone(ISRAEL).utcoffset() or timedelta()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ISRAEL).astimezone(UTC)
