"""What the realtime blueprint's webhooks answer: a stream to connect to, and what comes after it."""

from dataclasses import dataclass

import structlog
from twilio.twiml.voice_response import VoiceResponse

from stores import Stores
from stores.errors import NotFound
from stores.values import Call, Turn
from voicebot.conversation.calls import GREETING_TURN, Conversation
from voicebot.conversation.memory import company_version
from voicebot.conversation.ports import Scenarios
from voicebot.conversation.types import Incoming, Over
from voicebot.realtime.engine import TOKEN
from voicebot.webhooks import REPEATED

log = structlog.get_logger()

TICKET_S = 60.0
"""A stream begins within a second or two of its TwiML; a slow network gets a minute."""
HANDED_OVER = "handover"
"""The source of the turn that begins the turn-based way in mid-call."""
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
        if final is not None:
            return self._turn(final.number, len(final.sentences))
        if turns[-1].number == GREETING_TURN and not self._stores.tickets.was_greeted(call.id):
            return self._turn(GREETING_TURN, 0)
        return self._turn(self._hand_over(call, turns), 0)

    def _hand_over(self, call: Call, turns: tuple[Turn, ...]) -> int:
        """The turn that goes on: it asks the caller to say it again. Turns whose owner died are closed first."""
        last = turns[-1]
        if last.source == HANDED_OVER:
            return last.number
        for each in turns:
            if each.state == "claimed":
                self._close(call, each)
        log.warning("realtime.handed_over", call_id=call.id)
        turn = self._stores.turns.claim(call.id, None, HANDED_OVER, self._owner).turn
        line = self._scenarios(call.scenario, company_version(call)).lines.say_again
        with self._stores.database.begin():
            self._stores.turns.append_sentence(call.id, turn.number, turn.epoch, "fixed", line.he, line.en)
            self._stores.turns.finish(call.id, turn.number, turn.epoch, model="fixed", ending={"kind": "listen"})
        return turn.number

    def _close(self, call: Call, turn: Turn) -> None:
        claim = self._stores.turns.retake(call.id, turn.number, self._owner, turn.epoch)
        if claim.won:
            self._stores.turns.finish(
                call.id,
                turn.number,
                claim.turn.epoch,
                tool_calls=claim.turn.tool_calls,  # whoever had it may have noted one until now
                ending={"kind": "listen"},
                failed=True,
            )

    def _turn(self, number: int, cursor: int) -> str:
        return self._redirect(f"/twilio/turn?turn={number}&from={cursor}")

    def _redirect(self, path: str) -> str:
        response = VoiceResponse()
        response.redirect(f"{self._paths.prefix}{path}{REPEATED}", method="POST")
        return str(response)
