"""What an agent asks a model, and what comes back: the Protocol that vendors, rules and tests implement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from voicebot.agents.state import CallState
from voicebot.agents.stuck import Stuck
from voicebot.agents.tool import Tool, ToolCall, ToolResult
from voicebot.agents.types import Agent, Heard, Line


@dataclass(frozen=True)
class UserMessage:
    """What the caller said."""

    heard: Heard


@dataclass(frozen=True)
class AssistantMessage:
    """What the agent said, and the tools it asked for."""

    text: str
    calls: tuple[ToolCall, ...] = ()


@dataclass(frozen=True)
class ToolMessage:
    """What a tool answered."""

    call: ToolCall
    result: ToolResult


Message = UserMessage | AssistantMessage | ToolMessage


@dataclass(frozen=True)
class ModelRequest:
    """One round: everything a model may see.

    `instructions` are ours; `facts` (about the lead, the time, the call) are data and are given to the
    model as such. `timeout_s` is the most this round may take; `max_tokens` bounds the reply. `must_call` names the
    tool that the answer has to be a call of. `unclear` are said before a question that comes again because its answer
    was not understood, one after the other.
    """

    agent: Agent
    state: CallState
    instructions: str
    facts: Mapping[str, Any]
    messages: tuple[Message, ...]
    tools: tuple[Tool[Any], ...]
    values: Mapping[str, Line] = field(default_factory=dict)
    timeout_s: float = 20.0
    max_tokens: int = 300
    must_call: str = ""
    unclear: tuple[Line, ...] = ()


@dataclass(frozen=True)
class TextDelta:
    """A piece of English text, as it is written."""

    text: str


@dataclass(frozen=True)
class Paired:
    """A whole line that is known in both languages, so that nobody has to translate it."""

    line: Line


@dataclass(frozen=True)
class StepTo:
    """The flow goes on at `step`."""

    step: str


@dataclass(frozen=True)
class Counted:
    """What was said has moved nothing so far, and counts at its step."""

    stuck: Stuck


@dataclass(frozen=True)
class Usage:
    """Tokens of one round, as the vendor counted them."""

    input_tokens: int
    output_tokens: int


ModelEvent = TextDelta | Paired | ToolCall | StepTo | Counted | Usage


class ChatModel(Protocol):
    """A model that answers one round. Raises VendorError."""

    @property
    def name(self) -> str: ...

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]: ...
