"""Tools of a driver's check-in: the language it is held in, and the record that it leaves."""

from datetime import datetime
from typing import Final, Literal

from language.spoken import ISRAEL
from voicebot.agents.form_fields import NONE
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, reading_tool, refusal, tool
from voicebot.jobs.kinds import add_checkin_file
from voicebot.tools.context import CallContext

TEXTS: Final = ("driver_name", "tractor_number", "tractor_plates", "trailer_number", "trailer_plates")
FIELDS: Final = (*TEXTS, "eta")


@reading_tool
def use_language(context: CallContext, state: CallState, language: Literal["he", "en", "es"]) -> ToolResult:
    """Go on in the language that the caller speaks or asks for.

    language: he, en or es
    """
    return ToolResult("language_set", {"language": language}, changes={"language": language})


@tool
def save_checkin(context: CallContext, state: CallState) -> ToolResult:
    """Store the check-in, once all six fields have been read back and agreed to; without a trailer its two are none,
    and its plates alone may be.
    """
    missing = [name for name in FIELDS if not state.fields.get(name)]
    if missing:
        return refusal("incomplete", "Some fields are not agreed to yet.", missing=missing)
    eta = datetime.fromisoformat(state.fields["eta"]).replace(tzinfo=ISRAEL)
    call = context.stores.calls.get(context.call_id)
    texts = {name: None if state.fields[name] == NONE else state.fields[name] for name in TEXTS}
    checkin = context.stores.checkins.add(call.id, state.language or call.language, texts, eta)
    add_checkin_file(context.stores, checkin.id)
    return ToolResult("saved", {"checkin": checkin.id}, effect="checked_in")
