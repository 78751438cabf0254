"""The turn: a stored row, claimed once, run on the pool, read by whichever webhook asks for it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from language.heard import read
from language.phrases import Phrase
from language.terms import TermSet
from language.types import Heard, Language
from stores import Stores
from stores.errors import LostClaim, StoreError, StoreUnavailable
from stores.values import Call, Lead, Sentence, Turn
from voicebot.agents.model import UserMessage
from voicebot.agents.questions import patience_of
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall, ToolResult
from voicebot.agents.turn import Settle
from voicebot.agents.types import HangUp, Line, Scenario, Transfer
from voicebot.conversation import memory
from voicebot.conversation.answering import Answer, Answering, Question
from voicebot.conversation.choosing import for_agent, listened
from voicebot.conversation.hearing import Hearing, Silence, Timings, Unheard
from voicebot.conversation.joining import Wait, joined, pieces
from voicebot.conversation.speaking import SentenceKind, Words
from voicebot.conversation.terms import terms_of_call
from voicebot.conversation.translation import Translation
from voicebot.conversation.types import Input, language_of, pressed
from voicebot.observability.spans import note, span
from voicebot.observability.spending import Bill, billing
from voicebot.tools.context import CallContext, MayCall, by_default_rules

log = structlog.get_logger()

TURN_BUDGET_S = 30.0
"""All vendors of one turn together; meanwhile the caller hears fillers."""
AGAIN = frozenset({"repeat", "slow_down"})
"""What the caller wants to hear once more is in the store: nobody is asked."""
SHORT_WORDS = 5
"""A question of so few words tells nothing by itself."""


@dataclass(frozen=True)
class Parts:
    """What a turn works with. `can_record`: whether a recording made now would be heard, as far as anybody knows."""

    stores: Stores
    scenarios: Callable[[str], Scenario]
    hearing: Hearing
    translation: Translation
    answering: Answering
    now: Callable[[], datetime]
    wait: Wait
    company: Phrase
    can_record: Callable[[], bool] = lambda: True
    may_call: MayCall = by_default_rules


@dataclass
class _Work:
    """One turn while it runs. `version` is of the call's state as it is stored, `calls` are the tools so far."""

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
    before: tuple[Turn, ...] = ()
    said_before: list[str] = field(default_factory=list)

    @property
    def language(self) -> Language:
        return language_of(self.call)

    def remaining_s(self) -> float:
        return max(1.0, TURN_BUDGET_S - self.timings.elapsed_s())


