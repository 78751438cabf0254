"""A small sales agent for the OpenAI stand-in: it decides from the messages and the tools it was offered.

It makes the same tool calls in the same order as a language model would in a call that goes well, or that
ends politely.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OFFER_TWO = "I have {first}, or {second}."
OFFER_ONE = "I have {first}."
WHICH = "Which suits you better?"
SUITS = "Does that suit you?"
BOOKED = "The meeting is booked for {slot}."
GOODBYE = "Thank you, and have a good day."
UNDERSTOOD = "I understand, thank you for your time."
NONE_FREE = "No time is free in the next two weeks."
CALL_BACK = "Someone from the team will call you back."
CONNECTING = "One moment, I am connecting you with the team."
REMOVED = "Your number was removed from our list."
QUESTIONS = (
    "Do you have a team that contacts new leads?",
    "What happens today when a new lead comes in?",
    "Would you like a short meeting with our team?",
)


@dataclass(frozen=True)
class Reply:
    """What the model answers: text, and calls as (name, arguments)."""

    text: str = ""
    calls: Sequence[tuple[str, Mapping[str, Any]]] = field(default_factory=tuple)


# Ordinals before numbers: "the second one" is not "one".
_CHOICES = (
    (1, r"\bfirst\b|\bnumber 1\b|\bearlier\b"),
    (2, r"\bsecond\b|\bnumber 2\b|\blater\b|\blast\b"),
    (1, r"\bone\b"),
    (2, r"\btwo\b"),
)
_STOP = r"\bdon'?t call|\bremove me|\btake me off|\bstop calling"
_NO = r"^no\b|\bnot interested|\bno,? thank|\bnot relevant|\bdon'?t want"
_YES = r"\byes\b|\binterest|\bsure\b|\bok\b|\bokay\b|\bsounds good|\bgladly|\bof course|\bgo ahead|\bfine\b"
_AGREED = rf"{_YES}|\bright\b|\bcorrect\b"
_PERSON = r"\bhuman\b|\bperson\b|\brepresentative\b|\bsomeone real\b"


_ALWAYS = (
    (_STOP, Reply("", [("remove_from_list", {})])),
    (_PERSON, Reply(CONNECTING, [("transfer_to_human", {"reason": "The caller asks for a person."})])),
)


def think(messages: Sequence[Mapping[str, Any]], tools: Sequence[str]) -> Reply:
    """The answer to a chat-completions request. Only tools in `tools` are called."""
    last = messages[-1]
    reply = _after_tool(messages) if last["role"] == "tool" else _answer(messages)
    return Reply(reply.text, tuple(call for call in reply.calls if call[0] in tools))


def _answer(messages: Sequence[Mapping[str, Any]]) -> Reply:
    heard = _normal(messages[-1].get("content") or "") if messages[-1]["role"] == "user" else ""
    for pattern, reply in _ALWAYS:
        if re.search(pattern, heard):
            return reply
    offered = _slots(messages)
    if _was_booked(messages):
        return Reply(GOODBYE, [("end_call", {"reason": "booked"})])
    waiting = _read_back(messages)
    if waiting and re.search(_AGREED, heard):
        return Reply("", [("book_meeting", {"slot_index": waiting})])
    if re.search(_NO, heard):
        return Reply(f"{UNDERSTOOD} {GOODBYE}", [("end_call", {"reason": "not_interested"})])
    if offered:
        index = _choice(heard, offered)
        return Reply("", [("book_meeting", {"slot_index": index})]) if index else Reply(_offer(offered))
    if re.search(_YES, heard):
        return Reply("", [("offer_meeting_slots", {})])
    asked = sum(message["role"] == "user" for message in messages) - 1
    return Reply(QUESTIONS[min(max(asked, 0), len(QUESTIONS) - 1)])


def _after_tool(messages: Sequence[Mapping[str, Any]]) -> Reply:
    result = json.loads(messages[-1]["content"])
    match result.get("status"):
        case "offered" | "offered_one":
            return Reply(_offer(result["slots"]))
        case "booked":
            spoken = result.get("meeting", {}).get("spoken", "the time you chose")
            return Reply(f"{BOOKED.format(slot=spoken)} {GOODBYE}", [("end_call", {"reason": "booked"})])
        case "taken" | "not_offered":
            return Reply("", [("offer_meeting_slots", {})])
        case "none_free" | "nobody_available":
            return Reply(f"{NONE_FREE} {CALL_BACK}", [("end_call", {"reason": "callback"})])
        case "removed":
            return Reply(f"{REMOVED} {GOODBYE}", [("end_call", {"reason": "removed"})])
    return Reply(GOODBYE)


def _offer(slots: Sequence[Mapping[str, Any]]) -> str:
    if len(slots) > 1:
        return f"{OFFER_TWO.format(first=slots[0]['spoken'], second=slots[1]['spoken'])} {WHICH}"
    return f"{OFFER_ONE.format(first=slots[0]['spoken'])} {SUITS}"


def _choice(heard: str, offered: Sequence[Mapping[str, Any]]) -> int | None:
    """The index of the slot that the words choose: by its number, or by its day."""
    for slot in offered:
        day = re.search(r"(?:sun|mon|tues|wednes|thurs|fri)day|today|tomorrow", slot["spoken"].lower())
        others = " ".join(other["spoken"] for other in offered if other is not slot).lower()
        if day and day[0] in heard and day[0] not in others:
            return int(slot["index"])
    for index, pattern in _CHOICES:
        if re.search(pattern, heard) and index <= len(offered):
            return index
    return 1 if len(offered) == 1 and re.search(_YES, heard) else None


def _results(messages: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    yield from (json.loads(each["content"]) for each in messages if each["role"] == "tool")


def _slots(messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The slots offered last."""
    slots: list[Mapping[str, Any]] = []
    for result in _results(messages):
        slots = result.get("slots", slots)
    return slots


def _read_back(messages: Sequence[Mapping[str, Any]]) -> int | None:
    """The index of the slot that was read back last and waits for a yes."""
    asked = {
        call["id"]: json.loads(call["function"]["arguments"] or "{}")
        for each in messages
        for call in each.get("tool_calls") or ()
    }
    last = next((each for each in reversed(messages) if each["role"] == "tool"), None)
    waits = last is not None and json.loads(last["content"]).get("status") in {"not_confirmed", "read_back"}
    return asked.get(last["tool_call_id"], {}).get("slot_index") if last is not None and waits else None


def _was_booked(messages: Sequence[Mapping[str, Any]]) -> bool:
    return any(result.get("status") == "booked" for result in _results(messages))


def _normal(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())
