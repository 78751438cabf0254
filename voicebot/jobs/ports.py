"""What jobs need from a telephone company."""

from typing import Protocol


class Recordings(Protocol):
    """Deletes recordings. Raises VendorError."""

    def delete(self, recording_sid: str) -> None:
        """Delete one; one that is gone already is fine."""
        ...


class Telephone(Protocol):
    """Ends calls. Raises VendorError."""

    def end(self, call_sid: str) -> None:
        """Hang a live call up; a call that is over already is fine."""
        ...