class TurnRunner:
    """Runs claimed turns; every write carries the claim's epoch, so that a late owner cannot write."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def run(self, call: Call, turn: Turn, given: Input, tell: Callable[[], None] = lambda: None) -> Answer | None:
        """Hear, answer, store. Returns None when the turn was lost to another owner or failed.

        Never raises: what goes wrong ends in a fixed line and a log entry.
        """
        structlog.contextvars.bind_contextvars(call_id=call.id, turn=turn.number, lead_id=call.lead_id)
        try:
            with span("turn", call_id=call.id, turn=turn.number), billing() as bill:
                return self._run(call, turn, given, tell, bill)
        except LostClaim:
            log.info("turn.lost")
        except StoreUnavailable:
            # Nothing can be said now. The turn stays claimed, and the next webhook that gets through has it run on.
            log.error("turn.store_away")
        except StoreError as error:
            log.error("turn.store_failed", reason=type(error).__name__)
            self._give_up(call, turn)
        except Exception:
            # The last line of defence: whatever broke, the caller must hear something.
            log.exception("turn.failed")
            self._give_up(call, turn)
        finally:
            structlog.contextvars.unbind_contextvars("call_id", "turn", "lead_id")
        return None

    def _run(self, call: Call, turn: Turn, given: Input, tell: Callable[[], None], bill: Bill) -> Answer | None:
        work = self._work(call, turn, given, tell, bill)
        outcome = self._hear(work)
        before = pieces(self._parts.stores, work.before, self._parts.wait)
        if work.before and (before or work.before[-1].state == "claimed"):
            # They ended while this one was being heard: the call's state is newer than what began it.
            work.call = self._parts.stores.calls.get(call.id)
            work.state, work.version = CallState.model_validate(work.call.state or {}), work.call.state_version
        if given.left and isinstance(outcome, Silence) and not before:
            self._store(work, work.state, {"kind": "listen"}, Answer(work.state, model="left"))
            return None
        if given.full:
            self._piece(work, outcome)
            return None
        match joined(before, outcome):
            case Silence(noise):
                self._silent(work, noise)
            case Unheard(reason, by_vendor):
                self._unheard(work, reason, by_vendor)
            case Heard() as heard:
                self._keep(work, heard, None if heard.language == "he" else heard.text)
                if heard.intents and heard.intents[0] in AGAIN and self._repeat(work, heard):
                    return None
                return self._answer(work, heard)
        return None

    def _piece(self, work: _Work, outcome: Heard | Silence | Unheard) -> None:
        """Keep what was said so far: the caller is being recorded on, and nothing is answered yet."""
        if isinstance(outcome, Heard):
            self._keep(work, outcome, None if outcome.language == "he" else outcome.text)
        else:
            by = "noise" if isinstance(outcome, Silence) and outcome.noise else "nothing"
            self._parts.stores.turns.save_heard(
                work.call.id, work.turn.number, work.turn.epoch, he=None, en=None, by=by
            )
        self._store(work, work.state, {"kind": "listen", "piece": True}, Answer(work.state, model="piece"))

    def _work(self, call: Call, turn: Turn, given: Input, tell: Callable[[], None], bill: Bill) -> _Work:
        scenario = self._parts.scenarios(call.scenario)
        state = CallState.model_validate(call.state or {})
        phone = call.to_number if call.direction == "outbound" else call.from_number
        context = CallContext(
            self._parts.stores,
            call.id,
            call.lead_id,
            phone,
            memory.is_verified(call),
            self._parts.now,
            frozenset(each.start for each in state.offered),
            self._parts.may_call,
        )
        begun, calls = memory.begun(turn), [dict(each) for each in turn.tool_calls]
        lead = None if state.others else context.lead()  # nothing of the lead's is for another person
        work = _Work(call, turn, given, scenario, state, context, lead, tell, bill, begun, call.state_version, calls)
        turns = self._parts.stores.turns.for_call(call.id)
        work.before = tuple(each for each in turns if each.number < turn.number)
        work.said_before.extend(en for _, en in begun.said)
        return work

    def _hear(self, work: _Work) -> Heard | Silence | Unheard:
        """What the caller said; what the store has of a turn that is taken up again is not asked for anew."""
        known = work.turn.heard_he or work.turn.heard_en
        if known:
            in_english = not work.turn.heard_he and work.language == "he"
            return read(known, "en" if in_english else work.language, work.given.digits)
        names = (work.lead.name_he or work.lead.name,) if work.lead else ()
        return self._parts.hearing.hear(work.given, work.language, (*work.scenario.keywords, *names), work.timings)

    def _silent(self, work: _Work, noise: bool) -> None:
        """Ask again as often as the scenario has lines for it, then say goodbye.

        Where there is nothing but noise, the telephone company's ears and keys get the next try.
        """
        silences = work.state.silences + 1
        listen = {"kind": "listen", **({"by": "speech"} if noise and silences > 1 else {})}
        lines = work.scenario.lines
        self._parts.stores.turns.save_heard(
            work.call.id, work.turn.number, work.turn.epoch, he=None, en=None, by="noise" if noise else "silence"
        )
        if silences <= len(lines.silent):
            self._fixed(work, lines.silent[silences - 1], work.state.but(silences=silences), listen)
        else:
            ending = {"kind": "hangup", "reason": "silence"}
            self._fixed(work, lines.silent_goodbye, work.state.but(silences=silences, ended=True), ending)

    def _unheard(self, work: _Work, reason: str, by_vendor: bool) -> None:
        """Ask the caller to say it again; after some times, apologise, leave a callback task and end.

        When it was a vendor that did not hear, the telephone company's own ears get the next try.
        """
        unheard = work.state.unheard + 1
        self._parts.stores.turns.save_heard(
            work.call.id, work.turn.number, work.turn.epoch, he=None, en=None, by=f"unheard: {reason}"[:120]
        )
        state = work.state.but(unheard=unheard, silences=0)
        if unheard < work.scenario.limits.unheard:
            by = {"by": "speech"} if by_vendor else {}
            self._fixed(work, work.scenario.lines.say_again, state, {"kind": "listen", **by})
            return
        ending = {"kind": "hangup", "reason": "unheard"}
        if not work.context.reachable():
            self._fixed(work, work.scenario.lines.trouble, state.but(ended=True), ending)
            return
        self._parts.stores.tasks.add(
            "callback",
            "The caller could not be heard; call back.",
            lead_id=work.call.lead_id,
            call_id=work.call.id,
            key=f"callback:{work.call.id}",
        )
        self._fixed(work, work.scenario.lines.apology, state.but(ended=True), ending)

    def _repeat(self, work: _Work, heard: Heard) -> bool:
        """Say the last sentence again, slower if asked; False when nothing was said. Nobody is asked."""
        said = last_words(work.before)
        if not said:
            return False
        if heard.text and heard.language == "he":
            self._keep(work, heard, f"({heard.intents[0]})")
        for each in said:
            self._speak(work, "fixed", Words(each.he, each.en, each.agent or "", each.es or ""))
        work.timings.mark("total")
        state = work.state.but(silences=0, unheard=0)
        slow = {"slow": True} if heard.intents[0] == "slow_down" else {}
        self._store(work, state, {"kind": "listen", **slow}, Answer(state, model="store"))
        return True

    def _answer(self, work: _Work, heard: Heard) -> Answer:
        question = self._question(work, heard)
        answer = self._parts.answering.answer(question, lambda kind, words: self._speak(work, kind, words))
        work.timings.mark("total")
        self._finish(work, answer)
        return answer

    def _keep(self, work: _Work, heard: Heard, english: str | None) -> None:
        """Keep what was heard: first before it is translated, so that whoever takes the turn over has it."""
        if work.turn.heard_en or (work.turn.heard_he and english is None):
            return
        self._parts.stores.turns.save_heard(
            work.call.id,
            work.turn.number,
            work.turn.epoch,
            he=heard.text if heard.language == "he" else None,
            en=english,
            by=work.turn.heard_by or ((work.timings.heard_by or "recording") if work.given.recording_sid else "text"),
            intents=heard.intents,
        )

    def _question(self, work: _Work, heard: Heard) -> Question:
        call, now = work.call, self._parts.now()
        english = work.turn.heard_en or self._english(work, heard)
        # A turn that is taken up after a tool has stored its state has listened already.
        state = work.state if work.calls else listened(work.state, heard, said_last(work.before), now)
        utterance = for_agent(heard, english or pressed(heard.digits), state, now)
        self._keep(work, heard, utterance.text)
        return Question(
            scenario=work.scenario,
            state=state,
            messages=(*memory.history(work.before, state), UserMessage(utterance)),
            heard=utterance,
            begun=work.begun,
            effects=lambda call, reads_only: self._effects(work, call, reads_only),
            context=work.context,
            terms=lambda state: self._terms(work, state),
            facts=memory.facts(call, work.lead, state, now, utterance),
            values=memory.line_values(call, work.lead, state),
            language=work.language,
            timings=work.timings,
            remaining_s=work.remaining_s,
        )

    def _english(self, work: _Work, heard: Heard) -> str:
        if heard.language != "he" or not heard.text:
            return heard.text
        with work.timings.measure("translate_in"):
            terms = self._terms(work, work.state)
            english, link = self._parts.translation.to_english(heard.text, work.remaining_s, terms)
        work.links["translate_in"] = link
        return english

    def _terms(self, work: _Work, state: CallState) -> TermSet:
        """What both translations must keep; nothing of a lead of whom the number is all we know."""
        lead = work.lead if memory.is_verified(work.call) and not state.others else None
        return terms_of_call(lead, state, self._parts.company)

    @contextmanager
    def _effects(self, work: _Work, call: ToolCall, reads_only: bool) -> Iterator[Settle]:
        """What a tool does, the state after it, and the note that it was done: in one transaction.

        An owner that has lost the turn can do nothing, and whoever takes it over does nothing twice.
        """

        def settle(state: CallState, asked: ToolCall, result: ToolResult) -> None:
            stores, calls = self._parts.stores, [*work.calls, memory.call_record(asked, result)]
            with stores.database.begin():
                stores.turns.save_tool_calls(work.call.id, work.turn.number, work.turn.epoch, calls)
                version = stores.calls.save_state(work.call.id, state.model_dump(mode="json"), work.version)
            work.version, work.calls = version, calls

        with work.timings.measure("tool"):
            note(tool=call.name)
            if reads_only:
                yield settle
            else:
                with self._parts.stores.database.begin():
                    yield settle

    def _speak(self, work: _Work, kind: SentenceKind, words: Words) -> None:
        """Store a sentence for the webhooks to read; one that an owner before us has said is left out."""
        if words.en in work.said_before:
            work.said_before.remove(words.en)
            return
        turns, turn = self._parts.stores.turns, work.turn
        others = {"agent": words.agent or None, "es": words.es or None}
        turns.append_sentence(work.call.id, turn.number, turn.epoch, kind, words.he, words.en, **others)
        work.timings.mark("spoken")
        work.tell()

    def _finish(self, work: _Work, answer: Answer) -> None:
        """State first, then the turn: a turn that is done has its state stored."""
        ending: dict[str, Any] = {"kind": "listen"}
        match answer.closing:
            case HangUp(reason):
                ending = {"kind": "hangup", "reason": reason}
            case Transfer(number, member_id, reason):
                self._call_back_if_left(work, reason)
                ending = {"kind": "dial", "number": number, "member_id": member_id, "reason": reason}
        ended = answer.closing is not None
        self._store(work, answer.state.but(ended=ended), ending, answer)

    def _call_back_if_left(self, work: _Work, reason: str) -> None:
        """Whoever asked for a person and hung up cannot be connected any more."""
        if work.given.left:
            self._parts.stores.tasks.add(
                "callback",
                f"Asked for a person and hung up: {reason}",
                lead_id=work.call.lead_id,
                call_id=work.call.id,
                key=f"callback:{work.call.id}",
            )

    def _fixed(self, work: _Work, line: Line, state: CallState, ending: dict[str, Any]) -> None:
        line = line.for_gender(state.gender)
        self._speak(work, "fixed", Words(line.he, line.en, state.agent, line.es))
        work.timings.mark("total")
        self._store(work, state, ending, Answer(state))

    def _store(self, work: _Work, state: CallState, ending: dict[str, Any], answer: Answer) -> None:
        stores, call, turn = self._parts.stores, work.call, work.turn
        if ending["kind"] == "listen":
            asked = patience_of(answer.last_words) if answer.last_words else ""
            ending["patient"] = asked or work.scenario.agent(state.agent).flow.step(state.step).patient
            if not self._parts.can_record():
                ending["by"] = "speech"
        timings: dict[str, Any] = dict(work.timings.ms)
        spent = work.bill.spent
        with span("store"), stores.database.begin():
            if spent.usd:
                stores.guards.spend(call.id, spent.micro_usd)
            stores.calls.save_state(call.id, state.model_dump(mode="json"), work.version)
            stores.turns.finish(
                call.id,
                turn.number,
                turn.epoch,
                agent=state.agent,
                tool_calls=memory.with_summaries(work.calls, answer.summaries),
                timings=timings,
                model=answer.model or "fixed",
                ending=ending,
                links=_links(work, answer),
            )
        log.info(
            "turn.done",
            model=answer.model or "fixed",
            ending=ending["kind"],
            failures=answer.failures,
            **timings,
            **spent.fields(),
        )

    def _give_up(self, call: Call, turn: Turn) -> None:
        """Apologise and ask again, as far as the database allows; the webhook has a fixed line for the rest."""
        lines = self._parts.scenarios(call.scenario).lines
        try:
            self._parts.stores.turns.append_sentence(
                call.id, turn.number, turn.epoch, "fixed", lines.say_again.he, lines.say_again.en
            )
            self._parts.stores.turns.finish(
                call.id, turn.number, turn.epoch, model="failed", ending={"kind": "listen"}, failed=True
            )  # fmt: skip
        except StoreError:
            log.error("turn.give_up_failed")


def said_last(turns: Sequence[Turn]) -> Sequence[Sentence] | None:
    """What the caller heard in the turn before; None where that was not said by us (a history that was replayed)."""
    answered = next((each for each in reversed(turns) if not (each.ending or {}).get("piece")), None)
    if answered is None:
        return ()
    return None if answered.model == "history" else answered.sentences


def last_words(turns: Sequence[Turn]) -> list[Sentence]:
    """The last sentence that was said, fillers aside, and what "which one?" asks about: the one before it."""
    for turn in reversed(turns):
        said = [each for each in turn.sentences if each.kind != "filler"]
        if said:
            return said[-2:] if len((said[-1].he or said[-1].en).split()) <= SHORT_WORDS else said[-1:]
    return []


def _links(work: _Work, answer: Answer) -> dict[str, Any]:
    """Which link of each chain answered, and why those before it did not: for the call's record."""
    spoken = {"translate_out": sorted(answer.translators)} if answer.translators else {}
    return {**work.links, **spoken, **({"failures": answer.failures} if answer.failures else {})}
