"""Spans by OpenTelemetry's SDK, sent in batches by a thread of its own. Imported only by `tracing`."""

import logging
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache
from threading import Lock

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span as SdkSpan
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer, set_span_in_context

from voicebot.observability.spans import ATTRIBUTES, Attribute, Scope

TIMEOUT_S = 5.0
"""For one batch: a collector that hangs costs spans, never a caller's time."""
QUEUE = 2_048
BATCH = 512
EVERY_MS = 5_000

Mask = Callable[[str], str]

_WORDS = re.compile(r"[\w ./:+<>?=…\[\]-]{0,80}", re.ASCII)


class OtelSpan:
    """A span, its parent given by hand: nothing is kept in OpenTelemetry's own context."""

    __slots__ = ("_mask", "_span", "_tracer")

    def __init__(self, tracer: Tracer, span: SdkSpan, mask: Mask) -> None:
        self._tracer = tracer
        self._span = span
        self._mask = mask

    def child(self, name: str, attributes: dict[str, Attribute]) -> "OtelSpan":
        """A span below this one."""
        parent = set_span_in_context(self._span)
        opened = self._tracer.start_span(name, parent, attributes=safe(attributes, self._mask))
        return OtelSpan(self._tracer, opened, self._mask)

    def note(self, attributes: dict[str, Attribute]) -> None:
        """More attributes."""
        self._span.set_attributes(safe(attributes, self._mask))

    def end(self, failure: str = "") -> None:
        """End it; `failure` is an exception's class, never its text."""
        if failure:
            self._span.set_status(Status(StatusCode.ERROR, failure))
        self._span.end()


class OtelTracing:
    """Traces to the collector at `endpoint`; the batch thread starts at a process's first trace, after any fork."""

    def __init__(self, endpoint: str, app_env: str, mask: Mask) -> None:
        self._endpoint = f"{endpoint.rstrip('/')}/v1/traces"
        self._app_env = app_env
        self._mask = lru_cache(maxsize=1_024)(mask)  # names come again and again
        self._lock = Lock()
        self._made: tuple[int, TracerProvider] | None = None

    def begin(self, name: str, **attributes: Attribute) -> AbstractContextManager[None]:
        """A new trace around a block."""
        tracer = self._provider().get_tracer("voicebot")
        opened = tracer.start_span(name, Context(), SpanKind.SERVER, attributes=safe(attributes, self._mask))
        return Scope(OtelSpan(tracer, opened, self._mask), root=True)

    def flush(self, timeout_s: float) -> None:
        """Send what has ended so far."""
        if self._made is not None:
            self._made[1].force_flush(int(timeout_s * 1000))

    def close(self) -> None:
        """Send what is left and end."""
        if self._made is not None:
            self._made[1].shutdown()

    def _provider(self) -> TracerProvider:
        made = self._made
        if made is None or made[0] != os.getpid():
            with self._lock:
                made = self._made
                if made is None or made[0] != os.getpid():
                    made = self._made = (os.getpid(), self._start())
        return made[1]

    def _start(self) -> TracerProvider:
        # A collector that is away is told once a batch, with its address; that is enough at this level.
        logging.getLogger("opentelemetry").setLevel(logging.ERROR)
        about = {"service.name": "voicebot"} | ({"deployment.environment.name": self._app_env} if self._app_env else {})
        provider = TracerProvider(resource=Resource.create(about))
        exporter = OTLPSpanExporter(endpoint=self._endpoint, timeout=TIMEOUT_S)
        provider.add_span_processor(
            BatchSpanProcessor(
                exporter, max_queue_size=QUEUE, max_export_batch_size=BATCH, schedule_delay_millis=EVERY_MS
            )
        )
        return provider


def safe(attributes: dict[str, Attribute], mask: Mask) -> dict[str, Attribute]:
    """The attributes that may leave: known names; text that is a name, with numbers of phones masked."""
    kept: dict[str, Attribute] = {}
    for name, value in attributes.items():
        if name not in ATTRIBUTES:
            continue
        if not isinstance(value, str):
            kept[name] = value
        elif _WORDS.fullmatch(value):
            kept[name] = mask(value)
    return kept
