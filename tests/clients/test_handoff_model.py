"""The model that sums calls up: its setting, and what is asked of its vendor."""

import json

import pytest

from tests.agents.test_summary import ASKED, GIVEN
from voicebot.agents.summary import _request
from voicebot.clients.openai_chat import OpenAIChat
from voicebot.errors import SettingsError
from voicebot.settings import Settings
from voicebot.vendors import handoff_model_of

GROQ = "groq=https://api.groq.com/openai/v1|llama-3.3-70b-versatile|GROQ_API_KEY"
LIVE = {"TWILIO_AUTH_TOKEN": "t", "API_KEY": "k"}


def named(**env: str) -> str | None:
    model = handoff_model_of(Settings.from_env({**LIVE, **env}))
    return model.name if model else None


def test_it_has_a_setting_of_its_own_and_is_else_the_first_of_the_chain() -> None:
    assert named() is None
    assert named(OPENAI_API_KEY="sk") == "openai"
    assert named(OPENAI_API_KEY="sk", HANDOFF_MODEL=GROQ, GROQ_API_KEY="gsk") == "groq"
    assert named(MODEL_CHAIN=f"{GROQ},rules", GROQ_API_KEY="gsk") == "groq"
    assert named(OPENAI_API_KEY="sk", HANDOFF_MODEL="rules") is None


@pytest.mark.parametrize("value", ["openai,rules", GROQ, "nobody"])
def test_a_wrong_setting_is_told_in_words(value: str) -> None:
    with pytest.raises(SettingsError, match="HANDOFF_MODEL"):
        Settings.from_env({**LIVE, "HANDOFF_MODEL": value})


def test_the_vendor_must_answer_by_that_call() -> None:
    body = OpenAIChat("sk", "https://llm.example/v1", "a-model")._body(_request(ASKED, 2.0))
    assert body["tool_choice"] == {"type": "function", "function": {"name": "give_summary"}}
    (function,) = (each["function"] for each in body["tools"])
    assert function["strict"] is True
    assert set(function["parameters"]["properties"]) == set(GIVEN)
    assert json.loads(body["messages"][-1]["content"].splitlines()[0]) == {"caller": "I am Dana"}
