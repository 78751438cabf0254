"""Errors as JSON: {"error": {"code", "message"}}, a fitting status, never a stack trace."""

import json

import structlog
from flask import Flask, Request, Response, jsonify, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from stores.errors import BadCursor, BadValue, LeadInCall, NotFound, PhoneTaken, StoreUnavailable, UnknownReference
from voicebot.conversation.text import ConversationEnded, TurnFailed
from voicebot.dialer.outbound import CallRefused, CallUnknown, OutboundNotConfigured
from voicebot.errors import ApiError, UnknownConversation, VendorError

log = structlog.get_logger()

TABLE: tuple[tuple[type[Exception], int, str], ...] = (
    (PhoneTaken, 409, "phone_taken"),
    (LeadInCall, 409, "lead_in_call"),
    (UnknownReference, 422, "unknown_reference"),
    (NotFound, 404, "not_found"),
    (BadCursor, 400, "bad_cursor"),
    (BadValue, 422, "invalid_request"),
    (StoreUnavailable, 503, "database_unavailable"),
    (UnknownConversation, 404, "unknown_conversation"),
    (ConversationEnded, 409, "conversation_ended"),
    (TurnFailed, 503, "turn_failed"),
    (OutboundNotConfigured, 503, "outbound_not_configured"),
    (CallUnknown, 502, "call_unknown"),
    (VendorError, 502, "vendor_error"),
)
"""Our exceptions → (status, code), the narrower class first."""

MESSAGES = {
    "phone_taken": "Another lead has this phone number.",
    "lead_in_call": "The lead is in a call; try again when it has ended.",
    "unknown_reference": "Something this refers to does not exist.",
    "not_found": "There is nothing with this id.",
    "bad_cursor": "The cursor in `after` was not given by this list.",
    "invalid_request": "A value cannot be stored.",
    "database_unavailable": "The database is not available; try again later.",
    "vendor_error": "The telephone company refused the request.",
}


def error_response(status: int, code: str, message: str) -> Response:
    """The JSON form of an error."""
    response = jsonify({"error": {"code": code, "message": message}})
    response.status_code = status
    return response


def validation_error(error: ValidationError) -> Response:
    """422 with what is wrong where, without repeating what was sent."""
    parts = []
    for item in error.errors(include_input=False, include_url=False, include_context=False)[:5]:
        where = ".".join(str(each) for each in item["loc"])
        said = "must be a JSON object" if item["type"] == "model_type" and not where else item["msg"]
        parts.append(f"{where or 'body'}: {said}")
    return error_response(422, "invalid_request", "; ".join(parts))


def check_json(given: Request) -> None:
    """Raises ApiError 415 or 400 unless a body, where there is one, is JSON in UTF-8."""
    if given.method not in {"POST", "PATCH", "PUT"}:
        return
    body = given.get_data(cache=True)
    if not body:
        return
    if not given.is_json:
        raise ApiError(415, "not_json", "Send the body as application/json.")
    try:
        json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "invalid_json", "The body is not valid JSON in UTF-8.") from error


def register_errors(app: Flask) -> None:
    """Answer every error of the app in JSON."""

    @app.errorhandler(ApiError)
    def api_error(error: ApiError) -> Response:
        return error_response(error.status, error.code, error.message)

    @app.errorhandler(CallRefused)
    def refused(error: CallRefused) -> Response:
        because = error.refusal
        return error_response(422 if because.invalid else 409, because.code, because.message)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        code = (error.name or "error").lower().replace(" ", "_")
        return error_response(error.code or 500, code, error.description or error.name or "")

    @app.errorhandler(Exception)
    def other(error: Exception) -> Response:
        for kind, status, code in TABLE:
            if isinstance(error, kind):
                return error_response(status, code, MESSAGES.get(code, str(error)))
        log.error("request.failed", path=request.path, exc_info=True)
        return error_response(500, "internal_error", "Something broke on our side; it has been logged.")
