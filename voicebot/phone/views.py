"""The webhooks. Each parses, calls one method of the desk, and answers; none ever answers 5xx with TwiML."""

from collections.abc import Callable
from typing import Any

import structlog
from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException

from stores.errors import StoreError, StoreUnavailable
from voicebot.conversation.types import Reply
from voicebot.guards.limits import check_reachable
from voicebot.phone.debug import DebugLog
from voicebot.phone.desk import Desk
from voicebot.phone.outage import Outage
from voicebot.phone.twiml import VoiceStyle, render
from voicebot.phone.webhook import BadWebhook, Webhook
from voicebot.twilio_gate import TwilioGate

log = structlog.get_logger()


def create_blueprint(
    gate: TwilioGate, desk: Desk, debug: DebugLog, style: VoiceStyle, apology: Reply, outage: Outage
) -> Blueprint:
    """The turn-based blueprint; every request passes the gate before anything else."""
    blueprint = Blueprint("phone", __name__, url_prefix="/twilio")

    @blueprint.before_request
    def signed_only() -> None:
        gate.check(request)

    def webhook(rule: str, answer: Callable[[Webhook], str]) -> None:
        """Serve `answer` at `rule` as TwiML."""

        def view() -> Response:
            hook = _read(request)
            structlog.contextvars.bind_contextvars(call_sid=hook.call_sid)
            check_reachable()
            debug.note(hook, rule)
            return _twiml(answer(hook))

        blueprint.add_url_rule(rule, rule.strip("/").replace("-", "_"), view, methods=["POST"])

    webhook("/voice", desk.voice)
    webhook("/process-recording", lambda hook: desk.heard(hook, hook.recorded(style.max_length_s)))
    webhook("/process-speech", lambda hook: desk.heard(hook, hook.spoken()))
    webhook("/turn", desk.more)
    webhook("/dial-status", desk.dialled)

    @blueprint.post("/call-status")
    def call_status() -> Response:
        return _status(desk, debug)

    @blueprint.errorhandler(Exception)
    def spoken_error(error: Exception) -> Any:
        """The caller hears an apology, whatever broke; a refused request gets its 4xx."""
        if isinstance(error, HTTPException) and error.code and error.code < 500:
            return _refusal(error.code, error.description or "")
        if isinstance(error, BadWebhook):
            log.warning("webhook.bad", reason=str(error))
            return _twiml(render(apology, style), 400)
        away = isinstance(error, StoreUnavailable)
        log.error("webhook.failed", path=request.path, exc_info=not away)
        if away and request.form.get("Digits") == "hangup":
            return _refusal(503, "The last words could not be stored.")  # nobody listens; Twilio says it again
        return _twiml(outage.answer(_read(request), request.path) if away else render(apology, style))

    return blueprint


def _status(desk: Desk, debug: DebugLog) -> Response:
    """A callback that could not be stored answers 503, so that Twilio sends it again."""
    try:
        hook = _read(request)
        debug.note(hook, "/call-status")
        desk.status(hook)
    except StoreError as error:
        log.error("webhook.status_not_stored", reason=type(error).__name__)
        return _refusal(503, "The status could not be stored.")
    except BadWebhook as error:
        return _refusal(400, str(error))
    except ValueError:
        return _refusal(400, "CallStatus is missing or unknown.")
    return Response(status=204)


def _read(from_request: Request) -> Webhook:
    return Webhook.read(from_request.form, from_request.args)


def _twiml(document: str, status: int = 200) -> Response:
    return Response(document, status, content_type="text/xml; charset=utf-8")


def _refusal(status: int, message: str) -> Response:
    return Response(message, status, content_type="text/plain; charset=utf-8")
