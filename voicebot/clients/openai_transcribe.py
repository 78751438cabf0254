"""Speech to text by OpenAI's transcription endpoint."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from language.types import Language, Recording
from voicebot.clients.base import Unreadable
from voicebot.clients.openai_client import OpenAIClient

MAX_KEYWORDS = 50
MAX_KEYWORD = 80
"""Bounds of what is sent along to be recognised (names and brands): items, and characters of each."""


class OpenAITranscriber:
    """`model` at `base_url`."""

    def __init__(self, api_key: str, base_url: str, model: str, name: str = "openai") -> None:
        self.name = name
        self._model = model
        self._client = OpenAIClient(name, api_key, base_url)

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        """The words said, "" for none. Raises VendorError."""
        with self._client.asking("transcribe", timeout_s):
            text = self._answer(recording, self._hints(language, keywords), timeout_s).get("text")
            if not isinstance(text, str):
                raise Unreadable("no text in the answer")
            return text.strip()

    def _answer(self, recording: Recording, hints: Mapping[str, Any], timeout_s: float) -> dict[str, Any]:
        """The SDK sends the request and explains failures; what its typed way adds is a third of the CPU."""
        import httpx2  # the SDK has loaded it, or does now

        post: Any = self._client.sdk.post
        response = post(
            "/audio/transcriptions",
            cast_to=httpx2.Response,
            body={"model": self._model, **hints},
            # The format is told by the name's ending and the content type.
            files=[("file", ("recording.wav", recording.content, "audio/wav"))],
            options={
                "headers": {"Content-Type": "multipart/form-data"},
                "timeout": self._client.timeout(timeout_s),
            },
        )
        answer = orjson.loads(response.content)
        return answer if isinstance(answer, dict) else {}

    def _hints(self, language: Language | None, keywords: Sequence[str]) -> dict[str, Any]:
        """Language and names as the model wants them.

        gpt-transcribe takes `languages` and `keywords` and must not be sent `language`; its elders take
        `language` and a prompt, except the one that tells speakers apart, which takes no prompt. Without a
        language no hint of one is sent.
        """
        words = [word for word in (" ".join(each.split())[:MAX_KEYWORD] for each in keywords) if word]
        words = list(dict.fromkeys(words))[:MAX_KEYWORDS]
        if self._model.startswith("gpt-transcribe"):
            languages = {"languages": [language]} if language else {}
            return {**languages, **({"keywords": words} if words else {})}
        prompt = {"prompt": ", ".join(words)} if words and "diarize" not in self._model else {}
        return {**({"language": language} if language else {}), **prompt}
