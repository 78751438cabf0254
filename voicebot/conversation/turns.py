"""The turn: a stored row, claimed once, run on the pool, read by whichever webhook asks for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from language.types import Heard, Language
from stores import Stores
from stores.errors import LostClaim, StoreError
from stores.values import Call, Turn
from voicebot.agents.model import UserMessage
from voicebot.agents.state import CallState
from voicebot.agents.types import HangUp, Line, Scenario, Transfer
from voicebot.agents.types import Heard as AgentHeard
from voicebot.conversation import memory
from voicebot.conversation.answering import Answer, Answering, Question
from voicebot.conversation.choosing import chosen_slot, refuses_all
from voicebot.conversation.hearing import Hearing, Silence, Timings, Unheard
from voicebot.conversation.speaking import SentenceKind
from voicebot.conversation.translation import Translation
from voicebot.conversation.types import Input, pressed
from voicebot.observability.spans import span
from voicebot.observability.spending import Bill, billing
from voicebot.tools.context import CallContext

log = structlog.get_logger()

TURN_BUDGET_S = 30.0
"""All vendors of one turn together; meanwhile the caller hears fillers."""


@dataclass(frozen=True)
class Parts:
    """What a turn works with."""

    stores: Stores
    scenarios: Callable[[str], Scenario]
    hearing: Hearing
    translation: Translation
    answering: Answering
    now: Callable[[], datetime]


@dataclass
class _Work:
    """One turn while it runs."""

    call: Call
    turn: Turn
    given: Input
    scenario: Scenario
    state: CallState
    tell: Callable[[], None]
    bill: Bill
    timings: Timings = field(default_factory=Timings)

    @property
    def language(self) -> Language:
        return "en" if self.call.language == "en" else "he"

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
        scenario = self._parts.scenarios(call.scenario)
        state = CallState.model_validate(call.state or {})
        work = _Work(call, turn, given, scenario, state, tell, bill)
        outcome = self._parts.hearing.hear(given, work.language, self._keywords(work), work.timings)
        match outcome:
            case Silence():
                self._silent(work)
            case Unheard(reason):
                self._unheard(work, reason)
            case Heard():
                return self._answer(work, outcome)
        return None

    def _keywords(self, work: _Work) -> tuple[str, ...]:
        lead = self._lead(work.call)
        names = (lead.name_he or lead.name,) if lead else ()
        return (*work.scenario.keywords, *names)

    def _lead(self, call: Call) -> Any:
        return self._context(call).lead()

    def _context(self, call: Call) -> CallContext:
        phone = call.to_number if call.direction == "outbound" else call.from_number
        offers = CallState.model_validate(call.state).offered if call.state else ()
        return CallContext(
            self._parts.stores,
            call.id,
            call.lead_id,
            phone,
            memory.is_verified(call),
            self._parts.now,
            frozenset(each.start for each in offers),
        )

    def _silent(self, work: _Work) -> None:
        """Ask again as often as the scenario has lines for it, then say goodbye."""
        silences = work.state.silences + 1
        lines = work.scenario.lines
        self._parts.stores.turns.save_heard(
            work.call.id, work.turn.number, work.turn.epoch, he=None, en=None, by="silence"
        )
        if silences <= len(lines.silent):
            self._fixed(work, lines.silent[silences - 1], work.state.but(silences=silences), {"kind": "listen"})
        else:
            ending = {"kind": "hangup", "reason": "silence"}
            self._fixed(work, lines.silent_goodbye, work.state.but(silences=silences, ended=True), ending)

    def _unheard(self, work: _Work, reason: str) -> None:
        """Ask the caller to say it again; after some times, apologise, leave a callback task and end."""
        unheard = work.state.unheard + 1
        self._parts.stores.turns.save_heard(
            work.call.id, work.turn.number, work.turn.epoch, he=None, en=None, by=f"unheard: {reason}"[:120]
        )
        state = work.state.but(unheard=unheard, silences=0)
        if unheard < work.scenario.limits.unheard:
            self._fixed(work, work.scenario.lines.say_again, state, {"kind": "listen"})
            return
        ending = {"kind": "hangup", "reason": "unheard"}
        if not self._context(work.call).reachable():
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

    def _answer(self, work: _Work, heard: Heard) -> Answer:
        self._save_heard(work, heard, None if heard.language == "he" else heard.text)
        question = self._question(work, heard)
        utterance = question.messages[-1]
        if isinstance(utterance, UserMessage):
            self._save_heard(work, heard, utterance.heard.text)
        answer = self._parts.answering.answer(question, lambda kind, he, en: self._speak(work, kind, he, en))
        work.timings.mark("total")
        self._finish(work, answer)
        return answer

    def _save_heard(self, work: _Work, heard: Heard, english: str | None) -> None:
        """Keep what was heard: first before it is translated, so that whoever takes the turn over has it."""
        self._parts.stores.turns.save_heard(
            work.call.id,
            work.turn.number,
            work.turn.epoch,
            he=heard.text if heard.language == "he" else None,
            en=english,
            by=(work.timings.heard_by or "recording") if work.given.recording_sid else "text",
            intents=heard.intents,
        )

    def _question(self, work: _Work, heard: Heard) -> Question:
        call, now = work.call, self._parts.now()
        lead = self._lead(call)
        english = heard.text
        if heard.language == "he" and heard.text:
            with work.timings.measure("translate_in"):
                english, _link = self._parts.translation.to_english(heard.text, work.remaining_s)
        state = work.state.but(silences=0, unheard=0)
        utterance = AgentHeard(
            english or pressed(heard.digits),
            heard.text,
            heard.intents,
            chosen_slot(heard, state, now),
            refuses_all(heard),
        )
        before = [each for each in self._parts.stores.turns.for_call(call.id) if each.number < work.turn.number]
        past = memory.history(before)
        return Question(
            scenario=work.scenario,
            state=state,
            messages=(*past, UserMessage(utterance)),
            context=self._context(call),
            facts=memory.facts(call, lead, state, now),
            values=memory.line_values(call, lead),
            language=work.language,
            timings=work.timings,
            remaining_s=work.remaining_s,
        )

    def _speak(self, work: _Work, kind: SentenceKind, he: str, en: str) -> None:
        self._parts.stores.turns.append_sentence(work.call.id, work.turn.number, work.turn.epoch, kind, he, en)
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
        self._speak(work, "fixed", line.he, line.en)
        work.timings.mark("total")
        self._store(work, state, ending, Answer(state))

    def _store(self, work: _Work, state: CallState, ending: dict[str, Any], answer: Answer) -> None:
        stores, call, turn = self._parts.stores, work.call, work.turn
        step = work.scenario.agent(state.agent).flow.step(state.step)
        if ending["kind"] == "listen":
            ending["patient"] = step.patient
        timings: dict[str, Any] = dict(work.timings.ms)
        spent = work.bill.spent
        with span("store"), stores.database.begin():
            if spent.usd:
                stores.guards.spend(call.id, spent.micro_usd)
            stores.calls.save_state(call.id, state.model_dump(mode="json"), call.state_version)
            stores.turns.finish(
                call.id,
                turn.number,
                turn.epoch,
                agent=state.agent,
                tool_calls=answer.calls,
                timings=timings,
                model=answer.model or "fixed",
                ending=ending,
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
