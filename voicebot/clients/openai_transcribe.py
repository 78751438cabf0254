"""Speech to text by OpenAI's transcription endpoint."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from urllib3.filepost import encode_multipart_formdata

from language.types import Language, Recording
from voicebot.clients.base import Unreadable
from voicebot.clients.openai_wire import OpenAIWire

MAX_KEYWORDS = 50
MAX_KEYWORD = 80
"""Bounds of what is sent along to be recognised (names and brands): items, and characters of each."""


class OpenAITranscriber:
    """`model` at `base_url`."""

    def __init__(self, api_key: str, base_url: str, model: str, name: str = "openai") -> None:
        self.name = name
        self._model = model
        self._wire = OpenAIWire(name, api_key, base_url)

    def transcribe(
        self, recording: Recording, language: Language | None, keywords: Sequence[str], timeout_s: float
    ) -> str:
        """The words said, "" for none. Raises VendorError."""
        with self._wire.asking("transcribe", timeout_s):
            text = self._answer(recording, self._hints(language, keywords), timeout_s).get("text")
            if not isinstance(text, str):
                raise Unreadable("no text in the answer")
            return text.strip()

    def _answer(self, recording: Recording, hints: Mapping[str, Any], timeout_s: float) -> dict[str, Any]:
        # The format is told by the name's ending and the content type.
        file: tuple[str, str | bytes, str] = ("recording.wav", recording.content, "audio/wav")
        body, content_type = encode_multipart_formdata([*_fields({"model": self._model, **hints}), ("file", file)])
        headers = {"Content-Type": content_type, "Accept": "application/json"}
        with self._wire.post("transcribe", "/audio/transcriptions", headers, body, timeout_s) as response:
            answer = response.json()
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


def _fields(hints: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields of a form; each item of a list is a field `name[]`, as the SDK sends it."""
    for name, value in hints.items():
        if isinstance(value, list):
            yield from ((f"{name}[]", each) for each in value)
        else:
            yield name, value
