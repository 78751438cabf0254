"""The tool with which the scheduling of the job offer scenario begins: the time that the caller came with, or slots."""

from dataclasses import replace

from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, reading_tool
from voicebot.tools.context import CallContext
from voicebot.tools.job_offer_callers import is_verified
from voicebot.tools.job_offer_wishes import ABOUT, WISHED_TIME, time_in
from voicebot.tools.meetings import offered_slots, slot_near


@reading_tool
def take_up_time(context: CallContext, state: CallState) -> ToolResult:
    """Look for the time at which the caller has asked to meet before you had the call; two free slots where none was
    named. Call it first of all.
    """
    wished = state.fields.get(WISHED_TIME) or _just_named(context)
    if not wished:
        return offered_slots(context, state)
    day, _, hour = wished.removesuffix(ABOUT).partition("T")
    result = slot_near(context, state, day, hour or None, wished.endswith(ABOUT))
    fields = {key: value for key, value in state.fields.items() if key != WISHED_TIME}
    return replace(result, changes={**result.changes, "fields": fields})


def _just_named(context: CallContext) -> str | None:
    """The time in the caller's words of this turn; right after verification they are a code."""
    began = context.began
    return time_in(context.said, context.now()) if began is None or is_verified(began) else None
