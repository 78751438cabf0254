"""What the rate limits ask the app, answered by its services. Only `app` imports this."""

from collections.abc import Callable

from flask import Response, request

from stores.errors import NotFound
from voicebot.api.access import is_local
from voicebot.conversation.calls import GREETING_TURN
from voicebot.conversation.types import Over, Reply
from voicebot.guards.caps import BUSY
from voicebot.guards.limits import Hooks
from voicebot.services import Services
from voicebot.twilio_gate import TwilioGate


def hooks_of(services: Services, render: Callable[[Reply], str]) -> Hooks:
    """The hooks for these services; `render` makes TwiML of a reply.

    On Heroku one router stands before the app and tells the user's address; elsewhere nobody is believed.
    """
    settings, stores = services.settings, services.stores
    gate = TwilioGate(services.token, settings.base_url)
    document = render(Reply((BUSY.text(services.language),), Over(), services.language))

    def greeted(sid: str) -> bool:
        try:
            call = stores.calls.by_sid(sid)
        except NotFound:
            return False
        return stores.turns.reply(call.id, GREETING_TURN, 0) is not None or stores.tickets.was_issued(call.id)

    def signed() -> bool:
        handshake = request.headers.get("Upgrade", "").lower() == "websocket"
        return gate.is_signed_handshake(request) if handshake else gate.is_signed(request)

    return Hooks(
        signed=signed,
        busy=lambda: Response(document, content_type="text/xml; charset=utf-8"),
        exempt=lambda: settings.development and not settings.api_key and is_local(request),
        greeted=greeted,
        proxies=1 if settings.dyno else 0,
    )
