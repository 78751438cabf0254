"""A time with an excuse beside it, and what is none."""

from datetime import date, datetime

from language.excuses import time_in
from language.times import ISRAEL
from language.types import Language
from language.wishes import wished_call
from tests.rows import each_row

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=ISRAEL)  # a Sunday


@each_row(
    ("said", "language", "expected"),
    [
        ("אני עסוק, תחזרו אליי ביום רביעי בעשר", "he", "2026-11-25T10:00"),
        ("אני עסוק תחזרו אליי ביום רביעי בעשר", "he", "2026-11-25T10:00"),
        ("אני נוהג עכשיו, תתקשרו מחר בעשר", "he", "2026-11-23T10:00"),
        ("אני נוהג עכשיו אז תתקשרו מחר בעשר", "he", "2026-11-23T10:00"),
        ("תתקשרו מחר בעשר, אני נוהג", "he", "2026-11-23T10:00"),
        ("תתקשרו מחר בעשר כי אני נוהג עכשיו", "he", "2026-11-23T10:00"),
        ("אין לי זמן עכשיו אבל מחר בעשר אפשר", "he", "2026-11-23T10:00"),
        ("אני בפגישה, אפשר שתתקשרו עוד שעה?", "he", "2026-11-22T11:15"),
        ("לא יכול היום, ביום רביעי בעשר", "he", "2026-11-25T10:00"),
        ("לא עכשיו, אולי מחר בעשר", "he", "2026-11-23T10:00"),
        ("אני באמצע משהו. תחזור אליי מחר על הבוקר.", "he", "2026-11-23T08:00"),
        ("הוא לא נמצא, תתקשרו מחר בעשר", "he", "2026-11-23T10:00"),
        ("אני טס ביום ראשון, תתקשרו מחר בעשר", "he", "2026-11-23T10:00"),
        ("יש לי תור, תתקשרו מחר, בעשר", "he", "2026-11-23T10:00"),
        ("אני עסוק, דברו איתי ברביעי בעשר", "he", "2026-11-25T10:00"),
        ("שמישהו יתקשר אליי מחר בעשר", "he", "2026-11-23T10:00"),
        ("חזרו אליי מחר בעשר", "he", "2026-11-23T10:00"),
        ("תנו לי צלצול מחר בעשר", "he", "2026-11-23T10:00"),
        ("תחזירו לי טלפון מחר בעשר", "he", "2026-11-23T10:00"),
        ("תנסו אותי מחר בעשר", "he", "2026-11-23T10:00"),
        ("אולי מחר בעשר?", "he", "2026-11-23T10:00"),
        ("מחר בעשר", "he", "2026-11-23T10:00"),
        ("I'm driving now, call me tomorrow at ten", "en", "2026-11-23T10:00"),
    ],
)
def test_a_time(said: str, language: Language, expected: str) -> None:
    found = time_in(said, language, NOW)
    assert found is not None
    assert found.at.isoformat()[:16] == expected


@each_row(
    "said",
    [
        "",
        "אני עסוק",
        "אני עסוק, תחזרו אחר כך",
        "אני עסוק מחר בעשר",
        "לא יכול מחר, בעשר",
        "אל תתקשרו מחר בעשר",
        "אני בפגישה מחר בעשר, תתקשרו אחרי",
        "אם אני לא עונה, תתקשרו מחר בעשר",
        "תתקשרו מחר או מחרתיים, אני עסוק",
        "תתקשרו מחר, או מחרתיים",
        "אני עובד עד שש, תתקשרו בשבע",
        "תלוי, מחר בעשר אולי",
        "אני עסוק. " * 60 + "מחר בעשר",
    ],
)
def test_no_time(said: str) -> None:
    assert time_in(said, "he", NOW) is None
    assert time_in(said, "he", NOW, day=date(2026, 11, 24)) is None


@each_row(
    ("said", "wished"),
    [
        ("תתקשרו מחר בעשר", True),
        ("תתקשר אליי מחר", True),
        ("לא, תתקשרו אליי מחר", True),
        ("אם תוכלו להתקשר מחר בעשר", True),
        ("אפשר שתתקשרו מחר בעשר?", True),
        ("אפשר להתקשר אליי מחר", True),
        ("תחזרו אליי ביום רביעי", True),
        ("שמישהו יחזור אליי מחר", True),
        ("אני מעדיף שיתקשרו אליי בערב", True),
        ("תחזירו לי טלפון מחר", True),
        ("תנו לי צלצול מחר בעשר", True),
        ("תדברו איתי מחר בעשר", True),
        ("תרימו לי טלפון מחר בעשר", True),
        ("תנסו אותי מחר בעשר", True),
        ("call me tomorrow at ten", True),
        ("please call back at ten", True),
        ("מחר בעשר", False),
        ("נדבר מחר בעשר", False),
        ("אני אתקשר מחר בעשר", False),
        ("אל תתקשרו", False),
        ("אל תתקשרו אליי מחר", False),
        ("לא להתקשר", False),
        ("לא רוצה שתתקשרו", False),
        ("אם תתקשרו לא אענה", False),
        ("למה אתם מתקשרים?", False),
        ("תחזרי על זה", False),
        ("אפשר לחזור על השעה?", False),
        ("I will call you tomorrow", False),
        ("don't call me", False),
        ("a phone call tomorrow", False),
    ],
)
def test_a_wish_to_be_called(said: str, wished: bool) -> None:
    assert wished_call(said) is wished
