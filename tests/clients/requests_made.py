"""Requests as the engine makes them, for the tests of adapters and of their contracts."""

from collections.abc import Mapping
from typing import Any, Literal, cast

from voicebot.agents.model import AssistantMessage, Message, ModelRequest, ToolMessage, UserMessage
from voicebot.agents.state import CallState
from voicebot.agents.tool import Tool, ToolCall, ToolResult, tool
from voicebot.agents.types import Agent, Heard


@tool
def book_meeting(context: None, state: CallState, slot_index: int) -> ToolResult:
    """Book the slot the caller chose.

    slot_index: the number of the slot, from 1
    """
    return ToolResult("booked")


@tool
def update_lead(
    context: None, state: CallState, name: str | None = None, gender: Literal["m", "f"] | None = None
) -> ToolResult:
    """Store what the caller told.

    name: the caller's name
    gender: m or f
    """
    return ToolResult("updated")


@tool
def offer_meeting_slots(context: None, state: CallState) -> ToolResult:
    """Find free slots."""
    return ToolResult("offered")


@tool
def end_call(context: None, state: CallState, reason: str) -> ToolResult:
    """End the call.

    reason: why
    """
    return ToolResult("ending")


TOOLS: tuple[Tool[Any], ...] = (offer_meeting_slots, book_meeting, update_lead, end_call)

OFFERED = ToolCall("call_7", "offer_meeting_slots", "")
SLOTS = [{"index": 1, "spoken": "Sunday at ten in the morning"}, {"index": 2, "spoken": "Monday at noon"}]

CONVERSATION: tuple[Message, ...] = (
    AssistantMessage("Is this a good time to talk?"),
    UserMessage(Heard("Yes.", spoken="כן")),
    AssistantMessage("", (OFFERED,)),
    ToolMessage(OFFERED, ToolResult("offered", {"slots": SLOTS})),
    AssistantMessage("I have Sunday at ten, or Monday at noon. Which suits you better?"),
    UserMessage(Heard("The second one.", spoken="השני")),
)


def model_request(
    *messages: Message,
    facts: Mapping[str, Any] | None = None,
    tools: tuple[Tool[Any], ...] = TOOLS,
    timeout_s: float = 5.0,
    max_tokens: int = 300,
) -> ModelRequest:
    """A round of the sales agent; by default one in which the caller has just said hello."""
    # A request carries the whole agent, of which adapters use nothing.
    agent = Agent("sales", "", tools, flow=cast("Any", None))
    return ModelRequest(
        agent=agent,
        state=CallState(scenario="sales", agent="sales", step="start"),
        instructions="You are the digital assistant of Alta.",
        facts=facts or {},
        messages=messages or (UserMessage(Heard("Hello.")),),
        tools=tools,
        timeout_s=timeout_s,
        max_tokens=max_tokens,
    )


def heard(text: str) -> UserMessage:
    return UserMessage(Heard(text))
