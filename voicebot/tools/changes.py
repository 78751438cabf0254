"""Tools that move and cancel a meeting which stands already: only one that this call may touch, and after a yes."""

from datetime import datetime

from language.phrases import Phrase
from language.spoken import ISRAEL
from stores.errors import NotFound, SlotTaken
from stores.values import Meeting
from voicebot.agents.state import CallState, OfferedSlot
from voicebot.agents.tool import ToolResult, tool
from voicebot.agents.types import BookMeeting
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext
from voicebot.tools.meetings import (
    ANSWERED,
    agreed_to,
    find_slot_near,
    meeting_body,
    offered_slot,
    read_back_first,
    spoken_back,
)
from voicebot.tools.times import DayText, HourText, moment_named

NO_SLOT = 0
"""The index of a stored meeting that is read back before it is cancelled: nothing that could be booked."""


@tool
def reschedule_meeting(
    context: CallContext,
    state: CallState,
    slot_index: int | None = None,
    day: DayText | None = None,
    hour: HourText | None = None,
    approximate: bool = False,
) -> ToolResult:
    """Move a meeting that stands already. Call it at once when the caller wants another time for it, with the day and
    hour if they were named; the new time is then read back. After the caller has said yes to it, call it again with
    the number of the slot that was read back: then the meeting is moved, and the old time is given back.

    slot_index: the number of the slot the caller has said yes to; null as long as there was no yes
    day: the day the caller named for the new time, as YYYY-MM-DD in Israel, null for none, or for the meeting's own day
    hour: the hour the caller named, as HH:MM on a clock of 24 hours, else null
    approximate: whether the caller meant about then
    """
    if slot_index is not None:
        return _move(context, state, slot_index)
    meeting = touchable(context, state)
    begun = {"moving": meeting.id, "meeting_start": meeting.starts_at.isoformat(), **ANSWERED}
    if day is None and hour is None:
        spoken = _read_back(meeting, context.now())
        return ToolResult("which_time", {"now_at": spoken.en, "note": "Ask for the new day and hour."}, changes=begun)
    day = day or f"{meeting.starts_at.astimezone(ISRAEL):%Y-%m-%d}"
    if hour and moment_named(day, hour) == meeting.starts_at:
        return ToolResult(
            "same_time", {"note": "The meeting is at that time already."}, changes={**begun, "moving": None}
        )
    result = find_slot_near.run(context, state.but(**begun), day, hour, approximate)
    return ToolResult(
        result.status, result.data, result.values, {**begun, **result.changes}, result.actions, result.effect
    )


@tool
def cancel_meeting(context: CallContext, state: CallState) -> ToolResult:
    """Cancel a meeting that stands already. Call it when the caller asks for it: the meeting is read back first, and
    the question is asked for you. Call it again after the caller has said yes to that.
    """
    meeting = touchable(context, state)
    start = meeting.starts_at.isoformat()
    asked = state.pending is not None and (state.pending.index, state.pending.start) == (NO_SLOT, start)
    if not (asked and state.confirmed):
        pending = _read_back(meeting, context.now())
        data = {"read_back": pending.en, "note": "Cancel it after the caller has said yes to exactly this."}
        return ToolResult("ask_cancel", data, changes={**ANSWERED, "pending": pending, "moving": None})
    context.stores.meetings.cancel(meeting.id)
    stands_no_more = tuple(each for each in state.done if each not in {"booked", "rescheduled"})
    return ToolResult(
        "cancelled",
        {"cancelled": meeting.id},
        changes={**ANSWERED, "moving": None, "meeting_id": None, "meeting_start": None, "done": stands_no_more},
        effect="cancelled",
    )


def touchable(context: CallContext, state: CallState) -> Meeting:
    """The one coming meeting that this call may change.

    It was booked in this very call, or it is the lead's and we know that we talk to the lead. A number that rings us
    is no proof: anybody's number can be shown. Raises ToolRefused, which tells a stranger nothing of the store.
    """
    now = context.now()
    known = (context.verified or state.verified) and not state.others
    lead_id = context.known_lead_id() if known else None
    call_id = None if state.others else context.call_id
    meetings = context.stores.meetings.booked(now, call_id=call_id, lead_id=lead_id)
    here = [each for each in meetings if each.call_id == context.call_id]
    candidates = here or list(meetings)
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise ToolRefused("several", "There is more than one meeting; leave a callback task that says which.")
    if known:
        raise ToolRefused("no_meeting", "No coming meeting is on record.")
    raise ToolRefused("not_verified", "We don't know who is calling, so leave a callback task with what is wanted.")


def _move(context: CallContext, state: CallState, slot_index: int) -> ToolResult:
    """The meeting at the slot that was agreed to; without a yes the slot is read back instead."""
    meeting = touchable(context, state)
    if state.moving != meeting.id:
        raise ToolRefused("not_moving", "Call it without a slot first.")
    slot = offered_slot(context, state, slot_index)
    if not agreed_to(slot, state):
        return read_back_first(slot, context.now(), "not_confirmed")
    spoken = Phrase(slot.he, slot.en)
    try:
        moved = context.stores.meetings.move(
            meeting.id, slot.member_id, context.call_id, datetime.fromisoformat(slot.start)
        )
    except SlotTaken:
        error = {"error": "Somebody has just taken that slot. Offer others."}
        return ToolResult("taken", error, {"slot": spoken}, ANSWERED)
    except NotFound as error:
        raise ToolRefused("no_meeting", "The meeting is not on record any more.") from error
    context.stores.members.touch(slot.member_id)
    body = meeting_body(moved, slot)
    done = (*state.done, "booked") if "booked" not in state.done else state.done
    return ToolResult(
        "rescheduled",
        {"meeting": {"start": body["start"], "spoken": slot.en}},
        {"slot": spoken},
        {**ANSWERED, "moving": None, "meeting_id": moved.id, "meeting_start": slot.start, "done": done},
        (BookMeeting(body),),
        effect="rescheduled",
    )


def _read_back(meeting: Meeting, now: datetime) -> OfferedSlot:
    start = meeting.starts_at.isoformat()
    return spoken_back(OfferedSlot(index=NO_SLOT, start=start, member_id=meeting.member_id, he="", en=""), now)
