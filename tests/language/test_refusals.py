"""A no to what was read back with another value behind it: the value counts, and what is only negated gives nothing."""

from datetime import date, datetime, time

import pytest

from language.choices import Choice, choose_slot
from language.refusals import beyond_refusal
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
    ("said", "language", "expected"),
    [
        ("לא, בתשע", "he", "2026-11-24T09:00"),
        ("לא, בתשע בבוקר", "he", "2026-11-24T09:00"),
        ("לא, בשמונה בבוקר", "he", "2026-11-24T08:00"),
        ("לא. בתשע.", "he", "2026-11-24T09:00"),
        ("לא - בתשע", "he", "2026-11-24T09:00"),
        ("לא, בשלוש", "he", "2026-11-24T15:00"),
        ("לא, ביום רביעי בשלוש", "he", "2026-11-25T15:00"),
        ("לא, עוד שעה", "he", "2026-11-22T11:15"),
        ("לא בשמונה אלא בתשע", "he", "2026-11-24T09:00"),
        ("לא, לא בשמונה אלא בתשע", "he", "2026-11-24T09:00"),
        ("זה לא בשמונה, אלא בתשע בבוקר", "he", "2026-11-24T09:00"),
        ("לא לא בתשע", "he", "2026-11-24T09:00"),
        ("לא, לא, בתשע", "he", "2026-11-24T09:00"),
        ("רגע לא, בתשע", "he", "2026-11-24T09:00"),
        ("רגע, לא, בתשע", "he", "2026-11-24T09:00"),
        ("לא רגע, בתשע", "he", "2026-11-24T09:00"),
        ("לא סליחה, בתשע", "he", "2026-11-24T09:00"),
        ("לא בעצם בתשע", "he", "2026-11-24T09:00"),
        ("לא, לא מתאים לי, אפשר ביום שלישי באחת עשרה?", "he", "2026-11-24T11:00"),
        ("לא לא מתאים לי אפשר ביום שלישי באחת עשרה", "he", "2026-11-24T11:00"),
        ("לא מתאים לי, ביום רביעי בעשר", "he", "2026-11-25T10:00"),
        ("לא נוח לי, עדיף ביום רביעי בעשר", "he", "2026-11-25T10:00"),
        ("לא נכון, בתשע", "he", "2026-11-24T09:00"),
        ("טעות, בתשע", "he", "2026-11-24T09:00"),
        ("לא, טעיתי, בתשע", "he", "2026-11-24T09:00"),
        ("לא, אמרתי בתשע", "he", "2026-11-24T09:00"),
        ("לא, התכוונתי לתשע", "he", "2026-11-24T09:00"),
        ("לא, דווקא בתשע", "he", "2026-11-24T09:00"),
        ("לא, רשמת לא נכון, זה בתשע", "he", "2026-11-24T09:00"),
        ("רשמת את זה לא נכון, בתשע", "he", "2026-11-24T09:00"),
        ("לא הבנת אותי, בתשע", "he", "2026-11-24T09:00"),
        ("התבלבלת, בתשע", "he", "2026-11-24T09:00"),
        ("כן, בעצם לא, תשע", "he", "2026-11-24T09:00"),
        ("בשמונה, רגע לא, בתשע", "he", "2026-11-24T09:00"),
        ("לא היום, מחר בשמונה", "he", "2026-11-23T08:00"),
        ("לא היום מחר בשמונה", "he", "2026-11-23T08:00"),
        ("לא ביום שני, ביום שלישי בעשר", "he", "2026-11-24T10:00"),
        ("לא בשמונה, בתשע", "he", "2026-11-24T09:00"),
        ("לא מחר בשמונה, בתשע", "he", "2026-11-23T09:00"),
        ("מחר בעשר, לא, בתשע", "he", "2026-11-23T09:00"),
        ("מחר בעשר, לא, ביום רביעי", "he", "2026-11-25T10:00"),
        ("לא היום בעשר, מחר", "he", "2026-11-23T10:00"),
        ("זה לא היום, מחר בשמונה", "he", "2026-11-23T08:00"),
        ("בתשע, לא בשמונה", "he", "2026-11-24T09:00"),
        ("בשמונה, לא, בתשע", "he", "2026-11-24T09:00"),
        ("לא, בתשע, לא בשמונה", "he", "2026-11-24T09:00"),
        ("you got it wrong, at nine", "en", "2026-11-24T09:00"),
        ("yes, actually no, nine", "en", "2026-11-24T09:00"),
        ("not today, tomorrow at eight", "en", "2026-11-23T08:00"),
        ("no, at nine", "en", "2026-11-24T09:00"),
        ("No, nine", "en", "2026-11-24T09:00"),
        ("no wait, nine thirty", "en", "2026-11-24T09:30"),
        ("no no, Wednesday at three", "en", "2026-11-25T15:00"),
        ("wait, no, at nine", "en", "2026-11-24T09:00"),
        ("not at eight but at nine", "en", "2026-11-24T09:00"),
        ("no, not at eight but at nine", "en", "2026-11-24T09:00"),
        ("no, that doesn't work for me, Wednesday at ten", "en", "2026-11-25T10:00"),
        ("no, sorry, I meant nine", "en", "2026-11-24T09:00"),
        ("no actually at nine", "en", "2026-11-24T09:00"),
        ("that's wrong, at nine", "en", "2026-11-24T09:00"),
        ("no, in an hour", "en", "2026-11-22T11:15"),
        ("no, a las nueve de la noche", "es", "2026-11-22T21:00"),
        ("no, no, a las nueve de la noche", "es", "2026-11-22T21:00"),
        ("no a las ocho sino a las nueve de la noche", "es", "2026-11-22T21:00"),
        ("no, perdón, en dos horas", "es", "2026-11-22T12:15"),
    ],
)
def test_a_time_behind_a_no(said: str, language: Language, expected: str) -> None:
    found = parse(said, language, NOW, day=TUESDAY)
    assert found is not None
    assert found.at.isoformat()[:16] == expected


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("לא", "he"),
        ("לא בתשע", "he"),
        ("לא, לא בתשע", "he"),
        ("לא מחר בתשע", "he"),
        ("לא מתאים לי בתשע", "he"),
        ("מחר בתשע לא מתאים", "he"),
        ("בתשע, לא מתאים", "he"),
        ("לא אלא בתשע או בעשר", "he"),
        ("לא בתשע אלא אם כן בעשר", "he"),
        ("לא רק בתשע אלא גם בעשר", "he"),
        ("לא דווקא בתשע", "he"),
        ("לא היום, בתשע", "he"),
        ("לא בתשע, לא בעשר", "he"),
        ("לא בשמונה, בתשע או בעשר", "he"),
        ("לא מחר, תודה", "he"),
        ("לא מחר, מחר", "he"),
        ("לא בשעה 10:05 בבוקר", "he"),
        ("לא ב-17.1 בעשר", "he"),
        ("בתשע, לא מחר", "he"),
        ("לא ביום שני, שלושים בנובמבר, בעשר", "he"),
        ("לא מחר, יום שני, בעשר", "he"),
        ("לא ביום ראשון השבוע", "he"),
        ("רגע לא הבנתי", "he"),
        ("not today at nine", "en"),
        ("לא, תודה", "he"),
        ("לא, אולי בתשע", "he"),
        ("לא, בתשע או בעשר", "he"),
        ("not at nine", "en"),
        ("no, not at nine", "en"),
        ("no good at nine", "en"),
        ("no more than nine", "en"),
        ("not only at nine but also at ten", "en"),
        ("no a las nueve", "es"),
        ("no, no a las nueve", "es"),
    ],
)
def test_what_is_only_negated_gives_no_time(said: str, language: Language) -> None:
    assert parse(said, language, NOW, day=TUESDAY) is None


