"""From a webhook to its TwiML: given once per (call, turn, cursor), and then repeated byte for byte."""

import structlog

from stores.errors import NotFound
from stores.statuses import NEW, RANKS, is_terminal
from stores.values import Call
from voicebot.conversation.calls import GREETING_TURN, Conversation
from voicebot.conversation.replies import Replies
from voicebot.conversation.types import Input, Listen, Over, Reply, language_of
from voicebot.phone.twiml import VoiceStyle, render
from voicebot.webhooks import BadWebhook, Webhook

log = structlog.get_logger()

NOTHING = Reply((), Over(), "he")
"""For whoever has left."""


class Desk:
    """What the phone's views call: one method a webhook, each returns TwiML."""

    def __init__(self, conversation: Conversation, replies: Replies, style: VoiceStyle) -> None:
        self._conversation = conversation
        self._replies = replies
        self._style = style

    def voice(self, webhook: Webhook) -> str:
        """Greet a call that has been connected."""
        call, reply = self._conversation.begin(webhook.incoming())
        given = self._replies.given(call, GREETING_TURN, 0)
        return given or self._give(call, GREETING_TURN, 0, reply)

    def heard(self, webhook: Webhook, given: Input) -> str:
        """Answer what the caller did. A call that was never opened is greeted first: disclosure comes before all."""
        replies, number = self._replies, webhook.turn()
        try:
            call, repeat, asked = replies.find(webhook.call_sid, number)
        except NotFound:
            log.warning("webhook.unknown_call")
            return self.voice(webhook)
        if number is None and (number := replies.turn_of(call, given.source)) is not None:
            repeat = replies.given(call, number, 0)
        if repeat is not None:
            return repeat
        cuts_in = given.after is not None and call.ended_at is None  # our goodbye has not been given to its end
        if self._conversation.is_over(call) and not cuts_in:
            if call.ended_at is None and not given.left and number is not None and replies.ended_in(call, number):
                return self._next(
                    call, number, 0, asked
                )  # the answer that ends the call was made, and is not given yet
            return self._heard_late(call, number, given)
        if call.state is None:
            log.warning("webhook.not_begun")
            return self.voice(webhook)
        turn = replies.hear(call, number, given)
        if given.left:
            # The words still count (an opt-out above all), but nobody is there to hear the answer.
            return render(NOTHING, self._style)
        if replies.goes_on(turn, given):
            # Whoever was cut off is recorded on at once: what was said so far is heard meanwhile.
            listen = Listen(turn.number + 1, piece=given.piece + 1)
            return self._give(call, turn.number, 0, Reply((), listen, language_of(call)))
        if turn.number != number and (repeat := replies.given(call, turn.number, 0)) is not None:
            return repeat
        return self._next(call, turn.number, 0, asked if turn.number == number else None)

    def _heard_late(self, call: Call, number: int | None, given: Input) -> str:
        """Answer what comes after a call's end. Its caller's last words may: webhooks come in any order."""
        conversation = self._conversation
        if not conversation.still_counts(call, given):
            conversation.recorded_late(call, given)
            return render(NOTHING if given.left else conversation.goodbye(call), self._style)
        turn = self._replies.hear_late(call, number, given)
        conversation.recorded_late(call, given, turn.number)
        if given.left:
            return render(NOTHING, self._style)
        return self._give(call, turn.number, 0, conversation.goodbye(call))

    def _next(self, call: Call, turn: int, cursor: int, asked: str | None) -> str:
        """What comes after so many sentences of a turn, which answers a question of that kind."""
        reply = self._replies.reply(call, turn, cursor, asked)
        return self._give(call, turn, cursor, self._conversation.in_time(call, reply))

    def more(self, webhook: Webhook) -> str:
        """The sentences of a turn that were not ready before. Without a turn in the address: the latest one."""
        replies, cursor = self._replies, webhook.cursor()
        try:
            number = webhook.turn()
            call, repeat, asked = replies.find(webhook.call_sid, number, cursor)
            if number is None:
                number = replies.latest_turn(call)
                repeat = replies.given(call, number, cursor)
            return repeat or self._next(call, number, cursor, asked)
        except NotFound:
            log.warning("webhook.unknown_turn")
            return self.voice(webhook)

    def dialled(self, webhook: Webhook) -> str:
        """What the caller gets after a transfer."""
        try:
            call, _, _ = self._replies.find(webhook.call_sid, None)
        except NotFound:
            log.warning("webhook.unknown_call")
            return self.voice(webhook)
        if call.state is None:
            log.warning("webhook.not_begun")
            return self.voice(webhook)
        status = webhook.said("DialCallStatus").lower()
        return render(self._conversation.dialled(call, status), self._style)

    def status(self, webhook: Webhook) -> None:
        """Note a call's progress. Raises BadWebhook for a status that Twilio does not have."""
        status, seconds, at = webhook.status()
        if status not in RANKS or status == NEW:  # NEW is a word of ours
            raise BadWebhook("CallStatus is missing or unknown")
        call = self._conversation.find_or_note(webhook.incoming())
        call = self._conversation.status(call, status, seconds, at)
        if is_terminal(call.status):
            self._replies.left(call)

    def _give(self, call: Call, turn: int, cursor: int, reply: Reply) -> str:
        """The reply as TwiML; what was given at this place first stays."""
        return self._replies.give(call, turn, cursor, render(reply, self._style), reply.waited)
