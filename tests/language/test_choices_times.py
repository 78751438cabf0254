"""Slots chosen by a day or an hour, in all the ways that the grammar of times knows, and what chooses none."""

from datetime import datetime

from language.choices import Choice, choose_slot
from language.times import ISRAEL
from tests.rows import each_row

NOW = datetime(2026, 11, 19, 11, tzinfo=ISRAEL)  # a Thursday


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ISRAEL)


# Sunday and Tuesday of next week, and the Sunday after.
OFFERED = (Choice(1, at(11, 22, 10)), Choice(2, at(11, 24, 15, 30)), Choice(3, at(11, 29, 16, 45)))
CLOSE = (Choice(1, at(11, 23, 14)), Choice(2, at(11, 23, 16)), Choice(3, at(12, 2, 12)))


@each_row(
    ("said", "index"),
    [
        ("ב-22 לחודש", 1),
        ("ה-24 בנובמבר", 2),
        ("עשרים ותשעה לחודש", 3),
        ("24/11", 2),
        ("24.11", 2),
        ("ב-24/11/2026", 2),
        ("יום ראשון עשרים ושניים בנובמבר", 1),
        ("יום א׳ בעשר", 1),
        ("יום ראשון בעשר בבוקר", 1),
        ("יום ראשון ברבע לחמש", 3),
        ("ביום ג' בשלוש וחצי", 2),
        ("שלוש שלושים", 2),
        ("בחמש פחות רבע", 3),
        ("ב-15:30", 2),
        ("ב 15.30", 2),
        ("16:45", 3),
        ("בשעה עשר בבוקר", 1),
        ("בשלוש וחצי אחר הצהריים", 2),
        ("ביום ראשון אחר הצהריים", 3),
        ("ביום ראשון לפני הצהריים", 1),
        ("ביום ראשון על הבוקר", None),
        ("שבוע הבא ביום ראשון", 1),
        ("השבוע ביום ראשון", None),
        ("יום שלישי הבא", 2),
        ("יום שלישי הקרוב", 2),
        ("השלישי", None),
        ("האפשרות השלישית", 3),
        ("אפשרות שלוש", 3),
        ("השלישי, ב-29 לחודש", 3),
        ("האחרון", 3),
        ("המוקדם ביותר", 1),
        ("המוקדם", 1),
        ("ביום ראשון המאוחר יותר", 3),
        ("אז ראשון בעשר", 1),
        ("כן, בעשר זה מצוין", 1),
        ("November 29", 3),
        ("the 24th", 2),
        ("the third one", 3),
        ("a quarter to five", 3),
        ("Sunday at ten", 1),
        ("Sunday afternoon", 3),
        ("Tuesday at three thirty", 2),
        ("3:30 p.m.", 2),
        ("option three please", 3),
        ("the Tuesday one", 2),
        ("next Tuesday works", 2),
        # negated, conditional, alternative, in doubt, unknown, contradictory, or of more than one
        ("לא בעשר, המאוחר", None),
        ("לא ביום ראשון", None),
        ("לא הראשון, השני", None),
        ("אולי ביום שלישי", None),
        ("אם יש חניה אז ביום שלישי", None),
        ("בעשר או בשלוש וחצי", None),
        ("יום ראשון או יום שלישי", None),
        ("רק לא ביום שלישי", None),
        ("אחרי עשר", None),
        ("לפני שלוש וחצי", None),
        ("יום שלישי בעשר", None),
        ("24 בנובמבר בעשר", None),
        ("ביום ראשון", None),
        ("בין עשר לאחת עשרה", None),
        ("עד עשר", None),
        ("בעשר בבניין", None),
        ("יש לי תור ביום שלישי", None),
        ("בעשר בלילה", None),
        ("ב-03:30", None),
        ("22:00", None),
        ("24.12", None),
        ("בחצות", None),
        ("not ten, later", None),
        ("not Sunday, Tuesday", None),
        ("if Tuesday is fine", None),
        ("Tuesday or Sunday", None),
        ("maybe the 24th", None),
        ("after ten", None),
        ("Tuesday at ten", None),
        ("the Monday one", None),
    ],
)
def test_two_weeks(said: str, index: int | None) -> None:
    assert choose_slot(said, "he", OFFERED, NOW) == index


@each_row(
    ("said", "index"),
    [
        ("בשתיים", 1),
        ("שתיים", None),
        ("בשתיים בצהריים", 1),
        ("בארבע", 2),
        ("ארבע", 2),
        ("בארבע אחרי הצהריים", 2),
        ("בשתים עשרה", 3),
        ("בשתיים עשרה בצהריים", 3),
        ("ביום רביעי", 3),
        ("הרביעי", 3),
        ("השני", 2),
        ("ביום שני", None),
        ("ביום שני בשתיים", 1),
        ("ביום שני המוקדם", 1),
        ("ב-2 בדצמבר", 3),
        ("ב-2 לחודש", 3),
        ("הראשון", 1),
        ("ראשון בשתיים", 1),
        ("ב-16", 2),
        ("ב-14:00", 1),
        ("at two", 1),
        ("two", None),
        ("the 2nd", None),
        ("at noon", 3),
        ("Wednesday", 3),
        ("2 pm", 1),
        ("four o'clock", 2),
    ],
)
def test_what_counts_and_what_is_an_hour(said: str, index: int | None) -> None:
    assert choose_slot(said, "he", CLOSE, NOW) == index
