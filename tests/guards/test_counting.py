"""Counts: in this process, in Redis for all, and in this process again while Redis is away."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from limits.errors import StorageError
from structlog.testing import capture_logs

from tests.guards.app import LimitedApp
from tests.guards.conftest import Redis
from tests.stores.racing import race
from voicebot.guards.counting import AWAY_S, Counts, LocalCounts, SharedCounts
from voicebot.guards.rates import Rate
from voicebot.guards.storage import connect

KEY = Rate("api-key", "3/minute", "api", "key")


class Seconds:
    """A clock of seconds that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Switchable(LocalCounts):
    """Counts that can be away."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.asked = 0

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        self.asked += 1
        if self.away:
            raise StorageError(ConnectionError())
        return super().incr(key, expiry, amount)


def test_a_window_ends() -> None:
    clock = Seconds()
    counts = LocalCounts(clock)
    assert [counts.incr("a", 60), counts.incr("a", 60), counts.get("a"), counts.get("b")] == [1, 2, 2, 0]
    assert counts.get_expiry("a") == 1060
    clock.now += 59.9
    assert counts.incr("a", 60) == 3
    clock.now += 0.1
    assert (counts.get("a"), counts.incr("a", 60), counts.get_expiry("a")) == (0, 1, 1120)


def test_addresses_without_number_do_not_fill_the_memory() -> None:
    clock = Seconds()
    counts = LocalCounts(clock, max_keys=100)
    for number in range(1000):
        counts.incr(f"{number}", 60)
    assert counts.get("999") == 1
    assert 50 <= counts.reset() <= 100


def test_windows_that_are_over_make_room_first() -> None:
    clock = Seconds()
    counts = LocalCounts(clock, max_keys=100)
    for number in range(99):
        counts.incr(f"{number}", 60)
    clock.now += 60
    for number in range(100, 199):
        counts.incr(f"{number}", 60)
    assert counts.reset() == 99


def test_threads_lose_no_count() -> None:
    counts = LocalCounts()
    race(8, lambda _: [counts.incr("a", 60) for _ in range(500)])
    assert counts.get("a") == 4000


def test_redis_goes_away_and_comes_back() -> None:
    clock, redis, local = Seconds(), Switchable(), LocalCounts()
    counts = SharedCounts(lambda: redis, local, clock)
    with capture_logs() as logs:
        assert counts.incr("a", 60) == 1
        redis.away = True
        assert [counts.incr("a", 60) for _ in range(3)] == [1, 2, 3]
        assert redis.asked == 2  # it is left alone
        clock.now += AWAY_S
        assert [counts.incr("a", 60) for _ in range(3)] == [4, 5, 6]
        assert redis.asked == 3
        redis.away = False
        clock.now += AWAY_S
        assert counts.incr("a", 60) == 2
    assert [line["event"] for line in logs] == ["rates.redis_away", "rates.redis_back"]


def test_one_thread_tries_again_the_others_go_on() -> None:
    clock, redis = Seconds(), Switchable()
    counts = SharedCounts(lambda: redis, LocalCounts(), clock)
    redis.away = True
    counts.incr("a", 60)
    clock.now += AWAY_S
    race(8, lambda _: counts.incr("a", 60))
    assert redis.asked == 2


def test_two_workers_share_one_limit(shared_redis: Redis) -> None:
    apps = [LimitedApp((KEY,), redis_url=shared_redis.url, prefix=shared_redis.prefix) for _ in range(2)]
    answers = race(8, lambda number: apps[number % 2].leads().status_code)
    assert sorted(answers) == [200] * 3 + [429] * 5


def test_keys_in_redis_name_nobody_and_end_by_themselves(shared_redis: Redis) -> None:
    app = LimitedApp((KEY,), redis_url=shared_redis.url, prefix=shared_redis.prefix)
    app.leads()
    (key,) = shared_redis.stored()
    assert "the-right-key" not in key
    assert 1 <= int(str(shared_redis.client.ttl(key))) <= 60


def test_the_wait_is_told_from_redis(shared_redis: Redis) -> None:
    app = LimitedApp((KEY,), redis_url=shared_redis.url, prefix=shared_redis.prefix)
    refused = [app.leads() for _ in range(4)][-1]
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


@contextmanager
def _refusing() -> Iterator[str]:
    """A port nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{taken.getsockname()[1]}"


@contextmanager
def _silent() -> Iterator[str]:
    """Somebody who takes connections and never says a word."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        yield f"redis://127.0.0.1:{deaf.getsockname()[1]}"


@contextmanager
def _nonsense() -> Iterator[str]:
    yield "not-an-address"


@pytest.mark.parametrize("redis", [_refusing, _silent, _nonsense])
def test_without_redis_the_process_counts_alone(redis: Callable[[], AbstractContextManager[str]]) -> None:
    with redis() as url, capture_logs() as logs:
        app = LimitedApp((KEY,), redis_url=url)
        assert [app.leads().status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert [line["event"] for line in logs if line["event"] != "rates.limited"] == ["rates.redis_away"]


def test_nothing_is_connected_before_the_first_question() -> None:
    def refuse() -> Counts:
        raise AssertionError("connected")

    SharedCounts(refuse, LocalCounts())
    with _refusing() as url:
        LimitedApp((KEY,), redis_url=url)
        connect(url, "p")
