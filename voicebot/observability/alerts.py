"""Alerts to a webhook of the operator: few, told once by all processes together, and never in a caller's way."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from threading import Lock
from typing import Literal, Protocol, get_args

import requests
import structlog

from stores.errors import StoreError
from voicebot.observability.throttle import Throttle

log = structlog.get_logger()

Kind = Literal[
    "vendor_circuit_open", "database_away", "turns_failing", "webhooks_unsigned", "orphan_calls_swept", "codes_guessed"
]
KINDS: tuple[Kind, ...] = get_args(Kind)

EVERY_S = 600.0
AGAIN_S = 60.0
"""After an alert that could not be sent."""
TIMEOUT_S = 3.0
MOST_CHARACTERS = 300
SUCCESS = 2
"""The hundreds of an HTTP status that says so; a redirect is not followed, and no success."""

Mask = Callable[[str], str]
"""Takes out of a text what must not leave: numbers of phones, secrets."""
Send = Callable[[str, dict[str, str]], None]
"""Posts a JSON object to a URL. Raises OSError, whose family requests' exceptions are."""


class AlertMemory(Protocol):
    """What all processes remember of alerts. In the database: alerts(kind PRIMARY KEY, at), written in one statement:

    INSERT … ON CONFLICT (kind) DO UPDATE SET at = now WHERE alerts.at <= now - for_s RETURNING kind.
    """

    def claim(self, kind: str, for_s: float) -> bool:
        """True for exactly one who asks within `for_s` seconds. Raises StoreError."""
        ...

    def release(self, kind: str) -> None:
        """Give the claim back, because the alert could not be sent. Raises StoreError."""
        ...


class OwnMemory:
    """An AlertMemory of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._throttle = Throttle(clock)

    def claim(self, kind: str, for_s: float) -> bool:
        return self._throttle.once_per(kind, for_s)

    def release(self, kind: str) -> None:
        self._throttle.forget(kind)


def post_json(url: str, body: dict[str, str]) -> None:
    """Post it. Raises requests' RequestException, an OSError, for everything but a 2xx."""
    response = requests.post(url, json=body, timeout=TIMEOUT_S, allow_redirects=False, stream=True)
    with response:
        if response.status_code // 100 != SUCCESS:
            raise requests.HTTPError(f"HTTP {response.status_code}")


class Alerts:
    """Raises alerts, each kind once in ten minutes. Without a `url` they stand in the log alone."""

    def __init__(
        self,
        url: str,
        memory: AlertMemory | None = None,
        app_env: str = "",
        mask: Mask = str,
        send: Send = post_json,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = url
        self._memory = memory or OwnMemory(clock)
        self._app_env = app_env
        self._mask = mask
        self._send = send
        self._own = Throttle(clock)
        self._lock = Lock()
        self._thread: ThreadPoolExecutor | None = None

    def raise_(self, kind: Kind, summary: str) -> None:
        """Tell the operator, unless that was done in the last ten minutes. Returns at once, never raises.

        The rest happens on one thread: what this process has raised already is not even handed to it, so that
        no more wait there than there are kinds.
        """
        if not self._own.once_per(kind, EVERY_S):
            return
        text = " ".join(self._mask(summary).split())[:MOST_CHARACTERS]
        with self._lock:
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix="alerts")
            with suppress(RuntimeError):  # the interpreter is on its way out
                self._thread.submit(self._tell, kind, text)

    def close(self) -> None:
        """Wait for what is being sent."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown(wait=True)

    def _tell(self, kind: Kind, text: str) -> None:
        if not self._claim(kind):
            return
        log.warning("alert.raised", kind=kind, summary=text, posted=bool(self._url))
        if not self._url:
            return
        try:
            self._send(self._url, self._body(kind, text))
        except OSError as error:
            log.warning("alert.not_sent", kind=kind, error=type(error).__name__)
            self._give_back(kind)

    def _claim(self, kind: Kind) -> bool:
        """Whether it is ours to tell. Without the database each process tells by itself."""
        try:
            return self._memory.claim(kind, EVERY_S)
        except StoreError:
            return True

    def _give_back(self, kind: Kind) -> None:
        """Let it be raised again, after a minute in this process."""
        self._own.forget(kind)
        self._own.once_per(kind, AGAIN_S)
        try:
            self._memory.release(kind)
        except StoreError:
            log.debug("alert.not_released", kind=kind)

    def _body(self, kind: Kind, text: str) -> dict[str, str]:
        """`text` is what Slack, Mattermost and their like show."""
        where = f" [{self._app_env}]" if self._app_env else ""
        return {
            "kind": kind,
            "summary": text,
            "app_env": self._app_env,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "text": f"voicebot{where} {kind}: {text}",
        }
