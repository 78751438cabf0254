"""What models are told in job offer calls: examples that were heard in Hebrew, and tools that the agent has."""

import re

import pytest

from tests.builders import settings
from voicebot.agents.handoff import tools_of
from voicebot.companies import company_of
from voicebot.scenarios.job_offer import job_offer

SCENARIO = job_offer(company_of(settings()))
HEBREW_BORN = re.compile(r'^Caller: "[^"]*[א-ת][^"]*" \([A-Z][^)]*\) → .+$', re.MULTILINE)


@pytest.mark.parametrize("agent", SCENARIO.agents)
def test_every_agent_has_examples_in_the_callers_hebrew(agent: str) -> None:
    assert len(HEBREW_BORN.findall(SCENARIO.agent(agent).instructions)) >= 2


@pytest.mark.parametrize("agent", SCENARIO.agents)
def test_examples_call_tools_that_the_agent_has(agent: str) -> None:
    owned = {each.name for each in tools_of(SCENARIO, SCENARIO.agent(agent))}
    examples = SCENARIO.agent(agent).instructions.partition("\nExamples\n")[2]
    assert set(re.findall(r"\((\w+_\w+)[,)]", examples)) <= owned
