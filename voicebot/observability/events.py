"""From the product's log events to metrics, alerts and errors: a structlog processor that stands first.

The code that holds calls says what happened once, in its log; here that is also counted. It stands before the
filter by level, so that LOG_LEVEL changes no number. EVENTS is the contract: each event and the fields it must
carry; a test reads the source for them.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

from voicebot.observability.alerts import Alerts
from voicebot.observability.errors import Errors
from voicebot.observability.metrics import Metrics
from voicebot.observability.throttle import Burst

Event = MutableMapping[str, Any]
EVENTS: Mapping[str, frozenset[str]] = {
    "vendor": frozenset({"vendor", "operation", "ms", "outcome"}),
    "turn.done": frozenset({"model", "ending", "failures"}),
    "turn.failed": frozenset(),
    "turn.store_failed": frozenset({"reason"}),
    "turn.first_word": frozenset({"ms", "recorded"}),
    "turn.filler": frozenset(),
    "translation.next_link": frozenset({"link"}),
    "transcription.next_link": frozenset({"link"}),
    "circuit.changed": frozenset({"circuit", "state", "reason"}),
    "circuits.alone": frozenset({"error"}),
    "heartbeat.failed": frozenset({"error"}),
    "webhook.status_not_stored": frozenset({"reason"}),
    "call.ended": frozenset({"outcome"}),
    "call.not_admitted": frozenset({"cap"}),
    "jobs.orphans": frozenset({"calls"}),
    "realtime.first_audio": frozenset({"ms"}),
    "realtime.tool": frozenset({"tool", "status", "ms"}),
    "realtime.finished": frozenset({"by", "reason", "model"}),
    "codes.guessed": frozenset({"what", "tries"}),
    "webhook.unsigned": frozenset({"host", "base_url_host", "signed", "same_host"}),
}
ERRORS = frozenset({"error", "critical", "exception", "fatal"})

FAILING, FAILING_S = 3, 300.0
"""So many turns that failed in this time are no accident any more. Per process."""


class EventWatch:
    """The processor. Whatever it stumbles over, the event goes on to the log and the caller is not disturbed."""

    def __init__(self, metrics: Metrics, alerts: Alerts, errors: Errors | None) -> None:
        self._metrics = metrics
        self._alerts = alerts
        self._errors = errors
        self._links: dict[str, tuple[str, ...]] = {}
        self._failing = Burst(FAILING, FAILING_S)
        self._handlers: dict[str, Callable[[Event], None]] = {
            "vendor": self._vendor,
            "turn.done": self._turn_done,
            "turn.failed": self._turn_failed,
            "turn.store_failed": self._turn_unstored,
            "turn.first_word": lambda event: metrics.first_word(
                event["ms"] / 1000, event["recorded"], event.get("silence_s")
            ),
            "turn.filler": lambda event: metrics.filler(),
            "translation.next_link": lambda event: self._next("translator", event),
            "transcription.next_link": lambda event: self._next("transcriber", event),
            "circuit.changed": self._circuit,
            "circuits.alone": lambda event: self._database_away(event["error"]),
            "call.ended": lambda event: metrics.call_ended(event["outcome"]),
            "heartbeat.failed": lambda event: self._database_away(event["error"]),
            "webhook.status_not_stored": lambda event: self._database_away(event["reason"]),
            "call.not_admitted": lambda event: metrics.call_refused(event["cap"]),
            "jobs.orphans": self._orphans,
            "realtime.first_audio": lambda event: metrics.first_audio(event["ms"] / 1000),
            "realtime.tool": lambda event: metrics.step("realtime tool", event["ms"] / 1000),
            "realtime.finished": self._stream,
            "codes.guessed": self._guessed,
            "webhook.unsigned": self._unsigned,
        }

    def name_links(self, ability: str, links: Iterable[str]) -> None:
        """The links of "translator" or "transcriber" in their order: who goes on when one of them fails."""
        self._links[ability] = tuple(links)

    def __call__(self, logger: Any, method: str, event: Event) -> Event:
        name = event.get("event")
        try:
            handler = self._handlers.get(name) if isinstance(name, str) else None
            if handler is not None:
                handler(event)
            if self._errors is not None and method in ERRORS:
                self._errors.capture(str(name), _reason(event))
        except Exception as error:
            # The last line of defence: a log line must never be the reason that a call is lost.
            event["not_counted"] = type(error).__name__
        return event

    def _vendor(self, event: Event) -> None:
        self._metrics.vendor(event["vendor"], event["operation"], event["outcome"], event["ms"] / 1000)

    def _turn_done(self, event: Event) -> None:
        """Timings are the event's fractions: milliseconds by step. Failures are "link: why", in their order."""
        steps = {name: value / 1000 for name, value in event.items() if isinstance(value, float)}
        self._metrics.turn(event["model"], event["ending"], steps)
        links = [str(failure).partition(":")[0] for failure in event["failures"]]
        for link, to in zip(links, [*links[1:], event["model"]], strict=False):
            if link != to:
                self._metrics.failover("model", link, to)

    def _turn_failed(self, event: Event) -> None:
        self._metrics.turn("none", "failed", {})
        if self._failing.happened():
            self._alerts.raise_("turns_failing", f"{FAILING} turns failed within {FAILING_S / 60:.0f} minutes.")

    def _turn_unstored(self, event: Event) -> None:
        self._turn_failed(event)
        self._database_away(event["reason"])

    def _database_away(self, reason: object) -> None:
        if reason == "StoreUnavailable":
            self._alerts.raise_("database_away", "The database does not answer; calls go on with fixed lines.")

    def _next(self, ability: str, event: Event) -> None:
        links = self._links.get(ability, ())
        behind = links[links.index(event["link"]) + 1 :] if event["link"] in links else ()
        self._metrics.failover(ability, event["link"], behind[0] if behind else "none")

    def _circuit(self, event: Event) -> None:
        self._metrics.circuit(event["circuit"], event["state"])
        if event["state"] == "open":
            self._alerts.raise_(
                "vendor_circuit_open", f"{event['circuit']} is left alone for a while: {event['reason']}."
            )

    def _stream(self, event: Event) -> None:
        """A stream that had to give its call to the turn-based way is a failover of the voice."""
        differing = event.get("greeting_differs", 0)
        self._metrics.stream(event["model"], event["by"], event.get("interrupted", 0), differing)
        if event["by"] == "fallback":
            self._metrics.failover("voice", event["model"], "turns")

    def _orphans(self, event: Event) -> None:
        self._alerts.raise_("orphan_calls_swept", f"{event['calls']} calls outlived their limit without an end.")

    def _guessed(self, event: Event) -> None:
        self._alerts.raise_("codes_guessed", f"{event['tries']} wrong codes of a {event['what']} within 24 hours.")

    def _unsigned(self, event: Event) -> None:
        """Strangers without a signature are the internet's noise, and no alert."""
        if not event["signed"]:
            return
        why = f"came for {event['host']}, BASE_URL says {event['base_url_host']}"
        if event["same_host"]:
            why = "came for the right host: the token is another account's, or a proxy changes the path"
        self._alerts.raise_("webhooks_unsigned", f"A webhook's signature does not fit; it {why}.")


def _reason(event: Event) -> BaseException | None:
    """The exception behind a log line, as structlog takes it."""
    given = event.get("exc_info")
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if isinstance(given[1], BaseException) else None
    return sys.exc_info()[1] if given else None
