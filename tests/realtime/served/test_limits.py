"""What ends a stream by itself, under a real gunicorn: silence, slowness, a model that is gone; and what is pinged."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.jobs.waiting import until
from tests.realtime.served.selling import GREETING, WANTS, goes_on_in_the_same_state, offered, think
from tests.realtime.served.serving import Served, run, served
from tests.realtime.served.waits import Waits
from tests.standins.misbehaving import Misbehaviour
from tests.standins.realtime import RealtimeStandIn, Reply, Talk
from voicebot.realtime.bridge_times import BridgeTimes

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own

SHORT_S = 0.5
HOUR = "אספר לכם הכול מהתחלה ועד הסוף"
HOUR_MS = 600_000
"""6.4 MB as base64: what both kernels keep for a reader, and a megabyte beside it, is less."""
TELL_ALL = "ספרו לי הכול"


def think_long(talk: Talk, last: str) -> Reply:
    return Reply(HOUR, ms=HOUR_MS) if last == TELL_ALL else think(talk, last)


@pytest.fixture
def openai() -> Iterator[RealtimeStandIn]:
    with RealtimeStandIn(think_long) as standin:
        yield standin
        assert standin.wrong == []


def test_a_socket_that_never_starts_is_closed(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=1, waits=Waits(BridgeTimes(start_s=SHORT_S))) as app:
        phone = app.phone()

        async def story() -> None:
            url, _, _ = await phone.ring()
            await phone.open(url)
            await phone.until(phone.closed.is_set)
            assert phone.close_code == 1000
            await phone.leave()

        run(story)
        assert openai.handshakes == 0
        until(lambda: nothing_held(app), "the connection to be let go")


def test_a_stream_without_a_frame_is_closed_and_its_call_goes_on(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=1, waits=Waits(BridgeTimes(idle_s=SHORT_S))) as app:
        phone = app.phone()

        async def story() -> None:
            await offered(phone)
            phone.hush()
            await phone.until(phone.closed.is_set)
            document = await phone.after()
            assert document.find("Gather") is not None
            await phone.leave()

        run(story)
        goes_on_in_the_same_state(app, phone)
        assert openai.talks[-1].gone.wait(20)
        until(lambda: nothing_held(app), "the call to be let go")


def test_a_phone_that_stops_reading_is_given_up(openai: RealtimeStandIn, tmp_path: Path) -> None:
    """At a megabyte beside what the kernels keep; the worker does not keep the rest of it for nobody."""
    with served(openai, tmp_path, workers=1, waits=Waits()) as app:
        deaf, other = app.phone(), app.phone(number="+972545550124")

        async def story() -> None:
            url, parameters, _ = await deaf.ring()
            await deaf.open(url, sock=narrow(url))
            await deaf.start(parameters)
            await deaf.hears_out(GREETING)
            deaf.deafen()
            deaf.say(TELL_ALL)
            assert await asyncio.to_thread(openai.talks[-1].gone.wait, 60)
            await deaf.leave()
            await offered(other)  # which touches nobody else
            await other.hang_up()

        run(story)
        until(lambda: nothing_held(app), "both calls to be let go")


def narrow(url: str) -> socket.socket:
    """A connection whose kernel keeps little for a reader."""
    about = urlsplit(url)
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.connect((about.hostname, about.port))
    return sock


def test_a_model_dropped_in_mid_call_and_out_of_reach_leaves_it_to_the_turn_based_way(
    openai: RealtimeStandIn, tmp_path: Path
) -> None:
    """It takes connections and answers no handshake: nobody waits for it longer than 2 s."""
    openai.misbehaviour = Misbehaviour(drop=4, then=Misbehaviour(hold=True))
    with served(openai, tmp_path, workers=1, waits=Waits()) as app:
        phone = app.phone()

        async def story() -> None:
            await offered(phone)
            phone.say("רגע")
            await phone.until(phone.closed.is_set)
            document = await phone.after()
            assert document.find("Gather") is not None
            await phone.leave()

        run(story)
        assert openai.handshakes == 2
        goes_on_in_the_same_state(app, phone)
        figures = app.stores.figures.get(app.stores.calls.by_sid(phone.sid).id)
        assert figures
        assert figures["reconnects"] == 1
        until(lambda: nothing_held(app), "the call to be let go")


def test_only_a_model_that_says_nothing_is_pinged(openai: RealtimeStandIn, tmp_path: Path) -> None:
    with served(openai, tmp_path, workers=1, waits=Waits(ping_s=SHORT_S)) as app:
        phone = app.phone()

        async def story() -> None:
            await phone.dial()
            await phone.hears_out(GREETING)
            talk = openai.talks[-1]
            await asyncio.to_thread(until, lambda: talk.socket.pings > 1, "pings")
            phone.say(WANTS)  # it lives, and so does the call
            await phone.hears("מתי נוח?")
            assert phone.pings == 0
            await phone.hang_up()

        run(story)
        assert len(openai.talks) == 1


def test_a_model_that_answers_no_ping_is_left_and_another_session_goes_on(
    openai: RealtimeStandIn, tmp_path: Path
) -> None:
    """Half-dead connections say nothing, not even that they are closed."""
    openai.misbehaviour = Misbehaviour(freeze=2)
    with served(openai, tmp_path, workers=1, waits=Waits(ping_s=SHORT_S)) as app:
        phone = app.phone()

        async def story() -> None:
            await phone.dial()
            await phone.hears_out(GREETING)
            phone.say(WANTS)
            await phone.hears_out("מתי נוח?")
            await phone.hang_up()

        run(story)
        assert len(openai.talks) == 2
        assert WANTS in openai.talks[1].told
        until(lambda: nothing_held(app), "the call to be let go")


def nothing_held(app: Served) -> bool:
    held = app.held()
    return bool(held["calls"] == held["connections"] == 0 and not held["objects"])
