"""Which slot the caller's words choose."""

from datetime import datetime

from language.choices import Choice, choose_slot, rejects_all
from language.spoken import ISRAEL
from tests.rows import each_row

NOW = datetime(2026, 11, 21, 9, tzinfo=ISRAEL)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ISRAEL)


SUNDAY_TUESDAY = (Choice(1, at(22, 10)), Choice(2, at(24, 15, 30)))
MONDAY_WEDNESDAY = (Choice(1, at(23, 10)), Choice(2, at(25, 14)))
ONE_DAY = (Choice(1, at(22, 9)), Choice(2, at(22, 16, 45)))
THREE = (Choice(1, at(23, 9)), Choice(2, at(23, 11)), Choice(3, at(26, 11)))


@each_row(
    ("said", "index"),
    [
        ("הראשון", 1),
        ("הראשונה", 1),
        ("הראשון לא, השני כן", 2),
        ("השני פחות, הראשון עדיף", 1),
        ("הראשון לא מתאים לי, אבל השני בסדר", 2),
        ("הראשון לא, ומחר", None),
        ("הראשון לא", None),
        ("לא הראשון", 2),
        ("לא את השני", 1),
        ("not the first one", 2),
        ("לא, הראשון", 1),
        ("לא היום", None),
        ("הראשון לא, הראשון כן", None),
        ("השני", 2),
        ("השנייה", 2),
        ("האפשרות השנייה", 2),
        ("אפשרות שתיים", 2),
        ("שתיים", 2),
        ("2", 2),
        ("ביום שלישי", 2),
        ("ביום ג'", 2),
        ("יום ראשון מתאים לי", 1),
        ("מחר", 1),
        ("מחר בבוקר", 1),
        ("בעשר", 1),
        ("ב-10:00", 1),
        ("בשעה 10", 1),
        ("10:00", 1),
        ("בשלוש וחצי", 2),
        ("15:30", 2),
        ("בבוקר", 1),
        ("אחר הצהריים", 2),
        ("אחרי הצהריים", 2),
        ("אחה״צ", 2),
        ("לפני הצהריים", 1),
        ("המוקדם", 1),
        ("המאוחר", 2),
        ("המאוחר יותר", 2),
        ("האחרון", 2),
        ("ביום ראשון בעשר בבוקר", 1),
        ("יום שלישי, עשרים וארבעה בנובמבר, בשלוש וחצי אחר הצהריים", 2),
        ("כן, השני מתאים", 2),
        ("אה, בוא נקבע ליום ראשון", 1),
        ("24 בנובמבר", 2),
        ("עשרים ושניים לחודש", 1),
        ("לא משנה לי", 1),
        ("מה שנוח", 1),
        ("שניהם טובים לי", 1),
        ("the second one", 2),
        ("first", 1),
        ("the 2nd", 2),
        ("Sunday", 1),
        ("the Tuesday one", 2),
        ("at ten", 1),
        ("10 am", 1),
        ("10am please", 1),
        ("half past three", 2),
        ("three thirty", 2),
        ("3:30 pm", 2),
        ("November 24th", 2),
        ("the 24th of November", 2),
        ("tomorrow", 1),
        ("in the morning", 1),
        ("the later one", 2),
        ("the earlier one", 1),
        ("option two", 2),
        ("either one works", 1),
        ("it doesn't matter", 1),
        # nothing, or not surely
        ("לא בעשר", None),
        ("לא השני", 1),
        ("אולי השני", None),
        ("אם אפשר השני", None),
        ("הראשון או השני", None),
        ("לא משנה לי אבל בבוקר", None),
        ("ביום שני", None),
        ("בתשע", None),
        ("בעשר בערב", None),
        ("22:00", None),
        ("10 pm", None),
        ("הראשון ביום שלישי", None),
        ("המאוחר, ביום ראשון", None),
        ("מה עם יום חמישי", None),
        ("אחרי יום ראשון", None),
        ("24 בדצמבר", None),
        ("כן", None),
        ("later", None),
        ("call me later", None),
        ("תתקשרו ביום ראשון", None),
        ("not the first", 2),
        ("maybe Sunday", None),
        ("I can't do either", None),
        ("", None),
        ("♪", None),
    ],
)
def test_sunday_at_ten_or_tuesday_at_half_past_three(said: str, index: int | None) -> None:
    assert choose_slot(said, "he", SUNDAY_TUESDAY, NOW) == index


@each_row(
    ("said", "index"),
    [
        ("השני", None),
        ("יום שני", 1),
        ("השנייה", 2),
        ("the second one", 2),
        ("הראשון", 1),
        ("שתיים", 2),
        ("בשתיים", 2),
        ("at two", 2),
        ("בצהריים", 2),
    ],
)
def test_monday_or_the_second(said: str, index: int | None) -> None:
    assert choose_slot(said, "he", MONDAY_WEDNESDAY, NOW) == index


@each_row(
    ("said", "index"),
    [
        ("יום ראשון", None),
        ("הראשון", 1),
        ("ביום ראשון בתשע", 1),
        ("ברבע לחמש", 2),
        ("quarter to five", 2),
        ("בארבע ארבעים וחמש", 2),
        ("תשע", 1),
        ("ביום ראשון המאוחר", 2),
        ("4:45", 2),
    ],
)
def test_two_slots_of_one_day(said: str, index: int | None) -> None:
    assert choose_slot(said, "he", ONE_DAY, NOW) == index


@each_row(
    ("said", "index"),
    [
        ("באחת עשרה", None),
        ("ביום שני באחת עשרה", 2),
        ("יום חמישי", 3),
        ("חמישי באחת עשרה", 3),
        ("השלישי", 3),
        ("האחרון", 3),
        ("ביום שני", None),
        ("the third", 3),
    ],
)
def test_three_slots(said: str, index: int | None) -> None:
    assert choose_slot(said, "en", THREE, NOW) == index


def test_tomorrow_needs_a_now_and_a_choice_needs_slots() -> None:
    assert choose_slot("מחר", "he", SUNDAY_TUESDAY) is None
    assert choose_slot("הראשון", "he", SUNDAY_TUESDAY) == 1
    assert choose_slot("הראשון", "he", (), NOW) is None


@each_row(
    "said",
    [
        "אף אחד מהם",
        "אף אחת מהן לא טובה לי",
        "שום דבר לא מתאים",
        "לא זה ולא זה",
        "שניהם לא מתאימים",
        "יש משהו אחר?",
        "אפשר זמן אחר",
        "none of them",
        "neither works",
        "nothing works for me",
        "another time please",
    ],
)
def test_refusing_all(said: str) -> None:
    assert rejects_all(said, "he")
    assert choose_slot(said, "he", SUNDAY_TUESDAY, NOW) is None


@each_row("said", ["כן", "השני", "לא משנה לי", "either", "the first one", ""])
def test_not_refusing_all(said: str) -> None:
    assert not rejects_all(said, "he")
