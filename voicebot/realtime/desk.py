"""What the realtime blueprint's webhooks answer: a stream to connect to, and what comes after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from twilio.twiml.voice_response import VoiceResponse

from stores import Stores
from stores.errors import NotFound
from stores.values import Call, Turn
from voicebot.agents.state import CallState
from voicebot.agents.types import Line, Lines
from voicebot.conversation.calls import GREETING_TURN, Conversation
from voicebot.conversation.memory import company_version
from voicebot.conversation.ports import Scenarios
from voicebot.conversation.types import Incoming, Over
from voicebot.realtime.endings import UNSAID
from voicebot.realtime.engine import TOKEN
from voicebot.realtime.exchanges import LISTEN
from voicebot.webhooks import REPEATED

log = structlog.get_logger()

TICKET_S = 60.0
"""A stream begins within a second or two of its TwiML; a slow network gets a minute."""
HANDED_OVER = "handover"
"""The source of the turn that begins the turn-based way in mid-call, or ends the call in its place."""
FINAL = frozenset({"hangup", "dial"})


@dataclass(frozen=True)
class Paths:
    """Addresses as Twilio needs them: the stream's whole, the others below `prefix`, the path of BASE_URL."""

    stream: str
    prefix: str


class RealtimeDesk:
    """One method a webhook, each returns TwiML."""

    def __init__(
        self,
        stores: Stores,
        conversation: Conversation,
        scenarios: Scenarios,
        paths: Paths,
        owner: str,
    ) -> None:
        self._stores = stores
        self._conversation = conversation
        self._scenarios = scenarios
        self._paths = paths
        self._owner = owner

    def voice(self, incoming: Incoming, query: str = "") -> str:
        """Open the call, and connect it to a stream that only it can open, once and soon.

        Asked again, Twilio may have lost the first answer: it gets a token too, and the first that is used is the last.
        """
        call, reply = self._conversation.begin(incoming)
        if isinstance(reply.then, Over):
            return self.turn_based(query)
        self._stores.calls.set_channel(call.id, "realtime")
        token = self._stores.tickets.issue(call.id, incoming.sid, TICKET_S)
        response = VoiceResponse()
        response.connect().stream(url=self._paths.stream).parameter(name=TOKEN, value=token)
        response.redirect(f"{self._paths.prefix}/realtime/after{REPEATED}", method="POST")
        return str(response)

    def turn_based(self, query: str = "") -> str:
        """Let the turn-based way answer the whole call; `query` is what the signed address said of it."""
        return self._redirect(f"/twilio/voice?{query}" if query else "/twilio/voice")

    def after(self, call_sid: str) -> str:
        """The stream is over and the call is not: end it, transfer it, or go on turn by turn, as it is stored."""
        try:
            call = self._stores.calls.by_sid(call_sid)
        except NotFound:
            return self.turn_based()
        turns = self._stores.turns.for_call(call.id)
        if call.state is None or not turns:
            return self.turn_based()
        final = next((each for each in reversed(turns) if (each.ending or {}).get("kind") in FINAL), None)
        if final is not None and (final.ending or {}).get(UNSAID):
            return self._turn(self._say_the_rest(call, turns, final), 0)
        if final is not None:
            return self._turn(final.number, 0 if final.source == HANDED_OVER else len(final.sentences))
        if turns[-1].number == GREETING_TURN and not self._stores.tickets.was_greeted(call.id):
            return self._turn(GREETING_TURN, 0)
        return self._turn(self._hand_over(call, turns), 0)

    def _hand_over(self, call: Call, turns: tuple[Turn, ...]) -> int:
        """The turn that goes on: it asks the caller to say it again."""
        last = turns[-1]
        if last.source == HANDED_OVER:
            return last.number
        log.warning("realtime.handed_over", call_id=call.id)
        return self._add(call, turns, self._lines(call).say_again, LISTEN)

    def _say_the_rest(self, call: Call, turns: tuple[Turn, ...], final: Turn) -> int:
        """The turn that ends a call whose end was decided, and whose last words nobody has said to their end."""
        ending = {name: each for name, each in (final.ending or {}).items() if name != UNSAID}
        lines = self._lines(call)
        log.warning("realtime.ended_for_it", call_id=call.id, kind=ending["kind"])
        return self._add(call, turns, lines.goodbye if ending["kind"] == "hangup" else lines.transferring, ending)

    def _lines(self, call: Call) -> Lines:
        return self._scenarios(call.scenario, company_version(call)).lines

    def _add(self, call: Call, turns: tuple[Turn, ...], line: Line, ending: Mapping[str, Any]) -> int:
        """A turn with this line and this ending. Turns whose owner died are closed first."""
        for each in turns:
            if each.state == "claimed":
                self._close(call, each)
        turn = self._stores.turns.claim(call.id, None, HANDED_OVER, self._owner).turn
        said = line.for_gender(CallState.model_validate(call.state).gender)
        with self._stores.database.begin():
            place = (call.id, turn.number, turn.epoch)
            self._stores.turns.append_sentence(*place, "fixed", said.he, said.en, es=said.es)
            self._stores.turns.finish(*place, model="fixed", ending=dict(ending))
        return turn.number

    def _close(self, call: Call, turn: Turn) -> None:
        claim = self._stores.turns.retake(call.id, turn.number, self._owner, turn.epoch)
        if claim.won:
            self._stores.turns.finish(
                call.id,
                turn.number,
                claim.turn.epoch,
                tool_calls=claim.turn.tool_calls,  # whoever had it may have noted one until now
                ending=claim.turn.ending or dict(LISTEN),
                failed=True,
            )

    def _turn(self, number: int, cursor: int) -> str:
        return self._redirect(f"/twilio/turn?turn={number}&from={cursor}")

    def _redirect(self, path: str) -> str:
        response = VoiceResponse()
        response.redirect(f"{self._paths.prefix}{path}{REPEATED}", method="POST")
        return str(response)
