"""When the team can be met or can call: members' hours, absences, meetings, and the calling calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from pydantic import StringConstraints

from language.calling_calendar import Refused
from language.spoken import ISRAEL
from stores.availability import SLOT, WEEKDAYS, free_slots, is_absent, on_grid, within_hours
from stores.values import Member
from voicebot.errors import ToolRefused
from voicebot.tools import reasons
from voicebot.tools.context import CallContext

LEAD_TIME = timedelta(hours=2)
"""Nobody is met sooner than this."""
CALL_LEAD_TIME = timedelta(minutes=15)
"""Nobody is called back sooner than this, unless they said when themselves."""
MOST_AHEAD = timedelta(days=60)
"""How far ahead a time that the caller names may lie."""
AROUND = timedelta(days=10)
"""How far from a wish another time is looked for: more than a week of holidays."""
TYPICAL_HOUR = "10:00"
"""Stands for a day of which no hour was named."""

YEARS = range(2000, 2200)
"""Of days that anybody means; the calendars end not far beyond those that can be written."""

# What models write; whether there is such a day is asked afterwards.
DayText = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
HourText = Annotated[str, StringConstraints(pattern=r"^\d{2}:\d{2}$")]


def day_named(text: str) -> date:
    """Raises ToolRefused for a day that does not exist, or is in no year of ours."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ToolRefused("no_such_time", "There is no such day.") from error
    if day.year not in YEARS:
        raise ToolRefused("no_such_time", "There is no such day.")
    return day


def moment_named(day: str, hour: str | None) -> datetime:
    """On Israel's clock, the beginning of the day without an hour. Raises ToolRefused for what does not exist."""
    try:
        clock = time.fromisoformat(hour) if hour else time()
    except ValueError as error:
        raise ToolRefused("no_such_time", "There is no such hour.") from error
    return datetime.combine(day_named(day), clock, ISRAEL)


def members_of(context: CallContext) -> Iterator[Member]:
    """The lead's owner first, then the others, the one who was given something longest ago before the rest."""
    lead = context.lead()
    members = context.stores.members.rotation()
    yield from (each for each in members if lead and each.id == lead.owner_id)
    yield from (each for each in members if not lead or each.id != lead.owner_id)


def free_times(context: CallContext, member: Member, start: datetime, days: int) -> Iterator[datetime]:
    """Starts of free half hours from `start` on that hours, absences, meetings and the calendar all allow."""
    end = start + timedelta(days=days)
    taken = {each.starts_at for each in context.stores.meetings.between(member.id, start, end)}
    absences = context.stores.members.absences(member.id, start, end)
    for at in free_slots(member, taken, absences, start, days=days, lead_time=timedelta(0)):
        if not isinstance(context.may_call(at), Refused):
            yield at


def nearest_free(context: CallContext, wish: datetime) -> tuple[Member, datetime] | None:
    """The free half hour nearest to `wish` and whose it is; of two as near the first in the order of the team."""
    reachable = min(wish, context.now() + MOST_AHEAD)
    start = max(context.now() + LEAD_TIME, reachable - AROUND)
    days = (max(reachable, start) + AROUND - start).days
    found: tuple[Member, datetime] | None = None
    for member in members_of(context):
        for at in free_times(context, member, start, days):
            if found is None or abs(at - wish) < abs(found[1] - wish):
                found = (member, at)
    return found


def is_free_day(context: CallContext, day: str) -> bool:
    """Whether anybody can be met on that day."""
    begins = moment_named(day, None)
    start = max(begins, context.now() + LEAD_TIME)
    if start.astimezone(ISRAEL).date() != begins.date() or begins > context.now() + MOST_AHEAD:
        return False
    times = (at for member in members_of(context) for at in free_times(context, member, start, 1))
    return any(at.astimezone(ISRAEL).date() == begins.date() for at in times)


def why_not_day(context: CallContext, day: str) -> str:
    """Why nobody can be met on that day at all: a name in `reasons.LINES`."""
    at = moment_named(day, TYPICAL_HOUR)
    if at.date() <= context.now().astimezone(ISRAEL).date():
        return reasons.TOO_SOON
    if at > context.now() + MOST_AHEAD:
        return reasons.TOO_FAR
    verdict = context.may_call(at)
    if isinstance(verdict, Refused):
        return verdict.reason.value
    works = any(each.hours.get(WEEKDAYS[at.weekday()]) for each in context.stores.members.rotation())
    return reasons.FULL_DAY if works else reasons.CLOSED_DAY


def why_not(context: CallContext, wish: datetime) -> str:
    """Why nobody can be met then: a name in `reasons.LINES`."""
    now = context.now()
    if wish < now + LEAD_TIME:
        return reasons.TOO_SOON
    if wish > now + MOST_AHEAD:
        return reasons.TOO_FAR
    if closed := why_closed(context, wish, SLOT):
        return closed
    return reasons.TAKEN if on_grid(wish.astimezone(UTC)) else reasons.HALF_HOURS


def why_closed(context: CallContext, at: datetime, lasting: timedelta = timedelta(0)) -> str | None:
    """Why nobody of the team may call at that moment; None when somebody may and is there."""
    verdict = context.may_call(at)
    if isinstance(verdict, Refused):
        return verdict.reason.value
    members = [each for each in context.stores.members.rotation() if within_hours(each, at, lasting)]
    return None if members else reasons.TEAM_HOURS


def nearest_call(context: CallContext, wish: datetime) -> datetime | None:
    """The moment nearest to `wish`, on the half hour, at which the calendar and somebody's hours allow a call."""
    start = max(context.now() + CALL_LEAD_TIME, wish - AROUND)
    found = _callable(context, start, max(wish, start) + AROUND)
    return min(found, key=lambda at: abs(at - wish), default=None)


def first_call_on(context: CallContext, day: str) -> datetime | None:
    """The first such moment on that day, still to come."""
    begins = moment_named(day, None)
    start = max(context.now() + CALL_LEAD_TIME, begins)
    moments = _callable(context, start, begins + timedelta(days=1, hours=1))
    return next((at for at in moments if at.astimezone(ISRAEL).date() == begins.date()), None)


def _callable(context: CallContext, start: datetime, end: datetime) -> Iterator[datetime]:
    members = context.stores.members.rotation()
    away = {each.id: context.stores.members.absences(each.id, start, end) for each in members}
    for at in _half_hours(start, end):
        there = any(within_hours(each, at) and not is_absent(away[each.id], at) for each in members)
        if there and not isinstance(context.may_call(at), Refused):
            yield at


def _half_hours(start: datetime, end: datetime) -> Iterator[datetime]:
    at = start.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while at <= end:
        if at >= start:
            yield at
        at += SLOT
