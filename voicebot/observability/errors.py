"""Errors to Sentry, only when a DSN is set: the SDK is imported then."""

from collections.abc import Callable
from typing import Protocol


class Errors(Protocol):
    """Where mistakes of our own are sent."""

    def capture(self, event: str, error: BaseException | None) -> None:
        """Send that `event`, a name of our own log, happened, with the exception that was the reason."""
        ...

    def close(self) -> None:
        """Send what is left and end."""
        ...


def open_errors(dsn: str, app_env: str = "", mask: Callable[[str], str] = str) -> Errors | None:
    """Errors to the project of `dsn`, None for "". Raises SettingsError for a DSN that cannot be read.

    `mask` takes numbers and secrets out of texts.
    """
    if not dsn:
        return None
    from voicebot.observability.sentry import SentryErrors  # noqa: PLC0415 — the SDK's weight, only when configured

    return SentryErrors(dsn, app_env, mask)
