"""Flows: a conversation as data, and the pure functions that read it.

A flow has steps; a step asks a question and knows where each answer leads. What a tool answered leads on in
the same way, whoever asked for the tool, so that rules can take over from a language model in mid-call.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voicebot.agents.state import CallState
from voicebot.agents.stuck import ASIDES
from voicebot.agents.tool import ASK_FIRST, ToolCall
from voicebot.agents.types import Heard, Line

_PUNCTUATION = re.compile(r"[^\w\s'\"]")

HANDOFF, HANDED_OVER = "handoff", "handed_over"
"""The engine's tool that passes the caller on, and its status, and that of whatever else did so."""
ENGINE_TOOLS = frozenset({HANDOFF})
"""Tools that the engine gives an agent; what follows them needs no entry in a flow."""

LOST_STEP = "lost"
"""The step at which a person is offered, when the answers to a question are not understood."""

Arguments = Callable[[Heard, CallState], Mapping[str, Any]]


def no_arguments(_heard: Heard, _state: CallState) -> Mapping[str, Any]:
    """For a tool without parameters."""
    return {}


@dataclass(frozen=True)
class Invoke:
    """A tool to ask for; `arguments` builds its arguments from what was heard."""

    tool: str
    arguments: Arguments = no_arguments


@dataclass(frozen=True)
class Move:
    """What to do next: say lines, then ask for a tool, or go to a step and ask its question.

    An empty `next` stays at the present step, whose question is asked again when `ask` is true.
    After a tool, `held` says that rules speak these lines themselves, also when a language model asked for it.
    `missed`: the words are known, and answer the question as little as those that are not understood.
    """

    say: tuple[Line, ...] = ()
    next: str = ""
    call: Invoke | None = None
    ask: bool = True
    held: bool = False
    missed: bool = False


@dataclass(frozen=True)
class Route:
    """When this was heard, make that move. All given conditions must hold; intents are any-of.

    `said` are whole utterances, `words` single words of which one is enough, in small letters without punctuation, in
    the caller's own language. `timed`: the words name a time. `speaks`: they are in that language, or ask for it.
    `hears` reads the utterance itself: what it gives must count as true; `label` is what a drawing calls it.
    """

    move: Move
    intents: tuple[str, ...] = ()
    said: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    chosen: bool = False
    rejected: bool = False
    timed: bool = False
    speaks: str = ""
    hears: Callable[[Heard], object] | None = None
    label: str = "a value"
    when: Callable[[CallState], bool] | None = None

    def fits(self, heard: Heard, state: CallState) -> bool:
        """Whether the utterance and the state meet every condition of this route."""
        if self.intents and not set(self.intents) & set(heard.intents):
            return False
        if not (self._fits_words(heard) and self._fits_values(heard)):
            return False
        return (self.hears is None or bool(self.hears(heard))) and (self.when is None or self.when(state))

    def _fits_words(self, heard: Heard) -> bool:
        if not (self.said or self.words):
            return True
        plain = _plain(heard.spoken or heard.text)
        return (not self.said or plain in self.said) and (not self.words or not self.words.isdisjoint(plain.split()))

    def _fits_values(self, heard: Heard) -> bool:
        wanted = ((self.chosen, heard.chosen), (self.rejected, heard.rejected or None), (self.timed, heard.time))
        return all(value is not None for want, value in wanted if want) and self.speaks in ("", heard.speaks)


@dataclass(frozen=True)
class Step:
    """One question. `ask` is its line, `routes` its expected answers in order, `otherwise` the rest.

    `patient` names how long the answer may take: "yes_no", "open" or "dictation".
    After an answer that was not understood the question comes again in other words: `again`, where there is such a
    line. `lost` follows when it never is, in place of the step LOST_STEP. So many (`most`) other things may be said
    here in a row, None where the call is held at this one step.
    """

    name: str
    ask: Line
    routes: tuple[Route, ...]
    otherwise: Move
    patient: str = "open"
    again: Line | None = None
    lost: Move | None = None
    most: int | None = ASIDES


