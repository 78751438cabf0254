"""The loop under a real gunicorn: drains, many workers, the development server, slow readers, nothing left behind."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.jobs.waiting import until
from tests.operations.sockets import connections
from tests.realtime.served.selling import DONE, assert_sold, goes_on_in_the_same_state, offered, sold_to, think
from tests.realtime.served.serving import developed, run, served
from tests.realtime.served.waits import Waits
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import RealtimeStandIn, Reply
from voicebot.realtime.loop import LoopLimits

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own

GREETING = "העוזרת הדיגיטלית"


@pytest.fixture
def openai() -> Iterator[RealtimeStandIn]:
    with RealtimeStandIn(lambda _talk, last: Reply(f"אמרת {last}")) as standin:
        yield standin
        assert standin.wrong == []


def test_a_sigterm_lets_calls_end_and_then_the_server_goes(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=1) as app:
        phone = app.phone()

        async def story() -> None:
            await phone.dial()
            await phone.hears_out(GREETING)
            app.process.send_signal(signal.SIGTERM)
            # The worker has left its own loop when nobody listens any more.
            while _listens(app.base_url):
                await asyncio.sleep(0.05)
            phone.say("אחת")
            await phone.hears("אמרת אחת")  # tools, records and the model go on in the drain
            assert not phone.closed.is_set()
            await phone.press("9")
            await phone.hears("הוסר מהרשימה")
            async with asyncio.timeout(20):
                await phone.closed.wait()
            await phone.leave()

        run(story)
        assert app.process.wait(20) == 0
        call = app.stores.calls.by_sid(phone.sid)
        assert [each.heard_he for each in app.stores.turns.for_call(call.id)] == [None, "אחת", None]
        assert app.stores.suppressions.contains(phone.number)


def _listens(base_url: str) -> bool:
    host, _, port = base_url.removeprefix("http://").partition(":")
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, int(port))) == 0


def test_calls_on_several_workers_never_hear_each_other(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=3) as app:
        phones = [app.phone(number=f"+97254555{at:04}") for at in range(12)]

        async def call(phone: MediaPhone, name: str) -> None:
            await phone.dial()
            await phone.hears_out(GREETING)
            phone.say(f"אני {name}")
            await phone.hears_out(f"אמרת אני {name}")
            await phone.hang_up()

        async def story() -> None:
            await asyncio.gather(*(call(phone, f"מספר {at}") for at, phone in enumerate(phones)))

        run(story)
        for at, phone in enumerate(phones):
            assert phone.heard[-1] == f"אמרת אני מספר {at}"
            assert sum("מספר" in each for each in phone.heard) == 1


def test_ordinary_requests_are_served_beside_and_after_streams(openai: RealtimeStandIn, tmp_path: Path) -> None:
    """The server's count of connections stays right: what was handed over is closed for it."""
    with served(openai, tmp_path, workers=1) as app:

        async def story() -> None:
            for _ in range(8):
                phone = app.phone()
                await phone.dial()
                await phone.hears(GREETING)
                ready = await asyncio.to_thread(requests.get, f"{app.base_url}/health", timeout=10)
                assert ready.status_code == 200
                await phone.hang_up()

        run(story)
        (worker,) = app.workers()
        until(lambda: connections(worker, openai.port) == 0, "the model's connections to be closed")
        app.process.send_signal(signal.SIGTERM)
        assert app.process.wait(15) == 0


@pytest.fixture
def seller() -> Iterator[RealtimeStandIn]:
    with RealtimeStandIn(think) as standin:
        yield standin
        assert standin.wrong == []


CUT = frozenset({"done", "failed"})
"""A call that is cut is written behind its end: what comes after it may be there first, and closes its turn."""


@pytest.mark.parametrize(
    ("limits", "ends"),
    [(LoopLimits(hand_over_s=0.5), DONE), (LoopLimits(hand_over_s=60, cut_s=0.5), CUT)],
    ids=["handed over", "cut"],
)
def test_what_lasts_longer_than_a_drain_goes_on_turn_by_turn(
    seller: RealtimeStandIn, tmp_path: Path, limits: LoopLimits, ends: frozenset[str]
) -> None:
    with served(seller, tmp_path, workers=1, waits=Waits(limits=limits)) as app:
        phone = app.phone()

        async def story() -> None:
            await offered(phone)
            (worker,) = app.workers()
            app.process.send_signal(signal.SIGHUP)
            await phone.until(phone.closed.is_set)
            assert phone.close_code == 1000
            document = await phone.after()
            assert document.find("Gather") is not None
            await phone.leave()
            await asyncio.to_thread(until, lambda: worker not in app.workers(), "the old worker to go")

        run(story)
        goes_on_in_the_same_state(app, phone, ends)
        assert seller.talks[-1].gone.is_set()


def test_a_whole_call_under_the_development_server(seller: RealtimeStandIn, tmp_path: Path) -> None:
    with developed(seller, tmp_path) as app:
        phone = app.phone()
        run(lambda: sold_to(phone))
        assert_sold(app, phone)
