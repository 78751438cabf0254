"""A caller who corrects himself in one breath: the last value counts, and what was not said anew stays."""

from datetime import date, datetime, time

import pytest

from language.choices import Choice, choose_slot
from language.corrections import Correction, corrected
from language.naming import begins_with_no, introduced_name, said_name
from language.times import ISRAEL, parse
from language.types import Language
from tests.rows import each_row

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=ISRAEL)  # a Sunday
TUESDAY = date(2026, 11, 24)
OFFERED = (
    Choice(1, datetime(2026, 11, 22, 12, tzinfo=ISRAEL)),
    Choice(2, datetime(2026, 11, 23, 9, tzinfo=ISRAEL)),
)


@each_row(
    ("said", "before", "instead"),
    [
        ("סליחה, השני", "", "השני"),
        ("אופס התבלבלתי, התכוונתי לשני", "", "לשני"),
        ("התכוונתי להגיד השני", "", "השני"),
        ("אני מתכוונת לשני", "", "לשני"),
        ("מחר בעשר, בעצם באחת עשרה", "מחר בעשר", "באחת עשרה"),
        ("מחר בעשר סליחה באחת עשרה", "מחר בעשר", "באחת עשרה"),
        ("בעשר, לא, באחת עשרה", "בעשר", "באחת עשרה"),
        ("בעשר, אה, לא רגע, באחת עשרה", "בעשר", "באחת עשרה"),
        ("בעשר, בעצם באחת, סליחה, בשתיים", "בעשר, בעצם באחת", "בשתיים"),
        ("at ten, no, eleven", "at ten", "eleven"),
        ("at ten, sorry, I meant eleven", "at ten", "eleven"),
    ],
)
def test_what_is_said_instead(said: str, before: str, instead: str) -> None:
    assert corrected(said) == Correction(before, instead)


@each_row(
    "said",
    [
        "",
        "בעצם",
        "בעשר, סליחה",
        "בעשר לא באחת עשרה",
        "בעשר לא, באחת",
        "בעשר, סליחה על הרעש",
        "רגע, בתשע",
        "אה " * 130 + "?",
    ],
)
def test_no_correction(said: str) -> None:
    assert corrected(said) is None


@each_row(
    ("said", "index"),
    [
        ("סליחה, השני", 2),
        ("סליחה השני", 2),
        ("אופס התבלבלתי, התכוונתי לשני", 2),
        ("טעיתי, השני", 2),
        ("רגע, בעצם השני", 2),
        ("כן, בעצם השני", 2),
        ("הראשון, סליחה, השני", 2),
        ("השני, לא, הראשון", 1),
        ("השני, בעצם הראשון, סליחה, השני", 2),
        ("בתשע, כלומר מחר", 2),
        ("sorry, the second one", 2),
        ("the second, no, the first", 1),
        ("סליחה, לא השני", 1),
        ("הראשון, בעצם לא", None),
        ("הראשון, בעצם לא יודע", None),
        ("הראשון, סליחה, מה השני?", None),
        ("סליחה, מה?", None),
    ],
)
def test_another_slot(said: str, index: int | None) -> None:
    assert choose_slot(said, "he", OFFERED, NOW) == index


@each_row(
    ("said", "language", "expected"),
    [
        ("מחר בעשר, סליחה, באחת עשרה", "he", "2026-11-23T11:00"),
        ("מחר בעשר סליחה באחת עשרה", "he", "2026-11-23T11:00"),
        ("מחר בעשר, לא, באחת עשרה", "he", "2026-11-23T11:00"),
        ("מחר בעשר, בעצם ביום רביעי", "he", "2026-11-25T10:00"),
        ("מחר בעשר, בעצם ביום רביעי בשתיים", "he", "2026-11-25T14:00"),
        ("מחר, סליחה, ביום רביעי בשתיים", "he", "2026-11-25T14:00"),
        ("מחר, אופס, מחרתיים בשתיים", "he", "2026-11-24T14:00"),
        ("בעשר, כלומר בעשר בבוקר", "he", "2026-11-24T10:00"),
        ("סליחה, בתשע", "he", "2026-11-24T09:00"),
        ("אופס, התכוונתי לתשע", "he", "2026-11-24T09:00"),
        ("כן, בעצם בתשע", "he", "2026-11-24T09:00"),
        ("אני עסוק מחר, בעצם ביום רביעי בעשר", "he", "2026-11-25T10:00"),
        ("tomorrow at ten, sorry, eleven", "en", "2026-11-23T11:00"),
        ("at ten, actually Wednesday at two", "en", "2026-11-25T14:00"),
    ],
)
def test_another_time(said: str, language: Language, expected: str) -> None:
    found = parse(said, language, NOW, day=TUESDAY, hour=time(12))
    assert found is not None
    assert found.at.isoformat()[:16] == expected


