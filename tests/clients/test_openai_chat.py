"""The chat model over real HTTP."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.clients.misbehaviours import SHORT_S, SLOW, STATUSES, WIRE, Case, name
from tests.clients.requests_made import CONVERSATION, heard, model_request
from tests.standins.brain import Reply
from tests.standins.openai import OpenAIStandIn
from tests.standins.wire import Answer, Cut, Drip, StallAfter, closed_port
from voicebot.agents.model import ChatModel, TextDelta, Usage
from voicebot.agents.tool import ToolCall
from voicebot.clients.openai_chat import OpenAIChat
from voicebot.errors import VendorError, VendorGarbage, VendorTimeout, VendorUnavailable

SSE = "text/event-stream"


@pytest.fixture
def model(openai_standin: OpenAIStandIn) -> OpenAIChat:
    return OpenAIChat("a-key", openai_standin.base_url, "gpt-6-luna", "none")


def said(events: Iterator[Any] | list[Any]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


def test_text_comes_as_it_is_written(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    openai_standin.replies.append(Reply("Hello, Dana. How are you?"))
    chat: ChatModel = model
    assert list(chat.stream(model_request())) == [
        TextDelta("Hello,"),
        TextDelta(" Dana."),
        TextDelta(" How"),
        TextDelta(" are"),
        TextDelta(" you?"),
        Usage(11, 5),
    ]


def test_a_tool_call_comes_whole(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    openai_standin.replies.append(Reply("One moment.", [("book_meeting", {"slot_index": 2})]))
    *text, call, usage = model.stream(model_request())
    assert said(text) == "One moment."
    assert call == ToolCall("call_0_book_meeting", "book_meeting", '{"slot_index": 2}')
    assert isinstance(usage, Usage)


def test_several_tool_calls_keep_their_order(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    update, end = ("update_lead", {"name": "Dana", "gender": None}), ("end_call", {"reason": "goodbye"})
    openai_standin.replies.append(Reply("", [update, end]))
    found = [event.name for event in model.stream(model_request()) if isinstance(event, ToolCall)]
    assert found == ["update_lead", "end_call"]


def test_an_empty_answer_is_fine(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    openai_standin.replies.append(Reply())
    assert list(model.stream(model_request())) == [Usage(11, 0)]


def test_what_is_sent(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    list(model.stream(model_request(max_tokens=77)))
    [asked] = openai_standin.asked
    body = asked.json
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["authorization"] == "Bearer a-key"
    assert body["model"] == "gpt-6-luna"
    assert body["stream"] is True
    assert body["stream_options"] == {"include_usage": True}
    assert body["max_completion_tokens"] == 77
    assert body["parallel_tool_calls"] is False
    assert body["reasoning_effort"] == "none"
    assert [each["function"]["strict"] for each in body["tools"]] == [True] * 4
    assert body["tools"][1]["function"]["parameters"]["required"] == ["slot_index"]


def test_an_empty_effort_and_no_tools_are_not_sent(openai_standin: OpenAIStandIn) -> None:
    list(OpenAIChat("k", openai_standin.base_url, "m").stream(model_request(tools=())))
    assert not {"reasoning_effort", "tools", "parallel_tool_calls"} & set(openai_standin.asked[0].json)


def test_the_conversation_is_sent_in_order(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    list(model.stream(model_request(*CONVERSATION)))
    _, *messages = openai_standin.asked[0].json["messages"]
    assert [each["role"] for each in messages] == [
        "assistant",
        "user",
        "assistant",
        "tool",
        "assistant",
        "user",
    ]
    assert messages[1]["content"] == "Yes."
    assert messages[2]["tool_calls"][0]["function"] == {"name": "offer_meeting_slots", "arguments": "{}"}
    assert messages[2]["tool_calls"][0]["id"] == messages[3]["tool_call_id"] == "call_7"
    assert '"status": "offered"' in messages[3]["content"]


@pytest.mark.parametrize("case", [*STATUSES, *WIRE], ids=name)
def test_failures(model: OpenAIChat, openai_standin: OpenAIStandIn, case: Case) -> None:
    _, wrong, kind = case
    openai_standin.next(wrong)
    with pytest.raises(kind):
        list(model.stream(model_request()))
    assert len(openai_standin.asked) == 1, "a failure must not be tried again in silence"


COMMENTS = ("comments only", Drip(b": still here\n\n", content_type=SSE), VendorTimeout)
ONE_EVENT = ("an endless event", Drip(b"x", content_type=SSE), VendorTimeout)
STALLS = ("stall in the middle", StallAfter(3), VendorTimeout)


@pytest.mark.parametrize("case", [*SLOW, COMMENTS, ONE_EVENT, STALLS], ids=name)
def test_nothing_outlasts_its_deadline(model: OpenAIChat, openai_standin: OpenAIStandIn, case: Case) -> None:
    openai_standin.next(case[1])
    with pytest.raises(VendorTimeout):
        list(model.stream(model_request(timeout_s=SHORT_S)))


def test_text_that_drips_past_the_deadline_is_cut(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    chunk = b'data: {"choices": [{"index": 0, "delta": {"content": "and "}, "finish_reason": null}]}\n\n'
    openai_standin.next(Drip(chunk, content_type=SSE))
    events: list[Any] = []
    with pytest.raises(VendorTimeout):
        events.extend(model.stream(model_request(timeout_s=SHORT_S)))
    assert said(events).startswith("and ")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"data: {nope\n\n", VendorGarbage),
        (b"data: [1]\n\n", VendorGarbage),
        (b'data: {"choices": "many"}\n\n', VendorGarbage),
        (b'data: {"choices": [{"delta": {"content": 7}}]}\n\n', VendorGarbage),
        (b"data: \xff\xfe\n\n", VendorGarbage),
        (b'data: {"error": {"message": "overloaded", "code": "server_error"}}\n\n', VendorUnavailable),
        (b'data: {"choices": [{"index": 0, "delta": {"content": "Hel"}}]}\n\n', VendorUnavailable),
        (b"data: [DONE]\n\n", VendorUnavailable),
        (b"<html>", VendorUnavailable),
        (b"", VendorUnavailable),
    ],
)
def test_streams_that_are_none(
    model: OpenAIChat, openai_standin: OpenAIStandIn, body: bytes, kind: type[VendorError]
) -> None:
    openai_standin.next(Answer(200, body, SSE))
    with pytest.raises(kind):
        list(model.stream(model_request()))


def test_a_tool_call_without_a_name_is_garbage(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    openai_standin.replies.append(Reply("", [("", {})]))
    with pytest.raises(VendorGarbage):
        list(model.stream(model_request()))


def test_a_complete_answer_is_not_lost_with_its_token_count(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    openai_standin.replies.append(Reply("Hello there."))
    openai_standin.next(Cut(4))  # role, two words, the finish; the usage is lost
    assert list(model.stream(model_request())) == [TextDelta("Hello"), TextDelta(" there.")]


def test_text_before_a_cut_is_given_out(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    openai_standin.next(Cut(3))
    events: list[Any] = []
    with pytest.raises(VendorUnavailable):
        events.extend(model.stream(model_request(heard("Hello."))))
    assert said(events) == "Do you"


def test_calls_of_vendors_that_send_no_index_or_id(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    openai_standin.next(
        Answer(
            200,
            b'data: {"choices": [{"delta": {"tool_calls": [{"function": {"name": "a"}}]}}]}\n\n'
            b'data: {"choices": [{"delta": {"tool_calls": [{"function": {"arguments": "{"}}]}}]}\n\n'
            b'data: {"choices": [{"delta": {"tool_calls": [{"function": {"arguments": "}"}}]}}]}\n\n'
            b'data: {"choices": [{"delta": {}, "finish_reason": "tool_calls"}]}\n\n',
            SSE,
        )
    )
    [call] = model.stream(model_request())
    assert isinstance(call, ToolCall)
    assert (call.name, call.arguments) == ("a", "{}")
    assert call.id.startswith("call_")


def test_nobody_there() -> None:
    with pytest.raises(VendorUnavailable):
        list(OpenAIChat("k", f"http://127.0.0.1:{closed_port()}/v1", "m").stream(model_request()))


def test_a_consumer_may_stop_listening(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    openai_standin.replies.append(Reply("one two three"))
    events = iter(model.stream(model_request()))
    assert next(events) == TextDelta("one")
    del events
    assert said(model.stream(model_request()))


def test_threads_share_the_model(model: OpenAIChat, openai_standin: OpenAIStandIn) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: said(model.stream(model_request())), range(16)))
    assert len(set(answers)) == 1
    assert len(openai_standin.asked) == 16


def test_the_environment_has_no_say(
    model: OpenAIChat, openai_standin: OpenAIStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert said(model.stream(model_request()))
