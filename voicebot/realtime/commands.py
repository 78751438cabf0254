"""What a realtime call's session wants done, and what it is told of the deeds. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from voicebot.agents.tool import ToolCall
from voicebot.agents.types import Claim, HangUp, Line, Transfer

if TYPE_CHECKING:
    from voicebot.realtime.plan import Wording
    from voicebot.realtime.usage import Usage

Closing = HangUp | Transfer
Event = Mapping[str, Any]
"""A vendor's event, as JSON has it."""

FinishedBy = Literal["hung_up", "transferred", "fallback", "caller_left"]
"""How the stream ends: all is said; a person takes over; the turn-based way goes on; nobody is there."""


@dataclass(frozen=True, slots=True)
class ToModel:
    """Send this event to the voice model."""

    event: Event


@dataclass(frozen=True, slots=True)
class ToPhone:
    """Send this frame to Twilio."""

    frame: bytes


@dataclass(frozen=True, slots=True)
class RunTool:
    """Let a tool take effect and answer with ToolDone."""

    call: ToolCall
    exchange: int


@dataclass(frozen=True, slots=True)
class RunRules:
    """Let the flow's rules answer this, in words or keys, and answer with RulesDone. With neither, a stage's time is
    over and nobody speaks."""

    text: str
    digits: str
    exchange: int


@dataclass(frozen=True, slots=True)
class AskAgent:
    """Let our own agent answer what the caller has said up to here, and answer with AgentDone."""

    id: str
    text: str
    exchange: int


@dataclass(frozen=True, slots=True)
class KeepAgent:
    """The hand-off of this function call ("" for one of the rules) failed: the agent before it goes on. Answer with
    AgentKept."""

    id: str
    exchange: int


@dataclass(frozen=True, slots=True)
class Prepare:
    """Open a second session with this first event, beside the one that speaks."""

    event: Event


@dataclass(frozen=True, slots=True)
class Swap:
    """The second session speaks from here on."""


@dataclass(frozen=True, slots=True)
class Unprepare:
    """The second session is not wanted."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A new exchange begins: the caller has said something, or pressed a key."""

    number: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What the caller said in an exchange; "" when it could not be transcribed. `early`: a short yes before the
    question was heard, so it agrees to nothing."""

    exchange: int
    text: str
    digits: str = ""
    early: bool = False


@dataclass(frozen=True, slots=True)
class Spoke:
    """What the caller was told, as far as it was heard."""

    exchange: int
    text: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Greeted:
    """The caller has heard the greeting, or enough of it to speak into it."""


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Tell me after `seconds`; a running timer of that name starts anew."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Never mind."""

    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the log: an event's name and its fields, none of them what was said."""

    event: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Billed:
    """What the voice has just cost, by product."""

    used: "tuple[Usage, ...]"


@dataclass(frozen=True, slots=True)
class Timed:
    """How long something took in an exchange, for the call's record."""

    exchange: int
    name: str
    ms: int


@dataclass(frozen=True, slots=True)
class Finish:
    """Close both sides. `closing` is how the call ends, where a tool has said so."""

    by: FinishedBy
    reason: str
    closing: Closing | None = None


Command = (
    ToModel
    | ToPhone
    | RunTool
    | RunRules
    | AskAgent
    | KeepAgent
    | Prepare
    | Swap
    | Unprepare
    | Exchange
    | Heard
    | Spoke
    | Greeted
    | StartTimer
    | StopTimer
    | Note
    | Billed
    | Timed
    | Finish
)


@dataclass(frozen=True)
class Persona:
    """Who speaks: the active agent's instructions, with what is known as data, and its tools in Realtime's form.

    `fresh`: it is given a summary of the talk before it and none of the words, so it needs a session of its own.
    `wording`: the call's language by now, and the fixed lines in it.
    """

    agent: str
    instructions: str
    tools: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    fresh: bool = False
    wording: "Wording | None" = None


@dataclass(frozen=True)
class ToolDone:
    """What a tool answered, stored by now. `persona` is set when another agent or language goes on, `done` is all
    that was really done in this call, `patient` names what the caller is asked now ("": what it was), and `stage_s` is
    what is left of the stage that runs."""

    id: str
    output: str
    closing: Closing | None = None
    persona: Persona | None = None
    done: tuple[str, ...] = ()
    patient: str = ""
    stage_s: float | None = None


@dataclass(frozen=True)
class RulesDone:
    """What the rules say to that."""

    lines: tuple[Line, ...]
    closing: Closing | None = None
    persona: Persona | None = None
    done: tuple[str, ...] = ()
    patient: str = ""
    stage_s: float | None = None


@dataclass(frozen=True)
class AgentDone:
    """What our own agent says, in Hebrew (in English on English calls)."""

    id: str
    sentences: tuple[str, ...]
    closing: Closing | None = None
    persona: Persona | None = None
    patient: str = ""
    stage_s: float | None = None


@dataclass(frozen=True)
class AgentKept:
    """The agent before a hand-off that failed goes on, stored by now; `output` tells its model so, and `persona` is
    that agent, told what is known by now."""

    id: str
    output: str
    patient: str = ""
    stage_s: float | None = None
    persona: Persona | None = None


Deed = ToolDone | RulesDone | AgentDone | AgentKept
