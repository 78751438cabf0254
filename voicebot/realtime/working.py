"""Who may change a call's state: one at a time, and near the end of a stream nobody waits for another."""

import threading
from types import TracebackType

from stores.errors import LostClaim


class Working:
    """A lock, to be held by `with`. Entering it raises LostClaim when the end has come before one's turn."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held = self._ending = False

    def __enter__(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._ending or not self._held)
            if self._held:
                raise LostClaim("the stream ends while something else is at work")
            self._held = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def end(self) -> None:
        """The stream ends: whoever waits gives up, and so does whoever would have to."""
        with self._changed:
            self._ending = True
            self._changed.notify_all()

    def take(self, within_s: float) -> bool:
        """Whether it could be had within the time; then it has to be released."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._held, within_s):
                return False
            self._held = True
            return True

    def release(self) -> None:
        with self._changed:
            self._held = False
            self._changed.notify_all()
