"""A candidate keys the interview's code on a stream, with either voice."""

from pathlib import Path

import pytest
import requests
from sqlalchemy import update

from stores.records import InterviewRecord
from tests.interviews.making import SESSION
from tests.realtime.served.serving import Served, run, served
from tests.standins.realtime import RealtimeStandIn

pytestmark = pytest.mark.slow  # each starts a gunicorn of its own

PIN = "31959042"
"""With a 9 and a 0, which alone mean the list and a person."""


@pytest.mark.parametrize("voice", ["realtime", "gpt-live"])
def test_a_code_with_a_nine_in_it_begins_the_interview(tmp_path: Path, voice: str) -> None:
    with (
        RealtimeStandIn() as openai,
        served(openai, tmp_path, SCENARIO="interview", REALTIME_VOICE=voice) as app,
    ):
        made(app)
        phone = app.phone()

        async def story() -> None:
            await phone.dial()
            await phone.hears_out("אפשר להתחיל")
            for key in PIN:
                await phone.press(key)
            await phone.press("#")
            await phone.hears("מצאתי את הריאיון")
            assert not phone.closed.is_set()
            await phone.hang_up()

        run(story)
        assert openai.wrong == []
        assert not app.stores.suppressions.contains(phone.number)
        turns = app.stores.turns.for_call(app.stores.calls.by_sid(phone.sid).id)
        assert turns[1].tool_calls[0]["name"] == "check_pin"
        assert not [each for each in turns if PIN in f"{each.heard_he}{each.heard_en}{each.tool_calls}"]


def made(app: Served) -> None:
    """An interview that waits for whoever knows its code."""
    assert requests.post(f"{app.base_url}/interviews", json=SESSION, timeout=30).status_code == 201
    with app.stores.database.begin() as opened:
        opened.execute(update(InterviewRecord).values(pin=PIN))
