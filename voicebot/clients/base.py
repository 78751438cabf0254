"""What every vendor adapter shares: timing, one log line per request, typed errors, one client per process.

An adapter's method is `with asking(vendor, operation, explain, timeout_s): …`. What is raised inside leaves
as a VendorError, without the vendor's own message: that may repeat texts, numbers or keys.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from voicebot.errors import VendorError, VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """An answer is not what the vendor promises; the text says which part, never what it held."""


@dataclass(frozen=True)
class Fault:
    """What a vendor library's exception means. `status` is the HTTP status, where there was one."""

    kind: type[VendorError]
    detail: str
    status: int | None = None

    def error(self, vendor: str, operation: str) -> VendorError:
        """The exception to raise."""
        if self.kind is VendorRefused:
            return VendorRefused(vendor, operation, self.detail, self.status)
        return self.kind(vendor, operation, self.detail)


Explain = Callable[[Exception], Fault | None]
"""Reads one library's exceptions; None for what is not that library's."""


_PASSING = frozenset({408, 425, 429})
_SERVER_ERROR = 500


def status_fault(status: int, code: object = None) -> Fault:
    """The fault behind an HTTP status that is no success: 408, 425, 429 and 5xx may pass, the rest is ours.

    `code` is the vendor's own error code; anything that does not look like one is left out.
    """
    known = code if isinstance(code, int | str) and re.fullmatch(r"[\w.-]{1,64}", str(code)) else None
    detail = f"HTTP {status}" if known is None else f"HTTP {status}, {known}"
    passing = status in _PASSING or status >= _SERVER_ERROR
    return Fault(VendorUnavailable if passing else VendorRefused, detail, status)


@contextmanager
def asking(vendor: str, operation: str, explain: Explain, timeout_s: float) -> Iterator[None]:
    """Time and log what is done inside, and turn its failures into a VendorError.

    Logged: vendor, operation, ms, outcome. What `explain` does not know is raised as it is: our own mistake.
    """
    started = time.monotonic()
    outcome = "ok"
    try:
        if timeout_s <= 0:
            raise VendorTimeout(vendor, operation, "no time left")
        yield
    except GeneratorExit:
        outcome = "abandoned"
        raise
    except Exception as error:
        failure = _failure(error, vendor, operation, explain)
        outcome = type(failure or error).__name__
        if failure is None or failure is error:
            raise
        raise failure from None
    finally:
        ms = round((time.monotonic() - started) * 1000)
        level = log.info if outcome in {"ok", "abandoned"} else log.warning
        level("vendor", vendor=vendor, operation=operation, ms=ms, outcome=outcome)


def _failure(error: Exception, vendor: str, operation: str, explain: Explain) -> VendorError | None:
    if isinstance(error, VendorError):
        return error
    if isinstance(error, Unreadable):
        return VendorGarbage(vendor, operation, str(error))
    if isinstance(error, TimeoutError):
        return VendorTimeout(vendor, operation)
    fault = explain(error)
    return fault.error(vendor, operation) if fault else None


class Deadline:
    """A moment on the monotonic clock that several requests of one operation share."""

    def __init__(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than none. Raises TimeoutError when there are none."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class PerProcess(Generic[T]):
    """Something made at its first use in each process, once, however many threads ask.

    A client made before a fork must not be used after it: parent and child would share its sockets.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[int, T] | None = None

    def get(self) -> T:
        made = self._made
        if made is None or made[0] != os.getpid():
            with self._lock:
                made = self._made
                if made is None or made[0] != os.getpid():
                    made = self._made = (os.getpid(), self._make())
        return made[1]
