"""Where a meeting is to be moved to, also when the meeting itself is left out: "תזיזי ליום רביעי בשתיים"."""

from datetime import date, datetime, time

from language.times import ISRAEL, parse
from tests.rows import each_row

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=ISRAEL)  # a Sunday


@each_row(
    ("said", "expected"),
    [
        ("לא, תזיזי ליום רביעי בשתיים", "2026-11-25T14:00"),
        ("לא, תזיזי לחמישי בתשע", "2026-11-26T09:00"),
        ("לא, תודה, אבל תזיזי לעשר וחצי", "2026-11-22T10:30"),
        ("תעבירי לעשר וחצי", "2026-11-22T10:30"),
        ("אפשר להעביר למחר בעשר", "2026-11-23T10:00"),
    ],
)
def test_the_new_time(said: str, expected: str) -> None:
    parsed = parse(said, "he", NOW)
    assert parsed is not None
    assert parsed.at.isoformat()[:16] == expected


@each_row("said", ["תזיזי את זה של מחר", "תזיזי לדנה בעשר", "לא להזיז ליום רביעי"])
def test_no_new_time(said: str) -> None:
    assert parse(said, "he", NOW) is None


@each_row(
    ("said", "expected"),
    [
        ("באותו יום בארבע", "2026-11-24T16:00"),
        ("לא, באותו היום בחמש", "2026-11-24T17:00"),
        ("תזיזי לאותו יום בארבע", "2026-11-24T16:00"),
        ("באותו יום אחרי הצהריים", "2026-11-24T15:00"),
        ("באותו יום באותה שעה", "2026-11-24T14:30"),
    ],
)
def test_the_same_day_is_that_of_what_is_talked_about(said: str, expected: str) -> None:
    parsed = parse(said, "he", NOW, day=date(2026, 11, 24), hour=time(14, 30))
    assert parsed is not None
    assert parsed.at.isoformat()[:16] == expected
    assert parse(said, "he", NOW) is None
