"""One turn of an agent: model ↔ tools, a bounded number of rounds, sentences as they are written."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from voicebot.agents.claims import false_claim
from voicebot.agents.flow import HANDED_OVER
from voicebot.agents.handoff import ends, having_said, reads_only, tools_of
from voicebot.agents.handover import Summary
from voicebot.agents.model import (
    AssistantMessage,
    ChatModel,
    Counted,
    Message,
    ModelRequest,
    Paired,
    StepTo,
    TextDelta,
    ToolMessage,
    Usage,
)
from voicebot.agents.opening import briefing
from voicebot.agents.sentences import SentenceSplitter
from voicebot.agents.state import CallState
from voicebot.agents.summary import SUMMARY_S, Summarise, SummaryRequest, by_fields, last_words, recent
from voicebot.agents.tool import ToolCall, ToolResult, apply_tool, refusal
from voicebot.agents.types import Action, Agent, HangUp, Line, Scenario, Transfer
from voicebot.errors import VendorError

C = TypeVar("C")


Settle = Callable[[CallState, ToolCall, ToolResult], None]
"""Keeps what a tool did: the state after it, what was asked for, and its result."""


class Effects(Protocol):
    """Goes around a tool, and keeps what it did together with its effects: both happen, or neither does."""

    def __call__(self, call: ToolCall, reads_only: bool) -> AbstractContextManager[Settle]: ...


@contextmanager
def unkept(call: ToolCall, reads_only: bool) -> Iterator[Settle]:
    """For a turn that nobody will take over."""
    yield lambda state, call, result: None


MAX_SAID = 600
"""Characters one turn may say: half a minute of speech. What a model writes beyond it is not spoken."""

ROUND_S = 10.0
"""Seconds one model may take for one round: a stalled one must leave time for the next of the chain."""


@dataclass(frozen=True)
class Said:
    """A sentence to speak, by `agent`. `he` is known when the line was written in both languages, `es` in three."""

    en: str
    he: str | None = None
    agent: str = ""
    es: str = ""


@dataclass(frozen=True)
class Called:
    """A tool took effect; `state` is the state after it."""

    call: ToolCall
    result: ToolResult
    state: CallState


@dataclass(frozen=True)
class Summarised:
    """What was handed over has been summed up; `state` carries it, `call` is the hand-off that it belongs to."""

    call: ToolCall
    summary: Summary
    state: CallState


@dataclass(frozen=True)
class Failed:
    """A model of the chain failed and the next one goes on."""

    model: str
    reason: str


@dataclass(frozen=True)
class Finished:
    """The turn is over. `model` answered its last round."""

    state: CallState
    actions: tuple[Action, ...]
    model: str
    usage: Usage


TurnEvent = Said | Called | Summarised | Failed | Finished


@dataclass(frozen=True)
class TurnInput(Generic[C]):
    """What a turn starts from. `models` is the chain, tried in order; the last one should be the rule model.

    `messages` end with the caller's utterance; in a turn that is taken up again what was done and said in it follows.
    `remaining_s` tells how much of the turn's time is left, `effects` goes around each tool, `summarise` sums up the
    talk for an agent that is entered with a summary.
    """

    scenario: Scenario
    state: CallState
    messages: tuple[Message, ...]
    models: tuple[ChatModel, ...]
    context: C
    facts: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Line] = field(default_factory=dict)
    remaining_s: Callable[[], float] = lambda: 20.0
    effects: Effects = unkept
    summarise: Summarise = by_fields


def run_turn(given: TurnInput[C]) -> Iterator[TurnEvent]:
    """Let the active agent answer: yields Said, Called and Failed as they happen, and Finished at the end.

    Raises VendorError only when every model of the chain failed.
    """
    return _Turn(given).run()


class _Turn(Generic[C]):
    """The moving parts of one turn."""

    def __init__(self, given: TurnInput[C]) -> None:
        self.given = given
        self.state = given.state
        self.messages = list(given.messages)
        spent = given.state.tokens >= given.scenario.limits.tokens
        self.models = list(given.models[-1:] if spent else given.models)
        self.actions: list[Action] = []
        self.values: dict[str, Line] = {**given.scenario.values, **given.values}
        for message in given.messages:
            if isinstance(message, ToolMessage):  # of a turn that is taken up again
                self.values.update(message.result.values)
        self.said = 0
        self.answer: list[str] = []
        self.untold = False
        self.counted = False
        self.corrected: set[str] = set()
        self.asked = Counter[str]()
        self.tokens = Usage(0, 0)

    def run(self) -> Iterator[TurnEvent]:
        for _ in range(self.given.scenario.limits.rounds):
            calls = yield from self._round()
            if not calls:
                break
            yield from self._call(calls)
            if any(isinstance(action, HangUp | Transfer) for action in self.actions):
                break
        if not self.counted:
            self.state = self.state.but(stuck=None)
        self.state = having_said(self.state, self.agent, self.answer)
        self.state = self.state.but(tokens=self.state.tokens + self.tokens.input_tokens + self.tokens.output_tokens)
        yield Finished(self.state, tuple(self.actions), self.models[0].name, self.tokens)

    @property
    def agent(self) -> Agent:
        return self.given.scenario.agent(self.state.agent)

    def _round(self) -> Generator[TurnEvent, None, list[ToolCall]]:
        """One answer of the first model of the chain that can give one; returns its tool calls."""
        while True:
            text: list[str] = []
            calls: list[ToolCall] = []
            try:
                yield from self._listen(self.models[0], text, calls)
            except VendorError as error:
                if len(self.models) == 1:
                    raise
                yield Failed(self.models.pop(0).name, error.kind)
                if text:  # it was spoken: the next model must not say it again
                    self.messages.append(AssistantMessage(" ".join(text)))
                continue
            if text or calls:
                self.messages.append(AssistantMessage(" ".join(text), tuple(calls)))
            if text or calls or self.said or len(self.models) == 1:
                return calls
            yield Failed(self.models.pop(0).name, "answered nothing")

    def _listen(self, model: ChatModel, text: list[str], calls: list[ToolCall]) -> Iterator[TurnEvent]:
        splitter = SentenceSplitter()
        held: list[Said] = []
        for event in model.stream(self._request()):
            match event:
                case TextDelta(piece):
                    yield from self._say(splitter.feed(piece), text, held)
                case Paired(line):
                    yield from self._say(splitter.flush(), text, held)
                    text.append(line.en)
                    self.said += len(line.en)
                    self.answer.append(line.en)
                    self.untold = False
                    yield Said(line.en, line.he, self.agent.name, line.es)
                case ToolCall():
                    calls.append(event)
                case StepTo(step):
                    self.state = self.state.but(step=step)
                case Counted(stuck):
                    self.state, self.counted = self.state.but(stuck=stuck), True
                case Usage(spent_in, spent_out):
                    self.tokens = Usage(self.tokens.input_tokens + spent_in, self.tokens.output_tokens + spent_out)
        yield from self._say(splitter.flush(), text, held)
        if calls:
            self.corrected -= {each.en for each in held}
            return
        for said in held:
            yield self._spoken(said, text)

    def _say(self, sentences: Iterator[str], text: list[str], held: list[Said]) -> Iterator[TurnEvent]:
        """Speak sentences; from a claim that is not true on they are held back until the round is over.

        A model often announces what it asks a tool for in the same round: then the claim is left out, and the
        tool's answer brings the next round.
        """
        for sentence in sentences:
            if self.said + sum(len(each.en) for each in held) >= MAX_SAID:
                return
            instead = false_claim(sentence, self.agent.claims, self.state)
            if instead is not None and instead.en not in self.corrected:
                self.corrected.add(instead.en)
                held.append(Said(instead.en, instead.he, self.agent.name, instead.es))
            elif instead is None and held:
                held.append(Said(sentence, agent=self.agent.name))
            elif instead is None:
                yield self._spoken(Said(sentence, agent=self.agent.name), text)

    def _spoken(self, said: Said, text: list[str]) -> Said:
        text.append(said.en)
        self.said += len(said.en)
        self.answer.append(said.en)
        self.untold = False
        return said

    def _call(self, calls: list[ToolCall]) -> Iterator[TurnEvent]:
        for call in calls:
            result, actions = self._apply(call)
            self.actions.extend(actions)
            self.values.update(result.values)
            self.messages.append(ToolMessage(call, result))
            yield Called(call, result, self.state)
            if result.status == HANDED_OVER:
                yield from self._entered(call, result)
            if any(isinstance(action, HangUp | Transfer) for action in actions):
                return  # the call is over: whatever else was asked for in the same breath is not done
            move = self.agent.flow.after(call.name, result.status)
            if move and move.held:
                self.models = self.models[-1:]  # the rules, who say it word by word
                return
            if result.status == HANDED_OVER:
                return  # whatever else was asked for, was asked for by the agent before

    def _entered(self, call: ToolCall, result: ToolResult) -> Iterator[TurnEvent]:
        """Give the agent that was entered what it may know of the talk before: all of it, or a summary."""
        before = self._before(call)
        self.answer.clear()  # what was asked, was asked by the agent before
        messages: list[Message] = [AssistantMessage("", (call,)), ToolMessage(call, result)]
        handover = self.state.handover
        if handover is None or handover.context == "history":
            self.messages = [*before, *messages]
            return
        asked = SummaryRequest(self.given.scenario, handover, tuple(before), self.agent)
        summary = self.given.summarise(asked, min(SUMMARY_S, self.given.remaining_s()))
        if summary is not None:
            self.state = self.state.but(handover=handover.model_copy(update={"summary": summary}))
            yield Summarised(call, summary, self.state)
        self.messages = [*(last_words(before) if summary else recent(before)), *messages]

    def _before(self, call: ToolCall) -> list[Message]:
        """The messages without that call; calls of the same answer that were not done are left out with it."""
        at = next(at for at, each in reversed(list(enumerate(self.messages))) if _asks_for(each, call))
        asking = self.messages[at]
        told = {each.call.id for each in self.messages[at:] if isinstance(each, ToolMessage)} - {call.id}
        kept: list[Message] = []
        if isinstance(asking, AssistantMessage):
            calls = tuple(each for each in asking.calls if each.id in told)
            kept = [AssistantMessage(asking.text, calls)] if asking.text or calls else []
        after = [each for each in self.messages[at + 1 :] if isinstance(each, ToolMessage) and each.call.id in told]
        return [*self.messages[:at], *kept, *after]

    def _apply(self, call: ToolCall) -> tuple[ToolResult, tuple[Action, ...]]:
        agent, limits = self.agent, self.given.scenario.limits
        self.asked[call.name] += 1
        if self.asked[call.name] > limits.tool_turn:
            self.models = self.models[-1:]  # a model that asks for the same for ever: the rules go on
            return refusal("too_many_calls", "This tool was used too often: go on without it."), ()
        tools = tools_of(self.given.scenario, agent, call.by_rules)
        if self.untold and ends(tools, call.name):
            self.untold = False  # who asks for it again, without a word, gets the end
            return refusal("not_yet", "First tell the caller what was done: in the answer that asks for this."), ()
        with self.given.effects(call, reads_only(tools, call.name)) as settle:
            state, result, actions = apply_tool(self.state, call, tools, self.given.context, limits.tool_call)
            move = self.given.scenario.agent(state.agent).flow.after(call.name, result.status)
            if move and move.next:
                state = state.but(step=move.next)
            settle(state, call, result)
        self.state = state
        self.untold |= any(result.effect == each.proof for each in agent.claims)
        return result, actions

    def _request(self) -> ModelRequest:
        scenario = self.given.scenario
        return ModelRequest(
            agent=self.agent,
            state=self.state,
            instructions=self.agent.instructions,
            facts={**self.given.facts, **briefing(scenario, self.state)},
            messages=tuple(self.messages),
            tools=tools_of(scenario, self.agent),
            values=self.values,
            timeout_s=min(ROUND_S, self.given.remaining_s()),
            max_tokens=scenario.limits.reply_tokens,
            unclear=scenario.lines.unclear,
        )


def _asks_for(message: Message, call: ToolCall) -> bool:
    return isinstance(message, AssistantMessage) and call in message.calls
