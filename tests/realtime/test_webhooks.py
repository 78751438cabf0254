"""The realtime blueprint's webhooks on the whole app: who is let in, and what is said to the others."""

import xml.etree.ElementTree as ET

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from voicebot.guards.caps import BUSY
from voicebot.guards.rates import RATES

pytestmark = ON_SQLITE

AMOUNTS = {rate.name: int(rate.amount.split("/")[0]) for rate in RATES}
HANDSHAKE = {"Upgrade": "websocket", "Connection": "Upgrade"}


def root_of(worker: Worker, address: str, sid: str, **form: str) -> ET.Element:
    answer = worker.hook(address, sid, **form)
    assert answer.status_code == 200
    return ET.fromstring(answer.text)  # noqa: S314 - it is our own


def is_stream(document: ET.Element) -> bool:
    return document.find("Connect/Stream") is not None


def test_a_call_beyond_a_cap_hears_the_fixed_line_and_no_stream_is_offered(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True, max_live_calls_per_number=1)
    assert is_stream(root_of(worker, "/realtime/voice", "CA1"))
    document = root_of(worker, "/realtime/voice", "CA2")
    assert not is_stream(document)
    said = root_of(worker, (document.findtext("Redirect") or "").partition("#")[0], "CA2")
    assert [each.tag for each in said] == ["Say", "Hangup"]
    assert said.findtext("Say") == BUSY.he
    assert worker.call("CA2").outcome == "refused"


def test_a_day_s_money_counts_for_streams_too(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True, max_micro_usd_per_day=1000)
    assert is_stream(root_of(worker, "/realtime/voice", "CA1"))
    worker.stores.guards.spend(worker.call("CA1").id, 1000)
    assert not is_stream(root_of(worker, "/realtime/voice", "CA2"))


def test_a_call_that_loops_is_ended(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    assert is_stream(root_of(worker, "/realtime/voice", "CA1"))
    documents = [root_of(worker, "/realtime/after", "CA1") for _ in range(AMOUNTS["realtime-call"])]
    assert [each.tag for each in documents[-1]] == ["Say", "Hangup"]
    assert [each.tag for each in documents[-2]] == ["Redirect"]


@pytest.mark.parametrize("path", ["/realtime/voice", "/realtime/after"])
def test_unsigned_webhooks_are_refused_and_counted(app_factory: AppFactory, path: str) -> None:
    worker = app_factory(whole=True)
    answers = [worker.client.post(path, data={"CallSid": "CA1"}) for _ in range(AMOUNTS["realtime-unsigned"] + 1)]
    assert {answer.status_code for answer in answers} == {403}
    assert ["Retry-After" in answer.headers for answer in answers[-2:]] == [False, True]


def test_strangers_who_try_handshakes_are_counted_as_such(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    count = AMOUNTS["realtime-unsigned"] + 1
    base = worker.services.settings.base_url.replace("http", "ws")
    answers = [worker.client.get("/realtime/stream", headers=HANDSHAKE, base_url=base) for _ in range(count)]
    assert {answer.status_code for answer in answers} == {403}
    assert "Retry-After" in answers[-1].headers
