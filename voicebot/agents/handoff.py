"""Hand-offs: the tools that the engine gives an agent, and what entering another agent changes."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from voicebot.agents import stages
from voicebot.agents.flow import HANDED_OVER, HANDOFF
from voicebot.agents.handover import Handover
from voicebot.agents.stages import Stage
from voicebot.agents.state import CallState
from voicebot.agents.tool import Tool, ToolResult, refusal
from voicebot.agents.types import Agent, Guard, Scenario

MAX_LEARNED = 400
"""Characters that a goal's field keeps."""
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Learned = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LEARNED)]


@dataclass(frozen=True)
class Target:
    """All that entering an agent depends on; it hashes, so that the same agents get the same tools."""

    name: str
    step: str
    guard: Guard | None = None
    stage: Stage | None = None
    context: Literal["history", "summary"] = "history"

    @classmethod
    def of(cls, agent: Agent) -> "Target":
        return cls(agent.name, agent.flow.greeted, agent.guard, agent.stage, agent.context)


def tools_of(scenario: Scenario, agent: Agent) -> tuple[Tool[Any], ...]:
    """Everything this agent may call: its own tools, `handoff` if it may hand off, and those of its stage."""
    targets = tuple(Target.of(scenario.agents[name]) for name in agent.handoffs if name in scenario.agents)
    handing = (_handoff_tool(targets),) if targets else ()
    return (*agent.tools, *handing, *(_stage_tools(agent.stage, targets) if agent.stage else ()))


def reads_only(tools: tuple[Tool[Any], ...], name: str) -> bool:
    """Whether the tool of that name changes nothing outside the state; so does one that is not owned."""
    return all(each.reads_only for each in tools if each.name == name)


def may_enter(target: Target, state: CallState) -> str | None:
    """The reason why the agent may not be entered where the call stands, or None."""
    if target.stage and not target.stage.back and stages.is_over(target.stage, state):
        return f"The stage {target.stage.name} is over, and there is no way back to it."
    return target.guard(state) if target.guard else None


def enter(target: Target, state: CallState, context: object, reason: str, **others: Any) -> ToolResult:
    """The result that makes the target the active agent; `others` are changed besides. A guard may refuse."""
    state = state.but(**others)
    if why := may_enter(target, state):
        return refusal("guarded", why, to=target.name)

    def now() -> datetime:
        return stages.clock(context)

    handover = Handover(
        number=state.handover.number + 1 if state.handover else 1,
        from_agent=state.agent,
        to_agent=target.name,
        reason=reason,
        context=target.context,
        facts=dict(state.fields),
    )
    changes = {"agent": target.name, "step": target.step, "handover": handover, "unconfirmed": None, **others}
    data = {"from": state.agent, "to": target.name, "reason": reason, "note": "You have the caller now: no greeting."}
    return ToolResult(HANDED_OVER, data, changes={**changes, **stages.entering(target.stage, state, now)})


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
    return enter(target, state, context, reason)


@lru_cache(maxsize=256)
def _stage_tools(stage: Stage, targets: tuple[Target, ...]) -> tuple[Tool[Any], ...]:
    finish: Tool[Any] = Tool(
        stages.FINISH,
        "End this part of the call and go on to the next. Call it when nothing of this part's goals is open.",
        _arguments(stages.FINISH, {}),
        partial(_finish, stage, targets),
        reads_only=True,
    )
    if not stage.goals:
        return (finish,)
    about = {
        "goal": (str, Field(description="the goal that is met", json_schema_extra={"enum": list(stage.goals)})),
        "learned": (Learned, Field(description="what the caller said about it, in one or two English sentences")),
    }
    meet: Tool[Any] = Tool(
        stages.MEET,
        "Note what the caller has said about one goal of this part of the call. The last goal ends the part.",
        _arguments(stages.MEET, about),
        partial(_meet, stage, targets),
        reads_only=True,
    )
    return (meet, finish)


def _meet(
    stage: Stage, targets: tuple[Target, ...], context: Any, state: CallState, goal: str, learned: str
) -> ToolResult:
    if goal not in stage.goals:
        return refusal("no_such_goal", "This part has no such goal.", goals=list(stage.goals))
    fields = {**state.fields, goal: learned}
    still = stages.open_goals(stage, state.but(fields=fields))
    if still:
        return ToolResult("noted", {"goal": goal, "goals_open": list(still)}, changes={"fields": fields})
    return _next(stage, targets, context, state, "All goals are met.", fields=fields)


def _finish(stage: Stage, targets: tuple[Target, ...], context: Any, state: CallState) -> ToolResult:
    still = stages.open_goals(stage, state)
    if still and stages.left(stage, state, stages.clock(context)) > 0:
        return refusal("goals_open", "There is time left, and goals are open.", goals_open=list(still))
    return _next(stage, targets, context, state, "Time is up." if still else "All goals are met.")


def _next(
    stage: Stage, targets: tuple[Target, ...], context: Any, state: CallState, why: str, **others: Any
) -> ToolResult:
    """On to the first stage that is not over; without one the stages are over."""
    coming = [each for each in targets if each.stage and not stages.is_over(each.stage, state)]
    if coming:
        return enter(coming[0], state, context, f"{stage.name}: {why}", **others)
    note = {"note": "That was the last part: thank the caller, say goodbye, and end the call."}
    return ToolResult("stages_over", note, changes=others)


def _arguments(name: str, about: dict[str, Any]) -> type[BaseModel]:
    return cast("type[BaseModel]", create_model(name, __config__=ConfigDict(extra="forbid", strict=False), **about))
