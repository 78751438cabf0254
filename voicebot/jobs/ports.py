"""What jobs need from a telephone company."""

from typing import Protocol

from voicebot.dialer.ports import Standing


class Recordings(Protocol):
    """Deletes recordings. Raises VendorError."""

    def delete(self, recording_sid: str) -> None:
        """Delete one; one that is gone already is fine."""
        ...


class Telephone(Protocol):
    """Ends and looks up calls. Raises VendorError."""

    def end(self, call_sid: str) -> None:
        """Hang a live call up; a call that is over already is fine."""
        ...

    def standing(self, call_sid: str) -> Standing | None:
        """Where a call stands; None for one that is not known there (any more)."""
        ...
