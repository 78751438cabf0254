"""How long a thread may still wait for the database: whoever answers a caller has a moment by which it must be done."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf

LEAST_S = 0.05
"""Allowed also after that moment: what is free at once is worth asking for, and what is not fails as quickly."""


class _Moment(threading.local):
    """The moment by which this thread must be done. What it hands to other threads has time of its own."""

    until: float = inf
    begun: float | None = None
    clock: Callable[[], float] = staticmethod(time.monotonic)


_moment = _Moment()


@contextmanager
def within(seconds: float, clock: Callable[[], float] = time.monotonic) -> Iterator[None]:
    """Whatever this thread waits for inside is cut so that all of it together takes no longer than `seconds`."""
    before = (_moment.until, _moment.begun, _moment.clock)
    now = clock()
    _moment.until, _moment.begun, _moment.clock = now + seconds, now, clock
    try:
        yield
    finally:
        _moment.until, _moment.begun, _moment.clock = before


def left_s() -> float:
    """What is left of it; infinite for a thread that nobody waits for."""
    return inf if _moment.until == inf else max(0.0, _moment.until - _moment.clock())


def spent_s() -> float:
    """What has passed of it; nothing for a thread that nobody waits for."""
    return 0.0 if _moment.begun is None else _moment.clock() - _moment.begun


def cut(seconds: float) -> float:
    """A wait of so many seconds, or what is left."""
    return seconds if _moment.until == inf else max(LEAST_S, min(seconds, left_s()))
