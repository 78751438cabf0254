"""A caller who asks for a person: Twilio is told to leave the stream, and dials what is stored."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.realtime.served.selling import GREETING
from tests.realtime.served.serving import Served, run, served
from tests.standins.fixtures import ACCOUNT_SID, AUTH_TOKEN
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import RealtimeStandIn, Reply, Talk
from tests.standins.twilio import TwilioStandIn, error

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own

MEMBER = "+972545550177"
ALWAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), (("00:00", "24:00"),))
WANTS_A_PERSON = "אני רוצה שמישהו אנושי ידבר איתי"
TRANSFERRING = "רגע, מעבירה אותך"


def think(_talk: Talk, last: str) -> Reply:
    """Says what it does, and does it."""
    if last.startswith("output:"):
        return Reply()
    return Reply(TRANSFERRING, (("transfer_to_human", {"reason": "asks for a person"}),))


def dialled(document: ET.Element) -> str:
    """The number that Twilio was told to dial."""
    dial = document.find("Dial")
    return "".join(dial.itertext()) if dial is not None else ""


@pytest.fixture
def app(twilio_standin: TwilioStandIn, tmp_path: Path) -> Iterator[Served]:
    with RealtimeStandIn(think) as openai:
        with served(
            openai,
            tmp_path,
            TWILIO_ACCOUNT_SID=ACCOUNT_SID,
            TWILIO_AUTH_TOKEN=AUTH_TOKEN,
            TWILIO_BASE_URL=twilio_standin.url,
            API_KEY="for-tests",
            JOBS_IN_WEB="false",
        ) as running:
            yield running
        assert openai.wrong == []


async def asks_for_a_person(app: Served, phone: MediaPhone, twilio: TwilioStandIn) -> None:
    """Up to the announcement of the transfer."""
    phone.reached_by(twilio)
    await phone.dial()
    app.stores.members.add("Noa", MEMBER, hours=ALWAYS)
    await phone.hears_out(GREETING)
    phone.say(WANTS_A_PERSON, ms=1200)
    await phone.hears(TRANSFERRING)


def test_twilio_leaves_the_stream_and_dials(app: Served, twilio_standin: TwilioStandIn) -> None:
    phone = app.phone()

    async def story() -> None:
        await asks_for_a_person(app, phone, twilio_standin)
        assert dialled(await phone.leaves()) == MEMBER
        await phone.leave()

    run(story)
    assert phone.redirected == [f"{app.base_url}/realtime/after#rc=2&rp=all"]
    assert app.stores.turns.for_call(app.stores.calls.by_sid(phone.sid).id)[-1].ending


@pytest.mark.parametrize("status", [429, 500])
def test_where_twilio_refuses_the_stream_is_closed_and_it_dials_all_the_same(
    app: Served, twilio_standin: TwilioStandIn, status: int
) -> None:
    twilio_standin.next(error(status, 20429))
    phone = app.phone()

    async def story() -> None:
        await asks_for_a_person(app, phone, twilio_standin)
        assert dialled(await phone.after()) == MEMBER
        await phone.leave()

    run(story)
    assert phone.redirected == []
    assert len(twilio_standin.asked) == 1
