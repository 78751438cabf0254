"""One turn while it runs: what it works with, what is known of it, and what it writes under its claim."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog

from language.phrases import Phrase
from language.terms import TermSet
from language.types import Heard, Language
from stores import Stores
from stores.values import Call, Lead, Sentence, Turn
from voicebot.agents.questions import patience_of
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall, ToolResult
from voicebot.agents.turn import Settle
from voicebot.agents.types import Line, Scenario
from voicebot.conversation import memory
from voicebot.conversation.answering import Answer, Answering
from voicebot.conversation.choosing import listened
from voicebot.conversation.claiming import Claims
from voicebot.conversation.hearing import TURN_S, Hearing, Timings
from voicebot.conversation.joining import Wait
from voicebot.conversation.ports import Scenarios
from voicebot.conversation.speaking import SentenceKind, Words
from voicebot.conversation.terms import terms_of_call
from voicebot.conversation.translation import Translation
from voicebot.conversation.types import Input, language_of, pressed
from voicebot.observability.spans import note, span
from voicebot.observability.spending import Bill
from voicebot.tools.context import CallContext, MayCall, by_default_rules

log = structlog.get_logger()


@dataclass(frozen=True)
class Parts:
    """What a turn works with. `can_record`: whether a recording made now would be heard, as far as anybody knows."""

    stores: Stores
    scenarios: Scenarios
    hearing: Hearing
    translation: Translation
    answering: Answering
    now: Callable[[], datetime]
    wait: Wait
    claims: Claims
    company: Phrase
    can_record: Callable[[], bool] = lambda: True
    may_call: MayCall = by_default_rules


@dataclass
class Work:
    """One turn while it runs. `version` is of the call's state as it is stored, `calls` are the tools so far.

    Every write carries the claim's epoch, so that a late owner cannot write: each raises LostClaim.
    """

    parts: Parts
    call: Call
    turn: Turn
    given: Input
    scenario: Scenario
    state: CallState
    context: CallContext
    lead: Lead | None
    tell: Callable[[], None]
    bill: Bill
    begun: memory.Begun
    version: int
    calls: list[dict[str, Any]]
    timings: Timings = field(default_factory=Timings)
    links: dict[str, Any] = field(default_factory=dict)
    untranslated: dict[str, None] = field(default_factory=dict)
    before: tuple[Turn, ...] = ()
    said_before: list[tuple[str, str]] = field(default_factory=list)

    @property
    def language(self) -> Language:
        return language_of(self.call)

    def remaining_s(self) -> float:
        return max(1.0, TURN_S - self.timings.elapsed_s())

    def taken(self, heard: Heard) -> Heard:
        """What may be kept of the utterance, and shown to vendors; this turn's tools get the words themselves."""
        said = " ".join(filter(None, (heard.text, pressed(heard.digits))))
        self.context = replace(self.context, said=said, began=None if self.calls else self.state)
        return replace(heard, text=self.without_private(heard.text))

    def without_private(self, words: str) -> str:
        """What may be kept of words, or of keys told as words, as the agent has it who has the caller."""
        private = self.scenario.agent(self.state.agent).private
        return private(words, self.state) if private else words

    def listened(self, heard: Heard, said: Sequence[Sentence] | None, now: datetime) -> CallState:
        """The state once this was heard after `said`."""
        return listened(self.state, heard, said, now, self.scenario.agent(self.state.agent).handoffs)

    # -- the two languages

    def english(self, heard: Heard) -> str:
        """What the caller said, in English."""
        if heard.language != "he" or not heard.text:
            return heard.text
        with self.timings.measure("translate_in"):
            terms = self.terms(self.state)
            told = self.parts.translation.english(heard.text, self.remaining_s, terms)
        self.links["translate_in"] = told.first
        self.untranslated.update(dict.fromkeys(told.failures))
        return told.text

    def terms(self, state: CallState) -> TermSet:
        """What both translations must keep; nothing of a lead of whom the number is all we know."""
        lead = self.lead if memory.is_verified(self.call) and not state.others else None
        company = self.scenario.values.get("company")
        return terms_of_call(lead, state, Phrase(company.he, company.en) if company else self.parts.company)

    # -- what is written

    def renew(self) -> None:
        """Read the call again: turns before this one have ended since, and changed its state."""
        self.before = tuple(
            each for each in self.parts.stores.turns.for_call(self.call.id) if each.number < self.turn.number
        )
        self.call = self.parts.stores.calls.get(self.call.id)
        self.state, self.version = CallState.model_validate(self.call.state or {}), self.call.state_version
        said = [each for turn in self.before for each in turn.sentences]
        heard = {
            each.start
            for each in self.state.offered
            if any(each.he in sentence.he or each.en in sentence.en for sentence in said)
        }
        self.context = replace(self.context, lead_id=self.call.lead_id, heard_offers=frozenset(heard))
        self.lead = None if self.state.others else self.context.lead()

    def keep(self, heard: Heard, english: str | None) -> None:
        """Keep what was heard: first before it is translated, so that whoever takes the turn over has it."""
        if self.turn.heard_en or (self.turn.heard_he and english is None):
            return
        self.parts.stores.turns.save_heard(
            self.call.id,
            self.turn.number,
            self.turn.epoch,
            he=heard.text if heard.language == "he" else None,
            en=english,
            by=self.turn.heard_by or ((self.timings.heard_by or "recording") if self.given.recording_sid else "text"),
            intents=heard.intents,
        )

    def keep_nothing(self, by: str) -> None:
        """Keep that no words were heard, and why."""
        self.parts.stores.turns.save_heard(self.call.id, self.turn.number, self.turn.epoch, he=None, en=None, by=by)

    @contextmanager
    def effects(self, call: ToolCall, reads_only: bool) -> Iterator[Settle]:
        """What a tool does, the state after it, and the note that it was done: in one transaction.

        An owner that has lost the turn can do nothing, and whoever takes it over does nothing twice.
        """

        def settle(state: CallState, asked: ToolCall, result: ToolResult) -> None:
            stores, calls = self.parts.stores, [*self.calls, memory.call_record(asked, result)]
            with stores.database.begin():
                stores.turns.save_tool_calls(self.call.id, self.turn.number, self.turn.epoch, calls)
                version = stores.calls.save_state(self.call.id, state.model_dump(mode="json"), self.version)
            self.version, self.calls = version, calls

        with self.timings.measure("tool"):
            note(tool=call.name)
            if reads_only:
                yield settle
            else:
                with self.parts.stores.database.begin():
                    yield settle

    def call_back(self, why: str) -> None:
        """Leave the team a task to ring this caller, once a call."""
        self.parts.stores.tasks.add(
            "callback", why, lead_id=self.call.lead_id, call_id=self.call.id, key=f"callback:{self.call.id}"
        )

    def speak(self, kind: SentenceKind, words: Words) -> None:
        """Store a sentence for the webhooks to read; one that an owner before us has said is left out.

        A model words it anew now and then: in English it may differ, and be the same to whoever hears it.
        """
        for said in self.said_before:
            if words.en == said[1] or (words.he and words.he == said[0]):
                self.said_before.remove(said)
                return
        turns, turn = self.parts.stores.turns, self.turn
        others = {"agent": words.agent or None, "es": words.es or None}
        turns.append_sentence(self.call.id, turn.number, turn.epoch, kind, words.he, words.en, **others)
        self.timings.mark("spoken")
        self.tell()

    def say_fixed(self, line: Line, state: CallState, ending: dict[str, Any]) -> None:
        """Say one of the scenario's own lines, and end the turn with it."""
        line = line.for_gender(state.gender)
        self.speak("fixed", Words(line.he, line.en, state.agent, line.es))
        self.timings.mark("total")
        self.store(state, ending, Answer(state))

    def store(self, state: CallState, ending: dict[str, Any], answer: Answer) -> None:
        """End the turn, with its state in the same transaction: a turn that is done has its state stored."""
        if ending["kind"] == "listen":
            asked = patience_of(answer.last_words) if answer.last_words else ""
            ending["patient"] = asked or self.scenario.agent(state.agent).flow.step(state.step).patient
            if not self.parts.can_record():
                ending["by"] = "speech"
        self._finish(state, ending, answer)
        log.info(
            "turn.done",
            model=answer.model or "fixed",
            ending=ending["kind"],
            failures=answer.failures,
            **self.timings.ms,
            **self.bill.spent.fields(),
        )

    def _finish(self, state: CallState, ending: dict[str, Any], answer: Answer) -> None:
        stores, due = self.parts.stores, self.bill.due_micro_usd
        with span("store"), stores.database.begin():
            if due:
                stores.guards.spend(self.call.id, due)
            stores.turns.finish(  # first: a late owner is told that the turn is no longer its own
                self.call.id,
                self.turn.number,
                self.turn.epoch,
                agent=state.agent,
                tool_calls=memory.with_summaries(self.calls, answer.summaries),
                timings=dict(self.timings.ms),
                model=answer.model or "fixed",
                ending=ending,
                links=self._links(answer),
            )
            stores.calls.save_state(self.call.id, state.model_dump(mode="json"), self.version)
        self.bill.stored(due)

    def _links(self, answer: Answer) -> dict[str, Any]:
        """Which link of each chain answered, and why those before it did not: for the call's record."""
        told = {
            "translate_out": sorted(answer.translators),
            "failures": answer.failures,
            "untranslated": [*{**self.untranslated, **answer.untranslated}],
        }
        return {**self.links, **{name: each for name, each in told.items() if each}}


