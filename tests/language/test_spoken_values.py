"""Structured data as it is said: exact, in both languages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from language.phrases import Phrase
from language.speech import spoken_hebrew
from language.spoken import ISRAEL
from language.spoken_values import (
    read_back,
    relative_day,
    spoken_count,
    spoken_date,
    spoken_duration,
    spoken_email,
    spoken_money,
    spoken_percent,
)
from tests.rows import each_row

NOW = datetime(2026, 11, 21, 9, tzinfo=ISRAEL)


@pytest.mark.parametrize(
    ("day", "he", "en"),
    [
        (date(2026, 11, 24), "יום שלישי, עשרים וארבעה בנובמבר", "Tuesday, November 24"),
        (date(2026, 11, 28), "שבת, עשרים ושמונה בנובמבר", "Saturday, November 28"),
        (date(2026, 12, 1), "יום שלישי, אחד בדצמבר", "Tuesday, December 1"),
        (date(2027, 1, 2), "שבת, שניים בינואר אלפיים עשרים ושבע", "Saturday, January 2, 2027"),
    ],
)
def test_dates(day: date, he: str, en: str) -> None:
    assert spoken_date(day, NOW) == Phrase(he, en)


def test_a_moment_is_dated_in_israels_time() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert spoken_date(late, NOW) == spoken_date(date(2026, 11, 24), NOW)
    assert relative_day(NOW.astimezone(UTC), NOW) == Phrase("היום", "today")


@each_row(
    ("days", "he", "en"),
    [
        (-3, "בשמונה עשר בנובמבר", "on November 18"),
        (-2, "שלשום", "the day before yesterday"),
        (-1, "אתמול", "yesterday"),
        (0, "היום", "today"),
        (1, "מחר", "tomorrow"),
        (2, "מחרתיים", "the day after tomorrow"),
        (3, "ביום שלישי", "on Tuesday"),
        (6, "ביום שישי", "on Friday"),
        (7, "בעשרים ושמונה בנובמבר", "on November 28"),
        (42, "בשניים בינואר אלפיים עשרים ושבע", "on January 2, 2027"),
    ],
)
def test_relative_days(days: int, he: str, en: str) -> None:
    assert relative_day(NOW + timedelta(days=days), NOW) == Phrase(he, en)


def test_shabbat_has_no_day_before_it() -> None:
    assert relative_day(date(2026, 11, 21), NOW - timedelta(days=4)).he == "בשבת"


@pytest.mark.parametrize(
    ("at", "he", "en"),
    [
        (
            "2026-11-22T10:00",
            "מחר, יום ראשון, עשרים ושניים בנובמבר, בעשר בבוקר",
            "tomorrow, Sunday, November 22, at 10:00 AM",
        ),
        (
            "2026-11-24T15:30",
            "יום שלישי, עשרים וארבעה בנובמבר, בשלוש וחצי אחר הצהריים",
            "Tuesday, November 24, at 3:30 PM",
        ),
        (
            "2027-01-03T16:45",
            "יום ראשון, שלושה בינואר אלפיים עשרים ושבע, ברבע לחמש אחר הצהריים",
            "Sunday, January 3, 2027, at 4:45 PM",
        ),
    ],
)
def test_read_back_leaves_nothing_out(at: str, he: str, en: str) -> None:
    assert read_back(datetime.fromisoformat(at).replace(tzinfo=ISRAEL), NOW) == Phrase(he, en)


@each_row(
    ("amount", "currency", "he", "en"),
    [
        (250, "ILS", "מאתיים וחמישים שקלים", "₪250"),
        (1, "ILS", "שקל אחד", "₪1"),
        (2, "ILS", "שני שקלים", "₪2"),
        (0, "ILS", "אפס שקלים", "₪0"),
        (1500, "ILS", "אלף וחמש מאות שקלים", "₪1,500"),
        (Decimal("99.9"), "ILS", "תשעים ותשעה שקלים ותשעים אגורות", "₪99.90"),
        (Decimal("0.01"), "ILS", "אגורה אחת", "₪0.01"),
        (Decimal("3.005"), "ILS", "שלושה שקלים", "₪3"),
        (-50, "ILS", "מינוס חמישים שקלים", "-₪50"),
        (20, "USD", "עשרים דולר", "$20"),
        (5, "USD", "חמישה דולרים", "$5"),
        (Decimal("1.50"), "EUR", "אירו אחד וחמישים סנט", "€1.50"),
    ],
)
def test_money(amount: Decimal | int, currency: str, he: str, en: str) -> None:
    assert spoken_money(amount, currency) == Phrase(he, en)


@each_row(
    ("value", "he", "en"),
    [
        (15, "חמישה עשר אחוזים", "15%"),
        (1, "אחוז אחד", "1%"),
        (100, "מאה אחוז", "100%"),
        (Decimal("3.50"), "שלושה וחצי אחוזים", "3.5%"),
        (Decimal("0.5"), "חצי אחוז", "0.5%"),
        (Decimal("-2"), "מינוס שני אחוזים", "-2%"),
        (Decimal("1E+1"), "עשרה אחוזים", "10%"),
    ],
)
def test_percentages(value: Decimal | int, he: str, en: str) -> None:
    assert spoken_percent(value) == Phrase(he, en)


@each_row(
    ("minutes", "he", "en"),
    [
        (0, "אפס דקות", "0 minutes"),
        (1, "דקה", "1 minute"),
        (2, "שתי דקות", "2 minutes"),
        (15, "רבע שעה", "15 minutes"),
        (30, "חצי שעה", "30 minutes"),
        (45, "שלושת רבעי שעה", "45 minutes"),
        (60, "שעה", "1 hour"),
        (75, "שעה ורבע", "1 hour and 15 minutes"),
        (90, "שעה וחצי", "1 hour and 30 minutes"),
        (105, "שעה וארבעים וחמש דקות", "1 hour and 45 minutes"),
        (120, "שעתיים", "2 hours"),
        (150, "שעתיים וחצי", "2 hours and 30 minutes"),
        (200, "שלוש שעות ועשרים דקות", "3 hours and 20 minutes"),
        (1440, "יום", "1 day"),
        (3000, "יומיים ושעתיים", "2 days and 2 hours"),
        (5000, "שלושה ימים, אחת עשרה שעות ועשרים דקות", "3 days, 11 hours and 20 minutes"),
    ],
)
def test_durations(minutes: int, he: str, en: str) -> None:
    assert spoken_duration(timedelta(minutes=minutes)) == Phrase(he, en)


@each_row(
    ("amount", "noun", "he", "en"),
    [
        (1, Phrase("פגישה", "meeting"), "פגישה אחת", "1 meeting"),
        (2, Phrase("פגישה", "meeting"), "שתי פגישות", "2 meetings"),
        (3, Phrase("יום", "day"), "שלושה ימים", "3 days"),
        (2, Phrase("יום", "day"), "יומיים", "2 days"),
        (12, Phrase("לקוח", "customer"), "שנים עשר לקוחות", "12 customers"),
        (1000, Phrase("שעה", "hour"), "אלף שעות", "1,000 hours"),
        (4, Phrase("גרביל", "gerbil"), "ארבעה גרבילים", "4 gerbils"),
        (4, Phrase("סופגנייה", "doughnut"), "ארבע סופגניות", "4 doughnuts"),
        (3, Phrase("התמודדות", "trial"), "שלוש התמודדויות", "3 trials"),
        (0, Phrase("שאלה", "question"), "אפס שאלות", "0 questions"),
    ],
)
def test_counts(amount: int, noun: Phrase, he: str, en: str) -> None:
    assert spoken_count(amount, noun) == Phrase(he, en)


def test_an_english_plural_of_its_own() -> None:
    assert spoken_count(2, Phrase("אדם", "person"), "people").en == "2 people"


def test_email() -> None:
    assert spoken_email("dana.levi@gmail.com") == Phrase(
        "דנה נקודה לוי שטרודל ג׳ימייל נקודה קום", "dana dot levi at gmail dot com"
    )


def test_what_cannot_be_said_is_refused() -> None:
    naive = datetime(2026, 11, 22, 10)
    refusals: tuple[Callable[[], Phrase], ...] = (
        lambda: spoken_email("not an address"),
        lambda: spoken_money(1, "XYZ"),
        lambda: spoken_duration(timedelta(minutes=-5)),
        lambda: spoken_date(naive, NOW),
        lambda: relative_day(naive, NOW),
        lambda: read_back(naive, NOW),
    )
    for refused in refusals:
        with pytest.raises(ValueError, match=r"address|currency|negative|time zone"):
            refused()


def test_what_is_said_is_not_changed_by_the_last_step() -> None:
    for days in range(400):
        for phrase in (
            spoken_date(NOW + timedelta(days=days), NOW),
            read_back(NOW + timedelta(days=days, minutes=37 * days), NOW),
        ):
            assert spoken_hebrew(phrase.he) == phrase.he
