"""Structured outputs over real HTTP."""

import json

import pytest

from tests.clients.misbehaviours import GARBAGE, SHORT_S, SLOW, STATUSES, WIRE, Case, name
from tests.standins.brain import Reply
from tests.standins.openai import OpenAIStandIn
from tests.standins.wire import Answer
from voicebot.agents.structured import StructuredRequest
from voicebot.clients.openai_structured import OpenAIStructured
from voicebot.errors import VendorGarbage

SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}
REQUEST = StructuredRequest("some_answer", "ours", "<call>theirs</call>", SCHEMA, 5.0, 100)


@pytest.fixture
def model(openai_standin: OpenAIStandIn) -> OpenAIStructured:
    return OpenAIStructured("a-key", openai_standin.base_url, "gpt-6-luna", "none")


def test_the_schema_is_strict_and_data_is_no_instruction(
    model: OpenAIStructured, openai_standin: OpenAIStandIn
) -> None:
    openai_standin.replies.append(Reply(json.dumps({"a": 7})))
    answer = model.ask(REQUEST)
    assert answer.value == {"a": 7}
    assert (answer.input_tokens, answer.output_tokens) == (11, 2)
    sent = openai_standin.asked[0].json
    assert sent["response_format"]["json_schema"] == {"name": "some_answer", "strict": True, "schema": SCHEMA}
    assert [(each["role"], each["content"]) for each in sent["messages"]] == [
        ("system", "ours"),
        ("user", "<call>theirs</call>"),
    ]
    assert (sent["max_completion_tokens"], sent["reasoning_effort"]) == (100, "none")


@pytest.mark.parametrize("case", [*STATUSES, *WIRE, *GARBAGE, *SLOW], ids=name)
def test_failures_are_vendor_errors(model: OpenAIStructured, openai_standin: OpenAIStandIn, case: Case) -> None:
    _, wrong, kind = case
    openai_standin.next(wrong)
    with pytest.raises(kind):
        model.ask(StructuredRequest("some_answer", "", "", SCHEMA, SHORT_S if case in SLOW else 5.0))
    assert len(openai_standin.asked) == 1, "a failure must not be tried again in silence"


@pytest.mark.parametrize(
    "message",
    [{"content": None, "refusal": "I will not"}, {"content": '{"a": '}, {"content": "Sure! Here it is"}],
)
def test_a_refusal_and_a_cut_answer_are_garbage(
    model: OpenAIStructured, openai_standin: OpenAIStandIn, message: dict[str, object]
) -> None:
    choice = {"index": 0, "finish_reason": "length", "message": {"role": "assistant", **message}}
    openai_standin.next(Answer.of({"id": "x", "object": "chat.completion", "choices": [choice]}))
    with pytest.raises(VendorGarbage):
        model.ask(REQUEST)
