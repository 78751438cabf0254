"""Many threads that start at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")

PATIENCE_S = 30


def race(runners: int, run: Callable[[int], T]) -> list[T]:
    """What each runner returned, by its number; the first exception of any is raised."""
    start = Barrier(runners)

    def after_the_start(number: int) -> T:
        start.wait(PATIENCE_S)
        return run(number)

    with ThreadPoolExecutor(runners) as pool:
        return list(pool.map(after_the_start, range(runners), timeout=PATIENCE_S))
