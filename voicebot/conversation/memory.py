"""What a model is given of the call so far: messages, and facts as data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from language.phrases import Phrase
from stores.values import Call, Lead, Turn
from voicebot.agents.model import AssistantMessage, Message, ToolMessage, UserMessage
from voicebot.agents.sentences import storable
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall, ToolResult
from voicebot.agents.types import Gender, HangUp, Heard, Line, Transfer

JERUSALEM = ZoneInfo("Asia/Jerusalem")
MAX_TURNS = 40
"""Turns of history a model sees; a call of a quarter of an hour has fewer."""


def history(turns: Sequence[Turn], state: CallState) -> tuple[Message, ...]:
    """The finished turns as messages, in English, fillers left out, tools with what they answered.

    What was said before another person took the phone is left out: that one has not heard it, and may not.
    """
    messages: list[Message] = []
    for turn in _with_this_person(turns, state)[-MAX_TURNS:]:
        if turn.heard_en:
            messages.append(UserMessage(Heard(turn.heard_en, turn.heard_he or "", turn.intents)))
        for each in turn.tool_calls:
            call = ToolCall(each["id"], each["name"], each["arguments"])
            messages.append(AssistantMessage("", (call,)))
            messages.append(ToolMessage(call, ToolResult(each["status"], each["result"])))
        said = " ".join(each.en for each in turn.sentences if each.kind != "filler")
        if said:
            messages.append(AssistantMessage(said))
    return tuple(messages)


def _with_this_person(turns: Sequence[Turn], state: CallState) -> Sequence[Turn]:
    """From the turn on in which the phone was taken last, none when that is the present one."""
    taken = [at for at, turn in enumerate(turns) if "other_person" in turn.intents]
    if state.others > len(taken):
        return ()
    return turns[taken[-1] :] if taken else turns


def call_record(call: ToolCall, result: ToolResult) -> dict[str, Any]:
    """A tool call as it is stored with its turn: all that whoever takes the turn over has to know of it."""
    record: dict[str, Any] = {
        "id": storable(call.id[:64]),
        "name": storable(call.name[:64]),
        "arguments": storable(call.arguments[:1000]),
        "status": result.status,
        "result": dict(result.data),
    }
    if result.values:
        record["values"] = {name: [line.he, line.en] for name, line in result.values.items()}
    for action in result.actions:
        if isinstance(action, HangUp | Transfer):
            record["closing"] = {"kind": type(action).__name__, **asdict(action)}
    return record


@dataclass(frozen=True)
class Begun:
    """What was done and said in a turn whose owner died: nothing of it happens, or is said, a second time."""

    messages: tuple[Message, ...] = ()
    closing: HangUp | Transfer | None = None
    said: tuple[tuple[str, str], ...] = ()


def begun(turn: Turn) -> Begun:
    """What a claimed turn has behind it; nothing when it was claimed just now."""
    messages: list[Message] = []
    closing: HangUp | Transfer | None = None
    for each in turn.tool_calls:
        call = ToolCall(each["id"], each["name"], each["arguments"])
        values = {name: Phrase(he, en) for name, (he, en) in each.get("values", {}).items()}
        messages.append(AssistantMessage("", (call,)))
        messages.append(ToolMessage(call, ToolResult(each["status"], each["result"], values)))
        match each.get("closing"):
            case {"kind": "HangUp", "reason": reason}:
                closing = HangUp(reason)
            case {"kind": "Transfer", "number": number, "member_id": member_id, "reason": reason}:
                closing = Transfer(number, member_id, reason)
    said = tuple((each.he, each.en) for each in turn.sentences if each.kind != "filler")
    if said:
        messages.append(AssistantMessage(" ".join(en for _, en in said)))
    return Begun(tuple(messages), closing, said)


def facts(call: Call, lead: Lead | None, state: CallState, now: datetime, heard: Heard | None = None) -> dict[str, Any]:
    """Data about the call for the model. What is stored about a lead only when we know who is speaking.

    A caller's number is a hint, never proof: on an inbound call nothing stored is given to the model, and neither
    after another person took the phone. `heard` is what the caller has just said.
    """
    local = now.astimezone(JERUSALEM)
    known: dict[str, Any] = {
        "now": f"{local:%A %d %B %Y, %H:%M} (Asia/Jerusalem)",
        "call": call.direction,
        "already_done_in_this_call": list(state.done),
        "offered_slots": [{"index": each.index, "spoken": each.en} for each in state.offered],
    }
    if heard is not None and heard.time is not None:
        time = heard.time
        known["time_the_caller_named"] = {"day": time.day, "hour": time.hour, "approximate": time.approximate}
    if state.pending is not None:
        known["slot_read_back"] = {"index": state.pending.index, "spoken": state.pending.en, "yes": state.confirmed}
    if state.stage_until is not None:
        left = datetime.fromisoformat(state.stage_until) - now
        known |= {"stage": state.stage, "stage_seconds_left": max(0, int(left.total_seconds()))}
    known["caller_gender"] = state.gender or "unknown"
    if lead is not None and is_verified(call) and not state.others:
        known["lead"] = {"name": lead.name, "company": lead.company, "notes": lead.notes}
    else:
        known["lead"] = "unknown: identity not verified"
    return known


def first_gender(call: Call, lead: Lead | None) -> Gender | None:
    """What the record says of whom we talk to, when the call begins; the caller's own words change it."""
    if lead is None or not is_verified(call):
        return None
    return "m" if lead.gender == "m" else "f" if lead.gender == "f" else None


def is_verified(call: Call) -> bool:
    """Whether we know whom we talk to: we rang the lead, or an API user with a key named it."""
    return call.direction in {"outbound", "text"}


def line_values(call: Call, lead: Lead | None, state: CallState) -> dict[str, Line]:
    """Values of lines that depend on the call: {hello}."""
    if lead is None or not is_verified(call) or state.others:
        return {"hello": Phrase("שלום", "Hi")}
    he = f"שלום {lead.name_he}" if lead.name_he else "שלום"
    first = lead.name.split()[0] if lead.name.split() else ""
    return {"hello": Phrase(he, f"Hi {first}".strip())}
