"""The time that a caller came with: read before it is clear who asks, and looked for afterwards."""

import pytest

from tests.builders import Clock
from tests.job_offers import DANA, STRANGER
from tests.tools.job_offer_desks import ON_SQLITE, Desks
from voicebot.tools.job_offer_wishes import WISHED_TIME, time_in


@pytest.mark.parametrize(
    ("said", "wished"),
    [
        ("אפשר לקבוע איתה ראיון ביום שלישי בעשר?", "2026-11-24T10:00"),
        ("שלום, כאן דנה לוי מאלטק, אפשר לתאם ראיון מחר?", "2026-11-23"),
        ("ראיון מחר בבוקר", "2026-11-23T09:00~"),
        ("Hi, this is Dana Levi, can we meet tomorrow at ten?", "2026-11-23T10:00"),
        ("אפשר לתאם ראיון?", None),
        ("מחר בעשר, או ביום שלישי באחת", None),
        ("יש לי ראיון בעשר", None),
        ("ארבע שמונה שתיים תשע אחת שלוש", None),
        ("", None),
    ],
)
def test_the_time_in_a_sentence(said: str, wished: str | None) -> None:
    assert time_in(said, Clock().now) == wished


@ON_SQLITE
def test_it_is_kept_until_it_is_looked_for(calls: Desks) -> None:
    desk = calls(STRANGER)
    desk.state = desk.state.but(agent="main")
    desk.says("אפשר לקבוע ראיון ביום שלישי בעשר?")
    desk.state = desk.state.but(agent="authentication")
    desk.uses("note_caller")
    assert desk.state.fields[WISHED_TIME] == "2026-11-24T10:00"
    desk.tells(*DANA)
    assert desk.uses("take_up_time").status == "found"
    assert WISHED_TIME not in desk.state.fields


@ON_SQLITE
def test_without_one_slots_are_offered(calls: Desks) -> None:
    desk = calls(STRANGER)
    desk.tells(*DANA)
    assert desk.uses("take_up_time").status == "offered", "a code is no time"
    assert desk.says("תודה, ביום רביעי בעשר").uses("take_up_time").status == "found"


@ON_SQLITE
def test_a_time_said_when_asked_who_it_is_is_none(calls: Desks) -> None:
    desk = calls(STRANGER)
    desk.says("מחר בעשר").uses("note_caller", name="מחר בעשר")
    assert WISHED_TIME not in desk.state.fields
