"""One realtime call's engine: the tools, rules, state and record of the turn-based way, reached from threads."""

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from language.heard import read
from language.phrases import Phrase
from language.types import Language
from stores import Stores
from stores.errors import LostClaim
from stores.values import Call, Sentence, Turn
from voicebot.agents.handoff import tools_of
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, apply_tool
from voicebot.agents.types import HangUp, OfferSlots, Scenario, Transfer
from voicebot.conversation import memory
from voicebot.conversation.choosing import listened
from voicebot.conversation.speaking import SentenceKind
from voicebot.conversation.translation import Translation
from voicebot.conversation.turns import TurnRunner
from voicebot.conversation.types import Input, pressed
from voicebot.observability.spans import span
from voicebot.realtime.commands import (
    AgentDone,
    AskAgent,
    Closing,
    Exchange,
    Finish,
    Greeted,
    Heard,
    Persona,
    RulesDone,
    RunRules,
    RunTool,
    Spoke,
    ToolDone,
)
from voicebot.tools.context import CallContext

log = structlog.get_logger()

TRANSLATE_S = 5.0
HEARD_S = 2.0
"""How long a tool waits for the caller's own words; without them it sees the state before them."""
SOURCE = "realtime"


@dataclass(frozen=True)
class EngineParts:
    """What every realtime call's engine works with."""

    stores: Stores
    scenarios: Callable[[str], Scenario]
    runner: TurnRunner
    translation: Translation
    owner: str
    now: Callable[[], datetime]
    persona: Callable[[Call, CallState], Persona]

    def context(self, call: Call, state: CallState, heard_offers: frozenset[str] | None = frozenset()) -> CallContext:
        """What a tool of this call may reach."""
        phone = call.to_number if call.direction == "outbound" else call.from_number
        verified = memory.is_verified(call)
        return CallContext(self.stores, call.id, call.lead_id, phone, verified, self.now, heard_offers)


