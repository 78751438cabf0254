"""Where a call begins: the state of its first agent, and what agents are told of where it stands."""

from typing import Any

from voicebot.agents.state import CallState
from voicebot.agents.types import Gender, Scenario


def opening(scenario: Scenario, direction: str, gender: Gender | None) -> CallState:
    """The state of a new call; `direction` is "inbound", "outbound", or "text", which nobody has greeted yet."""
    agent = scenario.first(direction)
    step = agent.flow.start if direction == "text" else agent.flow.greeted
    return CallState(scenario=scenario.name, agent=agent.name, step=step, gender=gender, company=scenario.company)


def briefing(scenario: Scenario, state: CallState) -> dict[str, Any]:
    """Data for the active agent's model: what was collected, what waits for a yes, what was handed over.

    It goes where all facts go, so it is bounded and fenced, and never an instruction.
    """
    agent = scenario.agent(state.agent)
    known: dict[str, Any] = {}
    if state.fields:
        known["collected"] = dict(state.fields)
    if state.unconfirmed:
        known["read_back"] = {"field": state.unconfirmed.field, "value": state.unconfirmed.value}
    handed = state.handover
    if handed and handed.to_agent == agent.name:
        summary = handed.summary.model_dump(mode="json") if handed.summary else None
        known["handed_over"] = {"from": handed.from_agent, "reason": handed.reason, "summary": summary}
    return known
