"""The stand-ins themselves: the command, a whole call through the adapters, words in recordings."""

import base64
import subprocess
import sys
from typing import Any

import pytest

from language.types import Recording
from tests.clients.requests_made import TOOLS, heard, model_request
from tests.standins import riff
from tests.standins.checked import LARGEST, appended
from tests.standins.google_v2 import GoogleV2StandIn
from tests.standins.openai import OpenAIStandIn
from voicebot.agents.model import AssistantMessage, Message, ModelEvent, TextDelta, ToolMessage
from voicebot.agents.tool import ToolCall, ToolResult
from voicebot.clients.google_translate_v2 import GoogleTranslateV2
from voicebot.clients.openai_chat import OpenAIChat
from voicebot.clients.openai_transcribe import OpenAITranscriber

SLOTS = [
    {"index": 1, "spoken": "Sunday, November 22, at 10:00 AM"},
    {"index": 2, "spoken": "Monday, November 23, at 4:00 PM"},
]
RESULTS = {
    "offer_meeting_slots": ToolResult("offered", {"slots": SLOTS}),
    "book_meeting": ToolResult("booked", {"meeting": {"spoken": SLOTS[1]["spoken"]}}),
    "end_call": ToolResult("ending"),
}


def test_a_whole_call_in_hebrew() -> None:
    """Recording → words → English → the agent and its tools → Hebrew, as a call does it."""
    with OpenAIStandIn() as openai, GoogleV2StandIn() as google:
        ears = OpenAITranscriber("k", openai.base_url, "gpt-transcribe")
        translator = GoogleTranslateV2("k", google.url)
        model = OpenAIChat("k", openai.base_url, "gpt-6-luna", "none")
        messages: list[Message] = []
        spoken = []
        for words in ("כן, נשמע מעניין", "השני בבקשה"):
            hebrew = ears.transcribe(Recording(riff.recording(words)), "he", (), 5)
            messages.append(heard(translator.translate([hebrew], "he", "en", 5)[0]))
            answer = turn(model, messages)
            spoken.append(translator.translate([answer], "en", "he", 5)[0])
    assert spoken == [
        "יש לי יום ראשון, 22 בנובמבר, בשעה 10:00, או יום שני, 23 בנובמבר, בשעה 16:00. מה מתאים יותר?",
        "הפגישה נקבעה ליום שני, 23 בנובמבר, בשעה 16:00. תודה רבה, ויום טוב.",
    ]


def turn(model: OpenAIChat, messages: list[Message]) -> str:
    """Model and tools until the model asks for none, or to end the call."""
    while True:
        events: list[ModelEvent] = list(model.stream(model_request(*messages, tools=TOOLS)))
        text = "".join(event.text for event in events if isinstance(event, TextDelta))
        calls = tuple(event for event in events if isinstance(event, ToolCall))
        messages.append(AssistantMessage(text, calls))
        messages.extend(ToolMessage(call, RESULTS[call.name]) for call in calls)
        if not calls or calls[-1].name == "end_call":
            return text


def test_the_command_prints_the_environment_and_stops() -> None:
    command = [sys.executable, "-m", "tests.standins", "--openai-port", "0", "--google-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            lines = [process.stdout.readline().split() for _ in range(2)]
            env = dict(pair.split("=", 1) for line in lines for pair in line)
            assert sorted(env) == [
                "GOOGLE_TRANSLATE_API_KEY",
                "GOOGLE_TRANSLATE_BASE_URL",
                "OPENAI_API_KEY",
                "OPENAI_BASE_URL",
            ]
            translator = GoogleTranslateV2("standin", env["GOOGLE_TRANSLATE_BASE_URL"])
            assert translator.translate(["כן"], "he", "en", 5) == ["Yes."]
            model = OpenAIChat(env["OPENAI_API_KEY"], env["OPENAI_BASE_URL"], "m")
            assert TextDelta("Do") in list(model.stream(model_request()))
        finally:
            process.terminate()


def test_words_in_a_recording() -> None:
    assert riff.words(riff.recording("כן, מעניין")) == "כן, מעניין"
    for other in (riff.recording(), b"", b"RIFF", b"RIFF\0\0\0\0WAVELIST\xff\xff\xff\xffINFO", b"not a recording"):
        assert riff.words(other) == ""


@pytest.mark.parametrize(
    ("fields", "begun", "complaint"),
    [
        ({"audio": "////"}, True, ""),
        ({"audio": "////"}, False, "before the session"),
        ({"audio": ""}, True, "0 bytes"),
        ({"audio": "/// /"}, True, "base64"),
        ({"audio": "///"}, True, "padding"),
        ({"audio": 7}, True, "audio"),
        ({}, True, "type"),
        ({"audio": "////", "track": "inbound"}, True, "track"),
        ({"audio": base64.b64encode(bytes(LARGEST + 1)).decode()}, True, "bytes"),
    ],
)
def test_an_append_that_a_vendor_would_not_take_is_complained_about(
    fields: dict[str, Any], begun: bool, complaint: str
) -> None:
    wrong: list[str] = []
    audio = appended({"type": "input_audio_buffer.append", **fields}, begun, wrong)
    assert bool(audio and not wrong) is not bool(complaint)
    assert len(wrong) == bool(complaint)
    assert complaint in " ".join(wrong)
