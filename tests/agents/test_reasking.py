"""A question that was not understood comes again with one apology, at every step of every scenario."""

import re
from collections.abc import Iterator

import pytest

from language.phrases import Phrase
from tests.builders import settings
from voicebot.agents.model import Counted, ModelRequest, Paired, UserMessage
from voicebot.agents.reasking import Unopened
from voicebot.agents.rules import RuleModel
from voicebot.agents.state import CallState
from voicebot.agents.stuck import Stuck
from voicebot.agents.types import Agent, Heard, Scenario
from voicebot.companies import company_of
from voicebot.scenarios import checked_scenarios

SORRY = re.compile(r"סליחה|לא קלטתי|תודה|לא הבנתי(?! מתי)|שהבנתי|לא מצליחה להבין")
STEPS = [
    pytest.param(scenario, agent, step, missed, id=f"{scenario.name}.{agent.name}.{step}.{missed}")
    for scenario in checked_scenarios(company_of(settings())).values()
    for agent in scenario.agents.values()
    for step in agent.flow.steps
    for missed in (0, 1)
]


def reply(scenario: Scenario, agent: Agent, step: str, missed: int) -> Iterator[str]:
    """What rules say to what nobody understands, at this step."""
    stuck = Stuck(agent=agent.name, step=step, missed=missed)
    state = CallState(scenario=scenario.name, agent=agent.name, step=step, stuck=stuck)
    request = ModelRequest(
        agent=agent,
        state=state,
        instructions="",
        facts={},
        messages=(UserMessage(Heard("A purple banana", "בננה סגולה")),),
        tools=(),
        values={},
        timeout_s=1.0,
        max_tokens=1,
        unclear=scenario.lines.unclear,
    )
    for event in RuleModel().stream(request):
        assert not isinstance(event, Counted) or event.stuck is not None
        if isinstance(event, Paired):
            yield event.line.he


@pytest.mark.parametrize(("scenario", "agent", "step", "missed"), STEPS)
def test_nothing_is_apologised_for_twice(scenario: Scenario, agent: Agent, step: str, missed: int) -> None:
    sentences = re.split(r"[.!?]\s*", " ".join(reply(scenario, agent, step, missed)))
    assert len([each for each in sentences if SORRY.search(each)]) <= 1, sentences


def test_only_what_a_line_begins_with_is_left_out() -> None:
    line = Unopened(Phrase("סליחה, לא קלטתי. מה הקוד?", "Sorry, I missed that. What is the code?"))
    assert (line.he, line.en) == ("מה הקוד?", "What is the code?")
    kept = Unopened(Phrase("סליחה, מה הקוד?", "Sorry, what is the code? Thank you."))
    assert (kept.he, kept.en) == ("סליחה, מה הקוד?", "Sorry, what is the code? Thank you.")
