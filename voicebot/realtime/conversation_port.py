"""One realtime call's engine: the tools, rules, state and record of the turn-based way, reached from threads."""

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from functools import partial

import structlog

from language.heard import read
from language.phrases import Phrase
from language.types import Language
from stores.errors import LostClaim
from stores.values import Call, Sentence
from voicebot.agents.handoff import reads_only, tools_of
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, apply_tool
from voicebot.agents.types import HangUp, Transfer
from voicebot.conversation import memory
from voicebot.conversation.choosing import listened
from voicebot.conversation.replies import in_language
from voicebot.conversation.types import Input, language_of, pressed
from voicebot.observability.spans import note
from voicebot.realtime.call_work import CallWork
from voicebot.realtime.commands import (
    AgentDone,
    AgentKept,
    AskAgent,
    Billed,
    Closing,
    Exchange,
    Finish,
    Greeted,
    Heard,
    KeepAgent,
    RulesDone,
    RunRules,
    RunTool,
    Spoke,
    Timed,
    ToolDone,
)
from voicebot.realtime.endings import closing_of, decided, ending_of
from voicebot.realtime.engine_parts import EngineParts, PersonaOf
from voicebot.realtime.exchanges import SOURCE, Exchanges
from voicebot.realtime.handing_over import HandingOver
from voicebot.realtime.ports import Later, Recorded
from voicebot.realtime.prompt import tool_output
from voicebot.realtime.speaking_record import TRANSLATE_S, SpeakingRecord
from voicebot.realtime.working import Working
from voicebot.realtime.yes import NOTHING, Yes
from voicebot.tools.context import CallContext

log = structlog.get_logger()

SETTLE_S, LEFT_S = 2.0, 12.0
"""How long the end waits for a tool or an answer that is at work, where somebody waits for it and where nobody does."""


