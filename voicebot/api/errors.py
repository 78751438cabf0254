"""Errors as JSON: {"error": {"code", "message"}}, a fitting status, never a stack trace."""

import json
from typing import Any, NoReturn

import structlog
from flask import Flask, Request, Response, jsonify, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from stores.errors import (
    BadCursor,
    BadValue,
    Conflict,
    LeadInCall,
    NotFound,
    PhoneTaken,
    StoreUnavailable,
    UnknownReference,
)
from voicebot.conversation.text import ConversationEnded, TurnFailed, TurnRunning
from voicebot.dialer.outbound import CallRefused, CallUnknown, CapReached, OutboundNotConfigured
from voicebot.errors import ApiError, UnknownConversation, VendorError

log = structlog.get_logger()

TABLE: tuple[tuple[type[Exception], int, str], ...] = (
    (PhoneTaken, 409, "phone_taken"),
    (LeadInCall, 409, "lead_in_call"),
    (Conflict, 409, "conflict"),
    (UnknownReference, 422, "unknown_reference"),
    (NotFound, 404, "not_found"),
    (BadCursor, 400, "bad_cursor"),
    (BadValue, 422, "invalid_request"),
    (StoreUnavailable, 503, "database_unavailable"),
    (UnknownConversation, 404, "unknown_conversation"),
    (ConversationEnded, 409, "conversation_ended"),
    (TurnRunning, 409, "turn_in_progress"),
    (TurnFailed, 503, "turn_failed"),
    (OutboundNotConfigured, 503, "outbound_not_configured"),
    (CapReached, 429, "cap_reached"),
    (CallUnknown, 502, "call_unknown"),
    (VendorError, 502, "vendor_error"),
)
"""Our exceptions → (status, code), the narrower class first."""

MESSAGES = {
    "phone_taken": "Another lead has this phone number.",
    "lead_in_call": "The lead is in a call; try again when it has ended.",
    "conflict": "Somebody else changed this at the same time; try again.",
    "unknown_reference": "Something this refers to does not exist.",
    "not_found": "There is nothing with this id.",
    "bad_cursor": "The cursor in `after` was not given by this list.",
    "invalid_request": "A value cannot be stored.",
    "database_unavailable": "The database is not available; try again later.",
    "vendor_error": "The telephone company refused the request.",
}


MAX_NAME = 60
"""Characters of an unknown field's name that an error repeats."""


def error_response(status: int, code: str, message: str) -> Response:
    """The JSON form of an error."""
    response = jsonify({"error": {"code": code, "message": message}})
    response.status_code = status
    return response


def validation_error(error: ValidationError) -> Response:
    """422 with what is wrong where, without repeating what was sent."""
    parts = []
    for item in error.errors(include_input=False, include_url=False, include_context=False)[:5]:
        where = ".".join(str(each)[:MAX_NAME] for each in item["loc"])
        said = "must be a JSON object" if item["type"] == "model_type" and not where else item["msg"]
        parts.append(f"{where or 'body'}: {said}")
    return error_response(422, "invalid_request", "; ".join(parts))


def check_json(given: Request) -> None:
    """Raises ApiError 415, 400 or 422 unless a body, where there is one, is one JSON object in UTF-8."""
    if given.method not in {"POST", "PATCH", "PUT"}:
        return
    body = given.get_data(cache=True)
    if not body:
        return
    given.stream.read(1)  # of a chunked body only the allowed part was read: to ask for more raises the 413
    if not given.is_json:
        raise ApiError(415, "not_json", "Send the body as application/json.")
    try:
        document = json.loads(body.decode("utf-8"), object_pairs_hook=_unambiguous, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "invalid_json", "The body is not valid JSON in UTF-8.") from error
    if not isinstance(document, dict):
        raise ApiError(422, "invalid_request", "body: must be a JSON object")


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of these pairs. Raises ValueError for a name given twice: which value counts is anybody's guess."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _no_number(word: str) -> NoReturn:
    """JSON has no NaN and no Infinity, though Python reads them."""
    raise ValueError(f"{word} is no JSON")


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
        response = error_response(error.code or 500, code, error.description or error.name or "")
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response

    @app.errorhandler(Exception)
    def other(error: Exception) -> Response:
        for kind, status, code in TABLE:
            if isinstance(error, kind):
                return error_response(status, code, MESSAGES.get(code, str(error)))
        log.error("request.failed", path=request.path, exc_info=True)
        return error_response(500, "internal_error", "Something broke on our side; it has been logged.")
