"""Tools of the lead funnel: what was learned, the follow-up meeting, the caller's rating, and the end."""

from typing import Annotated, Any

from pydantic import Field

from voicebot.agents.state import CallState, Unconfirmed
from voicebot.agents.tool import Tool, ToolResult, ending_tool, tool
from voicebot.agents.types import HangUp
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext
from voicebot.tools.control import EndReason
from voicebot.tools.leads import PersonName, Short, Text, update_lead
from voicebot.tools.meetings import book_meeting

LEARNED = ("name", "location", "need", "goal", "timing")
NOT_TOLD = "not told"
"""Stands for an answer that told nothing; it is no word about the lead."""
Score = Annotated[int, Field(ge=1, le=5)]


@tool
def note_answer(
    context: CallContext,
    state: CallState,
    name: PersonName | None = None,
    location: Short | None = None,
    need: Text | None = None,
    goal: Text | None = None,
    timing: Short | None = None,
) -> ToolResult:
    """Note what the caller has just told. Give only what was really said, null for the rest. A name is read back to
    the caller for you, and stored with the lead only after a yes.

    name: the caller's name
    location: where the caller is; "not told" when the caller will not say
    need: what the caller needs, in one sentence
    goal: what matters most to the caller in it
    timing: until when the caller wants it
    """
    told = {"name": name, "location": location, "need": need, "goal": goal, "timing": timing}
    given = {key: value for key, value in told.items() if value is not None}
    if not given:
        raise ToolRefused("nothing_given", "Nothing to note was given.")
    sure, waiting = _confirmed(state, given)
    fields = {**state.fields, **sure}
    if sure:
        _remember(context, state, sure)
    still = [key for key in LEARNED if key not in fields]
    data = {"noted": sorted(sure), "still_unknown": still}
    if waiting:
        data["read_back"] = [waiting.value]
    changes = {"fields": fields, "unconfirmed": waiting, "confirmed": False}
    return ToolResult(_status(state, waiting, still), data, changes=changes)


@tool
def schedule_followup(context: CallContext, state: CallState, slot_index: int) -> ToolResult:
    """Book the follow-up meeting in the slot that was read back, after the caller has said yes to it. Without that yes
    nothing is booked: the slot is read back instead.

    slot_index: the number of the chosen slot as it was offered, from 1
    """
    result: ToolResult = book_meeting.run(context, state, slot_index)
    if result.effect == "booked":
        known = "; ".join(f"{key}: {state.fields[key]}" for key in LEARNED if key in state.fields)
        context.stores.tasks.add(
            "follow_up",
            f"Prepare the follow-up meeting. {known}".strip()[:600],
            lead_id=context.known_lead_id(),
            call_id=context.call_id,
            key=f"followup:{context.call_id}",
        )
    return result


@tool
def record_satisfaction(context: CallContext, state: CallState, score: Score) -> ToolResult:
    """Store how content the caller is with the call, after the caller has named a number.

    score: the number from 1 (not at all) to 5 (very) that the caller named
    """
    context.stores.satisfaction.save(context.call_id, score)
    return ToolResult("recorded", {"score": score}, effect="rated")


@ending_tool
def end_conversation(context: CallContext, state: CallState, reason: EndReason) -> ToolResult:
    """End the call. Say a short goodbye in the same answer, before calling this.

    reason: why the call ends
    """
    return ToolResult("ending", changes={"ended": True}, actions=(HangUp(reason),))


def _confirmed(state: CallState, given: dict[str, str]) -> tuple[dict[str, str], Unconfirmed | None]:
    """What may be noted, and the name that still waits for a yes.

    The one that was read back is sure once the caller has agreed to exactly that, whatever is noted next.
    """
    sure, waits = dict(given), state.unconfirmed
    agreed = waits.value if waits and waits.field == "name" and state.confirmed else state.fields.get("name")
    name = sure.pop("name", agreed if waits and state.confirmed else None)
    if name is not None and name == agreed:
        return {**sure, "name": name}, None
    return sure, waits if name is None else Unconfirmed(field="name", value=name, he=name, en=name)


def _status(state: CallState, waiting: Unconfirmed | None, still: list[str]) -> str:
    """What comes next: the name's read-back, else the first open question from the present one on."""
    step = state.step.rstrip("?!").removesuffix("_again")
    if step == "permission_told":
        return "kept"
    if waiting:
        return "read_name"
    begins = LEARNED.index(step) if step in LEARNED else 0
    return next((f"ask_{key}" for key in LEARNED[begins:] if key in still), "noted")


def _remember(context: CallContext, state: CallState, given: dict[str, Any]) -> None:
    """What the team needs of it with the lead too, where the caller may touch the lead at all."""
    notes = "; ".join(f"{key}: {value}" for key, value in given.items() if key != "name" and value != NOT_TOLD)
    told = {"name": given.get("name"), "notes": notes[:500] or None}
    if not any(told.values()):
        return
    storing: Tool[Any] = update_lead
    try:
        storing.run(context, state, **told)
    except ToolRefused:
        return  # a withheld number, or another person on the line: the call's own fields have it
