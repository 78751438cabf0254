"""How a call ends, as a session says it and as a stored turn has it. Pure."""

from collections.abc import Mapping
from typing import Any

from voicebot.agents.types import HangUp, Transfer
from voicebot.realtime.commands import Closing


def ending_of(closing: Closing | None) -> dict[str, Any] | None:
    """As a turn has it; None when nothing ends the call."""
    match closing:
        case HangUp(reason):
            return {"kind": "hangup", "reason": reason}
        case Transfer(number, member_id, reason):
            return {"kind": "dial", "number": number, "member_id": member_id, "reason": reason}
        case _:
            return None


UNSAID = "unsaid"
"""In an ending: it was decided, and its last words have not been said; whoever goes on says them, and ends so."""


def decided(closing: Closing) -> dict[str, Any]:
    """As a turn has it from the tool on that ends the call until its last words have been heard."""
    return {**(ending_of(closing) or {}), UNSAID: True}


def closing_of(ending: Mapping[str, Any] | None) -> Closing | None:
    """How a stored turn ends the call, if it does."""
    ending = ending or {}
    reason = str(ending.get("reason", ""))
    if ending.get("kind") == "hangup":
        return HangUp(reason)
    if ending.get("kind") == "dial":
        return Transfer(str(ending["number"]), ending.get("member_id"), reason)
    return None