@each_row(
    ("said", "index"),
    [
        ("לא, הראשון", 1),
        ("לא, השני", 2),
        ("לא, אמרתי השני", 2),
        ("רגע לא, דווקא הראשון", 1),
        ("לא לא, טעיתי, הראשון עדיף לי", 1),
        ("לא לא הראשון", 1),
        ("לא הראשון אלא השני", 2),
        ("לא, לא השני אלא הראשון", 1),
        ("לא סליחה, המאוחר", 2),
        ("לא, בתשע", 2),
        ("no, the first one", 1),
        ("no wait, the second", 2),
        ("no, I meant the first", 1),
        ("not the first but the second", 2),
        ("לא הראשון", 2),
        ("לא, לא הראשון", 2),
        ("לא הראשון, השני", None),
        ("לא דווקא הראשון", None),
        ("לא, אחד מהם", None),
        ("לא, תודה", None),
        ("לא, שניהם לא", None),
        ("not the first", 2),
        ("no, neither the first", None),
    ],
)
def test_a_slot_behind_a_no(said: str, index: int | None) -> None:
    assert choose_slot(said, "he", OFFERED, NOW) == index


def test_words_without_a_refusal_stay_as_they_are() -> None:
    for said in ("בתשע", "לא", "רגע, בתשע", "כן, לא, בתשע", "", "לא " * 300):
        assert beyond_refusal(said) == said


@each_row(
    ("said", "language", "expected"),
    [
        ("ביום רביעי באותה שעה", "he", "2026-11-25T14:30"),
        ("תעבירי את זה ליום רביעי באותה שעה", "he", "2026-11-25T14:30"),
        ("אפשר להזיז לי את זה למחר באותה שעה?", "he", "2026-11-23T14:30"),
        ("היום באותה שעה", "he", "2026-11-22T14:30"),
        ("באותה שעה", "he", "2026-11-24T14:30"),
        ("לא, מחר באותה שעה", "he", "2026-11-23T14:30"),
        ("move it to Wednesday at the same time", "en", "2026-11-25T14:30"),
        ("להזיז את זה ליום רביעי בעשר", "he", "2026-11-25T10:00"),
    ],
)
def test_the_same_hour_is_that_of_what_is_talked_about(said: str, language: Language, expected: str) -> None:
    found = parse(said, language, NOW, day=TUESDAY, hour=time(14, 30))
    assert found is not None
    assert found.at.isoformat()[:16] == expected


@each_row(
    ("said", "expected"),
    [
        ("אני אגיע בתשע", "2026-11-24T09:00"),
        ("ההגעה היא מחר בתשע", "2026-11-23T09:00"),
        ("נגיע בערך בשש", "2026-11-24T18:00"),
        ("אני אמור להגיע מחר בעשר", "2026-11-23T10:00"),
        ("עוד שעה אני אצלכם", "2026-11-22T11:15"),
        ("בערך בעוד שעתיים", "2026-11-22T12:15"),
        ("אני לא מגיע בתשע", None),
        ("אני מגיע הביתה בתשע", None),
        ("אני כבר מגיע", None),
    ],
)
def test_an_arrival_is_a_time(said: str, expected: str | None) -> None:
    found = parse(said, "he", NOW, day=TUESDAY)
    assert (found and found.at.isoformat()[:16]) == expected


@each_row(("said", "expected"), [("תשע", "2026-11-22T21:00"), ("חמש", "2026-11-22T17:00"), ("לא", None), ("כן", None)])
def test_a_number_is_an_hour_where_one_was_asked_for(said: str, expected: str | None) -> None:
    found = parse(said, "he", NOW, asked_hour=True)
    assert (found and found.at.isoformat()[:16]) == expected
    assert parse(said, "he", NOW) is None
