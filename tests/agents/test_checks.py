"""What is wrong with a scenario is told in words, and what it is can be drawn."""

from dataclasses import replace

from tests.agents.relay import CLERK, PORTER, RELAY
from tests.rows import each_row
from voicebot.agents.checks import check_scenario
from voicebot.agents.drawing import draw
from voicebot.agents.flow import Move
from voicebot.agents.types import Agent, Fact, HandOff, Scenario


def with_agent(agent: Agent) -> Scenario:
    return replace(RELAY, agents={**RELAY.agents, agent.name: agent})


def test_nothing_is_wrong_with_a_good_one() -> None:
    assert check_scenario(RELAY) == []


@each_row(
    ("scenario", "wrong"),
    [
        (replace(RELAY, entry="nobody"), "there is no agent 'nobody' to begin with"),
        (replace(RELAY, entry_outbound="nobody"), "there is no agent 'nobody' to begin with"),
        (
            with_agent(replace(PORTER, handoffs=(HandOff("nobody"),))),
            "agent porter: hands off to unknown agent 'nobody'",
        ),
        (
            with_agent(replace(PORTER, handoffs=(HandOff("porter"), HandOff("clerk")))),
            "agent porter: hands off to itself",
        ),
        (with_agent(replace(CLERK, handoffs=(HandOff("porter"),))), "agent 'judge' is never reached"),
        (
            with_agent(replace(PORTER, handoffs=(HandOff("clerk", asks="(clerk"),))),
            "agent porter: hands off to 'clerk' after a question that is no pattern: missing ), unterminated subpattern"
            " at position 0",
        ),
        (
            with_agent(replace(PORTER, handoffs=(HandOff("clerk", asks="clerk", unasked="At once."),))),
            "agent porter: hands off to 'clerk' unasked, and says what asks for it",
        ),
        (with_agent(replace(CLERK, tools=CLERK.tools * 2)), "agent clerk: owns two tools called 'stamp'"),
        (
            with_agent(replace(CLERK, flow=replace(CLERK.flow, greeted="nowhere"))),
            "agent clerk: its flow begins at unknown step 'nowhere'",
        ),
        (
            with_agent(replace(CLERK, flow=replace(CLERK.flow, results={"stamp": {"*": Move(next="moon")}}))),
            "agent clerk: unknown step 'moon'",
        ),
        (replace(RELAY, facts=(Fact("a", "a"), Fact("a", "b"))), "fact 'a' is there twice"),
        (replace(RELAY, facts=(Fact("a", "a", "choice"),)), "fact 'a' of kind choice has no choices"),
    ],
)
def test_what_is_wrong(scenario: Scenario, wrong: str) -> None:
    assert wrong in check_scenario(scenario)


def test_the_drawing_has_agents_guards_and_hand_offs() -> None:
    drawn = draw(RELAY)
    assert drawn.startswith("flowchart TD\n")
    assert 'subgraph a_clerk["clerk, starts with a summary, guard verified"]' in drawn
    assert 'subgraph a_judge["judge"]' in drawn
    assert 'a_porter___handoff -->|"if verified"| a_clerk__desk' in drawn
    assert 'a_porter__door -->|"yes"| a_porter___handoff' in drawn
    assert 'call -->|"greeted"| a_porter__door' in drawn


def test_nothing_in_a_name_breaks_the_drawing() -> None:
    odd = replace(RELAY, name='x"]; click a "javascript:alert()"')
    assert '"x click a javascript:alert: a call"' in draw(odd)
