"""Spoken times, by tables: expression, the moment it is said at, the moment expected ("" = nothing)."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from language.times import ISRAEL, Parsed, parse, parse_time
from language.types import Language
from tests.language.corpus import DATA
from tests.rows import each_row

NOW = datetime(2026, 11, 22, 8, 15, tzinfo=ISRAEL)
OWN = ("times/hebrew.tsv", "times/nothing.tsv", "times/english.tsv")
ODD = ["", " ", "\x00", "\ud800", "א" * 5000, "בעשר " * 2000, "9" * 300, "٣", "²:½", "ב²", "99999999999:99", "1st" * 99]


def rows(name: str) -> Iterator[tuple[str, datetime, datetime | None]]:
    path = DATA / name
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            expected = datetime.fromisoformat(row["expected"]) if row["expected"] else None
            yield row["expression"], datetime.fromisoformat(row["reference_now"]), expected


@pytest.mark.parametrize(
    ("name", "language"),
    [("time_expressions.tsv", "he"), *((name, "en" if name == "times/english.tsv" else "he") for name in OWN)],
)
def test_expressions(name: str, language: Language) -> None:
    wrong = []
    for text, now, expected in rows(name):
        found = parse_time(text, language, now)
        if (found and found.isoformat()) != (expected and expected.isoformat()):
            wrong.append(f"{text!r} at {now}: {found}, not {expected}")
    assert wrong == []


def test_the_tables_are_as_large_as_they_should_be() -> None:
    own = [row for name in OWN for row in rows(name)]
    for name in OWN:
        said = [(text, now) for text, now, _ in rows(name)]
        assert len(set(said)) == len(said)
    assert sum(expected is not None for *_, expected in own) >= 250
    assert sum(expected is None for *_, expected in own) >= 120


@each_row(
    ("text", "has_date", "has_hour", "approximate"),
    [
        ("מחר בעשר", True, True, False),
        ("מחר", True, False, False),
        ("ביום שלישי", True, False, False),
        ("ערב פסח", True, False, False),
        ("אחרי פסח", True, False, True),
        ("בסוף השבוע", True, False, True),
        ("עוד שבוע", True, False, False),
        ("עוד שבוע בעשר", True, True, False),
        ("עוד שעה", True, True, False),
        ("עוד חצי שעה בערך", True, True, True),
        ("בעשר", False, True, False),
        ("מחר בבוקר", True, True, True),
        ("בערב", False, True, True),
        ("הערב בשמונה", True, True, False),
        ("מחר בסביבות עשר", True, True, True),
        ("מחר בין עשר לשתים עשרה", True, True, True),
        ("מחר מעשר", True, True, True),
        ("בחצות", False, True, False),
    ],
)
def test_how_much_was_said(text: str, has_date: bool, has_hour: bool, approximate: bool) -> None:
    found = parse(text, "he", NOW)
    assert found is not None
    assert (found.has_date, found.has_hour, found.approximate) == (has_date, has_hour, approximate)


def test_today_is_a_day_but_no_moment_to_come() -> None:
    assert parse("היום", "he", NOW) == Parsed(NOW.replace(hour=0, minute=0), True, False, False)
    assert parse_time("היום", "he", NOW) is None


@each_row(
    ("text", "hour", "minute"),
    [
        ("עשר", 10, 0),
        ("שמונה", 8, 0),
        ("שלוש וחצי", 15, 30),
        ("10", 10, 0),
        ("15", 15, 0),
        ("בערב", 19, 0),
        ("שבע בערב", 19, 0),
        ("אחרי ארבע", 16, 0),
        ("ten", 10, 0),
        ("half past three", 15, 30),
    ],
)
def test_an_hour_for_a_day_agreed_on(text: str, hour: int, minute: int) -> None:
    found = parse(text, "he", NOW, day=date(2026, 11, 24))
    assert found is not None
    assert found.at == datetime(2026, 11, 24, hour, minute, tzinfo=ISRAEL)


def test_a_day_agreed_on_gives_way_to_one_that_is_said() -> None:
    day = date(2026, 11, 24)
    found = parse("מחר בעשר", "he", NOW, day=day)
    assert found is not None
    assert found.at == datetime(2026, 11, 23, 10, tzinfo=ISRAEL)
    assert parse("שלוש פעמים", "he", NOW, day=day) is None
    assert parse("לא עשר", "he", NOW, day=day) is None
    assert parse("עשר", "he", NOW, day=date(2026, 11, 20)) is None


def test_the_second_hour_of_a_night_that_has_it_twice_is_later() -> None:
    before = datetime.fromisoformat("2026-10-25T01:45:00+03:00").astimezone(ISRAEL)
    found = parse_time("עוד חצי שעה", "he", before)
    assert found is not None
    assert found.isoformat() == "2026-10-25T01:15:00+02:00"


def test_the_moment_of_speaking_may_be_in_any_zone_but_has_one() -> None:
    london = datetime.fromisoformat("2026-11-22T23:30:00+00:00")
    assert parse_time("מחר בעשר", "he", london) == datetime(2026, 11, 24, 10, tzinfo=ISRAEL)
    with pytest.raises(ValueError, match="time zone"):
        parse_time("מחר בעשר", "he", datetime(2026, 11, 22))


def test_the_script_decides_the_language() -> None:
    expected = datetime(2026, 11, 23, 10, tzinfo=ISRAEL)
    assert parse_time("מחר בעשר", "en", NOW) == expected
    assert parse_time("tomorrow at ten", "he", NOW) == expected
    assert parse_time("3/4", "en", NOW) is None
    assert parse_time("3/4", "he", NOW) == datetime(2027, 4, 3, tzinfo=ISRAEL)


@each_row("text", ODD)
def test_odd_strings_give_nothing(text: str) -> None:
    assert parse_time(text, "he", NOW) is None
    assert parse_time(text, "en", NOW) is None


@each_row("path", sorted((DATA / "utterances").glob("*.txt")))
def test_what_callers_say_otherwise_is_no_time(path: Path) -> None:
    """Only those who ask to be called later name times; all of them by a word that a table here knows."""
    found = {line for line in path.read_text(encoding="utf-8").splitlines() if parse_time(line, "he", NOW)}
    timed = {"דברי איתי מחר", "תתקשר אליי בערב", "תחזור אליי בעוד שעה", "תחזור אליי ביום ראשון", "עוד שעתיים אני פנויה"}
    assert found == (timed if path.stem == "later" else set())


def test_every_day_of_two_years_has_a_tomorrow_at_ten() -> None:
    for ahead in range(730):
        now = datetime(2026, 1, 1, 12, tzinfo=ISRAEL) + timedelta(days=ahead)
        expected = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), ISRAEL).replace(hour=10)
        assert parse_time("מחר בעשר", "he", now) == expected
