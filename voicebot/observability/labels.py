"""Label values of metrics: few, short, and never anything that was said, dialled or made up by a stranger."""

import re
from collections.abc import Iterable
from threading import Lock

OTHER = "other"
"""Stands for every value that is not let in."""

# A name as code and vendors give them; five digits in a row are a number, an id or a moment, never a name.
_NAME = re.compile(r"(?!.*\d{5})[a-zA-Z/][\w ./:<>-]{0,47}", re.ASCII)
_ID = re.compile(r"[0-9a-fA-F-]{16,}")


class Bounded:
    """Lets the first `room` names in, and those `known` from the start; the rest become "other".

    Each label value is a time series for ever, so that their number must not depend on what callers do.
    """

    def __init__(self, known: Iterable[str] = (), room: int = 0) -> None:
        self._known = frozenset(known)
        self._seen: frozenset[str] = self._known
        self._most = len(self._known) + room
        self._lock = Lock()

    def __call__(self, value: object) -> str:
        """The value to use as a label."""
        if value in self._seen:
            return str(value)
        if not isinstance(value, str) or not _NAME.fullmatch(value) or _ID.fullmatch(value):
            return OTHER
        with self._lock:
            if value not in self._seen and len(self._seen) >= self._most:
                return OTHER
            self._seen |= {value}
        return value
