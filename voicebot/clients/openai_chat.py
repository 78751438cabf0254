"""Chat completions with function calling, streamed: the ChatModel of OpenAI and of all who speak its API."""

from collections.abc import Iterator
from typing import Any

import orjson

from voicebot.agents.model import ModelEvent, ModelRequest
from voicebot.clients.base import Fault
from voicebot.clients.openai_messages import chat_messages, chat_tools
from voicebot.clients.openai_stream import ChunkReader, ToldError, data_of
from voicebot.clients.openai_wire import OpenAIWire
from voicebot.errors import VendorError, VendorUnavailable

HEADERS = {"Content-Type": "application/json", "Accept": "text/event-stream"}


class OpenAIChat:
    """`model` at `base_url`. `reasoning_effort` is sent unless empty: the newest want "none" with tools."""

    def __init__(
        self, api_key: str, base_url: str, model: str, reasoning_effort: str = "", name: str = "openai"
    ) -> None:
        self._name = name
        self._model = model
        self._reasoning_effort = reasoning_effort
        self._wire = OpenAIWire(name, api_key, base_url)

    @property
    def name(self) -> str:
        return self._name

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        """The model's answer as it is written, within `request.timeout_s` from first to last byte.

        Raises VendorTimeout past it, VendorUnavailable when the stream is cut before the answer is complete,
        VendorGarbage when it cannot be read, VendorRefused when the vendor will not answer us.
        """
        reader = ChunkReader()
        try:
            with self._wire.asking("chat", request.timeout_s):
                yield from self._read(request, reader)
        except VendorError:
            # The answer was complete; what broke is the count of its tokens.
            if not reader.finished:
                raise

    def _read(self, request: ModelRequest, reader: ChunkReader) -> Iterator[ModelEvent]:
        body = orjson.dumps(self._body(request))
        with self._wire.post("chat", "/chat/completions", HEADERS, body, request.timeout_s) as answer:
            try:
                yield from reader.events(data_of(answer.pieces()))
            except ToldError:
                raise Fault(VendorUnavailable, "it told an error in its answer").error(self._name, "chat") from None
        if not reader.finished:
            raise Fault(VendorUnavailable, "the answer was cut off").error(self._name, "chat")

    def _body(self, request: ModelRequest) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": chat_messages(request),
            "max_completion_tokens": request.max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if request.tools:
            body["tools"] = chat_tools(request.tools)
            body["parallel_tool_calls"] = False
        if request.must_call:
            body["tool_choice"] = {"type": "function", "function": {"name": request.must_call}}
        if self._reasoning_effort:
            body["reasoning_effort"] = self._reasoning_effort
        return body
