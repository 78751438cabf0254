"""Speech to text by OpenAI's transcription endpoint."""

from collections.abc import Sequence
from typing import Any

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
            create: Any = self._client.sdk.audio.transcriptions.create
            answer = create(
                # The format is told by the name's ending and the content type.
                file=("recording.wav", recording.content, "audio/wav"),
                model=self._model,
                timeout=self._client.timeout(timeout_s),
                **self._hints(language, keywords),
            )
            text = getattr(answer, "text", None)
            if not isinstance(text, str):
                raise Unreadable("no text in the answer")
            return text.strip()

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
