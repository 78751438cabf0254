"""Machine-to-machine tokens: one for all threads, renewed before it expires and once after a refusal."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from voicebot.clients.m2m_tokens import Tokens


class Endpoint:
    """Gives tokens, each for `lives_s`; `fail` makes the next request fail. `clock` is moved by hand."""

    def __init__(self, lives_s: float = 3600) -> None:
        self.lives_s = lives_s
        self.asked = 0
        self.now = 1000.0
        self.fail = False

    def fetch(self) -> tuple[str, float]:
        self.asked += 1
        if self.fail:
            raise ConnectionError
        return f"token-{self.asked}", self.lives_s

    def clock(self) -> float:
        return self.now


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture
def tokens(endpoint: Endpoint) -> Tokens:
    return Tokens(endpoint.fetch, endpoint.clock)


@pytest.mark.parametrize(("after_s", "asked"), [(0, 1), (3299, 1), (3300, 2), (3600, 2)])
def test_it_is_renewed_five_minutes_before_it_expires(
    tokens: Tokens, endpoint: Endpoint, after_s: float, asked: int
) -> None:
    tokens.get()
    endpoint.now += after_s
    assert tokens.get() == f"token-{asked}"
    assert endpoint.asked == asked


def test_a_short_life_is_used_by_half(tokens: Tokens, endpoint: Endpoint) -> None:
    endpoint.lives_s = 60
    tokens.get()
    endpoint.now += 29
    assert tokens.get() == "token-1"
    endpoint.now += 1
    assert tokens.get() == "token-2"


def test_a_refused_one_is_renewed_once_however_many_say_so(tokens: Tokens, endpoint: Endpoint) -> None:
    old = tokens.get()
    for _ in range(5):
        tokens.refused(old)
        assert tokens.get() == "token-2"
    assert endpoint.asked == 2


def test_many_threads_cause_one_renewal(endpoint: Endpoint) -> None:
    threads = 16
    together = threading.Barrier(threads)
    tokens = Tokens(endpoint.fetch, endpoint.clock)

    def ask(_: int) -> str:
        together.wait()
        return tokens.get()

    with ThreadPoolExecutor(threads) as pool:
        assert set(pool.map(ask, range(threads))) == {"token-1"}
        old = tokens.get()
        endpoint.now += 3500
        assert set(pool.map(ask, range(threads))) == {"token-2"}
        tokens.refused(old)
        assert set(pool.map(ask, range(threads))) == {"token-2"}
    assert endpoint.asked == 2


def test_a_renewal_that_fails_is_told_and_tried_again(tokens: Tokens, endpoint: Endpoint) -> None:
    endpoint.fail = True
    with pytest.raises(ConnectionError):
        tokens.get()
    endpoint.fail = False
    assert tokens.get() == "token-2"
