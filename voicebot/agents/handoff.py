"""Hand-offs: the tools that the engine gives an agent, and what entering another agent changes."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from voicebot.agents.flow import HANDED_OVER, HANDOFF
from voicebot.agents.handover import Handover
from voicebot.agents.state import AskedHandoff, CallState
from voicebot.agents.tool import ASK_FIRST, Tool, ToolResult, refusal
from voicebot.agents.types import Agent, Guard, HandOff, Heard, Scenario

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
_ASKING = re.compile(r"(?:[^.!?\n]*[.!]\s*)?(?P<question>[^.!?\n]*\?)")
"""A question, with the sentence before it."""
ASK = (
    "The caller has not agreed to that. Ask in one short question whether to go on with it, without a word about agents"
    " or handing over, and call handoff again only after a yes."
)


@dataclass(frozen=True)
class Target:
    """All that entering an agent depends on; it hashes, so that the same agents get the same tools.

    `free`: it may be entered though the caller was not asked. `looked_up`: see `HandOff`.
    """

    name: str
    step: str
    guard: Guard | None = None
    context: Literal["history", "summary"] = "history"
    free: bool = True
    looked_up: Callable[[Any], object] | None = None

    @classmethod
    def of(cls, agent: Agent, free: bool = True, looked_up: Callable[[Any], object] | None = None) -> "Target":
        return cls(agent.name, agent.flow.greeted, agent.guard, agent.context, free, looked_up)

    def agreed(self, state: CallState, context: Any) -> bool:
        """Whether the caller has agreed to it, or asks for it, or need not be asked."""
        return self.free or self.name in state.agreed_handoffs or bool(self.looked_up and self.looked_up(context))


def tools_of(scenario: Scenario, agent: Agent, by_rules: bool = False) -> tuple[Tool[Any], ...]:
    """Everything this agent may call: its own tools, and `handoff` if it may hand off.

    A flow asks its questions itself: what is called `by_rules` needs no proof that the caller was asked.
    """
    known = [each for each in agent.handoffs if each.to in scenario.agents]
    targets = tuple(
        Target.of(scenario.agents[each.to], by_rules or bool(each.unasked), each.looked_up) for each in known
    )
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


def asked_for(agent: Agent, words: str) -> str:
    """The agent for whose hand-off the last question of the words asks, or "".

    It is read with the sentence before it; one that fits several hand-offs asks for none of them.
    """
    asks = [each for each in agent.handoffs if each.asks]
    asking = _last_question(words)[0] if asks else ""
    fitting = [each.to for each in asks if re.search(each.asks, asking, re.IGNORECASE)]
    return fitting[0] if asking and len(fitting) == 1 else ""


def having_said(state: CallState, agent: Agent, sentences: Iterable[str]) -> CallState:
    """The state after the agent's answer: which hand-off it has asked the caller for, if any.

    The words tell, where the hand-off names such; else a refused call tells which one the answer's question is about.
    """
    words = " ".join(sentences)
    refused = state.asked_handoff.to if state.asked_handoff else ""
    to = asked_for(agent, words) or refused
    question = _last_question(words)[1] if to else ""
    asked = AskedHandoff(to=to, question=question) if question else None
    return state if asked == state.asked_handoff else state.but(asked_handoff=asked)


def _last_question(words: str) -> tuple[str, str]:
    """The last question together with the sentence before it, and alone; ("", "") when nothing was asked."""
    found = list(_ASKING.finditer(words))
    return (found[-1][0], found[-1]["question"].strip()) if found else ("", "")


def wished_by(handoffs: Iterable[HandOff], heard: Heard) -> tuple[str, ...]:
    """The agents of those hand-offs that the words themselves ask for."""
    return tuple(each.to for each in handoffs if each.wished and each.wished(heard))


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
    changes |= {"asked_handoff": None, "agreed_handoffs": ()}  # a yes is good for one hand-off
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
        " only after a yes, without saying anything else in the same answer; it is refused before that."
    )
    return Tool(HANDOFF, description, _arguments(HANDOFF, about), partial(_hand_off, targets), reads_only=True)


def _hand_off(targets: tuple[Target, ...], context: Any, state: CallState, to: str, reason: str) -> ToolResult:
    target = next((each for each in targets if each.name == to), None)
    if target is None:
        return refusal("not_allowed", "You cannot hand off to that agent.", allowed=[each.name for each in targets])
    if not may_enter(target, state) and not target.agreed(state, context):
        return ToolResult(ASK_FIRST, {"error": ASK, "to": to}, changes={"asked_handoff": AskedHandoff(to=to)})
    return enter(target, state, reason)


def _arguments(name: str, about: dict[str, Any]) -> type[BaseModel]:
    return cast("type[BaseModel]", create_model(name, __config__=ConfigDict(extra="forbid", strict=False), **about))
