"""Traces, only when a collector is configured: the SDK is imported then, and started in each process by itself."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from voicebot.observability.spans import Attribute


class Tracing(Protocol):
    """Begins traces."""

    def begin(self, name: str, **attributes: Attribute) -> AbstractContextManager[None]:
        """A new trace around a block; `spans.span` inside adds to it."""
        ...

    def flush(self, timeout_s: float) -> None:
        """Send what has ended so far."""
        ...

    def close(self) -> None:
        """Send what is left and end."""
        ...


def open_tracing(endpoint: str, app_env: str = "", mask: Callable[[str], str] = str) -> Tracing | None:
    """Tracing to an OTLP collector at `endpoint` (its base address, as http://127.0.0.1:4318), None for "".

    `mask` takes numbers and secrets out of texts.
    """
    if not endpoint:
        return None
    from voicebot.observability.otel import OtelTracing  # noqa: PLC0415 — the SDK's weight, only when configured

    return OtelTracing(endpoint, app_env, mask)
