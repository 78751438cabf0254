"""The plain data of an agent: lines, actions, agents and scenarios. Frozen, no I/O."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from voicebot.agents.flow import Flow
    from voicebot.agents.state import CallState
    from voicebot.agents.tool import Tool


Gender = Literal["f", "m"]


class Line(Protocol):
    """A sentence written by hand in both languages, in Spanish only here and there; `{name}` marks a placeholder.

    Its Hebrew may depend on who speaks to whom; `for_gender` gives the form for one lead (None: unknown) and agent.
    """

    @property
    def he(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def es(self) -> str: ...
    @property
    def placeholders(self) -> frozenset[str]: ...
    def fill(self, **values: Any) -> "Line": ...
    def for_gender(self, lead: Gender | None, agent: Gender = "f") -> "Line": ...


def filled(line: Line, values: Mapping[str, Line]) -> Line:
    """`line` with its placeholders filled from `values`. Raises KeyError for a value that is missing."""
    return line.fill(**{name: values[name] for name in line.placeholders})


@dataclass(frozen=True)
class ParsedTime:
    """A time that the caller's own words name. `start` is ISO 8601 on Israel's clock, with its offset.

    Without `has_hour` only the day counts; without `has_date` it is the next such hour. `approximate`: around then.
    """

    start: str
    has_date: bool
    has_hour: bool
    approximate: bool = False

    @property
    def day(self) -> str:
        """ "2026-11-24"."""
        return self.start[:10]

    @property
    def hour(self) -> str | None:
        """ "10:00"; None when only a day was named."""
        return self.start[11:16] if self.has_hour else None

    @property
    def local(self) -> str:
        """ "2026-11-24T10:00", or "2026-11-24" when only a day was named."""
        return f"{self.day}T{self.hour}" if self.hour else self.day


@dataclass(frozen=True)
class Heard:
    """The caller's utterance as an agent gets it: English text, and what rules read in the original.

    `spoken` is the original in the caller's language; `chosen` is the index (from 1) of the offered
    slot that the words clearly choose, `rejected` that they refuse all of them; `time` is the one time
    they name, `asked_time` what they name where an hour was asked for: a number alone ("תשע") is one then, and a day
    alone keeps the hour that was read back; `speaks` is another language than the call's that they are in or ask for
    ("ru", "ar", "en", "es"); `greets`: they are a greeting and nothing else.
    """

    text: str
    spoken: str = ""
    intents: tuple[str, ...] = ()
    chosen: int | None = None
    rejected: bool = False
    time: ParsedTime | None = None
    asked_time: ParsedTime | None = None
    speaks: str = ""
    greets: bool = False


@dataclass(frozen=True)
class HangUp:
    """End the call once everything has been said."""

    reason: str


@dataclass(frozen=True)
class Transfer:
    """Connect the caller with a person. `number` is E.164 and comes from the store, never from a model."""

    number: str
    member_id: int | None
    reason: str


@dataclass(frozen=True)
class OfferSlots:
    """Slots were offered; `slots` as in `CallState.offered`."""

    slots: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class BookMeeting:
    """A meeting was booked; `meeting` is its JSON form."""

    meeting: Mapping[str, Any]


Action = HangUp | Transfer | OfferSlots | BookMeeting


@dataclass(frozen=True)
class Claim:
    """A kind of statement that is only true after a tool has succeeded.

    `pattern` is a regular expression over an English sentence; `proof` is the name that must stand in
    `CallState.done`; `instead` is what is said when it does not.
    """

    pattern: str
    proof: str
    instead: Line


Guard = Callable[["CallState"], str | None]
"""The English reason why an agent may not be entered where the call stands, or None."""


Private = Callable[[str, "CallState"], str]
"""An utterance without what must not be kept of it."""


@dataclass(frozen=True)
class HandOff:
    """An agent that the caller may be handed to. A model may do so only when the caller has agreed to it.

    `asks` is a regular expression over a question of the agent, as written or as spoken: with such a one the agent has
    asked for this hand-off. `wished` reads an utterance that asks for it in the caller's own words, and `looked_up`
    asks the same of what is on record, with the context that tools get. `unasked` is the reason why this one needs no
    question.
    """

    to: str
    asks: str = ""
    wished: Callable[[Heard], object] | None = None
    looked_up: Callable[[Any], object] | None = None
    unasked: str = ""


@dataclass(frozen=True)
class Agent:
    """One role in a scenario.

    `instructions` is the system prompt with `{name}` placeholders for the company's facts only: what is
    known about the lead is given to the model as data, in a message of its own. `gender` is its voice's.

    `handoffs` are those it may make; `guard` says what must be true before it is entered itself.
    `context` is what it is given of the talk before that: all of it, or a summary.
    Its tools are those of `handoff.tools_of`: `tools`, and what the engine gives it for hand-offs.
    `private` makes of what it hears what is kept, translated and shown to models: a secret is for its tools alone.
    """

    name: str
    instructions: str
    tools: "tuple[Tool[Any], ...]"
    flow: "Flow"
    claims: tuple[Claim, ...] = ()
    handoffs: tuple[HandOff, ...] = ()
    gender: Gender = "f"
    guard: Guard | None = None
    context: Literal["history", "summary"] = "history"
    private: Private | None = None


@dataclass(frozen=True)
class Fact:
    """Something to extract when the call is over, and what a summary may carry. `choices` are those of a "choice".

    `tells`: it says who the caller is, or what the caller wants.
    """

    name: str
    about: str
    kind: Literal["text", "number", "yes_no", "date", "choice"] = "text"
    choices: tuple[str, ...] = ()
    tells: Literal["who", "wants"] | None = None


@dataclass(frozen=True)
class Lines:
    """The fixed lines of a scenario: Hebrew originals, never machine-translated.

    `waiting` are those that only give time: asked to say it again, what was said before them is meant. `unclear` are
    said before a question whose answer was not understood, one after the other.
    """

    greeting: Line
    greeting_outbound: Line
    greeting_withheld: Line
    say_again: Line
    here: Line
    silent: tuple[Line, ...]
    silent_goodbye: Line
    apology: Line
    goodbye: Line
    transferring: Line
    nobody_available: Line
    nobody_now: Line
    trouble: Line
    fillers: tuple[Line, ...]
    waiting: tuple[Line, ...] = ()
    unclear: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Limits:
    """Bounds of one call. Times in seconds.

    `rounds` of a model and calls of one tool count within a turn (`tool_turn`) or the whole call (`tool_call`);
    `reply_tokens` bound one answer, `tokens` all that models read and write in the call: beyond them rules go on.
    """

    rounds: int = 6
    call_s: int = 900
    unheard: int = 3
    reply_tokens: int = 300
    tool_turn: int = 4
    tool_call: int = 60
    tokens: int = 600_000


@dataclass(frozen=True)
class Scenario:
    """One way to hold a call. `values` fill the placeholders of all its lines.

    The first agent is `entry`; on calls that we make it is `entry_outbound` where that is set. `facts` are extracted
    when the call is over, and its score says how likely it is that what is `measured` happens; `recorded(stores, call,
    turns)` gives those that are on record, by name, "" for one that no internal field stands for, and `heard(turns)`
    what rules alone can tell. What `takes_time` finds asks for a moment, which agents answer themselves, and for no
    repetition. `languages` are those in which its lines are written. `company` is the version of the
    company's profile it was made with, 0 for the
    settings'.
    """

    name: str
    entry: str
    agents: Mapping[str, Agent]
    lines: Lines
    values: Mapping[str, Line] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    phrases: tuple[Line, ...] = ()
    limits: Limits = field(default_factory=Limits)
    facts: tuple[Fact, ...] = ()
    measured: str = "the caller becomes a customer"
    languages: tuple[str, ...] = ("he", "en")
    entry_outbound: str = ""
    company: int = 0
    recorded: Callable[[Any, Any, Any], Mapping[str, str]] | None = None
    heard: Callable[[Any], Mapping[str, str]] | None = None
    takes_time: Callable[[str], bool] | None = None

    def agent(self, name: str) -> Agent:
        """The agent of that name; the entry when a stored name is no longer known after a release."""
        return self.agents.get(name) or self.agents[self.entry]

    def first(self, direction: str) -> Agent:
        """The agent that a call of this direction begins with."""
        return self.agents[(self.entry_outbound if direction == "outbound" else "") or self.entry]
