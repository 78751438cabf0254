"""What the dialer needs from a telephone company."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class CallOrder:
    """One call to be placed. Numbers are E.164, URLs absolute, times in seconds.

    `url` answers when the callee picks up, `fallback_url` (a file elsewhere; "" is none) when that fails, which is
    fetched by GET; `status_url` hears of every change.
    """

    to: str
    from_: str
    url: str
    status_url: str
    fallback_url: str = ""
    ring_timeout_s: int = 30
    time_limit_s: int = 900


@dataclass(frozen=True)
class Standing:
    """Where a call stands at the telephone company, in Twilio's words; once it is over, its length and end."""

    status: str
    duration_s: int | None = None
    ended_at: datetime | None = None


class Telephone(Protocol):
    """Places, redirects, ends and looks up calls. Raises VendorError; placing is never repeated by itself."""

    def place(self, order: CallOrder) -> str:
        """The new call's SID."""
        ...

    def redirect(self, call_sid: str, url: str) -> None:
        """Let a live call leave what it is at for the TwiML of `url`, within 2 s. Raises ValueError for no SID."""
        ...

    def end(self, call_sid: str) -> None:
        """Hang a live call up; a call that is over already is fine."""
        ...

    def standing(self, call_sid: str) -> Standing | None:
        """Where a call stands; None for one that is not known there (any more)."""
        ...