class ConversationPort:
    """See `ports.CallPort`. Two threads at most are in here at once: one for tools, one for records and answers."""

    def __init__(self, parts: EngineParts, call_id: str, model: str) -> None:
        self._parts = parts
        self._call_id = call_id
        self._model = model
        self._lock = threading.RLock()
        self._working = threading.Lock()
        self._turns: dict[int, Turn] = {}
        self._engines: set[int] = set()
        self._tool_calls: dict[int, list[dict[str, Any]]] = {}
        self._offered_in: dict[str, int] = {}
        self._heard_in = defaultdict[int, threading.Event](threading.Event)
        self._newest = 0
        self._closed_by: int | None = None
        self._closed_by_engine = False

    # -- deeds

    def tool(self, asked: RunTool) -> ToolDone:
        """Let a tool take effect: effect, state and the note of it in one transaction, before the model hears of it."""
        stores = self._parts.stores
        turn = self._turn(asked.exchange)
        self._heard_in[asked.exchange].wait(HEARD_S)  # a yes that is being written down may be what it needs
        with self._working, span("tool", tool=asked.call.name), stores.database.begin():
            call = stores.calls.get(self._call_id)
            state = CallState.model_validate(call.state)
            scenario = self._parts.scenarios(call.scenario)
            tools = tools_of(scenario, scenario.agent(state.agent))
            context = self._parts.context(call, state, self._heard_offers(state, asked.exchange))
            after, result, actions = apply_tool(state, asked.call, tools, context, scenario.limits.tool_call)
            move = scenario.agent(after.agent).flow.after(asked.call.name, result.status)
            after = after.but(step=move.next) if move and move.next else after
            stores.calls.save_state(call.id, after.model_dump(mode="json"), call.state_version)
            calls = [*self._tool_calls.get(asked.exchange, ()), memory.call_record(asked.call, result)]
            self._save_calls(turn, calls)
        self._tool_calls[asked.exchange] = calls
        for slot in after.offered:
            self._offered_in.setdefault(slot.start, asked.exchange)
        closing = next((each for each in actions if isinstance(each, HangUp | Transfer)), None)
        if closing is not None:
            self._closed_by = asked.exchange
        persona = self._parts.persona(stores.calls.get(call.id), after) if after.agent != state.agent else None
        return ToolDone(asked.call.id, _for_voice(result), closing, persona, after.done)

    def rules(self, asked: RunRules) -> RulesDone:
        """Answer by a turn of the turn-based way, which gives safety intents and keys to the rules."""
        before = self._state()
        sentences, closing = self._run_turn(asked.exchange, Input(SOURCE, text=asked.text, digits=asked.digits))
        after = self._state()
        persona = self._parts.persona(self._call(), after) if after.agent != before.agent else None
        return RulesDone(tuple(Phrase(each.he, each.en) for each in sentences), closing, persona, after.done)

    def agent(self, asked: AskAgent) -> AgentDone:
        """Answer by a turn of the turn-based way: our own agent, with its tools, guards and flow."""
        sentences, closing = self._run_turn(asked.exchange, Input(SOURCE, text=asked.text))
        english = self._call().language == "en"
        return AgentDone(asked.id, tuple(each.en if english else each.he for each in sentences), closing)

    def _run_turn(self, exchange: int, given: Input) -> tuple[tuple[Sentence, ...], Closing | None]:
        with self._working:
            self._turn(exchange)
            self._engines.add(exchange)
            self._close_before(exchange)  # a turn waits for those before it
            turn = self._parts.stores.turns.get(self._call_id, self._turn(exchange).number)
            before = len(turn.sentences)
            self._parts.runner.run(self._call(), turn, given)
        done = self._parts.stores.turns.get(self._call_id, turn.number)
        closing = _closing(done.ending)
        self._closed_by_engine = self._closed_by_engine or closing is not None
        return done.sentences[before:], closing

    def _heard_offers(self, state: CallState, exchange: int) -> frozenset[str]:
        """Slots that were offered in an earlier exchange: only those can have been chosen in this one."""
        starts = (each.start for each in state.offered)
        return frozenset(each for each in starts if self._offered_in.get(each, -1) < exchange)

    def _save_calls(self, turn: Turn, calls: list[dict[str, Any]]) -> None:
        try:
            self._parts.stores.turns.save_tool_calls(self._call_id, turn.number, turn.epoch, calls)
        except LostClaim:
            log.debug("realtime.turn_closed", call_id=self._call_id, turn=turn.number)

    # -- the record

    def record(self, what: Exchange | Heard | Spoke | Greeted) -> None:
        """Keep this, translated, in the exchange's turn; what comes after its turn's end is left out."""
        try:
            match what:
                case Exchange(number):
                    self._turn(number)
                    self._close_before(number - 1)
                case Heard():
                    self._heard(what)
                case Spoke():
                    self._spoke(what)
                case Greeted():
                    self._parts.stores.tickets.greeted(self._call_id)
        except LostClaim:
            log.info("realtime.late_record", call_id=self._call_id, kind=type(what).__name__)

    def _heard(self, heard: Heard) -> None:
        turn = self._turn(heard.exchange)
        if heard.exchange in self._engines:
            return
        hebrew = self._call().language != "en"
        self._listened(heard, "he" if hebrew else "en")
        self._heard_in[heard.exchange].set()
        english = pressed(heard.digits) or heard.text
        if hebrew and heard.text:
            english, _link = self._parts.translation.to_english(heard.text, _translate_s)
        self._parts.stores.turns.save_heard(
            self._call_id,
            turn.number,
            turn.epoch,
            he=heard.text if hebrew and heard.text else None,
            en=english or None,
            by=self._model,
            intents=read(heard.text, "he" if hebrew else "en", heard.digits).intents,
        )

    def _listened(self, heard: Heard, language: Language) -> None:
        """What the words change in the state, above all a yes to what was read back; before they are translated.

        What the voice said is its own wording, so what was read back counts as heard.
        """
        if not heard.text:
            return
        with self._working, self._parts.stores.database.begin():
            call = self._call()
            state = CallState.model_validate(call.state)
            after = listened(state, read(heard.text, language, heard.digits), None, self._parts.now())
            if after != state:
                self._parts.stores.calls.save_state(call.id, after.model_dump(mode="json"), call.state_version)

    def _spoke(self, spoke: Spoke) -> None:
        if spoke.exchange in self._engines or (spoke.exchange == 0 and spoke.fixed and self._newest == 0):
            return  # the engine's own turns, and the greeting, have their sentences already
        turn = self._turn(spoke.exchange or self._newest)
        hebrew = self._call().language != "en"
        english = self._parts.translation.to_english(spoke.text, _translate_s)[0] if hebrew else spoke.text
        kind: SentenceKind = "fixed" if spoke.fixed else "answer"
        self._parts.stores.turns.append_sentence(
            self._call_id, turn.number, turn.epoch, kind, spoke.text if hebrew else "", english
        )

    def finish(self, how: Finish, figures: Mapping[str, Any]) -> None:
        """Close every turn; the last one says how the call ends, for whatever comes after the stream."""
        ending = _ending(how.closing)
        if ending is not None and not self._closed_by_engine:
            exchange = self._newest + 1 if self._closed_by is None else self._closed_by
            last = self._turn(exchange)
            self._close_before(exchange)
            self._end(last, ending, figures)
        self._close_before(self._newest + 1, figures)

    def _close_before(self, exchange: int, figures: Mapping[str, Any] | None = None) -> None:
        for number in sorted(each for each in self._turns if each < exchange):
            self._end(self._turns[number], {"kind": "listen"}, figures)

    def _end(self, turn: Turn, ending: Mapping[str, Any], figures: Mapping[str, Any] | None = None) -> None:
        exchange = next((number for number, each in self._turns.items() if each is turn), None)
        if exchange is not None:
            del self._turns[exchange]
        timings = {name: float(value) for name, value in (figures or {}).items() if isinstance(value, int | float)}
        try:
            self._parts.stores.turns.finish(
                self._call_id,
                turn.number,
                turn.epoch,
                agent=self._state().agent,
                tool_calls=self._tool_calls.pop(exchange, ()) if exchange is not None else (),
                timings=timings,
                model=self._model,
                ending=dict(ending),
            )
        except LostClaim:  # the engine has finished its own
            log.debug("realtime.turn_closed", call_id=self._call_id, turn=turn.number)

    def _turn(self, exchange: int) -> Turn:
        """The exchange's turn, claimed at first use; all before it are claimed first, so that numbers keep the order.

        What comes for an exchange that is over belongs to the newest one, and before the first one to that.
        """
        with self._lock:
            exchange = max(1, exchange)
            if exchange in self._turns:
                return self._turns[exchange]
            if exchange <= self._newest:
                exchange = self._newest + (self._newest not in self._turns)
            for number in range(self._newest + 1, exchange + 1):
                claim = self._parts.stores.turns.claim(self._call_id, None, SOURCE, self._parts.owner)
                self._turns[number] = claim.turn
                self._newest = number
            return self._turns[exchange]

    def _call(self) -> Call:
        return self._parts.stores.calls.get(self._call_id)

    def _state(self) -> CallState:
        return CallState.model_validate(self._call().state)


def _translate_s() -> float:
    return TRANSLATE_S


def _for_voice(result: ToolResult) -> str:
    """What the voice model reads; offered slots also as they are said in Hebrew."""
    said = [slot["spoken_he"] for each in result.actions if isinstance(each, OfferSlots) for slot in each.slots]
    if not said:
        return result.for_model()
    return json.dumps({**json.loads(result.for_model()), "say_in_hebrew": said}, ensure_ascii=False)


def _ending(closing: Closing | None) -> dict[str, Any] | None:
    match closing:
        case HangUp(reason):
            return {"kind": "hangup", "reason": reason}
        case Transfer(number, member_id, reason):
            return {"kind": "dial", "number": number, "member_id": member_id, "reason": reason}
        case _:
            return None


def _closing(ending: Mapping[str, Any] | None) -> Closing | None:
    """How a stored turn ends the call, if it does."""
    ending = ending or {}
    reason = str(ending.get("reason", ""))
    if ending.get("kind") == "hangup":
        return HangUp(reason)
    if ending.get("kind") == "dial":
        return Transfer(str(ending["number"]), ending.get("member_id"), reason)
    return None
