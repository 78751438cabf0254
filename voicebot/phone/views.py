"""The webhooks. Each parses, calls one method of the desk, and answers.

None answers 5xx while a caller listens. Two do when nobody does, since only that makes Twilio send them again: a status
that could not be stored, and last words while the database is away.
"""

from collections.abc import Callable
from typing import Any

import structlog
from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException

from stores.errors import StoreUnavailable
from voicebot.conversation.types import Reply
from voicebot.guards.limits import check_reachable
from voicebot.phone.debug import DebugLog
from voicebot.phone.desk import Desk
from voicebot.phone.outage import Outage
from voicebot.phone.twiml import VoiceStyle, render
from voicebot.twilio_gate import TwilioGate
from voicebot.webhooks import BadWebhook, Webhook

log = structlog.get_logger()

STATUS = "/call-status"


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

    @blueprint.post(STATUS)
    def call_status() -> Response:
        hook = _read(request)
        debug.note(hook, STATUS)
        desk.status(hook)
        return Response(status=204)

    @blueprint.errorhandler(Exception)
    def spoken_error(error: Exception) -> Any:
        return _answer_to(error, render(apology, style), outage)

    return blueprint


def _answer_to(error: Exception, apology: str, outage: Outage) -> Response:
    """The caller hears an apology, whatever broke; a refused request gets its 4xx."""
    if isinstance(error, HTTPException) and error.code and error.code < 500:
        return _refusal(error.code, error.description or "")
    told = request.path.endswith(STATUS)
    if isinstance(error, BadWebhook):
        log.warning("webhook.bad", reason=str(error))
        return _refusal(400, str(error)) if told else _twiml(apology, 400)
    away = isinstance(error, StoreUnavailable)
    if told:  # whatever broke: only what was stored is answered, so that Twilio sends the rest again
        log.error("webhook.status_not_stored", reason=type(error).__name__, exc_info=not away)
        return _refusal(503, "The status could not be stored.")
    log.error("webhook.failed", path=request.path, exc_info=not away)
    if not away:
        return _twiml(apology)
    hook = _read(request)
    if hook.over():
        return _refusal(503, "The last words could not be stored.")  # nobody follows TwiML; Twilio says it again
    return _twiml(outage.answer(hook, request.path))


def _read(from_request: Request) -> Webhook:
    return Webhook.read(from_request.form, from_request.args)


def _twiml(document: str, status: int = 200) -> Response:
    return Response(document, status, content_type="text/xml; charset=utf-8")


def _refusal(status: int, message: str) -> Response:
    return Response(message, status, content_type="text/plain; charset=utf-8")
