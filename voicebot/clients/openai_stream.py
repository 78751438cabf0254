"""A stream of chat-completion chunks, read into model events. Pure.

The SDK does not hold an answer to its own description, so this does. Raises pydantic.ValidationError for a
chunk that cannot be read, Unreadable for a tool call without a name.
"""

from collections.abc import Iterable, Iterator
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from voicebot.agents.model import ModelEvent, TextDelta, Usage
from voicebot.agents.tool import ToolCall
from voicebot.clients.base import Unreadable


class _Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class _Function(_Part):
    name: str | None = None
    arguments: str | None = None


class _CallPiece(_Part):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None


class _Delta(_Part):
    content: str | None = None
    tool_calls: list[_CallPiece] | None = None


class _Choice(_Part):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Tokens(_Part):
    prompt_tokens: int
    completion_tokens: int


class _Chunk(_Part):
    choices: list[_Choice] | None
    usage: _Tokens | None = None


class ChunkReader:
    """Reads one answer. `finished` tells whether the vendor said that it is complete."""

    def __init__(self) -> None:
        self.finished = False
        self._calls: dict[int, ToolCall] = {}
        self._usage: Usage | None = None

    def events(self, chunks: Iterable[object]) -> Iterator[ModelEvent]:
        """Text as it comes, tool calls when the answer is complete, then its usage."""
        for raw in chunks:
            chunk = _Chunk.model_validate(raw)
            if chunk.usage:
                self._usage = Usage(chunk.usage.prompt_tokens, chunk.usage.completion_tokens)
            for choice in chunk.choices or []:
                yield from self._choice(choice)
        if self._usage:
            yield self._usage

    def _choice(self, choice: _Choice) -> Iterator[ModelEvent]:
        if choice.delta and choice.delta.content:
            yield TextDelta(choice.delta.content)
        for piece in (choice.delta and choice.delta.tool_calls) or []:
            self._collect(piece)
        if choice.finish_reason and not self.finished:
            yield from self._complete_calls()
            self.finished = True

    def _collect(self, piece: _CallPiece) -> None:
        """Join a piece to its call. Some vendors send no index: then an id begins a new call."""
        if piece.index is not None:
            index = piece.index
        else:
            index = len(self._calls) if piece.id or not self._calls else len(self._calls) - 1
        known = self._calls.get(index, ToolCall("", "", ""))
        function = piece.function or _Function()
        self._calls[index] = ToolCall(
            known.id or piece.id or "",
            known.name or function.name or "",
            known.arguments + (function.arguments or ""),
        )

    def _complete_calls(self) -> Iterator[ToolCall]:
        for _, call in sorted(self._calls.items()):
            if not call.name:
                raise Unreadable("a tool call without a name")
            yield call if call.id else ToolCall(f"call_{uuid4().hex[:24]}", call.name, call.arguments)
