"""Tools: typed functions whose docstring is their schema, and the only way they take effect.

A tool is written as

    @tool
    def book_meeting(context: SalesContext, state: CallState, slot_index: int) -> ToolResult:
        '''Book the offered slot the caller chose.

        slot_index: the number of the slot as it was offered, from 1.
        '''

Its first paragraph is the description the model reads, each `name: text` line describes a parameter, and
the annotations are the types that arguments are held to.
"""

import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from voicebot.agents.state import CallState
from voicebot.agents.types import Action, Line
from voicebot.errors import ToolRefused

C = TypeVar("C")

MAX_ARGUMENTS = 4_000
"""Characters of JSON that a tool call may carry; more is refused unread."""
ASK_FIRST = "ask_first"
"""Status of a hand-off to which the caller has not agreed."""
NOT_DONE = frozenset({"unknown_tool", "too_many_calls", "not_yet", ASK_FIRST})
"""Statuses of calls that never reached a tool: for rules it is as if nobody had asked."""


@dataclass(frozen=True)
class ToolCall:
    """A wish of a model: `arguments` is JSON text as the model wrote it, not yet trusted.

    `by_rules`: it is a flow's own move, which no vendor's answer can claim to be.
    """

    id: str
    name: str
    arguments: str
    by_rules: bool = False


@dataclass(frozen=True)
class ToolResult:
    """What a tool did: `status` and `data` go to the model, `values` fill lines, `changes` go into the state.

    `effect` names what is now true ("booked"), for the check of claims.
    """

    status: str
    data: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Line] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    effect: str | None = None

    def for_model(self) -> str:
        """The JSON text a model reads."""
        return json.dumps({"status": self.status, **self.data}, ensure_ascii=False, default=str)


@dataclass(frozen=True)
class Tool(Generic[C]):
    """A tool as agents own it. `reads_only` says that it changes nothing outside the state, `ends` that the call may
    be over with it."""

    name: str
    description: str
    arguments: type[BaseModel]
    run: Callable[..., ToolResult]
    reads_only: bool = False
    ends: bool = False

    def schema(self) -> dict[str, Any]:
        """The JSON schema of its arguments, closed against unknown names, every parameter required.

        Source: OpenAI's rules for strict function schemas.
        """
        return strict_schema(self.arguments.model_json_schema())


def reading_tool(function: Callable[..., ToolResult]) -> Tool[Any]:
    """`tool` for a function that only reads, so that a history can be replayed with it."""
    return replace(tool(function), reads_only=True)


def ending_tool(function: Callable[..., ToolResult]) -> Tool[Any]:
    """`tool` for a function after which the call may be over: what was said before it is kept first."""
    return replace(tool(function), ends=True)


def tool(function: Callable[..., ToolResult]) -> Tool[Any]:
    """Make a tool of a function (context, state, **arguments). Raises TypeError when its docstring is short."""
    description, about = _read_docstring(inspect.getdoc(function) or "")
    parameters = list(inspect.signature(function, eval_str=True).parameters.values())[2:]
    fields: dict[str, Any] = {}
    for parameter in parameters:
        if parameter.name not in about:
            raise TypeError(f"{function.__name__}: the docstring does not describe {parameter.name}")
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[parameter.name] = (parameter.annotation, Field(default, description=about[parameter.name]))
    model = create_model(function.__name__, __config__=ConfigDict(extra="forbid", strict=False), **fields)
    return Tool(function.__name__, description, cast("type[BaseModel]", model), function)


def _read_docstring(text: str) -> tuple[str, dict[str, str]]:
    """(description, {parameter: text}) of a tool's docstring."""
    description, _, rest = text.partition("\n\n")
    about: dict[str, str] = {}
    for line in rest.splitlines():
        if found := re.match(r"(\w+): (.+)", line):
            about[found[1]] = found[2].strip()
    if not description.strip():
        raise TypeError("a tool needs a docstring: its first paragraph is what the model reads")
    return " ".join(description.split()), about


def strict_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` as strict function calling wants it: closed, all required, no defaults and titles."""
    clean: dict[str, Any] = {}
    for key, value in schema.items():
        if key in {"title", "default"} and not isinstance(value, dict):
            continue
        if key == "properties":
            clean[key] = {name: strict_schema(inner) for name, inner in value.items()}
        elif isinstance(value, dict):
            clean[key] = strict_schema(value)
        elif isinstance(value, list):
            clean[key] = [strict_schema(item) if isinstance(item, dict) else item for item in value]
        else:
            clean[key] = value
    if clean.get("type") == "object":
        clean.setdefault("properties", {})
        clean["required"] = list(clean["properties"])
        clean["additionalProperties"] = False
    return clean


def apply_tool(
    state: CallState, call: ToolCall, tools: tuple[Tool[C], ...], context: C, most: int | None = None
) -> tuple[CallState, ToolResult, tuple[Action, ...]]:
    """Let a tool take effect: the only way there is. Returns the new state, the result and call control.

    A tool that the active agent does not own, more than `most` calls of one tool in a call, arguments that do not
    fit, and a tool's own refusal become results for the model to read; none of them raises. What a store raises goes
    through to the caller.
    """
    chosen = next((each for each in tools if each.name == call.name), None)
    if chosen is None:
        return state, refusal("unknown_tool", f"There is no tool {call.name[:40]!r} here."), ()
    used = state.tool_calls.get(call.name, 0)
    if most is not None and used >= most:
        return state, refusal("too_many_calls", "This tool was used too often in this call: go on without it."), ()
    state = state.but(tool_calls={**state.tool_calls, call.name: used + 1})
    if len(call.arguments) > MAX_ARGUMENTS:
        return state, refusal("invalid_arguments", "The arguments are too long."), ()
    try:
        arguments = chosen.arguments.model_validate_json(call.arguments or "{}")
    except ValidationError as error:
        return state, refusal("invalid_arguments", _explain(error)), ()
    try:
        result = chosen.run(context, state, **dict(arguments))
    except ToolRefused as refused:
        return state, refusal(refused.status, refused.message), ()
    changed = state.but(**result.changes)
    if result.effect:
        changed = changed.having_done(result.effect)
    return changed, result, result.actions


def refusal(status: str, message: str, **data: Any) -> ToolResult:
    """A result that tells the model why nothing was done."""
    return ToolResult(status, {"error": message, **data})


def _explain(error: ValidationError) -> str:
    """What is wrong with the arguments, without repeating what was sent."""
    parts = []
    for item in error.errors(include_input=False, include_url=False)[:3]:
        where = ".".join(str(each) for each in item["loc"]) or "arguments"
        parts.append(f"{where}: {item['msg']}")
    return "; ".join(parts)
