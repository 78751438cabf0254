"""Which offered slot the caller's own words choose."""

from datetime import datetime

from language.choices import Choice, choose_slot, rejects_all
from language.types import Heard
from voicebot.agents.state import CallState
from voicebot.conversation.memory import JERUSALEM


def chosen_slot(heard: Heard, state: CallState, now: datetime) -> int | None:
    """The index of the one offered slot that the words clearly choose, else None."""
    choices = [Choice(each.index, datetime.fromisoformat(each.start).astimezone(JERUSALEM)) for each in state.offered]
    if not choices or not heard.text:
        return None
    return choose_slot(heard.text, heard.language, choices, now.astimezone(JERUSALEM))


def refuses_all(heard: Heard) -> bool:
    """Whether the words refuse every slot that was offered."""
    return bool(heard.text) and rejects_all(heard.text, heard.language)
