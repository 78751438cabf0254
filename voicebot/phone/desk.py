"""From a webhook to its TwiML: given once per (call, turn, cursor), and then repeated byte for byte."""

from collections.abc import Callable

import structlog

from stores.errors import NotFound
from stores.statuses import NEW
from stores.values import Call
from voicebot.conversation.calls import GREETING_TURN, Conversation
from voicebot.conversation.types import Input, Over, Reply
from voicebot.phone.twiml import VoiceStyle, render
from voicebot.phone.webhook import Webhook

log = structlog.get_logger()


class Desk:
    """What the phone's views call: one method a webhook, each returns TwiML."""

    def __init__(self, conversation: Conversation, style: VoiceStyle) -> None:
        self._conversation = conversation
        self._style = style

    def voice(self, webhook: Webhook) -> str:
        """Greet a call that has been connected."""
        call, reply = self._conversation.begin(webhook.incoming())
        return self._once(call, GREETING_TURN, 0, lambda: reply)

    def heard(self, webhook: Webhook, given: Input) -> str:
        """Answer what the caller did. A call that was never opened is greeted first: disclosure comes before all."""
        conversation = self._conversation
        try:
            call = conversation.find(webhook.call_sid)
        except NotFound:
            log.warning("webhook.unknown_call")
            return self.voice(webhook)
        number = webhook.turn()
        if number is None:
            number = conversation.turn_of(call, given.source)
        if number is not None and (repeat := conversation.given(call, number, 0)) is not None:
            return repeat
        # The last words of a caller who left may arrive after the call's end was reported.
        if conversation.is_over(call) and not given.left:
            conversation.recorded_late(call, given)
            return render(conversation.goodbye(call), self._style)
        if call.state is None:
            log.warning("webhook.not_begun")
            return self.voice(webhook)
        turn = conversation.hear(call, number, given)
        if call.ended_at is not None:
            conversation.recorded_late(call, given)
        if given.left:
            # The words still count (an opt-out above all), but nobody is there to hear the answer.
            return render(Reply((), Over(), "he"), self._style)
        return self._once(call, turn.number, 0, lambda: self._reply(call, turn.number, 0))

    def _reply(self, call: Call, turn: int, cursor: int) -> Reply:
        conversation = self._conversation
        return conversation.in_time(call, conversation.reply(call, turn, cursor))

    def more(self, webhook: Webhook) -> str:
        """The sentences of a turn that were not ready before. Without a turn in the address: the latest one."""
        conversation = self._conversation
        try:
            call = conversation.find(webhook.call_sid)
            number = webhook.turn()
            turn = conversation.latest_turn(call) if number is None else number
            cursor = webhook.cursor()
            return self._once(call, turn, cursor, lambda: self._reply(call, turn, cursor))
        except NotFound:
            log.warning("webhook.unknown_turn")
            return self.voice(webhook)

    def dialled(self, webhook: Webhook) -> str:
        """What the caller gets after a transfer."""
        try:
            call = self._conversation.find(webhook.call_sid)
        except NotFound:
            log.warning("webhook.unknown_call")
            return self.voice(webhook)
        if call.state is None:
            log.warning("webhook.not_begun")
            return self.voice(webhook)
        status = webhook.form.get("DialCallStatus", "").lower()
        return render(self._conversation.dialled(call, status), self._style)

    def status(self, webhook: Webhook) -> None:
        """Note a call's progress. Raises ValueError for a status that Twilio does not have."""
        status, seconds, at = webhook.status()
        if status == NEW:
            raise ValueError("a word of ours, not Twilio's")
        call = self._conversation.find_or_note(webhook.incoming())
        self._conversation.status(call, status, seconds, at)

    def _once(self, call: Call, turn: int, cursor: int, reply: Callable[[], Reply]) -> str:
        """The TwiML stored for this place; the first one given stays."""
        given = self._conversation.given(call, turn, cursor)
        if given is not None:
            return given
        return self._conversation.give(call, turn, cursor, render(reply(), self._style))