class ConversationPort:
    """See `ports.CallPort`. One thread for tools, one for records and answers, and one that is behind with either."""

    def __init__(self, parts: EngineParts, call_id: str, model: str, persona: PersonaOf) -> None:
        self._parts = parts
        self._call_id = call_id
        self._persona = persona
        self._model = model
        self._work = CallWork(parts.stores, parts.observed, call_id, model)
        self._exchanges = Exchanges(parts.stores, call_id, parts.owner, model, lambda: self._state().agent)
        self._working = Working()
        self._engines: set[int] = set()
        self._offered_in: dict[str, int] = {}
        self._heard_in: set[int] = set()
        self._counted: Counter[str] = Counter()
        self._said: dict[int, str] = {}
        self._began: dict[int, CallState] = {}
        self._yes = Yes()
        self._speaking = SpeakingRecord(parts, call_id, self._exchanges, self._working, self._yes)
        self._handing = HandingOver(parts, call_id, self._exchanges, self._working, persona)
        self._closed_by: int | None = None
        self._closed_by_engine = False

    # -- deeds

    def tool(self, asked: RunTool) -> ToolDone:
        """Let a tool take effect: effect, state and the note of it in one transaction, before the model hears of it."""
        return self._work.run("tool", lambda: self._timed_tool(asked))

    def _timed_tool(self, asked: RunTool) -> ToolDone:
        note(tool=asked.call.name)
        began = time.perf_counter()
        done, status = self._tool(asked)
        ms = round((time.perf_counter() - began) * 1000)
        self._exchanges.timed(asked.exchange, "tool", ms)
        self._counted.update(tools=1, tool_ms=ms)
        log.info("realtime.tool", tool=asked.call.name, status=status, ms=ms)
        return done

    def _tool(self, asked: RunTool) -> tuple[ToolDone, str]:
        with self._working:
            place = self._exchanges.open(asked.exchange)
            call = self._call()
            state = CallState.model_validate(call.state)
            if asked.exchange not in self._heard_in:
                state = state.but(**NOTHING)  # an earlier yes is none to what was said since
            scenario = self._parts.scenario(call)
            tools = tools_of(scenario, scenario.agent(state.agent))
            # What only reads may ask a vendor: no transaction is open then. The state is written by this process alone.
            reading = reads_only(tools, asked.call.name)
            with nullcontext() if reading else self._parts.stores.database.begin():
                after, result, actions = apply_tool(
                    state, asked.call, tools, self._context(call, state, asked), scenario.limits.tool_call
                )
                move = scenario.agent(after.agent).flow.after(asked.call.name, result.status)
                after = after.but(step=move.next) if move and move.next else after
                closing = next((each for each in actions if isinstance(each, HangUp | Transfer)), None)
                self._keep_tool(asked, place, call, after, result, closing)
            self._yes.asked(asked.exchange, state, after)
        for slot in after.offered:
            self._offered_in.setdefault(slot.start, asked.exchange)
        if closing is not None:
            self._closed_by = place
            self._exchanges.ends(place, decided(closing))
        persona = self._handing.handed_over(state, after, asked.call.id)
        asks, left_s = self._parts.patient(call, after), self._parts.stage_s(after)
        return ToolDone(asked.call.id, tool_output(result), closing, persona, after.done, asks, left_s), result.status

    def _context(self, call: Call, state: CallState, asked: RunTool) -> CallContext:
        offers, began = self._heard_offers(state, asked.exchange), self._began.get(asked.exchange)
        return self._parts.context(call, offers, self._said.get(asked.exchange, ""), began)

    def _keep_tool(
        self, asked: RunTool, place: int, call: Call, after: CallState, result: ToolResult, closing: Closing | None
    ) -> None:
        """The state after it and the note of it, and how the call ends by it, in one transaction, or in the one in
        which it took effect.

        Raises LostClaim when the stream has ended meanwhile: nobody is told of it any more, so it does not happen.
        """
        with self._parts.stores.database.begin():
            self._parts.stores.calls.save_state(call.id, after.model_dump(mode="json"), call.state_version)
            calls = [*self._exchanges.tool_calls(place), memory.call_record(asked.call, result)]
            self._exchanges.save_calls(place, calls)
            if closing is not None:
                self._exchanges.save_ending(place, decided(closing))

    def keep(self, asked: KeepAgent) -> AgentKept:
        """Take the last hand-off back: the agent's session could not be had. The turn's record says so."""
        return self._work.run("keep", lambda: self._handing.take_back(asked))

    def rules(self, asked: RunRules) -> RulesDone:
        """Answer by a turn of the turn-based way, which gives safety intents and keys to the rules."""
        before = self._state()
        given = Input(SOURCE, text=asked.text, digits=asked.digits, time_up=not (asked.text or asked.digits))
        sentences, closing = self._work.run("rules", lambda: self._run_turn(asked.exchange, given))
        after = self._state()
        persona = self._handing.handed_over(before, after)
        lines = tuple(Phrase(each.he, each.en, es=each.es or "") for each in sentences)
        asks, left_s = self._parts.patient(self._call(), after), self._parts.stage_s(after)
        return RulesDone(lines, closing, persona, after.done, asks, left_s)

    def agent(self, asked: AskAgent) -> AgentDone:
        """Answer by a turn of the turn-based way: our own agent, with its tools, guards and flow."""
        before, given = self._state(), Input(SOURCE, text=asked.text)
        sentences, closing = self._work.run("agent", lambda: self._run_turn(asked.exchange, given))
        call, after = self._call(), self._state()
        said = tuple(in_language(call, each) for each in sentences)
        persona, asks = self._handing.retold(before, after), self._parts.patient(call, after)
        return AgentDone(asked.id, said, closing, persona, asks, self._parts.stage_s(after))

    def _run_turn(self, exchange: int, given: Input) -> tuple[tuple[Sentence, ...], Closing | None]:
        with self._working:
            place = self._exchanges.open(exchange)
            turn = self._exchanges.turn(place)
            self._engines.add(exchange)
            self._exchanges.close_before(place)  # a turn waits for those before it
            turn = self._parts.stores.turns.get(self._call_id, turn.number)
            before, state = len(turn.sentences), self._state()
            self._parts.runner.run(self._call(), turn, given)
            self._yes.asked(exchange, state, self._state())
            done = self._parts.stores.turns.get(self._call_id, turn.number)
            if done.state != "claimed":
                self._exchanges.leave(place, exchange)
        closing = closing_of(done.ending)
        self._closed_by_engine = self._closed_by_engine or closing is not None
        return done.sentences[before:], closing

    def _heard_offers(self, state: CallState, exchange: int) -> frozenset[str]:
        """Slots that were offered in an earlier exchange: only those can have been chosen in this one."""
        starts = (each.start for each in state.offered)
        return frozenset(each for each in starts if self._offered_in.get(each, -1) < exchange)

    # -- the record

    def record(self, what: Recorded) -> Later | None:
        """Keep this in the exchange's turn, for `Later` to translate; what comes after its turn's end is left out."""
        later = self._work.run("record", lambda: self._record(what))
        return None if later is None else lambda: self._work.run("translate", later)

    def _record(self, what: Recorded) -> Later | None:
        try:
            match what:
                case Exchange(number):
                    self._said.pop(number - 2, None)
                    self._began.pop(number - 2, None)
                    self._began[number] = self._state()
                    self._exchanges.turn(number)
                    with self._working:
                        self._exchanges.close_before(number - 1)
                case Heard():
                    return self._heard(what)
                case Spoke():
                    return self._spoke(what)
                case Greeted():
                    self._parts.stores.tickets.greeted(self._call_id)
                case Billed(used):
                    self._work.bill(used)
                case Timed():
                    self._timed(what)
        except LostClaim:
            log.info("realtime.late_record", kind=type(what).__name__)
        return None

    def _timed(self, timed: Timed) -> None:
        self._exchanges.timed(timed.exchange, timed.name, timed.ms)
        self._counted.update({f"{timed.name}_ms": timed.ms, f"{timed.name}s": 1})
        if timed.name == "first_audio":
            log.info("realtime.first_audio", ms=timed.ms)
        elif timed.name == "answer":
            log.info("vendor", vendor="openai", operation="realtime answer", ms=timed.ms, outcome="ok")

    def _heard(self, heard: Heard) -> Later | None:
        """The words are kept at once; in English they stand there later."""
        if heard.exchange in self._engines:
            return None
        turn = self._exchanges.turn(heard.exchange)
        language = language_of(self._call())
        hebrew = language == "he"
        self._said[heard.exchange] = heard.text
        text = self._without_private(heard.exchange, heard.text)
        self._parts.stores.turns.save_heard(
            self._call_id,
            turn.number,
            turn.epoch,
            he=text if hebrew and text else None,
            en=self._without_private(heard.exchange, pressed(heard.digits)) or text or None,
            by=self._model,
            intents=read(heard.text, language, heard.digits).intents,
        )
        with suppress(LostClaim):  # the stream ends while a tool is at work
            self._listened(heard, language)
        self._heard_in.add(heard.exchange)
        return (lambda: self._translate_heard(turn.number, text)) if hebrew and text else None

    def _translate_heard(self, number: int, text: str) -> None:
        english, _link = self._parts.translation.to_english(text, lambda: TRANSLATE_S)
        if english != text:
            self._parts.stores.turns.translate_heard(self._call_id, number, text, english)

    def _without_private(self, exchange: int, words: str) -> str:
        """What may be kept and translated of words, and of keys told as words: as the agent of then has it."""
        call = self._call()
        state = self._began.get(exchange) or CallState.model_validate(call.state)
        private = self._parts.scenario(call).agent(state.agent).private
        return private(words, state) if private else words

    def _listened(self, heard: Heard, language: Language) -> None:
        """What the words change in the state, above all a yes to what was read back; before they are translated.

        What the voice said is its own wording, so what was read back in an earlier exchange counts as heard.
        """
        if not heard.text:
            return
        with self._working, self._parts.stores.database.begin():
            call = self._call()
            state = CallState.model_validate(call.state)
            words = read(heard.text, language, heard.digits)
            handoffs = self._parts.scenario(call).agent(state.agent).handoffs
            now = self._parts.now()
            listen = partial(listened, heard=words, said=None, now=now, handoffs=handoffs)
            after = self._yes.heard(heard.exchange, state, listen, heard.early)
            if after != state:
                self._parts.stores.calls.save_state(call.id, after.model_dump(mode="json"), call.state_version)

    def _spoke(self, spoke: Spoke) -> Later | None:
        greeting = spoke.exchange == 0 and spoke.fixed and self._exchanges.newest == 0
        if spoke.exchange in self._engines or greeting:
            return None  # the engine's own turns, and the greeting, have their sentences already
        return self._speaking.record(spoke)

    def hurry(self) -> None:
        """Nothing waits for a tool any more: the stream ends."""
        self._working.end()

    def finish(self, how: Finish, figures: Mapping[str, int]) -> None:
        """Close every turn; the last one says how the call ends, for whatever comes after the stream."""
        self._work.run("finish", lambda: self._finish(how, figures))

    def _finish(self, how: Finish, figures: Mapping[str, int]) -> None:
        settled = self._working.take(LEFT_S if how.by == "caller_left" else SETTLE_S)
        try:
            ending = None if self._closed_by_engine else ending_of(how.closing)
            self._exchanges.finish(ending, self._closed_by)
        finally:
            if settled:
                self._working.release()
        counted = {**figures, **self._counted}
        self._parts.stores.figures.add(self._call_id, {**counted, "used": self._work.used})
        log.info("realtime.finished", by=how.by, reason=how.reason, model=self._model, **counted)

    def close(self) -> None:
        """The call's trace ends."""
        self._work.close()

    def _call(self) -> Call:
        return self._parts.stores.calls.get(self._call_id)

    def _state(self) -> CallState:
        return CallState.model_validate(self._call().state)
