"""Tools that offer meetings, read one back, and book it after a yes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from language.phrases import Phrase
from language.spoken import ISRAEL, spoken_slot
from language.spoken_values import read_back
from stores.availability import NOON, pick_two
from stores.errors import SlotTaken
from stores.values import Meeting, Member
from voicebot.agents.state import CallState, OfferedSlot
from voicebot.agents.tool import ToolResult, reading_tool, tool
from voicebot.agents.types import BookMeeting, OfferSlots
from voicebot.errors import ToolRefused
from voicebot.tools import reasons
from voicebot.tools.context import CallContext
from voicebot.tools.times import (
    LEAD_TIME,
    TYPICAL_HOUR,
    DayText,
    HourText,
    free_times,
    is_free_day,
    members_of,
    moment_named,
    nearest_free,
    why_closed,
    why_not,
    why_not_day,
)

DAYS_AHEAD = 14
"""How far ahead meetings are offered."""
DAY_BEGINS, DAY_ENDS = "00:00", "23:59"
"""The hours that are too early or too late where as early or as late as possible was asked for."""
_MOST: Final = ((DAY_BEGINS, None), (None, DAY_ENDS))
ANSWERED: Final = {"pending": None, "confirmed": False, "wished_day": None}
"""Changes of the state once what was read back has its answer."""
APART = timedelta(minutes=90)
"""At least so far from each other two slots of one day are offered, where there are such."""
CLOSE = timedelta(hours=3)
"""What is still "around then", on the same day."""


@reading_tool
def offer_meeting_slots(
    context: CallContext,
    state: CallState,
    day: DayText | None = None,
    later_than: HourText | None = None,
    earlier_than: HourText | None = None,
) -> ToolResult:
    """Find two free half-hour meeting slots with the team. Call it when the caller agrees to a meeting or
    asks for other times; then offer exactly the slots it returns.

    day: the day, as YYYY-MM-DD in Israel, when the caller asks for an earlier or a later time on that day, else null
    later_than: with a day, the hour that is too early, as HH:MM on a clock of 24 hours, else null
    earlier_than: with a day, the hour that is too late, likewise, else null
    """
    if day:
        _refuse_second(state)
        return _offer_on(context, state, day, later_than, earlier_than)
    return offered_slots(context, state)


def offered_slots(context: CallContext, state: CallState) -> ToolResult:
    """Two free slots, or one. Raises ToolRefused after a booking."""
    _refuse_second(state)
    now = context.now()
    for member in members_of(context):
        free = tuple(free_times(context, member, now + LEAD_TIME, DAYS_AHEAD))
        chosen = pick_two(_not_yet(state.offered_before, free))
        if chosen:
            return _offer(state, member, chosen, now)
    return ToolResult("none_free", {"error": "No slot is free in the next two weeks."})


@reading_tool
def find_slot_near(
    context: CallContext, state: CallState, day: DayText, hour: HourText | None = None, approximate: bool = False
) -> ToolResult:
    """Find the free half hour at, or nearest to, a time that the caller named, and read it back. Call it whenever
    the caller names a day or a time to meet or to be called at; the question that follows is asked for you.

    day: the day the caller named, as YYYY-MM-DD in Israel
    hour: the hour the caller named, as HH:MM on a clock of 24 hours; null when the caller named only a day
    approximate: whether the caller meant about then
    """
    return slot_near(context, state, day, hour, approximate)


def slot_near(context: CallContext, state: CallState, day: str, hour: str | None, approximate: bool) -> ToolResult:
    """The free half hour at that time, or nearest to it. Raises ToolRefused after a booking, and for no such time."""
    _refuse_second(state)
    if hour is None and is_free_day(context, day):
        return ToolResult("which_hour", {"note": "Ask at what hour."}, changes={"wished_day": day})
    wish = moment_named(day, hour or TYPICAL_HOUR)
    found = nearest_free(context, wish)
    if found is None:
        return ToolResult("none_free", {"error": "No slot is free around that time."})
    member, at = found
    result = _offer_one(state, member, at, context.now())
    if at == wish or (hour and approximate and _is_close(at, wish) and why_closed(context, wish) is None):
        return replace(result, status="found")
    reason = why_not(context, wish) if hour else why_not_day(context, day)
    data = {**result.data, "not_then": reasons.LINES[reason].en}
    return replace(result, status="found_other", data=data, values={"reason": reasons.LINES[reason]})


@reading_tool
def read_back_slot(context: CallContext, state: CallState, slot_index: int) -> ToolResult:
    """Read back the slot that the caller chose from those offered in this call, before it is booked. The question
    whether it is right is asked for you.

    slot_index: the number of the chosen slot as it was offered, from 1
    """
    _refuse_second(state)
    return read_back_first(offered_slot(context, state, slot_index), context.now(), "read_back")


@tool
def book_meeting(context: CallContext, state: CallState, slot_index: int) -> ToolResult:
    """Book the slot that was read back, after the caller has said yes to it. Without that yes nothing is booked: the
    slot is read back instead.

    slot_index: the number of the chosen slot as it was offered, from 1
    """
    if state.moving is not None:
        raise ToolRefused("moving", "A meeting is being moved: call reschedule_meeting instead.")
    _refuse_second(state)
    slot = offered_slot(context, state, slot_index)
    if not agreed_to(slot, state):
        return read_back_first(slot, context.now(), "not_confirmed")
    spoken = Phrase(slot.he, slot.en)
    lead = context.lead_or_new()
    start = datetime.fromisoformat(slot.start)
    try:
        meeting = context.stores.meetings.book(slot.member_id, lead.id if lead else None, context.call_id, start)
    except SlotTaken:
        error = {"error": "Somebody has just taken that slot. Offer others."}
        return ToolResult("taken", error, {"slot": spoken}, ANSWERED)
    context.stores.members.touch(slot.member_id)
    body = meeting_body(meeting, slot)
    return ToolResult(
        "booked" if context.reachable() else "booked_without_number",
        {"meeting": {"start": body["start"], "spoken": slot.en}},
        {"slot": spoken},
        {**ANSWERED, "meeting_id": meeting.id, "meeting_start": slot.start},
        (BookMeeting(body),),
        effect="booked",
    )


def agreed_to(slot: OfferedSlot, state: CallState) -> bool:
    """Whether the caller has just said yes to exactly this slot."""
    pending = state.pending
    return state.confirmed and pending is not None and (pending.index, pending.start) == (slot.index, slot.start)


def _refuse_second(state: CallState) -> None:
    if state.meeting_id is not None and state.moving is None:
        raise ToolRefused("already_booked", "A meeting is booked in this call already.")


def offered_slot(context: CallContext, state: CallState, slot_index: int) -> OfferedSlot:
    """The slot of that number. Raises ToolRefused for one that was not offered, or that the caller has not heard."""
    slot = next((each for each in state.offered if each.index == slot_index), None)
    if slot is None:
        raise ToolRefused("not_offered", "That slot was not offered in this call; offer slots first.")
    if context.heard_offers is not None and slot.start not in context.heard_offers:
        raise ToolRefused("not_heard", "The caller has not heard that slot yet: say it, and wait for an answer.")
    return slot


def read_back_first(slot: OfferedSlot, now: datetime, status: str) -> ToolResult:
    """The slot waits for a yes: day, date and hour with the part of the day are asked about."""
    pending = spoken_back(slot, now)
    data = {"read_back": pending.en, "note": "Book it after the caller has said yes to exactly this."}
    return ToolResult(status, data, changes={"pending": pending, "confirmed": False})


def spoken_back(slot: OfferedSlot, now: datetime) -> OfferedSlot:
    """The slot as it is read back."""
    spoken = read_back(datetime.fromisoformat(slot.start), now)
    return slot.model_copy(update={"he": spoken.he, "en": spoken.en})


def meeting_body(meeting: Meeting, slot: OfferedSlot) -> dict[str, Any]:
    """The JSON form of a meeting that was just booked."""
    return {
        "id": meeting.id,
        "start": meeting.starts_at.isoformat(),
        "end": meeting.ends_at.isoformat(),
        "spoken": slot.en,
        "spoken_he": slot.he,
        "member_id": meeting.member_id,
    }


def _not_yet(before: Sequence[str], free: Sequence[datetime]) -> list[datetime]:
    """What is worth offering after a no: other halves of days than before, and only then other times in them."""
    refused = {_day_and_half(datetime.fromisoformat(each)) for each in before}
    elsewhere = [at for at in free if _day_and_half(at) not in refused]
    return elsewhere or [at for at in free if at.isoformat() not in before]


def _day_and_half(at: datetime) -> tuple[date, bool]:
    local = at.astimezone(ISRAEL)
    return local.date(), local.hour < NOON


def _offer_on(
    context: CallContext, state: CallState, day: str, later_than: str | None, earlier_than: str | None
) -> ToolResult:
    """Two slots of one day, those nearest to what was too early or too late; the very first or last alone, where that
    was asked for and has been offered before."""
    begins, ends = moment_named(day, later_than), moment_named(day, earlier_than) if earlier_than else None
    now = context.now()
    for member in members_of(context):
        times = free_times(context, member, max(begins, now + LEAD_TIME), 1)
        free = [at for at in times if at > begins and at.astimezone(ISRAEL).date() == begins.date()]
        free = [at for at in free if ends is None or at < ends]
        fresh = [at for at in free if at.isoformat() not in state.offered_before] or free
        in_order = slice(None, None, -1 if ends and not later_than else 1)
        most = free[in_order][:1] if (later_than, earlier_than) in _MOST else []
        if most and most[0] not in fresh:
            return _offer(state, member, tuple(most), now)
        if chosen := _apart(fresh[in_order]):
            return _offer(state, member, chosen, now)
    return ToolResult("none_that_day", {"error": "No such time is free on that day."})


def _apart(free: Sequence[datetime]) -> tuple[datetime, ...]:
    """The first one and another, not close to it if there is such; in their order on the clock."""
    others = [at for at in free[1:] if abs(at - free[0]) >= APART] or free[1:]
    return tuple(sorted((*free[:1], *others[:1])))


def _is_close(at: datetime, wish: datetime) -> bool:
    return at.astimezone(ISRAEL).date() == wish.astimezone(ISRAEL).date() and abs(at - wish) <= CLOSE


def _slot(index: int, member: Member, start: datetime, now: datetime) -> OfferedSlot:
    spoken = spoken_slot(start, now)
    return OfferedSlot(index=index, start=start.isoformat(), member_id=member.id, he=spoken.he, en=spoken.en)


def _offer(state: CallState, member: Member, starts: tuple[datetime, ...], now: datetime) -> ToolResult:
    """The slots, in place of those offered before; one alone is read back at once, so that one yes is enough."""
    offered = tuple(_slot(index, member, start, now) for index, start in enumerate(starts, 1))
    alone = spoken_back(offered[0], now) if len(offered) == 1 else None
    result = _offering("offered_one" if alone else "offered", state, offered, offered)
    return replace(result, changes={**result.changes, "pending": alone})


def _offer_one(state: CallState, member: Member, start: datetime, now: datetime) -> ToolResult:
    """The slot beside those offered before, which keep their numbers; it waits for a yes."""
    known = next(
        (each for each in state.offered if (each.start, each.member_id) == (start.isoformat(), member.id)), None
    )
    slot = known or _slot(len(state.offered) + 1, member, start, now)
    result = _offering("found", state, state.offered if known else (*state.offered, slot), (slot,))
    return replace(result, changes={**result.changes, "pending": spoken_back(slot, now)})


def _offering(
    status: str, state: CallState, offered: tuple[OfferedSlot, ...], now_said: tuple[OfferedSlot, ...]
) -> ToolResult:
    shown = [{"index": each.index, "start": each.start, "spoken": each.en} for each in now_said]
    for_action = tuple({**each, "spoken_he": slot.he} for each, slot in zip(shown, now_said, strict=True))
    return ToolResult(
        status,
        {"slots": shown},
        changes={
            "offered": offered,
            "offered_before": (*state.offered_before, *(each.start for each in now_said)),
            "confirmed": False,
            "wished_day": None,
        },
        actions=(OfferSlots(for_action),),
    )
