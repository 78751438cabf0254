"""Tools that offer and book meetings."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from language.phrases import Phrase
from language.spoken import ISRAEL, spoken_slot
from stores.availability import NOON, free_slots, pick_two
from stores.errors import SlotTaken
from stores.values import Member
from voicebot.agents.state import CallState, OfferedSlot
from voicebot.agents.tool import ToolResult, reading_tool, tool
from voicebot.agents.types import BookMeeting, OfferSlots
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext

DAYS_AHEAD = 14
"""How far ahead meetings are offered."""


@reading_tool
def offer_meeting_slots(context: CallContext, state: CallState) -> ToolResult:
    """Find two free half-hour meeting slots with the team. Call it when the caller agrees to a meeting or
    asks for other times; then offer exactly the slots it returns.
    """
    if state.meeting_id is not None:
        raise ToolRefused("already_booked", "A meeting is booked in this call already.")
    now = context.now()
    for member in _members(context):
        chosen = pick_two(_not_yet(state.offered_before, tuple(_free(context, member, now))))
        if chosen:
            return _offer(state, member, chosen, now)
    return ToolResult("none_free", {"error": "No slot is free in the next two weeks."})


@tool
def book_meeting(context: CallContext, state: CallState, slot_index: int) -> ToolResult:
    """Book the slot the caller clearly chose from those offered in this call.

    slot_index: the number of the chosen slot as it was offered, from 1
    """
    if state.meeting_id is not None:
        raise ToolRefused("already_booked", "A meeting is booked in this call already.")
    slot = next((each for each in state.offered if each.index == slot_index), None)
    if slot is None:
        raise ToolRefused("not_offered", "That slot was not offered in this call; offer slots first.")
    if context.heard_offers is not None and slot.start not in context.heard_offers:
        raise ToolRefused("not_heard", "The caller has not heard that slot yet: say it, and book it when it is chosen.")
    spoken = Phrase(slot.he, slot.en)
    lead = context.lead_or_new()
    start = datetime.fromisoformat(slot.start)
    try:
        meeting = context.stores.meetings.book(slot.member_id, lead.id if lead else None, context.call_id, start)
    except SlotTaken:
        return ToolResult("taken", {"error": "Somebody has just taken that slot. Offer others."}, {"slot": spoken})
    context.stores.members.touch(slot.member_id)
    body = {
        "id": meeting.id,
        "start": meeting.starts_at.isoformat(),
        "end": meeting.ends_at.isoformat(),
        "spoken": slot.en,
        "spoken_he": slot.he,
        "member_id": meeting.member_id,
    }
    return ToolResult(
        "booked" if context.reachable() else "booked_without_number",
        {"meeting": {"start": body["start"], "spoken": slot.en}},
        {"slot": spoken},
        {"meeting_id": meeting.id},
        (BookMeeting(body),),
        effect="booked",
    )


def _not_yet(before: Sequence[str], free: Sequence[datetime]) -> list[datetime]:
    """What is worth offering after a no: other halves of days than before, and only then other times in them."""
    refused = {_day_and_half(datetime.fromisoformat(each)) for each in before}
    elsewhere = [at for at in free if _day_and_half(at) not in refused]
    return elsewhere or [at for at in free if at.isoformat() not in before]


def _day_and_half(at: datetime) -> tuple[date, bool]:
    local = at.astimezone(ISRAEL)
    return local.date(), local.hour < NOON


def _members(context: CallContext) -> Iterator[Member]:
    """The lead's owner first, then the others, the one who was given something longest ago before the rest."""
    lead = context.lead()
    members = context.stores.members.rotation()
    yield from (each for each in members if lead and each.id == lead.owner_id)
    yield from (each for each in members if not lead or each.id != lead.owner_id)


def _free(context: CallContext, member: Member, now: datetime) -> Iterator[datetime]:
    end = now + timedelta(days=DAYS_AHEAD)
    taken = {each.starts_at for each in context.stores.meetings.between(member.id, now, end)}
    absences = context.stores.members.absences(member.id, now, end)
    return free_slots(member, taken, absences, now, days=DAYS_AHEAD)


def _offer(state: CallState, member: Member, starts: tuple[datetime, ...], now: datetime) -> ToolResult:
    slots = []
    for index, start in enumerate(starts, 1):
        spoken = spoken_slot(start, now)
        slots.append(OfferedSlot(index=index, start=start.isoformat(), member_id=member.id, he=spoken.he, en=spoken.en))
    offered = tuple(slots)
    shown = [{"index": each.index, "start": each.start, "spoken": each.en} for each in offered]
    for_action = tuple({**each, "spoken_he": slot.he} for each, slot in zip(shown, offered, strict=True))
    return ToolResult(
        "offered" if len(offered) > 1 else "offered_one",
        {"slots": shown},
        changes={
            "offered": offered,
            "offered_before": (*state.offered_before, *(each.start for each in offered)),
        },
        actions=(OfferSlots(for_action),),
    )
