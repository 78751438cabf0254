"""OpenAI's API as far as it is used here: chat completions, streamed or not, and transcriptions."""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from tests.standins import brain, phrases, riff
from tests.standins.brain import Reply
from tests.standins.filling import filled
from tests.standins.wire import Answer, Asked, StandIn

CREATED = 1_790_000_000
_HEAD = {"id": "chatcmpl-standin", "created": CREATED}


class OpenAIStandIn(StandIn):
    """`replies` and `texts` are given out in order; when they are used up, the brain and the recording's own
    words answer. Requests to translate are answered from the table of phrases, and those in another schema with
    something that fits it."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.replies: deque[Reply] = deque()
        self.texts: deque[str] = deque()

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    def answer(self, asked: Asked) -> Answer:
        if not asked.headers.get("authorization", "").startswith("Bearer "):
            return error(401, "invalid_api_key")
        if (asked.method, asked.path) == ("POST", "/v1/chat/completions"):
            return self._chat(asked.json)
        if (asked.method, asked.path) == ("POST", "/v1/audio/transcriptions"):
            return self._transcription(asked)
        return error(404, "unknown_url")

    def _chat(self, body: Mapping[str, Any]) -> Answer:
        reply = self._reply(body)
        if body.get("stream"):
            usage = bool((body.get("stream_options") or {}).get("include_usage"))
            return Answer(body=list(stream(reply, body["model"], usage)), content_type="text/event-stream")
        return Answer.of(completion(reply, body["model"]))

    def _reply(self, body: Mapping[str, Any]) -> Reply:
        if self.replies:
            return self.replies.popleft()
        if "response_format" in body:
            wanted = body["response_format"]["json_schema"]
            if wanted["name"] != "translations":
                return Reply(json.dumps(filled(wanted["schema"]), ensure_ascii=False))
            texts = json.loads(body["messages"][-1]["content"])
            to_hebrew = "to Hebrew" in body["messages"][0]["content"]
            done = [phrases.translate(text, "he" if to_hebrew else "en") for text in texts]
            return Reply(json.dumps({"translations": done}, ensure_ascii=False))
        tools = [each["function"]["name"] for each in body.get("tools", ())]
        return brain.think(body["messages"], tools)

    def _transcription(self, asked: Asked) -> Answer:
        _, files = asked.multipart()
        if "file" not in files or not files["file"].filename.endswith(".wav"):
            return error(400, "invalid_file_format")
        if self.texts:
            return Answer.of({"text": self.texts.popleft()})
        return Answer.of({"text": riff.words(files["file"].read())})


def stream(reply: Reply, model: str, usage: bool) -> Iterator[bytes]:
    """The reply as server-sent events: text word by word, arguments in two pieces."""
    base = {**_HEAD, "object": "chat.completion.chunk", "model": model}
    yield _event(base, {"role": "assistant", "content": ""})
    for number, word in enumerate(reply.text.split(" ") if reply.text else ()):
        yield _event(base, {"content": word if number == 0 else f" {word}"})
    for index, (name, arguments) in enumerate(reply.calls):
        text = json.dumps(arguments)
        half = len(text) // 2
        begun = {"index": index, "id": f"call_{index}_{name}", "type": "function"}
        yield _event(base, {"tool_calls": [{**begun, "function": {"name": name, "arguments": ""}}]})
        for piece in (text[:half], text[half:]):
            yield _event(base, {"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    yield _event(base, {}, "tool_calls" if reply.calls else "stop")
    if usage:
        yield _data({**base, "choices": [], "usage": _usage(reply)})
    yield b"data: [DONE]\n\n"


def completion(reply: Reply, model: str) -> dict[str, Any]:
    """The reply as one answer."""
    calls = [
        {
            "id": f"call_{index}_{name}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(said)},
        }
        for index, (name, said) in enumerate(reply.calls)
    ]
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None, "refusal": None}
    if calls:
        message["tool_calls"] = calls
    reason = "tool_calls" if calls else "stop"
    choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
    return {**_HEAD, "object": "chat.completion", "model": model, "choices": [choice], "usage": _usage(reply)}


def error(status: int, code: str) -> Answer:
    """An error as OpenAI writes it."""
    body = {
        "message": f"{code}, says the stand-in",
        "type": "invalid_request_error",
        "param": None,
        "code": code,
    }
    return Answer.of({"error": body}, status)


def _event(base: Mapping[str, Any], delta: Mapping[str, Any], finish_reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return _data({**base, "choices": [choice]})


def _data(data: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def _usage(reply: Reply) -> dict[str, int]:
    count = len(reply.text.split()) + 5 * len(reply.calls)
    return {"prompt_tokens": 11, "completion_tokens": count, "total_tokens": 11 + count}
