"""What the dialer needs from a telephone company."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class CallOrder:
    """One call to be placed. Numbers are E.164, URLs absolute, times in seconds.

    `url` answers when the callee picks up; `status_url` hears of every change.
    """

    to: str
    from_: str
    url: str
    status_url: str
    ring_timeout_s: int = 30
    time_limit_s: int = 900


class Telephone(Protocol):
    """Places and ends calls. Raises VendorError; placing is never repeated by itself."""

    def place(self, order: CallOrder) -> str:
        """The new call's SID."""
        ...

    def end(self, call_sid: str) -> None:
        """Hang a live call up; a call that is over already is fine."""
        ...
