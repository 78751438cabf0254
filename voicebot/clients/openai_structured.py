"""Answers in a strict JSON schema: OpenAI's structured outputs, and those of all who speak its API."""

from typing import Any

import orjson

from voicebot.agents.structured import StructuredAnswer, StructuredRequest
from voicebot.clients.base import Unreadable
from voicebot.clients.openai_wire import JSON, OpenAIWire


class OpenAIStructured:
    """`model` at `base_url`; `reasoning_effort` is sent unless empty."""

    def __init__(
        self, api_key: str, base_url: str, model: str, reasoning_effort: str = "", name: str = "openai"
    ) -> None:
        self.name = name
        self._model = model
        self._reasoning_effort = reasoning_effort
        self._wire = OpenAIWire(name, api_key, base_url)

    def ask(self, request: StructuredRequest) -> StructuredAnswer:
        """One answer. Raises VendorError: VendorGarbage for a refusal, and for one that was cut or is no JSON."""
        with self._wire.asking(request.name, request.timeout_s):
            body = orjson.dumps(self._body(request))
            with self._wire.post(request.name, "/chat/completions", JSON, body, request.timeout_s) as answer:
                return _answered(answer.json())

    def _body(self, request: StructuredRequest) -> dict[str, Any]:
        effort = {"reasoning_effort": self._reasoning_effort} if self._reasoning_effort else {}
        return {
            "model": self._model,
            "messages": [
                {"role": "system", "content": request.instructions},
                {"role": "user", "content": request.data},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": request.name, "strict": True, "schema": dict(request.schema)},
            },
            "max_completion_tokens": request.max_tokens,
            **effort,
        }


def _answered(answer: Any) -> StructuredAnswer:
    """Raises JSONDecodeError or Unreadable."""
    try:
        content = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise Unreadable("no message in the answer") from None
    if not isinstance(content, str):
        raise Unreadable("a message without text")
    return StructuredAnswer(orjson.loads(content), _count(answer, "prompt_tokens"), _count(answer, "completion_tokens"))


def _count(answer: Any, name: str) -> int:
    usage = answer.get("usage")
    found = usage.get(name) if isinstance(usage, dict) else 0
    return found if type(found) is int else 0
