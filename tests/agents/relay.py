"""A small scenario of three agents for tests of hand-offs: a porter, a clerk with a guard, and a judge."""

from dataclasses import dataclass, field
from typing import Any

from language.phrases import Phrase
from tests.agents.samples import LINES
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, tool
from voicebot.agents.types import Agent, Fact, HandOff, Heard, Scenario

ASK_PORTER = Phrase("למי?", "Whom do you want?")
ASK_CLERK = Phrase("מה המספר?", "Which number?")
ASK_JUDGE = Phrase("מה קרה?", "What happened?")
NOT_YET = Phrase("עוד לא.", "Not yet.")


@dataclass
class Place:
    """The context: what was stamped."""

    stamped: list[str] = field(default_factory=list)


@tool
def show_paper(context: Place, state: CallState, number: str) -> ToolResult:
    """Show a paper.

    number: what stands on it
    """
    return ToolResult("shown", changes={"verified": True, "fields": {**state.fields, "number": number}})


@tool
def stamp(context: Place, state: CallState) -> ToolResult:
    """Stamp what was shown."""
    context.stamped.append(state.fields.get("number", ""))
    return ToolResult("stamped", effect="stamped")


def verified(state: CallState) -> str | None:
    """Only who has shown a paper may see the clerk."""
    return None if state.verified else "The caller has shown no paper."


def wants_a_judge(heard: Heard) -> bool:
    """Asked for in so many words."""
    return "judge" in heard.text.lower()


def _to(name: str) -> Move:
    return Move(call=Invoke("handoff", lambda _heard, _state: {"to": name, "reason": "The caller agreed."}), ask=False)


PORTER = Agent(
    "porter",
    "You open doors.",
    (show_paper,),
    Flow(
        "door",
        "door",
        {"door": Step("door", ASK_PORTER, (Route(_to("clerk"), intents=("yes",)),), Move())},
        results={"show_paper": {"*": Move()}, "handoff": {"guarded": Move((NOT_YET,))}},
        safety=frozenset({"optout"}),
    ),
    handoffs=(HandOff("clerk"),),
)
CLERK = Agent(
    "clerk",
    "You stamp papers.",
    (stamp,),
    Flow("desk", "desk", {"desk": Step("desk", ASK_CLERK, (), Move())}, results={"stamp": {"*": Move()}}),
    handoffs=(
        HandOff("porter", unasked="Back to the door."),
        HandOff("judge", asks=r"\bjudge\b", wished=wants_a_judge),
    ),
    guard=verified,
    context="summary",
)
JUDGE = Agent(
    "judge",
    "You listen.",
    (),
    Flow(
        "bench",
        "bench",
        {"bench": Step("bench", ASK_JUDGE, (), Move())},
    ),
)
RELAY = Scenario(
    "relay",
    "porter",
    {each.name: each for each in (PORTER, CLERK, JUDGE)},
    LINES,
    facts=(Fact("number", "the paper's number"),),
)
AT_THE_DOOR = CallState(scenario="relay", agent="porter", step="door")
SHOWN: dict[str, Any] = {"verified": True, "fields": {"number": "17"}}
AGREED: dict[str, Any] = {**SHOWN, "agreed_handoffs": ("clerk",)}
