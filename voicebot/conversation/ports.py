"""What a conversation needs from outside and vendors implement."""

from typing import Protocol

from language.types import Recording
from voicebot.agents.types import Scenario


class Scenarios(Protocol):
    """The scenarios, of the newest version of the company's profile or of a given one."""

    def __call__(self, name: str, company: int | None = None) -> Scenario: ...


class Recordings(Protocol):
    """Where a caller's recordings lie."""

    def fetch(self, recording_sid: str, timeout_s: float) -> Recording:
        """The recording's bytes. `recording_sid` is well-formed (RE and 32 hex digits).

        Raises VendorRefused with status 404 when it is gone, or VendorError.
        """
        ...