@dataclass(frozen=True)
class Flow:
    """The steps of an agent. `always` is tried at every step before the step's own routes.

    A text conversation begins at `start`; a call, whose greeting has been spoken, at `greeted`.
    `results` says what follows a tool's answer: tool → status → move, "*" for any other status.
    `safety` names the intents that rules answer themselves, whatever model is configured.
    """

    start: str
    greeted: str
    steps: Mapping[str, Step]
    always: tuple[Route, ...] = ()
    results: Mapping[str, Mapping[str, Move]] = field(default_factory=dict)
    safety: frozenset[str] = frozenset()

    def step(self, name: str) -> Step:
        """The step of that name; the first one when a stored name is no longer known after a release."""
        return self.steps.get(name) or self.steps[self.start]

    def answer(self, heard: Heard, state: CallState) -> Move:
        """The move that answers an utterance."""
        return self.read(heard, state)[0]

    def read(self, heard: Heard, state: CallState) -> tuple[Move, bool]:
        """The move that answers an utterance, and whether it was understood."""
        step = self.step(state.step)
        for route in (*self.always, *step.routes):
            if route.fits(heard, state):
                return route.move, not route.move.missed
        return step.otherwise, False

    def given_up(self, step: Step, offered: bool) -> Move:
        """The move that ends the asking at this step: its own, or a person is offered, once in a call."""
        lost = self.steps.get(LOST_STEP)
        if step.lost or lost is None:
            return step.lost or step.otherwise
        return lost.otherwise if offered or step.name == LOST_STEP else Move(next=LOST_STEP)

    def after(self, tool: str, status: str) -> Move | None:
        """The move that follows a tool's answer, or None when the flow does not know the tool.

        It is asked of the agent that is active after the tool. One that has just been entered, and says nothing
        about it, asks the question of its step; so does one whose hand-off was refused. Nothing follows a hand-off for
        which the caller has to be asked first: whoever wanted it asks.
        """
        if status == ASK_FIRST:
            return None
        if status == HANDED_OVER:
            return self.results.get(HANDOFF, {}).get(HANDED_OVER) or Move()
        moves = self.results.get(tool, {})
        return moves.get(status) or moves.get("*") or (Move() if tool in ENGINE_TOOLS else None)


def tool_call(invoke: Invoke, heard: Heard, state: CallState, number: int) -> ToolCall:
    """The ToolCall that a move asks for; `number` makes its id unique within the turn."""
    arguments = json.dumps(dict(invoke.arguments(heard, state)), ensure_ascii=False)
    return ToolCall(f"rule_{number}", invoke.tool, arguments, by_rules=True)


def check(flow: Flow, tools: set[str], entered: bool = False) -> list[str]:
    """What is wrong with a flow, in words: unknown steps, unknown tools, unreachable steps.

    An agent that is `entered` from another one may say what follows a hand-off without handing off itself.
    """
    moves = _moves(flow)
    wrong = [f"unknown step {move.next!r}" for move in moves if move.next and move.next not in flow.steps]
    wrong += [f"unknown tool {m.call.tool!r}" for m in moves if m.call and m.call.tool not in tools]
    known = {*tools, HANDOFF} if entered else tools
    wrong += [f"results of unknown tool {name!r}" for name in flow.results if name not in known]
    reached = {flow.start, flow.greeted, LOST_STEP} | {move.next for move in moves}
    wrong += [f"step {name!r} is never reached" for name in flow.steps if name not in reached]
    return wrong


def _plain(words: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", words.lower()).split())


def _moves(flow: Flow) -> list[Move]:
    routes = [*flow.always, *(route for step in flow.steps.values() for route in step.routes)]
    found = [route.move for route in routes] + [step.otherwise for step in flow.steps.values()]
    found += [step.lost for step in flow.steps.values() if step.lost]
    return found + [move for moves in flow.results.values() for move in moves.values()]
