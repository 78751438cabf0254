"""Hand-offs: the tools that the engine gives an agent, and what entering another agent changes."""

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from voicebot.agents.flow import HANDED_OVER, HANDOFF
from voicebot.agents.handover import Handover
from voicebot.agents.state import CallState
from voicebot.agents.tool import Tool, ToolResult, refusal
from voicebot.agents.types import Agent, Guard, Scenario

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


@dataclass(frozen=True)
class Target:
    """All that entering an agent depends on; it hashes, so that the same agents get the same tools."""

    name: str
    step: str
    guard: Guard | None = None
    context: Literal["history", "summary"] = "history"

    @classmethod
    def of(cls, agent: Agent) -> "Target":
        return cls(agent.name, agent.flow.greeted, agent.guard, agent.context)


def tools_of(scenario: Scenario, agent: Agent) -> tuple[Tool[Any], ...]:
    """Everything this agent may call: its own tools, and `handoff` if it may hand off."""
    targets = tuple(Target.of(scenario.agents[name]) for name in agent.handoffs if name in scenario.agents)
    return (*agent.tools, *((_handoff_tool(targets),) if targets else ()))


def reads_only(tools: tuple[Tool[Any], ...], name: str) -> bool:
    """Whether the tool of that name changes nothing outside the state; so does one that is not owned."""
    return all(each.reads_only for each in tools if each.name == name)


def ends(tools: tuple[Tool[Any], ...], name: str) -> bool:
    """Whether the call may be over after the tool of that name."""
    return any(each.ends for each in tools if each.name == name)


def may_enter(target: Target, state: CallState) -> str | None:
    """The reason why the agent may not be entered where the call stands, or None."""
    return target.guard(state) if target.guard else None


def enter(target: Target, state: CallState, reason: str) -> ToolResult:
    """The result that makes the target the active agent. A guard may refuse."""
    if why := may_enter(target, state):
        return refusal("guarded", why, to=target.name)
    handover = Handover(
        number=state.handover.number + 1 if state.handover else 1,
        from_agent=state.agent,
        to_agent=target.name,
        reason=reason,
        context=target.context,
        facts=dict(state.fields),
    )
    changes = {"agent": target.name, "step": target.step, "handover": handover, "unconfirmed": None}
    data = {"from": state.agent, "to": target.name, "reason": reason, "note": "You have the caller now: no greeting."}
    return ToolResult(HANDED_OVER, data, changes=changes)


@lru_cache(maxsize=256)
def _handoff_tool(targets: tuple[Target, ...]) -> Tool[Any]:
    names = [each.name for each in targets]
    about = {
        "to": (str, Field(description="the agent who takes the caller", json_schema_extra={"enum": list(names)})),
        "reason": (Reason, Field(description="one short English sentence: why, and what the caller agreed to")),
    }
    description = (
        "Pass the caller on to another agent of this call, who has the same voice. Ask the caller first, and call it"
        " only after a yes, without saying anything else in the same answer."
    )
    return Tool(HANDOFF, description, _arguments(HANDOFF, about), partial(_hand_off, targets), reads_only=True)


def _hand_off(targets: tuple[Target, ...], context: Any, state: CallState, to: str, reason: str) -> ToolResult:
    target = next((each for each in targets if each.name == to), None)
    if target is None:
        return refusal("not_allowed", "You cannot hand off to that agent.", allowed=[each.name for each in targets])
    return enter(target, state, reason)


def _arguments(name: str, about: dict[str, Any]) -> type[BaseModel]:
    return cast("type[BaseModel]", create_model(name, __config__=ConfigDict(extra="forbid", strict=False), **about))