def work_of(parts: Parts, call: Call, turn: Turn, given: Input, tell: Callable[[], None], bill: Bill) -> Work:
    """The work of a claimed turn; one that is taken up again goes on after what is stored of it.

    What a turn that is over has changed is in the call: it is read anew where its state is older than its turns.
    """
    turns, version = parts.stores.turns.so_far(call.id)
    if version != call.state_version:
        call = parts.stores.calls.get(call.id)
    state = CallState.model_validate(call.state or {})
    phone = call.to_number if call.direction == "outbound" else call.from_number
    offered = frozenset(each.start for each in state.offered)
    verified = memory.is_verified(call)
    context = CallContext(parts.stores, call.id, call.lead_id, phone, verified, parts.now, offered, parts.may_call)
    begun = memory.begun(turn)
    return Work(
        parts=parts,
        call=call,
        turn=turn,
        given=given,
        scenario=parts.scenarios(call.scenario, memory.company_version(call)),
        state=state,
        context=context,
        lead=None if state.others else context.lead(),  # nothing of the lead's is for another person
        tell=tell,
        bill=bill,
        begun=begun,
        version=call.state_version,
        calls=[dict(each) for each in turn.tool_calls],
        before=tuple(each for each in turns if each.number < turn.number),
        said_before=list(begun.said),
    )
