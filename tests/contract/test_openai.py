"""Our requests to OpenAI, and its stand-in's answers, held to OpenAI's own description."""

import json
from typing import Any

import pytest

from language.types import Recording
from tests.clients.requests_made import CONVERSATION, heard, model_request
from tests.contract.specs import OpenApi, openapi
from tests.standins import riff
from tests.standins.brain import Reply
from tests.standins.openai import OpenAIStandIn, completion, stream
from voicebot.agents.model import ModelRequest
from voicebot.clients.openai_chat import OpenAIChat
from voicebot.clients.openai_transcribe import OpenAITranscriber
from voicebot.clients.openai_translate import OpenAITranslator

CALLING = Reply("One moment.", [("book_meeting", {"slot_index": 1}), ("end_call", {"reason": "booked"})])


@pytest.fixture
def api() -> OpenApi:
    return openapi("openai_openapi.json")


def assert_fits(api: OpenApi, name: str, instance: Any) -> None:
    schema = api.schema(name)
    assert api.errors(schema, instance) == []
    assert set(instance) - api.known_names(schema) == set()


@pytest.mark.parametrize(
    ("request_made", "effort"),
    [
        (model_request(), "none"),
        (model_request(), ""),
        (model_request(*CONVERSATION, facts={"name": "דנה", "notes": None}), "none"),
        (model_request(heard("שלום"), tools=()), "low"),
    ],
)
def test_chat_requests(api: OpenApi, openai_standin: OpenAIStandIn, request_made: ModelRequest, effort: str) -> None:
    list(OpenAIChat("k", openai_standin.base_url, "gpt-6-luna", effort).stream(request_made))
    [asked] = openai_standin.asked
    assert asked.path.removeprefix("/v1") in api.paths
    assert_fits(api, "CreateChatCompletionRequest", asked.json)


def test_translation_requests(api: OpenApi, openai_standin: OpenAIStandIn) -> None:
    OpenAITranslator("k", openai_standin.base_url, "gpt-6-luna", "none").translate(["כן", "לא"], "he", "en", 5)
    assert_fits(api, "CreateChatCompletionRequest", openai_standin.asked[0].json)


@pytest.mark.parametrize("model", ["gpt-transcribe", "whisper-1", "gpt-4o-transcribe", "gpt-4o-transcribe-diarize"])
@pytest.mark.parametrize("keywords", [(), ("Alta", "דנה")])
def test_transcription_requests(
    api: OpenApi, openai_standin: OpenAIStandIn, model: str, keywords: tuple[str, ...]
) -> None:
    ears = OpenAITranscriber("k", openai_standin.base_url, model)
    ears.transcribe(Recording(riff.recording("כן")), "he", keywords, 5)
    [asked] = openai_standin.asked
    assert asked.path.removeprefix("/v1") in api.paths
    assert_fits(api, "CreateTranscriptionRequest", form_as_json(asked.multipart()))


def form_as_json(parts: tuple[Any, Any]) -> dict[str, Any]:
    """A multipart body as the object that the description speaks of: `name[]` are the items of a list."""
    fields, files = parts
    body: dict[str, Any] = {
        name.removesuffix("[]"): values if name.endswith("[]") else values[0] for name, values in fields.lists()
    }
    return {**body, **dict.fromkeys(files, "")}


@pytest.mark.parametrize("reply", [Reply("Hello there."), CALLING, Reply()])
def test_the_stand_ins_streams(api: OpenApi, reply: Reply) -> None:
    *events, done = stream(reply, "gpt-6-luna", usage=True)
    assert done == b"data: [DONE]\n\n"
    for event in events:
        assert_fits(api, "CreateChatCompletionStreamResponse", json.loads(event.removeprefix(b"data: ")))


@pytest.mark.parametrize("reply", [Reply("Hello there."), CALLING])
def test_the_stand_ins_completions(api: OpenApi, reply: Reply) -> None:
    assert_fits(api, "CreateChatCompletionResponse", completion(reply, "gpt-6-luna"))


def test_the_check_can_fail(api: OpenApi) -> None:
    schema = api.schema("CreateChatCompletionRequest")
    good = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
    assert api.errors(schema, good) == []
    wrongs: list[dict[str, Any]] = [
        {**good, "messages": []},
        {**good, "tools": [{"type": "function", "function": {}}]},
        {**good, "stream": "yes"},
        {**good, "messages": [{"role": "caller", "content": "hi"}]},
    ]
    for wrong in wrongs:
        assert api.errors(schema, wrong), wrong
    assert "max_tokens_please" not in api.known_names(schema)
