"""A small agent for tests of the engine: it sells nothing, it counts."""

from dataclasses import dataclass, field

from language.phrases import Phrase
from voicebot.agents.flow import Flow, Invoke, Move, Route, Step
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, ending_tool, reading_tool, tool
from voicebot.agents.types import Agent, Claim, HangUp, Lines, Scenario
from voicebot.errors import ToolRefused

ASK = Phrase("כמה?", "How many?")
THANKS = Phrase("רשמתי {number}.", "I noted {number}.")
BYE = Phrase("להתראות.", "Goodbye.")
NOT_NOTED = Phrase("עוד לא רשמתי.", "I have not noted it yet.")


@dataclass
class Counter:
    """The context: what was noted."""

    noted: list[int] = field(default_factory=list)


@tool
def note(context: Counter, state: CallState, number: int, why: str | None = None) -> ToolResult:
    """Note a number
    for later.

    number: what to note
    why: the reason, null when there is none
    """
    if number < 0:
        raise ToolRefused("negative", "Only numbers from 0.")
    context.noted.append(number)
    return ToolResult("noted", {"number": number}, {"number": Phrase("מספר", str(number))}, effect="noted")


@reading_tool
def look(context: Counter, state: CallState) -> ToolResult:
    """Look at what was noted."""
    return ToolResult("seen", {"numbers": list(context.noted)}, changes={"stage": "looked"})


@ending_tool
def hang_up(context: Counter, state: CallState) -> ToolResult:
    """End the call."""
    return ToolResult("ending", changes={"ended": True}, actions=(HangUp("done"),))


TOOLS = (note, look, hang_up)
FLOW = Flow(
    start="ask",
    greeted="ask",
    steps={
        "ask": Step(
            "ask",
            ASK,
            (Route(Move(call=Invoke("note", lambda _heard, _state: {"number": 3}), ask=False), intents=("yes",)),),
            otherwise=Move(),
        ),
        "more": Step("more", ASK, (), otherwise=Move(next="ask")),
    },
    always=(Route(Move((BYE,), call=Invoke("hang_up"), ask=False), intents=("goodbye", "optout")),),
    results={
        "note": {"noted": Move((THANKS,), next="more"), "*": Move(next="ask")},
        "look": {"*": Move(next="more")},
        "hang_up": {"*": Move(ask=False)},
    },
    safety=frozenset({"optout"}),
)
AGENT = Agent("counter", "You count.", TOOLS, FLOW, (Claim(r"\b(?:have|'ve|i) noted\b", "noted", NOT_NOTED),))
LINES = Lines(
    greeting=ASK,
    greeting_outbound=ASK,
    greeting_withheld=ASK,
    say_again=ASK,
    here=BYE,
    silent=(ASK,),
    silent_goodbye=BYE,
    apology=BYE,
    goodbye=BYE,
    transferring=BYE,
    nobody_available=BYE,
    nobody_now=BYE,
    trouble=BYE,
    fillers=(ASK,),
)
SCENARIO = Scenario("counting", "counter", {"counter": AGENT}, LINES)
STATE = CallState(scenario="counting", agent="counter", step="ask")
