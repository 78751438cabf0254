"""What is wrong with a scenario, in words: asked before the first call, and by `flask scenarios check`."""

import re
from collections import Counter
from collections.abc import Iterator

from voicebot.agents.flow import check
from voicebot.agents.handoff import tools_of
from voicebot.agents.types import Agent, HandOff, Scenario


def check_scenario(scenario: Scenario) -> list[str]:
    """Everything that is wrong, a sentence's end each; nothing for a scenario that can be used."""
    wrong = list(_entries(scenario)) + list(_facts(scenario))
    for agent in scenario.agents.values():
        wrong += [f"agent {agent.name}: {each}" for each in _agent(scenario, agent)]
    return wrong


def _entries(scenario: Scenario) -> Iterator[str]:
    for name in filter(None, (scenario.entry, scenario.entry_outbound)):
        if name not in scenario.agents:
            yield f"there is no agent {name!r} to begin with"
    for name, agent in scenario.agents.items():
        if name != agent.name:
            yield f"agent {agent.name!r} is listed as {name!r}"
    for name in scenario.agents.keys() - _reached(scenario):
        yield f"agent {name!r} is never reached"


def _reached(scenario: Scenario) -> set[str]:
    """Agents that a call can come to."""
    waiting, reached = [scenario.entry, scenario.entry_outbound], set[str]()
    while waiting:
        name = waiting.pop()
        if name in scenario.agents and name not in reached:
            reached.add(name)
            waiting += [each.to for each in scenario.agents[name].handoffs]
    return reached


def _agent(scenario: Scenario, agent: Agent) -> Iterator[str]:
    for each in agent.handoffs:
        yield from _handoff(scenario, agent, each)
    names = Counter(each.name for each in tools_of(scenario, agent))
    yield from (f"owns two tools called {name!r}" for name, count in names.items() if count > 1)
    for step in (agent.flow.start, agent.flow.greeted):
        if step not in agent.flow.steps:
            yield f"its flow begins at unknown step {step!r}"
    entered = any(agent.name == to.to for each in scenario.agents.values() for to in each.handoffs)
    yield from check(agent.flow, set(names), entered)


def _handoff(scenario: Scenario, agent: Agent, handoff: HandOff) -> Iterator[str]:
    if handoff.to not in scenario.agents:
        yield f"hands off to unknown agent {handoff.to!r}"
    elif handoff.to == agent.name:
        yield "hands off to itself"
    if handoff.unasked and (handoff.asks or handoff.wished or handoff.looked_up):
        yield f"hands off to {handoff.to!r} unasked, and says what asks for it"
    try:
        re.compile(handoff.asks)
    except re.error as error:
        yield f"hands off to {handoff.to!r} after a question that is no pattern: {error}"


def _facts(scenario: Scenario) -> Iterator[str]:
    names = Counter(each.name for each in scenario.facts)
    yield from (f"fact {name!r} is there twice" for name, count in names.items() if count > 1)
    for fact in scenario.facts:
        if (fact.kind == "choice") != bool(fact.choices):
            yield f"fact {fact.name!r} of kind {fact.kind} has {'no' if fact.kind == 'choice' else 'needless'} choices"
