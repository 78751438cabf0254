"""One thread after the other, and nobody is passed by."""

import threading
from collections.abc import Callable
from functools import partial

import pytest

from stores.errors import StoreUnavailable
from stores.turnstile import Turnstile


def test_lets_in_in_the_order_of_coming() -> None:
    turnstile, order, threads = Turnstile(), list[int](), list[threading.Thread]()
    with turnstile.passed(1):
        for number in range(8):
            threads.append(_waiting(turnstile, partial(order.append, number)))
            _until_waiting(turnstile, number + 1)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_gives_up_in_time_and_leaves_the_way_to_others() -> None:
    turnstile, order = Turnstile(), list[int]()
    with turnstile.passed(1):
        with pytest.raises(StoreUnavailable), turnstile.passed(0.01):
            pytest.fail("nobody may be let in beside another")
        thread = _waiting(turnstile, lambda: order.append(1))
    thread.join()
    assert order == [1]
    with turnstile.passed(0.01):
        order.append(2)
    assert order == [1, 2]


def test_is_left_also_by_whoever_fails() -> None:
    turnstile = Turnstile()
    with pytest.raises(RuntimeError), turnstile.passed(0.01):
        raise RuntimeError
    with turnstile.passed(0.01):
        pass


def _waiting(turnstile: Turnstile, inside: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        with turnstile.passed(30):
            inside()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _until_waiting(turnstile: Turnstile, count: int) -> None:
    while len(turnstile._waiting) < count:
        threading.Event().wait(0.001)
