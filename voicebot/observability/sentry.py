"""Sentry's SDK, told to collect nothing by itself. Imported only by `errors`.

What leaves: the log event's name, the exception's class, the stack of our code, ids of call and turn. What never
does: request bodies, headers, query strings, local variables, breadcrumbs, and the words of exceptions that are not
ours: a database's repeat the parameters, a parser's the text.
"""

from collections.abc import Callable
from typing import Any

import sentry_sdk
import structlog
from sentry_sdk.types import Event

from voicebot.errors import SettingsError
from voicebot.observability.throttle import Throttle

Mask = Callable[[str], str]

OURS = ("voicebot", "stores", "language")
"""Packages whose exceptions are written so that their words may be read by an operator."""
WITHHELD = "[withheld: see the log]"
KEPT = frozenset({
    "event_id", "timestamp", "platform", "level", "logger", "exception", "logentry", "message", "tags", "release",
    "environment", "server_name", "sdk", "type", "fingerprint", "transaction_info", "modules",
})  # fmt: skip
"""Parts of an event that are sent."""
NOTHING: Any = {
    "user_info": False,
    "cookies": {"mode": "off"},
    "http_headers": {"request": {"mode": "off"}},
    "http_bodies": [],
    "url_query_params": {"mode": "off"},
    "graphql": {"document": False, "variables": False},
    "gen_ai": {"inputs": False, "outputs": False},
    "database_query_data": False,
    "queues": False,
    "stack_frame_variables": False,
}
"""What the SDK may collect by itself. It takes the place of send_default_pii=False, whose successor it is."""
TAGS = ("call_id", "turn")
EVERY_S = 10.0
"""One report of one event and exception in this time and process: the first says it all."""


class SentryErrors:
    """Sends to the project of `dsn`; the SDK has one client per process."""

    def __init__(self, dsn: str, app_env: str, mask: Mask) -> None:
        self._throttle = Throttle()
        try:
            sentry_sdk.init(
                dsn=dsn,
                environment=app_env or "production",
                default_integrations=False,
                auto_enabling_integrations=False,
                data_collection=NOTHING,
                include_local_variables=False,
                max_request_body_size="never",
                max_breadcrumbs=0,
                auto_session_tracking=False,
                propagate_traces=False,
                before_send=lambda event, hint: cleaned(event, mask),
                shutdown_timeout=2,
            )
        except sentry_sdk.utils.BadDsn:
            raise SettingsError("voicebot cannot start: SENTRY_DSN is not a DSN of Sentry.") from None

    def capture(self, event: str, error: BaseException | None) -> None:
        """Send an event of the log, at most once in a while."""
        if not self._throttle.once_per(f"{event} {type(error).__name__}", EVERY_S):
            return
        bound = structlog.contextvars.get_contextvars()
        tags = {"event": event} | {name: str(bound[name]) for name in TAGS if name in bound}
        if error is None:
            sentry_sdk.capture_message(event, level="error", tags=tags)
        else:
            sentry_sdk.capture_exception(error, tags=tags)

    def close(self) -> None:
        """Send what is left and end."""
        sentry_sdk.get_client().close(timeout=2.0)


def cleaned(event: Event, mask: Mask) -> Event:
    """The event without what is nobody's business; Sentry's `before_send`."""
    whole: Any = {name: value for name, value in event.items() if name in KEPT}
    for each in (whole.get("exception") or {}).get("values") or []:
        if str(each.get("module") or "").split(".")[0] not in OURS:
            each["value"] = WITHHELD
        for frame in (each.get("stacktrace") or {}).get("frames") or []:
            frame.pop("vars", None)
    for name in ("exception", "logentry", "message", "tags"):
        if name in whole:
            whole[name] = _masked(whole[name], mask)
    kept: Event = whole
    return kept


def _masked(value: Any, mask: Mask) -> Any:
    """`value` with its strings masked, at any depth."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _masked(each, mask) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(each, mask) for each in value]
    return value
