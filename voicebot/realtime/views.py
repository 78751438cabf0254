"""The realtime blueprint: TwiML that connects a stream, the stream itself, and what comes after it."""

from collections.abc import Callable

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from voicebot.realtime.desk import RealtimeDesk
from voicebot.realtime.loop import RealtimeLoop
from voicebot.realtime.takeover import SWITCHING, HandedOver, NoSocket, handshake, refused, take
from voicebot.twilio_gate import TwilioGate
from voicebot.webhooks import BadWebhook, Webhook

log = structlog.get_logger()


def create_blueprint(
    gate: TwilioGate, desk: RealtimeDesk, loop: RealtimeLoop, available: Callable[[], bool]
) -> Blueprint:
    """The blueprint; `available` says whether a voice is configured and answers."""
    blueprint = Blueprint("realtime", __name__, url_prefix="/realtime")

    @blueprint.post("/voice")
    def voice() -> Response:
        gate.check(request)
        hook = Webhook.read(request.form, request.args)
        if not available() or not loop.has_room():
            log.info("realtime.turn_based_instead", call_sid=hook.call_sid, calls=loop.calls)
            return _twiml(desk.turn_based(_query()))
        return _twiml(desk.voice(hook.incoming(), _query()))

    @blueprint.post("/after")
    def after() -> Response:
        gate.check(request)
        return _twiml(desk.after(Webhook.read(request.form, request.args).call_sid))

    @blueprint.route("/stream", websocket=True)
    def stream() -> Response:
        gate.check_handshake(request)
        protocol, answer = handshake(request)
        if answer.status_code != SWITCHING:
            return refused(answer)
        try:
            loop.adopt(take(request.environ), protocol)
        except NoSocket:
            log.error("realtime.no_socket", server=request.environ.get("SERVER_SOFTWARE", ""))
            return Response("This server does not give connections away.", 501, content_type="text/plain")
        return HandedOver()

    @blueprint.errorhandler(Exception)
    def turn_based_instead(error: Exception) -> Response:
        """Whatever broke, the turn-based way has the word; a refused request gets its 4xx."""
        if isinstance(error, HTTPException) and error.code and error.code < 500:
            return Response(error.description or "", error.code, content_type="text/plain; charset=utf-8")
        if isinstance(error, BadWebhook):
            return Response(str(error), 400, content_type="text/plain; charset=utf-8")
        log.error("realtime.failed", path=request.path, reason=type(error).__name__, exc_info=True)
        return _twiml(desk.turn_based(_query() if request.path.endswith("/voice") else ""))

    return blueprint


def _query() -> str:
    """What the signed address says of the call, as it was sent."""
    return request.query_string.decode("ascii", "replace")


def _twiml(document: str) -> Response:
    return Response(document, 200, content_type="text/xml; charset=utf-8")