@pytest.mark.parametrize(
    "said",
    [
        "מחר בעשר, בעצם לא",
        "מחר בעשר, בעצם לא מחר",
        "מחר בעשר, סליחה, מה אמרת?",
        "לא יכול מחר, סליחה, באחת עשרה",
        "מחר בעשר, בעצם בתשע או בעשר",
    ],
)
def test_no_time_instead(said: str) -> None:
    assert parse(said, "he", NOW, day=TUESDAY) is None


@each_row(
    ("said", "name"),
    [
        ("קוראים לי דוד, בעצם דוד מזרחי", "דוד מזרחי"),
        ("קוראים לי דוד בעצם דוד מזרחי", "דוד מזרחי"),
        ("שמי רונית כהן, סליחה, רונית לוי", "רונית לוי"),
        ("השם שלי דני, כלומר דניאל, אני מחיפה", "דניאל"),
        ("קוראים לי דוד, לא, דניאל", "דניאל"),
        ("קוראים לי דוד, אופס, קוראים לי דניאל", "דניאל"),
        ("my name is Dana, sorry, Dina Levy", "Dina Levy"),
        ("קוראים לי דוד, סליחה על הרעש", "דוד"),
        ("קוראים לי דוד, סליחה, מה אמרת?", "דוד"),
        ("קוראים לי דוד, סליחה, לא שמעתי", "דוד"),
        ("קוראים לי דוד, בעצם אני מחיפה", "דוד"),
        ("קוראים לי דוד, בעצם לא משנה", "דוד"),
        ("השם הוא בעצם דליה כהן", "דליה כהן"),
        ("דוד, בעצם דוד מזרחי", None),
    ],
)
def test_a_name_that_is_introduced(said: str, name: str | None) -> None:
    assert introduced_name(said) == name


@each_row(
    ("said", "name"),
    [
        ("דוד, בעצם דוד מזרחי", "דוד מזרחי"),
        ("דוד כהן, סליחה, דוד מזרחי", "דוד מזרחי"),
        ("אני דוד, כלומר דוד מזרחי", "דוד מזרחי"),
        ("קוראים לי דוד, בעצם דוד מזרחי", "דוד מזרחי"),
        ("אופס, דניאל", "דניאל"),
        ("בעצם דניאל", "דניאל"),
        ("סליחה, דניאל כהן", "דניאל כהן"),
        ("לא דוד, דניאל", "דניאל"),
        ("זה לא דוד, דניאל.", "דניאל"),
        ("לא, דוד כהן", "דוד כהן"),
        ("לא נכון, דוד", "דוד"),
        ("סליחה, לא שמעתי", None),
        ("טעיתי, דניאל", "דניאל"),
        ("דוד, בעצם תחזרו מחר", None),
        ("בעצם מחר בעשר", None),
    ],
)
def test_a_name_in_an_answer(said: str, name: str | None) -> None:
    assert said_name(said) == name


@each_row(
    ("said", "no"),
    [("אופס", True), ("אופס התבלבלתי", True), ("רגע, טעיתי", True), ("כן, בדיוק", False), ("דוד", False)],
)
def test_a_mistake_is_a_no(said: str, no: bool) -> None:
    assert begins_with_no(said) is no
