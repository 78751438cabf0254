"""Versions of agents' instructions: a short hash of scenario, agent and text. Pure."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from voicebot.agents.types import Scenario

LENGTH = 12
"""Hex digits of a version: enough for millions of them."""


@dataclass(frozen=True)
class Version:
    """What one agent is told in this release."""

    hash: str
    scenario: str
    agent: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.scenario}/{self.agent}@{self.hash}"


def version_of(scenario: str, agent: str, text: str) -> Version:
    named = "\0".join((scenario, agent, text)).encode("utf-8", "surrogatepass")
    return Version(hashlib.sha256(named).hexdigest()[:LENGTH], scenario, agent, text)


def versions(scenarios: Iterable[Scenario]) -> Iterator[Version]:
    """Those of every agent of these scenarios."""
    for scenario in scenarios:
        for agent in scenario.agents.values():
            yield version_of(scenario.name, agent.name, agent.instructions)


def told(scenario: Scenario, agent: str, text: str) -> Scenario:
    """The scenario with this agent's instructions. Raises KeyError for an agent that it has no more."""
    changed = replace(scenario.agents[agent], instructions=text)
    return replace(scenario, agents={**scenario.agents, agent: changed})
