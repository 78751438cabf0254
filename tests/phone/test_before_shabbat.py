"""Calls that are on when Shabbat nears: ours end, those who rang us may finish."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.apps import ON_SQLITE, SOAK_ON_POSTGRES
from tests.builders import Clock, Worker, standard_form
from tests.caller import LEAD_NUMBER, OUR_NUMBER
from tests.phone.documents import document, said

pytestmark = SOAK_ON_POSTGRES

OVER = datetime(2026, 11, 27, 13, 53, tzinfo=UTC)
"""Friday, two minutes before the candles are lit in Jerusalem."""
SID = "CA" + "5" * 32
INBOUND = standard_form(SID)
OUTBOUND = standard_form(SID, OUR_NUMBER, LEAD_NUMBER) | {"Direction": "outbound-api"}


def answer(worker: Worker, form: dict[str, str], **said_: str) -> tuple[list[str], str]:
    """What is heard after an utterance or silence, and the last verb."""
    root = document(worker.post("/twilio/process-speech?turn=1", form | said_))
    return said(root), root[-1].tag


def begin(worker: Worker, clock: Clock, form: dict[str, str], at: datetime) -> None:
    clock.now = at - timedelta(minutes=1)
    worker.post("/twilio/voice", form)
    clock.now = at


@ON_SQLITE
@pytest.mark.parametrize("after_s", [0, 60, 20 * 3600])
def test_a_call_of_ours_answers_what_was_asked_and_says_goodbye(worker: Worker, clock: Clock, after_s: int) -> None:
    begin(worker, clock, OUTBOUND, OVER + timedelta(seconds=after_s))
    heard, last = answer(worker, OUTBOUND, SpeechResult="מי אתם?")
    assert len(heard) >= 2
    goodbye = worker.services.scenarios["sales"].lines.goodbye.he
    assert (heard[-1], last) == (goodbye, "Hangup")


@ON_SQLITE
@pytest.mark.parametrize(
    ("form", "at"),
    [
        (OUTBOUND, OVER - timedelta(seconds=1)),
        (OUTBOUND, OVER - timedelta(days=1)),
        (OUTBOUND, OVER + timedelta(hours=26)),
        (INBOUND, OVER),
        (INBOUND, OVER + timedelta(hours=20)),
    ],
)
def test_other_calls_go_on(worker: Worker, clock: Clock, form: dict[str, str], at: datetime) -> None:
    begin(worker, clock, form, at)
    _, last = answer(worker, form, SpeechResult="מי אתם?")
    assert last == "Redirect"
