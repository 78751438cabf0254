"""Spoken forms: no digit reaches the Hebrew voice."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from language.spoken import ISRAEL, spoken_hour, spoken_number, spoken_phone, spoken_slot, spoken_time
from tests.rows import each_row

NOW = datetime(2026, 11, 21, 9, tzinfo=ISRAEL)


@each_row(
    ("clock", "expected"),
    [
        ("00:00", "בחצות"),
        ("00:30", "בשתים עשרה וחצי בלילה"),
        ("01:00", "באחת בלילה"),
        ("03:45", "ברבע לארבע לפנות בוקר"),
        ("05:00", "בחמש לפנות בוקר"),
        ("06:00", "בשש בבוקר"),
        ("07:15", "בשבע ורבע בבוקר"),
        ("08:30", "בשמונה וחצי בבוקר"),
        ("09:00", "בתשע בבוקר"),
        ("09:05", "בתשע וחמישה בבוקר"),
        ("09:10", "בתשע ועשרה בבוקר"),
        ("09:20", "בתשע ועשרים בבוקר"),
        ("09:45", "ברבע לעשר בבוקר"),
        ("09:50", "בעשרה לעשר בבוקר"),
        ("09:55", "בחמישה לעשר בבוקר"),
        ("10:00", "בעשר בבוקר"),
        ("10:01", "בעשר ודקה בבוקר"),
        ("10:02", "בעשר ושתי דקות בבוקר"),
        ("10:25", "בעשר ועשרים וחמש דקות בבוקר"),
        ("10:40", "בעשר וארבעים דקות בבוקר"),
        ("11:00", "באחת עשרה בבוקר"),
        ("11:45", "ברבע לשתים עשרה בצהריים"),
        ("12:00", "בשתים עשרה בצהריים"),
        ("12:30", "בשתים עשרה וחצי בצהריים"),
        ("13:00", "באחת בצהריים"),
        ("14:00", "בשתיים בצהריים"),
        ("15:00", "בשלוש אחר הצהריים"),
        ("15:30", "בשלוש וחצי אחר הצהריים"),
        ("16:15", "בארבע ורבע אחר הצהריים"),
        ("16:45", "ברבע לחמש אחר הצהריים"),
        ("17:00", "בחמש אחר הצהריים"),
        ("17:45", "ברבע לשש בערב"),
        ("18:00", "בשש בערב"),
        ("19:30", "בשבע וחצי בערב"),
        ("20:00", "בשמונה בערב"),
        ("21:00", "בתשע בערב"),
        ("22:00", "בעשר בלילה"),
        ("23:45", "ברבע לשתים עשרה בלילה"),
    ],
)
def test_hours(clock: str, expected: str) -> None:
    hour, minute = map(int, clock.split(":"))
    assert spoken_hour(NOW.replace(hour=hour, minute=minute)) == expected


@each_row(
    ("at", "he", "en"),
    [
        ("2026-11-21T10:00", "היום, שבת, בעשר בבוקר", "Saturday, November 21, at 10:00 AM"),
        ("2026-11-22T10:00", "מחר, יום ראשון, בעשר בבוקר", "Sunday, November 22, at 10:00 AM"),
        ("2026-11-23T12:00", "מחרתיים, יום שני, בשתים עשרה בצהריים", "Monday, November 23, at 12:00 PM"),
        (
            "2026-11-24T15:30",
            "יום שלישי, עשרים וארבעה בנובמבר, בשלוש וחצי אחר הצהריים",
            "Tuesday, November 24, at 3:30 PM",
        ),
        ("2026-11-25T09:15", "יום רביעי, עשרים וחמישה בנובמבר, בתשע ורבע בבוקר", "Wednesday, November 25, at 9:15 AM"),
        ("2026-11-26T09:00", "יום חמישי, עשרים ושישה בנובמבר, בתשע בבוקר", "Thursday, November 26, at 9:00 AM"),
        ("2026-11-27T09:00", "יום שישי, עשרים ושבעה בנובמבר, בתשע בבוקר", "Friday, November 27, at 9:00 AM"),
        ("2026-11-28T20:00", "שבת, עשרים ושמונה בנובמבר, בשמונה בערב", "Saturday, November 28, at 8:00 PM"),
        ("2026-12-01T09:00", "יום שלישי, אחד בדצמבר, בתשע בבוקר", "Tuesday, December 1, at 9:00 AM"),
        ("2026-12-02T09:00", "יום רביעי, שניים בדצמבר, בתשע בבוקר", "Wednesday, December 2, at 9:00 AM"),
        ("2026-12-11T00:00", "יום שישי, אחד עשר בדצמבר, בחצות", "Friday, December 11, at 12:00 AM"),
        ("2026-12-31T09:00", "יום חמישי, שלושים ואחד בדצמבר, בתשע בבוקר", "Thursday, December 31, at 9:00 AM"),
        ("2027-01-03T09:00", "יום ראשון, שלושה בינואר, בתשע בבוקר", "Sunday, January 3, at 9:00 AM"),
        ("2026-11-20T09:00", "יום שישי, עשרים בנובמבר, בתשע בבוקר", "Friday, November 20, at 9:00 AM"),
    ],
)
def test_slots(at: str, he: str, en: str) -> None:
    start = datetime.fromisoformat(at).replace(tzinfo=ISRAEL)
    spoken = spoken_slot(start, NOW)
    assert (spoken.he, spoken.en) == (he, en)


def test_a_moment_of_any_zone_is_spoken_in_israels() -> None:
    assert spoken_slot(datetime(2026, 11, 22, 8, tzinfo=UTC), NOW).he == "מחר, יום ראשון, בעשר בבוקר"
    assert spoken_slot(datetime(2026, 7, 5, 7, tzinfo=UTC), NOW).en == "Sunday, July 5, at 10:00 AM"
    late = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    assert spoken_slot(late + timedelta(hours=10), late).he.startswith("היום, יום ראשון")


def test_spoken_time_carries_its_moment() -> None:
    start = datetime(2026, 11, 22, 10, tzinfo=ISRAEL)
    spoken = spoken_time(start, NOW)
    assert (spoken.at, spoken.he) == (start, "מחר, יום ראשון, בעשר בבוקר")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        spoken_slot(datetime(2026, 11, 22, 10), NOW)


def test_no_moment_is_spoken_with_a_digit() -> None:
    spoken = [spoken_slot(NOW + timedelta(minutes=607 * step), NOW).he for step in range(900)]
    assert [line for line in spoken if re.search(r"[A-Za-z\d/-]", line)] == []


@each_row(
    ("e164", "he", "en"),
    [
        ("+972547654321", "אפס חמש ארבע, שבע שש חמש, ארבע שלוש שתיים אחת", "054-765-4321"),
        ("+97236123456", "אפס שלוש, שש אחת שתיים, שלוש ארבע חמש שש", "03-612-3456"),
        ("+972772345678", "אפס שבע שבע, שתיים שלוש ארבע, חמש שש שבע שמונה", "077-234-5678"),
        ("+972505550000", "אפס חמש אפס, חמש חמש חמש, אפס אפס אפס אפס", "050-555-0000"),
        ("+14155552671", "פלוס אחת, ארבע אחת חמש, חמש חמש חמש, שתיים שש שבע אחת", "+1-415-555-2671"),
        ("+442071838750", "פלוס ארבע ארבע, שתיים אפס שבע, אחת שמונה שלוש, שמונה שבע חמש אפס", "+44-207-183-8750"),
    ],
)
def test_phones(e164: str, he: str, en: str) -> None:
    spoken = spoken_phone(e164)
    assert (spoken.he, spoken.en) == (he, en)


@each_row("text", ["", "abc", "+", "+1", "054-765", "+972٥٤٧٦٥٤٣٢١"])
def test_what_is_no_phone_is_not_spoken(text: str) -> None:
    with pytest.raises(ValueError, match=r"E\.164"):
        spoken_phone(text)


@each_row(
    ("number", "feminine", "masculine"),
    [
        (0, "אפס", "אפס"),
        (1, "אחת", "אחד"),
        (2, "שתיים", "שניים"),
        (10, "עשר", "עשרה"),
        (12, "שתים עשרה", "שנים עשר"),
        (15, "חמש עשרה", "חמישה עשר"),
        (21, "עשרים ואחת", "עשרים ואחד"),
        (100, "מאה", "מאה"),
        (2000, "אלפיים", "אלפיים"),
        (-5, "מינוס חמש", "מינוס חמישה"),
    ],
)
def test_numbers(number: int, feminine: str, masculine: str) -> None:
    assert (spoken_number(number).he, spoken_number(number, "m").he) == (feminine, masculine)


def test_numbers_keep_digits_in_english() -> None:
    assert spoken_number(12500).en == "12,500"
