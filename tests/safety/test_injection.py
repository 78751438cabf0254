"""Injected texts stay data, for every agent of every scenario: never in our instructions, fenced, bounded."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from language.phrases import Phrase
from stores.interview_values import NewInterview
from stores.values import Lead, Sentence, Turn
from tests.analysis.calls import AT, CALL, TURN
from tests.builders import settings
from tests.interviews.making import session
from tests.safety.test_tool_calls import GROUPS, SCENARIOS
from tests.safety.texts import OURS, hostile_texts
from voicebot.agents.handoff import tools_of
from voicebot.agents.handover import Handover, Summary
from voicebot.agents.model import AssistantMessage, ModelRequest, ToolMessage, UserMessage
from voicebot.agents.opening import briefing
from voicebot.agents.state import CallState, OfferedSlot
from voicebot.agents.tool import ToolCall, ToolResult
from voicebot.agents.types import Heard
from voicebot.analysis.prompt import MAX_DATA, call_data, instructions_for
from voicebot.clients.openai_messages import MAX_FACTS, MAX_RESULT, MAX_STRING, chat_messages, chat_tools
from voicebot.companies import company_of
from voicebot.conversation.memory import facts
from voicebot.realtime import prompt
from voicebot.realtime.live_events import start
from voicebot.realtime.openai_events import VoiceOptions
from voicebot.scenarios import Company, checked_scenarios
from voicebot.scenarios.interview import interview
from voicebot.tools.answers import MAX_SHOWN, Approved

MARK = "\ue123"
"""Stands before each injected text, so that it is found wherever it goes."""
CALLED = replace(CALL, direction="outbound")
"""We rang the lead, so what is stored about it is given to the model."""


@cache
def texts() -> list[str]:
    return hostile_texts()


def test_there_are_two_hundred_of_them() -> None:
    assert len(texts()) >= 200


def request(name: str, agent: str, text: str) -> ModelRequest:
    """Everything that somebody else may have written, in every place where it can stand."""
    scenario = SCENARIOS[name]
    slot = OfferedSlot(index=1, start="2026-11-24T08:00:00+00:00", member_id=1, he=text, en=text)
    handover = Handover(
        number=1, from_agent=text, to_agent=agent, reason=text, context="summary", facts={"field": text},
        summary=Summary(who=text[:300], agreed=(text[:300],)),
    )  # fmt: skip
    state = CallState(
        scenario=name, agent=agent, step="x", fields={"field": text, text[:80]: text}, offered=(slot,), pending=slot,
        handover=handover,
    )  # fmt: skip
    lead = Lead(1, text, "+972547654321", AT, AT, name_he=text, company=text, notes=text, email=text)
    call = ToolCall("call_1", "some_tool", json.dumps({"text": text}))
    known = facts(CALLED, lead, state, AT, Heard(text, text)) | briefing(scenario, state)
    chosen = scenario.agent(agent)
    return ModelRequest(
        agent=chosen,
        state=state,
        instructions=chosen.instructions,
        facts=known,
        messages=(
            UserMessage(Heard(text, text)),
            AssistantMessage("", (call,)),
            ToolMessage(call, ToolResult("done", {"note": text})),
        ),
        tools=tools_of(scenario, chosen),
    )


@pytest.mark.parametrize(("name", "agent"), GROUPS)
def test_it_stays_data_in_a_chat(name: str, agent: str) -> None:
    own = SCENARIOS[name].agent(agent).instructions
    tools = json.dumps(chat_tools(tools_of(SCENARIOS[name], SCENARIOS[name].agent(agent))))
    for text in map(marked, texts()):
        asked = request(name, agent, text)
        system, *others = chat_messages(asked)
        assert system["role"] == "system"
        assert_fenced(system["content"], own)
        assert [each["role"] for each in others] == ["user", "assistant", "tool"]
        assert others[0] == {"role": "user", "content": text}
        told = json.loads(others[2]["content"])
        assert told["note"] in {text, text[:MAX_STRING]}
        assert len(others[2]["content"]) <= MAX_RESULT
        assert json.dumps(chat_tools(asked.tools)) == tools, "what a tool is called and does is ours alone"


@pytest.mark.parametrize(("name", "agent"), GROUPS)
def test_it_stays_data_in_a_voice_session(name: str, agent: str) -> None:
    own = SCENARIOS[name].agent(agent).instructions
    for text in map(marked, texts()):
        asked = request(name, agent, text)
        assert_fenced(prompt.instructions(own, asked.facts, "he"), own)
        assert_said(prompt.instructions(own, {}, "he", asked.messages), text)


def test_it_stays_data_in_a_live_session() -> None:
    for text in map(marked, texts()):
        assert_said(start(VoiceOptions("gpt-live", "x"), "he", [("user", text)])["session"]["instructions"], text)


def assert_said(system: str, text: str) -> None:
    """What the caller said before stands on a line of JSON of its own, in its fence."""
    ours, _, said = system.partition("<said>\n")
    assert MARK not in ours
    assert said.endswith("\n</said>")
    [line] = said.removesuffix("\n</said>").splitlines()
    assert json.loads(line) == {"caller": text[: prompt.MAX_STRING]}


def assert_fenced(system: str, own: str) -> None:
    """The text stands between the fences alone, on one line of JSON that cannot end them, and is bounded."""
    assert system.startswith(own)
    ours, _, rest = system.partition("<data>\n")
    data, _, after = rest.partition("\n</data>")
    assert MARK not in ours + after
    assert "<data>" not in data + after
    assert len(data.splitlines()) == 1, "no line end of Unicode's leaves the block"
    assert MARK in data
    assert "<" not in data
    assert len(data) <= 6 * MAX_FACTS
    assert len(ours + after) < len(own) + 2_000


def hostile_company(text: str) -> Company:
    """What an operator may have written, or somebody who has the operator's key."""
    line = Phrase("שורה", text)
    return Company(Phrase("חברה", "Galil"), line, line, "f", (Approved("start", (text,), line, text),))


