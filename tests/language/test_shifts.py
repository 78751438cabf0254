"""Another time by its distance from the one talked about, and words that are none."""

from datetime import datetime

from language.shifts import Shift, Way, most_beside, read_most, read_shift
from language.times import ISRAEL
from tests.rows import each_row

LATER, EARLIER = Shift("later"), Shift("earlier")


@each_row(
    ("said", "shift"),
    [
        ("לא, יותר מאוחר באותו יום", LATER),
        ("לא, באותו יום אבל יותר מאוחר", LATER),
        ("אפשר מאוחר יותר?", LATER),
        ("אולי קצת יותר מאוחר באותו היום", LATER),
        ("יש משהו יותר מאוחר?", LATER),
        ("יש שעה מאוחרת יותר?", LATER),
        ("עדיף בשעה יותר מאוחרת", LATER),
        ("מוקדם לי", LATER),
        ("זה מוקדם מדי", LATER),
        ("מוקדם לי מדי", LATER),
        ("יותר מוקדם", EARLIER),
        ("לא, אפשר מוקדם יותר באותו יום?", EARLIER),
        ("מאוחר לי", EARLIER),
        ("זה מאוחר מדי לי", EARLIER),
        ("סליחה, יותר מאוחר", LATER),
        ("לדחות", LATER),
        ("אפשר להקדים בשעה", Shift("earlier", 60)),
        ("להקדים את הפגישה בחצי שעה", Shift("earlier", 30)),
        ("תקדימי אותה בשעה בבקשה", Shift("earlier", 60)),
        ("לדחות בשעתיים", Shift("later", 120)),
        ("אני צריך לדחות את זה בשעה וחצי", Shift("later", 90)),
        ("אפשר לדחות בשלוש שעות?", Shift("later", 180)),
        ("לדחות ברבע שעה", Shift("later", 15)),
        ("לדחות בעוד שעה", Shift("later", 60)),
        ("להקדים ביום", Shift("earlier", days=1)),
        ("לדחות ביומיים", Shift("later", days=2)),
        ("לדחות בשבוע", Shift("later", days=7)),
        ("שעה יותר מאוחר", Shift("later", 60)),
        ("לא, חצי שעה מאוחר יותר", Shift("later", 30)),
        ("שעה אחרי", Shift("later", 60)),
        ("שעה אחר כך", Shift("later", 60)),
        ("שעתיים קודם", Shift("earlier", 120)),
        ("להזיז שעה אחרי זה", Shift("later", 60)),
        ("לדחות בשעה, סליחה, בשעתיים", None),
        ("לדחות בשעה, סליחה, לדחות בשעתיים", Shift("later", 120)),
        ("an hour later", Shift("later", 60)),
        ("can we do it half an hour earlier?", Shift("earlier", 30)),
        ("no, later that day", LATER),
        ("postpone it by two hours", Shift("later", 120)),
    ],
)
def test_a_shift(said: str, shift: Shift | None) -> None:
    assert read_shift(said) == shift


@each_row(
    "said",
    [
        "",
        "לא",
        "כן",
        "שעה",
        "להזיז בשעה",
        "להזיז שעה קדימה",
        "להקדים לשמונה",
        "לדחות לשעה ארבע",
        "לדחות ליום רביעי",
        "לדחות בחודש",
        "תתקשרו יותר מאוחר",
        "תחזרו אליי מאוחר יותר",
        "אני עסוק, יותר מאוחר",
        "לא יותר מאוחר",
        "לא לדחות בשעה",
        "יותר מאוחר או יותר מוקדם",
        "המאוחר",
        "מוקדם בבוקר",
        "אחרי הצהריים",
        "לא יותר מאוחר מארבע",
        "אחרי החגים",
        "קודם תגידי לי מי זאת",
        "call me later",
    ],
)
def test_no_shift(said: str) -> None:
    assert read_shift(said) is None


@each_row(
    ("shift", "expected"),
    [
        (Shift("later", 90), "2026-11-22T14:00"),
        (Shift("earlier", 60), "2026-11-22T11:30"),
        (Shift("later", days=1), "2026-11-23T12:30"),
    ],
)
def test_beside(shift: Shift, expected: str) -> None:
    assert shift.beside(datetime(2026, 11, 22, 12, 30, tzinfo=ISRAEL)).isoformat()[:16] == expected


@each_row(
    ("said", "way"),
    [
        ("הכי מאוחר שאפשר", "later"),
        ("אני מעדיף הכי מוקדם שיש לכם", "earlier"),
        ("כמה שיותר מוקדם", "earlier"),
        ("as late as possible", "later"),
        ("the earliest you have", "earlier"),
        ("המאוחר", None),
        ("הכי מאוחר בעשר", None),
        ("הכי טוב", None),
        ("כמה שיותר מהר", None),
        ("מאוחר", None),
    ],
)
def test_as_late_or_early_as_there_is(said: str, way: Way | None) -> None:
    assert read_most(said) == way


@each_row(
    ("said", "way", "rest"),
    [
        ("הכי מאוחר מחר", "later", "מחר"),
        ("הכי מאוחר ביום שלישי", "later", "ביום שלישי"),
        ("מחר, הכי מוקדם שאפשר", "earlier", "מחר"),
        ("ביום שלישי כמה שיותר מאוחר בבקשה", "later", "ביום שלישי"),
        ("the latest on Tuesday", "later", "on Tuesday"),
    ],
)
def test_as_late_or_early_as_there_is_on_a_day(said: str, way: Way, rest: str) -> None:
    found = most_beside(said)
    assert found is not None
    assert (found[0], found[1].strip(" ,")) == (way, rest)
