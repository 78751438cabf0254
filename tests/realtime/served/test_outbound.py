"""Outbound calls on a stream: the opening is heard, once, and an answering machine is not talked to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.realtime.served.serving import Served, run, served
from tests.standins.media_phone import MediaPhone
from tests.standins.realtime import RealtimeStandIn, Reply

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own

GREETING = "העוזרת הדיגיטלית"
MACHINE = "הגעתם לתא הקולי, אנא השאירו הודעה אחרי הצפצוף"
VOICEMAIL = "לא תפסנו"
OUTBOUND = {"Direction": "outbound-api", "From": "+97233760000", "To": "+972545550123"}


@pytest.fixture(params=["realtime", "gpt-live"])
def app(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Served]:
    thinks = RealtimeStandIn(lambda _talk, last: Reply(f"אמרת {last}"))
    with thinks as openai, served(openai, tmp_path, REALTIME_VOICE=request.param) as running:
        yield running
        assert openai.wrong == []


def rung(app: Served) -> MediaPhone:
    """Somebody whom we ring."""
    phone = app.phone()
    phone.form = OUTBOUND
    return phone


@pytest.mark.parametrize("says", ["הלו?", ""], ids=["who speaks first", "who waits"])
def test_the_callee_hears_one_greeting(app: Served, says: str) -> None:
    phone = rung(app)

    async def story() -> None:
        await phone.dial()
        if says:
            phone.say(says)
        await phone.hears_out(GREETING)
        await phone.hang_up()

    run(story)
    assert sum(GREETING in each for each in phone.heard) == 1
    call = app.stores.calls.by_sid(phone.sid)
    assert (call.direction, call.channel) == ("outbound", "realtime")


def test_a_machine_gets_the_scenario_s_line_and_a_hang_up(app: Served) -> None:
    phone = rung(app)

    async def story() -> None:
        await phone.dial()
        phone.say(MACHINE, ms=1500)
        await phone.hears(VOICEMAIL)
        assert [each.tag for each in await phone.after()] == ["Hangup"]
        await phone.leave()

    run(story)
    call = app.stores.calls.by_sid(phone.sid)
    assert app.stores.turns.for_call(call.id)[-1].ending == {"kind": "hangup", "reason": "voicemail"}
