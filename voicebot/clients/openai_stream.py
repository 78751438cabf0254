"""A stream of chat-completion chunks, read into model events. Pure.

Raises pydantic.ValidationError for a chunk that cannot be read, Unreadable for a tool call without a name, ToldError
for an error of the vendor's in the middle of its answer.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

import orjson
from pydantic import BaseModel, JsonValue

from voicebot.agents.model import ModelEvent, TextDelta, Usage
from voicebot.agents.tool import ToolCall
from voicebot.clients.base import Unreadable


class _Function(BaseModel):
    name: str | None = None
    arguments: str | None = None


class _CallPiece(BaseModel):
    index: int | None = None
    id: str | None = None
    function: _Function | None = None


class _Delta(BaseModel):
    content: str | None = None
    tool_calls: list[_CallPiece] | None = None


class _Choice(BaseModel):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Tokens(BaseModel):
    prompt_tokens: int
    completion_tokens: int


class _Chunk(BaseModel):
    choices: list[_Choice] | None = None
    usage: _Tokens | None = None
    error: JsonValue = None


MAX_LINE = 1_000_000
"""Bytes of one event; no vendor sends as much, and nobody may fill our memory."""
DONE = b"[DONE]"


def data_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The data of each server-sent event, until the vendor says that it is done. Raises Unreadable.

    Chat completions have one line of data for each event; comments and other fields are left out.
    """
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        if len(rest) > MAX_LINE:
            raise Unreadable("an event without an end")
        for line in lines:
            if line.startswith(b"data:"):
                data = line[5:].strip()
                if data == DONE:
                    return
                if data:
                    yield data


class ToldError(Exception):
    """The vendor tells of an error in the middle of its answer."""


class ChunkReader:
    """Reads one answer. `finished` tells whether the vendor said that it is complete."""

    def __init__(self) -> None:
        self.finished = False
        self._calls: dict[int, ToolCall] = {}
        self._usage: Usage | None = None

    def events(self, chunks: Iterable[bytes]) -> Iterator[ModelEvent]:
        """Text as it comes, tool calls when the answer is complete, then its usage. A chunk is one event's JSON."""
        for raw in chunks:
            text = _only_text(raw)
            if text is not None:
                yield TextDelta(text)
                continue
            chunk = _Chunk.model_validate_json(raw)
            if chunk.error:
                raise ToldError
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


def _only_text(raw: bytes) -> str | None:
    """The text of a chunk that carries nothing else; None for any other, which is validated.

    Nearly all chunks are like this, and validating one costs four times as much.
    """
    try:
        chunk = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(chunk, dict) or chunk.get("usage") or chunk.get("error"):
        return None
    choice = _only(chunk.get("choices"))
    if choice is None or choice.get("finish_reason"):
        return None
    delta = choice.get("delta")
    if not isinstance(delta, dict) or delta.get("tool_calls"):
        return None
    text = delta.get("content")
    return text if isinstance(text, str) and text else None


def _only(items: Any) -> dict[str, Any] | None:
    """The only item of a list, where it is an object."""
    return items[0] if isinstance(items, list) and len(items) == 1 and isinstance(items[0], dict) else None
