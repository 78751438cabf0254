"""Answers in a strict JSON schema: OpenAI's structured outputs, and those of all who speak its API."""

import json
from typing import Any

from voicebot.agents.structured import StructuredAnswer, StructuredRequest
from voicebot.clients.base import Unreadable
from voicebot.clients.openai_client import OpenAIClient


class OpenAIStructured:
    """`model` at `base_url`; `reasoning_effort` is sent unless empty."""

    def __init__(
        self, api_key: str, base_url: str, model: str, reasoning_effort: str = "", name: str = "openai"
    ) -> None:
        self.name = name
        self._model = model
        self._reasoning_effort = reasoning_effort
        self._client = OpenAIClient(name, api_key, base_url)

    def ask(self, request: StructuredRequest) -> StructuredAnswer:
        """One answer. Raises VendorError: VendorGarbage for a refusal, and for one that was cut or is no JSON."""
        with self._client.asking(request.name, request.timeout_s):
            create: Any = self._client.sdk.chat.completions.create
            effort = {"reasoning_effort": self._reasoning_effort} if self._reasoning_effort else {}
            answer = create(
                model=self._model,
                messages=[
                    {"role": "system", "content": request.instructions},
                    {"role": "user", "content": request.data},
                ],
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": request.name, "strict": True, "schema": dict(request.schema)},
                },
                max_completion_tokens=request.max_tokens,
                timeout=self._client.timeout(request.timeout_s),
                **effort,
            )
            return _answered(answer)


def _answered(answer: Any) -> StructuredAnswer:
    """Raises JSONDecodeError or Unreadable."""
    try:
        content = answer.choices[0].message.content
    except (AttributeError, IndexError, TypeError):
        raise Unreadable("no message in the answer") from None
    if not isinstance(content, str):
        raise Unreadable("a message without text")
    return StructuredAnswer(json.loads(content), _count(answer, "prompt_tokens"), _count(answer, "completion_tokens"))


def _count(answer: Any, name: str) -> int:
    found = getattr(getattr(answer, "usage", None), name, 0)
    return found if isinstance(found, int) else 0
