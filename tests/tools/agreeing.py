"""A caller who agrees: for tests of what comes after a slot was read back."""

from tests.tools.desks import Desk
from voicebot.agents.tool import ToolResult


def agrees(desk: Desk) -> Desk:
    """The caller says yes to what was read back."""
    desk.state = desk.state.but(confirmed=True)
    return desk


def books(desk: Desk, slot_index: int) -> ToolResult:
    """The slot is read back, agreed to, and booked."""
    assert desk.uses("read_back_slot", slot_index=slot_index).status == "read_back"
    return agrees(desk).uses("book_meeting", slot_index=slot_index)
