"""From an utterance to sentences: the agent answers, each sentence is translated and handed on to be spoken."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog

from language.terms import TermSet
from language.types import Language, Untranslatable
from voicebot.agents.handoff import ends, tools_of
from voicebot.agents.handover import Summary
from voicebot.agents.model import ChatModel, Message, ToolMessage, Usage
from voicebot.agents.rules import RuleModel
from voicebot.agents.state import CallState
from voicebot.agents.summary import Summarise, by_fields
from voicebot.agents.tool import ToolCall
from voicebot.agents.turn import Called, Effects, Failed, Finished, Said, Settle, Summarised, TurnInput, run_turn
from voicebot.agents.types import Action, HangUp, Heard, Line, Scenario, Transfer
from voicebot.conversation import memory
from voicebot.conversation.hearing import Timings
from voicebot.conversation.speaking import OrderedSpeech, Speak, Words
from voicebot.conversation.translation import Translation
from voicebot.errors import VendorError
from voicebot.tools.context import CallContext

log = structlog.get_logger()


@dataclass(frozen=True)
class Question:
    """Everything one answer depends on.

    `messages` are the past and the caller's utterance, `begun` what was done and said since then by an owner that
    died, `effects` goes around each tool, `terms` are what a translation must keep in a state. `keyed`: a key was
    pressed that says it all.
    """

    scenario: Scenario
    state: CallState
    messages: tuple[Message, ...]
    heard: Heard
    begun: memory.Begun
    effects: Effects
    terms: Callable[[CallState], TermSet]
    context: CallContext
    facts: Mapping[str, Any]
    values: Mapping[str, Line]
    language: Language
    timings: Timings
    remaining_s: Callable[[], float]
    keyed: bool = False


@dataclass
class Answer:
    """What came of it; filled while the agent speaks. `summaries` are by the id of the hand-off's call.

    `untranslated` are the translators that failed, with why. `told_by` is the sentence of the present run by which the
    caller knows what was done last.
    """

    state: CallState
    actions: list[Action] = field(default_factory=list)
    model: str = ""
    usage: Usage = field(default_factory=lambda: Usage(0, 0))
    failures: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    translators: set[str] = field(default_factory=set)
    untranslated: dict[str, None] = field(default_factory=dict)
    summaries: dict[str, Summary] = field(default_factory=dict)
    said: int = 0
    told_by: int = 0
    last_words: str = ""

    @property
    def closing(self) -> HangUp | Transfer | None:
        """How the call ends with this answer, if it does."""
        return next((each for each in self.actions if isinstance(each, HangUp | Transfer)), None)


class Answering:
    """Asks the chain of models; the rule model is its last link, and answers safety intents and keys at once."""

    def __init__(
        self,
        models: tuple[ChatModel, ...],
        translation: Translation,
        threads: Callable[[], ThreadPoolExecutor],
        summarise: Summarise = by_fields,
    ) -> None:
        self._models = models
        self._summarise = summarise
        self._rules = RuleModel()
        self._translation = translation
        self._threads = threads

    def answer(self, question: Question, speak: Speak) -> Answer:
        """Let the agent answer, speaking each sentence as it is ready. Raises what the stores raise."""
        begun = question.begun
        answer = Answer(question.state, messages=[*question.messages, *begun.messages], said=len(begun.said))
        if begun.closing is not None:
            answer.actions.append(begun.closing)
            self._never_silent(question, answer, speak)
            return answer
        models = (self._rules,) if self._is_for_rules(question) else (*self._models, self._rules)
        try:
            self._run(question, answer, models, speak)
        except (Untranslatable, VendorError) as error:
            log.warning("turn.rules_take_over", reason=type(error).__name__)
            answer.failures.append(f"{answer.model or 'model'}: {type(error).__name__}")
            if answer.closing is None:
                self._run(question, answer, (self._rules,), speak)
        if not answer.said and answer.closing is None:
            self._run(question, answer, (self._rules,), speak)
        self._never_silent(question, answer, speak)
        return answer

    def _is_for_rules(self, question: Question) -> bool:
        flow = question.scenario.agent(question.state.agent).flow
        return question.keyed or bool(flow.safety & set(question.heard.intents))

    def _run(self, question: Question, answer: Answer, models: tuple[ChatModel, ...], speak: Speak) -> None:
        speech = OrderedSpeech(self._threads(), speak)
        given = TurnInput(
            scenario=question.scenario,
            state=answer.state,
            messages=tuple(answer.messages),
            models=models,
            context=question.context,
            facts=question.facts,
            values=question.values,
            remaining_s=question.remaining_s,
            effects=partial(self._effects, question, answer, speech),
            summarise=self._summarise,
        )
        answer.told_by = 1 if question.begun.messages and not question.begun.said else 0
        try:
            with question.timings.measure("agent"):
                for event in run_turn(given):
                    self._take(event, question, answer, speech)
            speech.settle()
        finally:
            speech.abandon()
            answer.said += speech.released

    @contextmanager
    def _effects(
        self, question: Question, answer: Answer, speech: OrderedSpeech, call: ToolCall, reads_only: bool
    ) -> Iterator[Settle]:
        """Around each tool. Before one that may end the call, what was said is stored: nobody could say it afterwards.

        Where a goodbye cannot be said the call ends with a fixed one; what was done and cannot be told is the rules'.
        """
        if ends(tools_of(question.scenario, question.scenario.agent(answer.state.agent)), call.name):
            try:
                speech.settle()
            except (Untranslatable, VendorError):
                if speech.released < answer.told_by:
                    raise
        with question.effects(call, reads_only) as settle:
            yield settle

    def _take(self, event: object, question: Question, answer: Answer, speech: OrderedSpeech) -> None:
        match event:
            case Said():
                self._say(event, question, answer, speech)
            case Called(call, result, state):
                answer.state = state
                answer.actions.extend(result.actions)
                answer.messages.append(ToolMessage(call, result))
                answer.told_by = speech.taken + 1
            case Summarised(call, summary, state):
                answer.state = state
                answer.summaries[call.id] = summary
            case Failed(model, reason):
                answer.failures.append(f"{model}: {reason}")
            case Finished(state, _, model, usage):
                answer.state, answer.model, answer.usage = state, model, usage

    def _say(self, said: Said, question: Question, answer: Answer, speech: OrderedSpeech) -> None:
        """Hand a sentence on; its translation runs while the model writes the next."""
        question.timings.mark("first_sentence")
        answer.last_words = said.en if said.he is None else ""
        if said.he is not None:
            speech.say("fixed", Words(said.he, said.en, said.agent, said.es))
        elif question.language != "he":  # a model that is told so writes the caller's language itself
            speech.say("answer", Words("", said.en, said.agent))
        else:
            terms = question.terms(answer.state)  # with the slots that a tool has just found
            speech.translate(lambda: self._hebrew(said, question, answer, terms))

    def _hebrew(self, said: Said, question: Question, answer: Answer, terms: TermSet) -> Words:
        """The sentence in both languages: a paired line may have taken its place."""
        with question.timings.measure("translate_out"):
            told = self._translation.hebrew(said.en, question.remaining_s, terms)
        answer.translators.update(told.by)
        answer.untranslated.update(dict.fromkeys(told.failures))
        return Words(told.text, told.source, said.agent)

    def _never_silent(self, question: Question, answer: Answer, speak: Speak) -> None:
        if answer.said:
            return
        lines = question.scenario.lines
        match answer.closing:
            case HangUp():
                line = lines.goodbye
            case Transfer():
                line = lines.transferring
            case _:
                line = lines.say_again
        line = line.for_gender(answer.state.gender)
        speak("fixed", Words(line.he, line.en, answer.state.agent, line.es))
