"""Words and keys at the edges of a call, under a real gunicorn: before the greeting, and into the goodbye."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.waiting import until
from tests.realtime.served.selling import BYE, GREETING, think
from tests.realtime.served.serving import Served, run, served
from tests.standins import live
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import RealtimeStandIn, Reply, Talk

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own

OPT_OUT = "תסירו אותי מהרשימה"
GOODBYE = "להתראות"
GOODBYE_MS = 6_000


def long_goodbye(talk: Talk, last: str) -> Reply:
    if last == BYE:
        return Reply(f"תודה ו{GOODBYE}", (("end_call", {"reason": "booked"}),), GOODBYE_MS)
    return think(talk, last)


@pytest.fixture(params=["realtime", "gpt-live"])
def app(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr(live, "SAYING_MS", GOODBYE_MS)
    monkeypatch.setattr(live, "FRAME_S", 0)
    with (
        RealtimeStandIn(long_goodbye) as openai,
        served(openai, tmp_path, workers=1, REALTIME_VOICE=request.param) as running,
    ):
        yield running
        assert openai.wrong == []


async def says_goodbye(app: Served, phone: MediaPhone) -> None:
    """The goodbye is being heard, and the call is to end by it."""
    await phone.dial()
    await phone.hears_out(GREETING)
    phone.say(BYE)
    await phone.hears(GOODBYE)
    if app.openai.talks:  # this voice says it, and then asks for the end
        await phone.until(lambda: "function_call_output" in str(app.openai.talks[-1].received))


def test_who_asks_in_the_goodbye_not_to_be_called_is_not(app: Served) -> None:
    """In words, by a key, and by a key before hanging up: each is a call of its own."""

    async def words(phone: MediaPhone) -> None:
        phone.say(OPT_OUT)
        assert [each.tag for each in await phone.after()] == ["Hangup"]

    async def key(phone: MediaPhone) -> None:
        await phone.press("9")
        assert [each.tag for each in await phone.after()] == ["Hangup"]

    async def leaves(phone: MediaPhone) -> None:
        await phone.press("9")
        await phone.send("stop", stop={"callSid": phone.sid})
        await phone.closed.wait()

    async def story() -> None:
        for number, asks in enumerate((words, key, leaves)):
            phone = app.phone(number=f"+97254555010{number}")
            await says_goodbye(app, phone)
            heard = list(phone.heard)
            await asks(phone)
            assert phone.heard == heard, asks.__name__
            await phone.leave()
            suppressed = lambda phone=phone: app.stores.suppressions.contains(phone.number)  # noqa: E731
            await asyncio.to_thread(until, suppressed, f"the opt-out by {asks.__name__}", 5.0)

    run(story)


def test_a_key_at_the_very_beginning_is_answered_after_the_greeting(app: Served) -> None:
    phone = app.phone()

    async def story() -> None:
        url, parameters, _after = await phone.ring()
        await phone.open(url)
        await phone.start(parameters)
        await phone.press("5")
        await phone.until(lambda: len(phone.heard) > 1)
        assert GREETING in phone.heard[0]
        await phone.hang_up()

    run(story)
    turns = app.stores.turns.for_call(app.stores.calls.by_sid(phone.sid).id)
    assert [each.heard_en for each in turns][1:]
