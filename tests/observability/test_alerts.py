"""Alerts: once in ten minutes by all processes together, never in the way, and nothing private in them."""

import json
import threading

import pytest
import requests

from stores.errors import StoreUnavailable
from tests.observability.collector import Collector
from tests.observability.reading import HandClock
from voicebot.logs import Mask
from voicebot.observability.alerts import AGAIN_S, EVERY_S, KINDS, Alerts, OwnMemory, post_json
from voicebot.observability.throttle import MOST_KEYS, Burst, Throttle

URL = "http://alerts.test"


class Phone:
    """Where alerts arrive; `broken` while nobody answers."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, str]] = []
        self.broken = False

    def __call__(self, url: str, body: dict[str, str]) -> None:
        if self.broken:
            raise ConnectionError
        self.bodies.append(body)


def test_an_alert_arrives_as_json(collector: Collector) -> None:
    alerts = Alerts(collector.url, app_env="test", mask=Mask(("s3cret-key",)).text)
    alerts.raise_("database_away", "No\n answer  for +972541234567 with s3cret-key.")
    alerts.close()
    (received,) = collector.received
    body = json.loads(received.body)
    assert received.headers["content-type"] == "application/json"
    assert body["kind"] == "database_away"
    assert body["summary"] == "No answer for [phone …67] with [secret]."
    assert body["text"] == "voicebot [test] database_away: No answer for [phone …67] with [secret]."
    assert set(body) == {"kind", "summary", "app_env", "at", "text"}


def test_each_kind_once_in_ten_minutes_by_all_processes(clock: HandClock) -> None:
    phone, memory = Phone(), OwnMemory(clock)
    processes = [Alerts(URL, memory, send=phone, clock=clock) for _ in range(3)]

    def storm() -> None:
        for alerts in processes:
            for _ in range(100):
                alerts.raise_("turns_failing", "3 turns failed.")
        for alerts in processes:
            alerts.close()

    storm()
    assert len(phone.bodies) == 1
    clock.now += EVERY_S - 1
    storm()
    assert len(phone.bodies) == 1
    clock.now += 1
    storm()
    assert len(phone.bodies) == 2


def test_kinds_do_not_hide_each_other(clock: HandClock) -> None:
    phone = Phone()
    alerts = Alerts(URL, send=phone, clock=clock)
    for kind in KINDS:
        alerts.raise_(kind, "x")
    alerts.close()
    assert sorted(each["kind"] for each in phone.bodies) == sorted(KINDS)


def test_an_alert_that_could_not_be_sent_is_tried_again(clock: HandClock) -> None:
    phone, memory = Phone(), OwnMemory(clock)
    alerts = Alerts(URL, memory, send=phone, clock=clock)
    phone.broken = True
    alerts.raise_("database_away", "x")
    alerts.close()
    phone.broken = False
    alerts.raise_("database_away", "x")
    alerts.close()
    assert phone.bodies == [], "not at once"
    clock.now += AGAIN_S
    alerts.raise_("database_away", "x")
    alerts.close()
    assert len(phone.bodies) == 1


def test_without_the_database_each_process_tells_by_itself() -> None:
    class Away:
        def claim(self, kind: str, for_s: float) -> bool:
            raise StoreUnavailable("away")

        def release(self, kind: str) -> None:
            raise StoreUnavailable("away")

    phone = Phone()
    alerts = Alerts(URL, Away(), send=phone)
    alerts.raise_("database_away", "x")
    alerts.close()
    phone.broken = True
    alerts.raise_("turns_failing", "x")
    alerts.close()
    assert [each["kind"] for each in phone.bodies] == ["database_away"]


def test_nobody_waits_for_an_alert() -> None:
    gate, there = threading.Event(), threading.Event()

    def slow(url: str, body: dict[str, str]) -> None:
        there.set()
        gate.wait(10)

    alerts = Alerts(URL, send=slow)
    alerts.raise_("database_away", "x")
    assert there.wait(10)
    alerts.raise_("turns_failing", "x")  # returns although the thread is busy
    assert not gate.is_set()
    gate.set()
    alerts.close()


def test_without_a_url_nothing_is_sent() -> None:
    phone = Phone()
    alerts = Alerts("", send=phone)
    alerts.raise_("database_away", "x")
    alerts.close()
    assert phone.bodies == []


@pytest.mark.parametrize("status", [302, 404, 500])
def test_anything_but_a_success_is_a_failure(collector: Collector, status: int) -> None:
    collector.status = status
    with pytest.raises(requests.HTTPError):
        post_json(collector.url, {"kind": "x"})


def test_once_per_key_and_time(clock: HandClock) -> None:
    throttle = Throttle(clock)
    assert [throttle.once_per("a", 10), throttle.once_per("a", 10), throttle.once_per("b", 10)] == [True, False, True]
    clock.now += 10
    assert throttle.once_per("a", 10)
    throttle.forget("a")
    assert throttle.once_per("a", 10)


def test_keys_do_not_pile_up(clock: HandClock) -> None:
    throttle = Throttle(clock)
    for number in range(10 * MOST_KEYS):
        throttle.once_per(f"key {number}", 1e9)
    assert len(throttle._until) == MOST_KEYS


def test_a_burst_is_so_many_in_so_much_time(clock: HandClock) -> None:
    burst = Burst(3, 60, clock)
    assert [burst.happened(), burst.happened(), burst.happened(), burst.happened()] == [False, False, True, True]
    clock.now += 61
    assert [burst.happened(), burst.happened()] == [False, False]
