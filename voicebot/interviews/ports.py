"""What interviews need from outside: somewhere to keep transcripts, and a platform that knows its sessions."""

from typing import Literal, Protocol

Verdict = Literal["valid", "refused", "unavailable"]
"""Of a platform about a session: it may be held, it may not, or nobody could say."""


class TranscriptStorage(Protocol):
    """Keeps files by name. Raises VendorError; names consist of letters, digits, dots, hyphens and underscores."""

    def put(self, name: str, content: bytes) -> None:
        """Keep `content` under this name, whole or not at all; the same again changes nothing."""
        ...

    def get(self, name: str) -> bytes:
        """What is kept under this name. Raises FileNotFoundError when nothing is."""
        ...

    def link(self, name: str, seconds: int) -> str | None:
        """An address that gives it to anybody for so long; None where there is none."""
        ...

    def delete(self, name: str) -> None:
        """Delete it; what is gone already is fine."""
        ...


class Platform(Protocol):
    """Knows the sessions that may be held. Never raises: what goes wrong is a verdict."""

    def check(self, session_id: str) -> Verdict:
        """Whether the session of this id may be held now."""
        ...
