"""What is counted and measured, as Prometheus metrics. Each method is one thing that happened.

Names and what they are for stand in docs/runbook.md. Times are in seconds. Every label goes through `labels`.
"""

from collections.abc import Mapping
from decimal import Decimal

from prometheus_client import CollectorRegistry, Counter, Histogram

from voicebot.observability.labels import Bounded

BUCKETS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0, 15.0)
"""Seconds, closest where a caller begins to wonder (1 to 5); at 15 Twilio hangs up."""

FINE = frozenset({"ok", "abandoned"})
"""Outcomes of a vendor's request that are no error: a stream nobody wanted to hear the rest of is none."""
OUTCOMES = (*FINE, "VendorTimeout", "VendorUnavailable", "VendorRefused", "VendorGarbage")
ENDINGS = ("listen", "hangup", "dial", "failed")
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")


class Metrics:
    """The metrics of one app, in a registry of their own; safe for threads.

    In a worker of gunicorn the values lie in files that all workers read (`sharing`), else in memory.
    `end_silence_s` is the silence that ends a recording: what a caller waits before our part begins.
    """

    def __init__(self, end_silence_s: float) -> None:
        self.registry = CollectorRegistry()
        self._end_silence_s = end_silence_s
        self._names = {
            "vendor": Bounded(room=15),
            "operation": Bounded(room=15),
            "outcome": Bounded(OUTCOMES),
            "step": Bounded(room=25),
            "path": Bounded(room=60),
            "status": Bounded(STATUSES),
            "model": Bounded(room=25),
            "ending": Bounded(ENDINGS),
            "ability": Bounded(room=6),
            "link": Bounded(room=25),
            "circuit": Bounded(room=25),
            "state": Bounded(("closed", "open", "half_open")),
            "outcome_of_call": Bounded(room=25),
            "cap": Bounded(room=10),
            "ended": Bounded(("hung_up", "transferred", "fallback", "caller_left")),
        }
        self._first_word = self._histogram("first_word", "Until an answer's first sentence goes to Twilio", "since")
        self._steps = self._histogram("step", "Steps of a turn", "step")
        self._vendors = self._histogram("vendor", "Requests to vendors", "vendor", "operation", "outcome")
        self._requests = self._histogram("request", "Requests to us, webhooks included", "path")
        self._vendor_errors = self._counter("vendor_errors", "Failed vendor requests", "vendor", "operation", "error")
        self._failovers = self._counter("failovers", "A link gave way to another", "ability", "link", "to")
        self._fillers = self._counter("fillers", "Fillers spoken because the answer was not ready")
        self._turns = self._counter("turns", "Turns that ended", "model", "ending")
        self._answers = self._counter("requests", "Requests to us by status class", "path", "status")
        self._tokens = self._counter("tokens", "Tokens billed by models", "model", "direction")
        self._audio = self._counter("audio_seconds", "Seconds of audio transcribed", "model")
        self._characters = self._counter("characters", "Characters translated", "model")
        self._money = self._counter("money_usd", "Spent on vendors by the price table, in USD", "model")
        self._unpriced = self._counter("unpriced", "Vendor requests whose price is not known", "model")
        self._circuits = self._counter("circuit_changes", "Changes of vendors' circuits", "circuit", "state")
        self._calls = self._counter("calls_ended", "Calls that ended", "outcome")
        self._streams = self._counter("streams", "Streams of calls that ended", "model", "ended")
        self._interruptions = self._counter("interruptions", "Callers cut the agent off on a stream", "model")
        self._differing = self._counter("greetings_differing", "Greetings a voice said otherwise", "model")
        self._refused = self._counter("calls_refused", "Calls beyond a cap", "cap")

    def _histogram(self, name: str, about: str, *labels: str) -> Histogram:
        return Histogram(f"voicebot_{name}_seconds", about, labels, registry=self.registry, buckets=BUCKETS)

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"voicebot_{name}", about, labels, registry=self.registry)

    def _name(self, label: str, value: object) -> str:
        return self._names[label](value)

    # -- turns

    def first_word(self, since_webhook_s: float, recorded: bool, silence_s: float | None = None) -> None:
        """The first sentence of an answer was given to Twilio; fillers are no answer.

        Since the caller's last speech is known for recordings only: how long a Gather waits is up to Twilio.
        `silence_s` ended this one, where that was another silence than the usual.
        """
        self._first_word.labels("webhook").observe(since_webhook_s)
        if recorded:
            self._first_word.labels("speech").observe(
                since_webhook_s + (self._end_silence_s if silence_s is None else silence_s)
            )

    def first_audio(self, since_speech_s: float) -> None:
        """The first audio of an answer came on a stream, so long after the caller's speech had ended."""
        self._first_word.labels("stream").observe(since_speech_s)

    def step(self, step: object, seconds: float) -> None:
        """A step took so long."""
        self._steps.labels(self._name("step", step)).observe(seconds)

    def stream(self, model: object, ended: object, interruptions: int, differing: int) -> None:
        """A call's stream is over."""
        name = self._name("model", model)
        self._streams.labels(name, self._name("ended", ended)).inc()
        self._interruptions.labels(name).inc(interruptions)
        self._differing.labels(name).inc(differing)

    def turn(self, model: object, ending: object, steps: Mapping[str, float]) -> None:
        """A turn ended; `steps` are its timings in seconds."""
        self._turns.labels(self._name("model", model), self._name("ending", ending)).inc()
        for step, seconds in steps.items():
            self.step(step, seconds)

    def filler(self) -> None:
        """A filler was spoken."""
        self._fillers.inc()

    def failover(self, ability: object, link: object, to: object) -> None:
        """A link of a chain failed and `to` goes on."""
        self._failovers.labels(self._name("ability", ability), self._name("link", link), self._name("link", to)).inc()

    def call_ended(self, outcome: object) -> None:
        """A call's record was closed."""
        self._calls.labels(self._name("outcome_of_call", outcome)).inc()

    def call_refused(self, cap: object) -> None:
        """A call was not held because `cap` was used up."""
        self._refused.labels(self._name("cap", cap)).inc()

    # -- vendors

    def vendor(self, vendor: object, operation: object, outcome: object, seconds: float) -> None:
        """A request to a vendor ended; `outcome` is "ok", "abandoned" or the error's class."""
        names = self._name("vendor", vendor), self._name("operation", operation), self._name("outcome", outcome)
        self._vendors.labels(*names).observe(seconds)
        if outcome not in FINE:
            self._vendor_errors.labels(*names).inc()

    def circuit(self, circuit: object, state: object) -> None:
        """A vendor's circuit opened, probes or closed."""
        self._circuits.labels(self._name("circuit", circuit), self._name("state", state)).inc()

    def used(
        self, model: object, *, input_tokens: int = 0, output_tokens: int = 0, seconds: float = 0.0, characters: int = 0
    ) -> None:
        """What one request will be billed for."""
        name = self._name("model", model)
        for direction, tokens in (("in", input_tokens), ("out", output_tokens)):
            if tokens > 0:
                self._tokens.labels(name, direction).inc(tokens)
        if seconds > 0:
            self._audio.labels(name).inc(seconds)
        if characters > 0:
            self._characters.labels(name).inc(characters)

    def money(self, model: object, usd: Decimal | None) -> None:
        """What one request cost; None when nobody knows, so that the sum of money is a lower bound."""
        name = self._name("model", model)
        if usd is None:
            self._unpriced.labels(name).inc()
        else:
            self._money.labels(name).inc(float(usd))

    # -- requests

    def request(self, path: object, status: int, seconds: float) -> None:
        """A request to us was answered; `path` is the route's rule, never the address."""
        name = self._name("path", path)
        self._answers.labels(name, self._name("status", f"{status // 100}xx")).inc()
        self._requests.labels(name).observe(seconds)
