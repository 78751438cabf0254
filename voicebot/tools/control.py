"""Tools that end a call or hand it to a person. They decide; the phone does it."""

from typing import Literal

from voicebot.agents.sentences import storable
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, ending_tool
from voicebot.agents.types import HangUp, Transfer
from voicebot.tools.context import CallContext

EndReason = Literal[
    "booked", "not_interested", "goodbye", "callback", "wrong_number", "removed", "voicemail",
    "minor", "deceased", "mourning", "emergency", "distress", "no_consent", "language", "checked_in", "other",
]  # fmt: skip
"""Becomes the call's outcome; after "emergency" nobody tries again that day."""


@ending_tool
def end_call(context: CallContext, state: CallState, reason: EndReason) -> ToolResult:
    """End the call. Say a short goodbye in the same answer, before calling this.

    reason: why the call ends
    """
    return ToolResult("ending", changes={"ended": True}, actions=(HangUp(reason),))


@ending_tool
def transfer_to_human(context: CallContext, state: CallState, reason: str) -> ToolResult:
    """Connect the caller with a member of the team, when the caller asks for a person.

    reason: one sentence on what the caller wants, for the member who picks up
    """
    reason = " ".join(storable(reason).split())[:300]
    for member in context.stores.members.on_duty(context.now()):
        if member.phone and member.phone != context.phone:
            context.stores.members.touch(member.id)
            return ToolResult("transferring", actions=(Transfer(member.phone, member.id, reason),))
    if not context.reachable():
        return ToolResult("nobody_without_number", {"error": "Nobody is free, and there is no number to call back."})
    text = f"A person has to go on: {reason}" if reason else "A person has to go on."  # nobody may have asked for one
    context.stores.tasks.add(
        "callback", text, lead_id=context.known_lead_id(), call_id=context.call_id, key=f"callback:{context.call_id}"
    )
    return ToolResult("nobody_available", {"note": "A task to call back was created."}, effect="task")
