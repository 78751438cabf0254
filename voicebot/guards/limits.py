"""Rate limits, by flask-limiter: refused before any view runs, and never counted twice for one request."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

import structlog
from flask import Blueprint, Flask, Response, g, jsonify, request
from flask_limiter import Limiter, RateLimitExceeded

from stores.errors import StoreError, StoreUnavailable
from voicebot.guards.rates import RATES, Rate, subject_of
from voicebot.guards.storage import SCHEME

log = structlog.get_logger()

UNAUTHORISED = 401
SPOKEN = frozenset({"phone", "realtime"})
"""Blueprints whose answers are heard by a caller."""
TELL_EVERY_S = 60.0
"""A flood of refusals makes one line a minute in the log."""


@dataclass(frozen=True)
class Hooks:
    """What the limits need to know of the app. All but `proxies` are asked in a request.

    signed: whether Twilio signed the request. busy: the TwiML answer that says a fixed line and hangs up.
    exempt: whether nothing is counted (a developer at this machine). greeted: whether the call of this SID was let
    in before, so that a repeated first webhook is no new call. proxies: how many of our own stand before the app.
    """

    signed: Callable[[], bool]
    busy: Callable[[], Response]
    exempt: Callable[[], bool] = lambda: False
    greeted: Callable[[str], bool] = lambda _sid: False
    proxies: int = 0


def install_limits(
    app: Flask, hooks: Hooks, redis_url: str = "", rates: tuple[Rate, ...] = RATES, prefix: str = SCHEME
) -> Limiter:
    """Limit the app's blueprints, which are registered already. Shared in Redis where there is a URL."""
    limiter = Limiter(
        lambda: "",
        storage_uri=f"{SCHEME}://",
        storage_options={"redis_url": redis_url, "prefix": prefix},
        strategy="fixed-window",
    )
    limiter.init_app(app)
    for rate in rates:
        limiter.shared_limit(
            partial(_amount, rate, hooks),
            scope=rate.name,
            key_func=partial(_subject, rate, hooks),
            deduct_when=_failed if rate.kind == "failed" else None,
        )(cast(Blueprint, app.blueprints[rate.blueprint]))
    app.register_error_handler(RateLimitExceeded, _Refusals(limiter, hooks))
    return limiter


def _failed(response: Response) -> bool:
    return response.status_code == UNAUTHORISED


def _amount(rate: Rate, hooks: Hooks) -> str:
    """How much of this request is allowed; "" where it has nothing to do with the limit, which then costs nothing:
    the library reads the amounts, and makes ready to count them, anew with every request."""
    return "" if _does_not_count(rate, hooks) else rate.amount


def _does_not_count(rate: Rate, hooks: Hooks) -> bool:
    """Whether this request has nothing to do with that limit."""
    if not request.path.startswith(rate.under) or _exempt(hooks):
        return True
    if rate.kind in {"signed", "unsigned"} and _signed(hooks) != (rate.kind == "signed"):
        return True
    if not _subject(rate, hooks):
        return True
    return rate.subject == "number" and _greeted(hooks)


def _exempt(hooks: Hooks) -> bool:
    """Asked once for all limits of a request."""
    if "limits_exempt" not in g:
        g.limits_exempt = hooks.exempt()
    return bool(g.limits_exempt)


def _subject(rate: Rate, hooks: Hooks) -> str:
    return subject_of(rate, request, hooks.proxies)


def _greeted(hooks: Hooks) -> bool:
    """Without the database nobody knows: then nothing is counted, and the view says that it cannot go on.

    It must not wait for the database once more: `check_reachable`.
    """
    try:
        return hooks.greeted(request.form.get("CallSid", ""))
    except StoreError as error:
        g.store_away = error
        return True


def check_reachable() -> None:
    """Raises StoreUnavailable at once, where the limits of this request have waited for the database in vain."""
    if isinstance(away := g.get("store_away"), StoreUnavailable):
        raise away


def _signed(hooks: Hooks) -> bool:
    """Twilio's signature, checked once for all limits of a request."""
    if "limits_signed" not in g:
        g.limits_signed = hooks.signed()
    return bool(g.limits_signed)


class _Refusals:
    """Answers requests beyond a limit.

    The API: 429 as JSON, with Retry-After. A signed webhook: TwiML, because somebody listens. One without a
    signature: 403 as always, it is nobody's call.
    """

    def __init__(self, limiter: Limiter, hooks: Hooks) -> None:
        self._limiter = limiter
        self._hooks = hooks
        self._lock = threading.Lock()
        self._told: dict[str, float] = {}

    def __call__(self, error: RateLimitExceeded) -> Response:
        rate = str(error.limit.scope)
        self._tell(rate)
        if request.blueprint not in SPOKEN:
            return self._too_many()
        if _signed(self._hooks):
            return self._hooks.busy()
        response = Response("The request is not signed by Twilio.", 403, content_type="text/plain; charset=utf-8")
        response.headers["Retry-After"] = self._retry_after()
        return response

    def _too_many(self) -> Response:
        wait = self._retry_after()
        message = f"Too many requests; try again in {wait} s."
        response = jsonify({"error": {"code": "rate_limited", "message": message}})
        response.status_code = 429
        response.headers["Retry-After"] = wait
        return response

    def _retry_after(self) -> str:
        """Whole seconds until the window that is used up ends."""
        reached = self._limiter.current_limit
        wait_s = reached.window.reset_time - time.time() if reached else 1.0
        return str(max(1, math.ceil(wait_s)))

    def _tell(self, rate: str) -> None:
        now = time.monotonic()
        with self._lock:
            if now < self._told.get(rate, now):
                return
            self._told[rate] = now + TELL_EVERY_S
        log.warning("rates.limited", rate=rate, path=request.path)
