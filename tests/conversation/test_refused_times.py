"""An hour behind a no is on the day that was read back, of a meeting and of a form's time alike."""

from datetime import UTC, datetime

from language.heard import read
from tests.rows import each_row
from voicebot.agents.state import CallState, Unconfirmed
from voicebot.conversation.choosing import listened, named_time

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
STATE = CallState(scenario="driver_checkin", agent="checkin", step="eta?")
ARRIVAL = Unconfirmed(field="eta", value="2026-11-24T08:00", he="יום שלישי, בשמונה בבוקר", en="Tuesday at 8:00 AM")
WAITING = STATE.but(unconfirmed=ARRIVAL)
PLATES = STATE.but(unconfirmed=Unconfirmed(field="tractor_plates", value="20261124", he="", en=""))


@each_row(
    ("said", "expected"),
    [
        ("לא, בתשע", "2026-11-24T09:00"),
        ("לא בשמונה אלא בתשע", "2026-11-24T09:00"),
        ("לא, מחר בתשע", "2026-11-23T09:00"),
        ("לא, עוד שעה", "2026-11-22T11:00"),
        ("לא, בשמונה בבוקר", "2026-11-24T08:00"),
    ],
)
def test_the_hour_is_on_the_day_read_back(said: str, expected: str) -> None:
    time = named_time(read(said, "he"), WAITING, NOW)
    assert time is not None
    assert time.local == expected


def test_a_number_is_no_day() -> None:
    time = named_time(read("לא, בשלוש", "he"), PLATES, NOW)
    assert time is not None
    assert time.local == "2026-11-22T15:00"


@each_row(
    ("said", "confirmed"),
    [("כן, בשמונה", True), ("כן", True), ("כן, בתשע", False), ("לא, בשמונה", False), ("לא, כן, בתשע", False)],
)
def test_only_a_yes_to_that_very_time_confirms(said: str, confirmed: bool) -> None:
    assert listened(WAITING, read(said, "he"), None, NOW).confirmed == confirmed
