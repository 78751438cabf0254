"""Stages: parts of a call that end when their goals are met, or when their time is up. Pure.

Each stage is an agent of its own, whose `stage` says how long it lasts and what it is for, and whose first hand-off to
a stage that is not over is what comes next. The engine gives such an agent two tools: `meet_goal(goal, learned)`
stores what was learned as the field of that name, and `finish_stage()` ends the stage once nothing is open; the last
goal ends it too. When time is up the engine ends it itself, before the agent answers, unless what was heard is one of
its flow's safety intents. Ending is a hand-off like any other (status "handed_over"): guards, summaries and the record
are the same, and the new agent's flow says what follows. Where no stage is left the status is "stages_over", and the
agent's flow, or its model, closes the call. A stage that is over is entered again only if it allows it (`back`).

    Agent("experience", …, handoffs=("technical",), stage=Stage("experience", 300, ("years", "last_role")))
    Flow(results={"meet_goal": {"noted": Move(next="last_role"), "stages_over": GOODBYE}}, …)

The clock is the tools' context's `now()`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall
from voicebot.agents.types import Agent

FINISH, MEET = "finish_stage", "meet_goal"


@dataclass(frozen=True)
class Stage:
    """`seconds` is the most it may take, `goals` the fields it is there to fill; `back`: it may be entered again."""

    name: str
    seconds: float
    goals: tuple[str, ...] = ()
    back: bool = False


class Timed(Protocol):
    """A context that tells the time."""

    @property
    def now(self) -> Callable[[], datetime]: ...


def clock(context: object) -> datetime:
    """The time by a tool's context."""
    return cast(Timed, context).now()


def left(stage: Stage, state: CallState, now: datetime) -> float:
    """Seconds that are left of the stage; negative when it is over time, all of them before it was begun."""
    if state.stage != stage.name or state.stage_since is None:
        return stage.seconds
    return stage.seconds - (now - datetime.fromisoformat(state.stage_since)).total_seconds()


def open_goals(stage: Stage, state: CallState) -> tuple[str, ...]:
    """The goals that are not met yet."""
    return tuple(each for each in stage.goals if not state.fields.get(each))


def is_over(stage: Stage, state: CallState) -> bool:
    """Whether the stage was left already, so that only a stage with `back` may be entered again."""
    return stage.name in state.stages_done


def entering(stage: Stage | None, state: CallState, now: Callable[[], datetime]) -> dict[str, Any]:
    """The changes of a state in which the agent with this stage is entered from another one."""
    done = state.stages_done if state.stage is None else (*state.stages_done, state.stage)
    begun = {"stage": stage.name, "stage_since": now().astimezone(UTC).isoformat()} if stage else {}
    return {"stage": None, "stage_since": None, **begun, "stages_done": tuple(dict.fromkeys(done))}


def overdue(agent: Agent, state: CallState, context: object) -> ToolCall | None:
    """The call that ends the stage whose time is up, else None."""
    stage = agent.stage
    if stage is None or state.stage != stage.name or left(stage, state, clock(context)) > 0:
        return None
    return ToolCall(f"time_up_{len(state.stages_done)}", FINISH, json.dumps({}))


def told(agent: Agent, state: CallState, now: datetime) -> dict[str, Any]:
    """What the agent is told of its stage: how much is left, and what it is still there for."""
    stage = agent.stage
    if stage is None:
        return {}
    seconds = max(0, int(left(stage, state, now)))
    met = {name: state.fields[name] for name in stage.goals if state.fields.get(name)}
    return {"stage": {"name": stage.name, "seconds_left": seconds, "goals_open": open_goals(stage, state), "met": met}}
