"""What a model is given of the call so far: messages, and facts as data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from language.phrases import Phrase
from stores.values import Call, Lead, Turn
from voicebot.agents import stages
from voicebot.agents.flow import HANDED_OVER
from voicebot.agents.handover import RECENT, Handover, Summary
from voicebot.agents.model import AssistantMessage, Message, ToolMessage, UserMessage
from voicebot.agents.sentences import storable
from voicebot.agents.state import CallState
from voicebot.agents.summary import recent
from voicebot.agents.tool import ToolCall, ToolResult
from voicebot.agents.types import Gender, HangUp, Heard, Line, Transfer
from voicebot.conversation.types import language_of
from voicebot.tools.changes import NO_SLOT

JERUSALEM = ZoneInfo("Asia/Jerusalem")
MAX_TURNS = 40
"""Turns of history a model sees; a call of a quarter of an hour has fewer."""


def history(turns: Sequence[Turn], state: CallState) -> tuple[Message, ...]:
    """The finished turns as messages, in English, fillers left out, tools with what they answered.

    What was said before another person took the phone is left out: that one has not heard it, and may not. For an
    agent that was entered with a summary the talk begins at the hand-off; where there was no summary in time, the last
    turns before it stand there verbatim.
    """
    mine = _with_this_person(turns, state)
    handover = state.handover
    if handover is None or handover.context == "history":
        return _messages(mine[-MAX_TURNS:])
    at = max(0, _handed_over(turns, handover) - (len(turns) - len(mine)))
    before = mine[:at] if handover.summary is None else ()
    since = [_since_handover(each) for each in mine[at : at + 1]]
    return (*recent(_messages(before[-RECENT:])), *_messages((*since, *mine[at + 1 :][-MAX_TURNS:])))


def _handed_over(turns: Sequence[Turn], handover: Handover) -> int:
    """The place of the turn with this hand-off; behind all of them while it is made in the present one."""
    made = [at for at, turn in enumerate(turns) for each in turn.tool_calls if each["status"] == HANDED_OVER]
    return made[-1] if len(made) >= handover.number else len(turns)


def _since_handover(turn: Turn) -> Turn:
    """The turn without what was done and said in it before its last hand-off."""
    at = max(at for at, each in enumerate(turn.tool_calls) if each["status"] == HANDED_OVER)
    said = tuple(each for each in turn.sentences if each.agent in (None, turn.agent))
    return replace(turn, tool_calls=turn.tool_calls[at:], sentences=said)


def _messages(turns: Sequence[Turn]) -> tuple[Message, ...]:
    messages: list[Message] = []
    for turn in turns:
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


def with_summaries(calls: Sequence[dict[str, Any]], summaries: Mapping[str, Summary]) -> list[dict[str, Any]]:
    """The records of tools, hand-offs with the summary that went with them."""
    return [
        {**each, "summary": summaries[each["id"]].model_dump(mode="json")} if each["id"] in summaries else each
        for each in calls
    ]


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
    if state.pending is not None and state.pending.index == NO_SLOT:
        known["meeting_to_cancel_read_back"] = {"spoken": state.pending.en, "yes": state.confirmed}
    elif state.pending is not None:
        known["slot_read_back"] = {"index": state.pending.index, "spoken": state.pending.en, "yes": state.confirmed}
    known |= stages.told(state, now)
    known["caller_gender"] = state.gender or "unknown"
    if (state.language or language_of(call)) == "es":
        known["caller_language"] = "Spanish"
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


def company_version(call: Call) -> int | None:
    """The version of the company's profile that a call is held with; None for one that has not begun."""
    return int(call.state.get("company", 0)) if call.state else None


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
