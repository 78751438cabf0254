"""Who may use the JSON API: whoever has the key; in development, people at this very machine."""

import hmac
from urllib.parse import urlsplit

from flask import Request

from voicebot.errors import ApiError
from voicebot.settings import LOOPBACK, Settings

FORWARDING = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
"""Headers that say: this request came through a proxy, so its peer is not the user."""


def require_key(request: Request, settings: Settings) -> None:
    """Raises ApiError 401 unless the request carries the key, or needs none."""
    if settings.development and not settings.api_key and is_local(request):
        return
    given = _key(request)
    if given is None:
        raise ApiError(401, "missing_api_key", "Send the API key as X-API-Key or as Authorization: Bearer.")
    if not settings.api_key or not hmac.compare_digest(given.encode("utf-8", "replace"), settings.api_key.encode()):
        raise ApiError(401, "wrong_api_key", "The API key is not valid.")


def is_local(request: Request) -> bool:
    """Whether the peer is this machine, no proxy stands between, and the request is meant for this machine.

    The last is for browsers: a page of anybody's may have its own name resolve to 127.0.0.1.
    """
    peer = request.remote_addr or ""
    if peer not in LOOPBACK or any(name in request.headers for name in FORWARDING):
        return False
    try:
        return urlsplit(f"//{request.host}").hostname in LOOPBACK
    except ValueError:
        return False


def _key(request: Request) -> str | None:
    header = request.headers.get("X-API-Key")
    if header:
        return header
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
