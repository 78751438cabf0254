"""The rule model: a ChatModel that runs the active agent's Flow, without any vendor.

It holds the whole conversation when no key is configured, and is the last link when every language model is
down in the middle of a call. A question whose answers are not understood is asked in other words, and then given up
(`stuck`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from voicebot.agents.flow import LOST_STEP, Flow, Move, tool_call
from voicebot.agents.model import (
    Counted,
    Message,
    ModelEvent,
    ModelRequest,
    Paired,
    StepTo,
    ToolMessage,
    UserMessage,
)
from voicebot.agents.reasking import Unopened
from voicebot.agents.state import CallState
from voicebot.agents.stuck import Stuck, heard_at
from voicebot.agents.tool import NOT_DONE
from voicebot.agents.types import Gender, Heard, Line, filled

_NOTHING = Heard("")


class RuleModel:
    """Answers from the Flow of the request's agent; its lines are pairs, so nothing needs translating."""

    name = "rules"

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        flow = request.agent.flow
        heard = _heard(request.messages)
        told, state = _told(request.messages), request.state
        if told is None:
            move, understood = flow.read(heard, state)
            here = flow.step(state.step).name
            counted: Stuck | None = heard_at(state.stuck, request.agent.name, here, understood or heard.greets)
        else:  # what a model asked for is no answer that rules have counted
            answer = flow.after(told.call.name, told.result.status)
            if answer is None:
                return
            move, counted = answer, state.stuck if told.call.by_rules else None
            counted = counted.noted() if counted and counted.unread and move.say else counted
        if counted:
            move = _once_more(flow, move, counted, request)
            yield Counted(counted.having_offered() if move.next == LOST_STEP else counted)
        yield from _perform(flow, move, heard, request)


def _heard(messages: tuple[Message, ...]) -> Heard:
    """The caller's last utterance."""
    for message in reversed(messages):
        if isinstance(message, UserMessage):
            return message.heard
    return _NOTHING


def _told(messages: tuple[Message, ...]) -> ToolMessage | None:
    """The last tool since the caller spoke: what it answered leads on, and else the caller's words.

    What was said since then changes nothing: it was said before its speaker failed.
    """
    for message in reversed(messages):
        if isinstance(message, ToolMessage) and message.result.status not in NOT_DONE:
            return message
        if isinstance(message, UserMessage):
            break
    return None


def _once_more(flow: Flow, move: Move, counted: Stuck, request: ModelRequest) -> Move:
    """The move; one that asks once more what the caller has just answered does so in other words, or no more."""
    step, agent = flow.step(move.next or request.state.step), request.agent.name
    here = counted.at(agent, step.name)
    if move.call:
        return move
    if (here and counted.over(step.most)) or counted.too_often(agent, step.name, step.most):
        given_up = flow.given_up(step, counted.offered)
        return replace(given_up, say=(*move.say, *given_up.say))
    if not here or not counted.unread or move.say or not move.ask:
        return move
    if counted.missed == 1 and step.again:
        return replace(move, say=(step.again,), ask=False)
    unclear = request.unclear
    if unclear and step.ask.he.startswith(unclear[0].he):  # the question has just been asked with these words
        unclear = unclear[::-1]
    sorry = unclear[: counted.missed][-1:]
    return replace(move, say=(*sorry, Unopened(step.ask)), ask=False) if sorry else move


def _perform(flow: Flow, move: Move, heard: Heard, request: ModelRequest) -> Iterator[ModelEvent]:
    values = line_values(request.state, request.values)

    def said(*lines: Line) -> Iterator[Paired]:
        """Without those whose places nothing fills: after a tool that was refused there is nothing to tell."""
        for line in lines:
            if line.placeholders <= values.keys():
                yield Paired(filled(line, values).for_gender(request.state.gender, request.agent.gender))

    yield from said(*move.say)
    if move.next and move.next != request.state.step:
        yield StepTo(move.next)
    if move.call:
        number = sum(isinstance(message, ToolMessage) for message in request.messages)
        yield tool_call(move.call, heard, request.state, number)
    elif move.ask:
        yield from said(flow.step(move.next or request.state.step).ask)


def line_values(state: CallState, values: Mapping[str, Line]) -> dict[str, Line]:
    """What placeholders of lines may name: the given values, the offered slots as slot1, slot2, … and, as they are
    read back, {pending} and {callback}, and a form's {value}."""
    slots: dict[str, Line] = {f"slot{slot.index}": _Spoken(slot.he, slot.en) for slot in state.offered}
    moments = {"pending": state.pending, "callback": state.callback}
    slots |= {name: _Spoken(moment.he, moment.en) for name, moment in moments.items() if moment}
    if waiting := state.unconfirmed:
        slots["value"] = _Spoken(waiting.he, waiting.en, waiting.es)
    return {**slots, **values}


@dataclass(frozen=True)
class _Spoken:
    """A value that is known in both languages."""

    he: str
    en: str
    es: str = ""
    placeholders: frozenset[str] = frozenset()

    def fill(self, **_values: object) -> "_Spoken":
        return self

    def for_gender(self, lead: Gender | None, agent: Gender = "f") -> "_Spoken":
        return self