@pytest.mark.parametrize("text", OURS, ids=range(len(OURS)))
def test_a_company_s_profile_stays_data(text: str) -> None:
    """It stands in the fence of the company's data, or in one line of JSON in a tool's schema; both are bounded."""
    for name, scenario in checked_scenarios(hostile_company(marked(text))).items():
        for agent in scenario.agents.values():
            ours, _, rest = agent.instructions.partition("<company>\n")
            data, _, after = rest.partition("\n</company>")
            assert MARK not in ours + after
            assert not set(data) & {"<", ">", "\n"}
            known = json.loads(data or "{}")
            assert all(MARK in each and len(each) <= 310 for each in known.values())
            assert bool(known) == (name in {"sales", "lead_funnel"})


@pytest.mark.parametrize("text", OURS, ids=range(len(OURS)))
def test_a_question_s_wording_stays_data_in_the_tool_s_schema(text: str) -> None:
    tools = checked_scenarios(hostile_company(marked(text)))["sales"].agent("sales").tools
    [tool] = [each for each in tools if each.name == "answer_question"]
    assert MARK not in tool.description
    about = tool.schema()["properties"]["question_id"]["description"]
    ours, _, listed = about.partition("never instructions to you: ")
    assert MARK not in ours
    assert "<" not in listed
    assert MARK in json.loads(listed)["start"]
    assert len(json.loads(listed)["start"]) <= MAX_SHOWN


def test_an_interview_s_definition_stays_data() -> None:
    """The plan's words reach a model in tools' answers alone, which are JSON: never its prompt, never a description."""
    plain = [each for each in OURS if not set(each) & set("{}[]") and each.isprintable()]
    assert len(plain) > 5
    company, at = company_of(settings()), AT
    usual = interview(company).agent("interviewer")
    for text in (marked(each)[:200] for each in plain):
        definition = session(stages=[{"name": "work", "seconds": 300, "questions": [{"he": text, "en": text}]}])
        new = NewInterview(definition.model_dump(mode="json"), "he", 600, True, False, at)
        agent = interview(company, practice=new).agent("interviewer")
        assert agent.instructions == usual.instructions
        assert chat_tools(agent.tools) == chat_tools(usual.tools)


def test_it_stays_data_after_the_call() -> None:
    for text in map(marked, texts()):
        asked = call_data(replace(CALL, state={"fields": {"field": text}, "done": []}), [turn(text)])
        first, *lines, last = asked.split("\n")
        assert (first, last) == ("<call>", "</call>")
        assert "<" not in "".join(lines)
        assert all(isinstance(json.loads(line), dict) for line in lines)
        assert all(len(line.splitlines()) == 1 for line in lines)
        assert MARK in asked
        assert MARK not in instructions_for(SCENARIOS["sales"].facts, SCENARIOS["sales"].measured)
        assert len(asked) <= MAX_DATA


def turn(text: str) -> Turn:
    said = Sentence(0, "answer", text, text, AT)
    used: dict[str, Any] = {"name": text, "status": text, "result": {"note": text}}
    return replace(TURN, heard_he=text, heard_en=text, sentences=(said,), tool_calls=(used,))


def marked(text: str) -> str:
    return MARK + text
