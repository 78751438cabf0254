"""Answers to when somebody arrives that name no time elsewhere: a length by itself, and that he is there."""

from datetime import datetime

from language.times.arriving import parse_arrival
from language.times.zone import ISRAEL
from language.types import Language
from tests.rows import each_row

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=ISRAEL)


@each_row(
    ("said", "language", "minutes"),
    [
        *((said, "he", 0) for said in (
            "כבר הגעתי", "אני כבר פה", "אני בשער", "עכשיו", "הגעתי", "הגעתי עכשיו", "אנחנו כבר אצלכם", "כבר כאן",
            "הגעתי לשער", "כן, הגענו כבר", "ממש עכשיו", "I am already here", "I'm here now", "now", "ya llegué",
        )),
        *((said, "en", 0) for said in ("I've arrived", "we have already arrived", "I'm at the gate", "already here")),
        *((said, "es", 0) for said in ("ya llegué", "ya estoy aquí", "ahora mismo", "Ya estoy en la puerta.")),
        ("רבע שעה", "he", 15),
        ("שעה וחצי בערך", "he", 90),
        ("עשר דקות", "he", 10),
        ("בערך חצי שעה", "he", 30),
        ("לא, שעתיים", "he", 120),
        ("שעתיים ועשר דקות", "he", 130),
        ("נשארו לי עשרים דקות", "he", 20),
        ("שעה", "he", 60),
        ("כחצי שעה", "he", 30),
        ("20 דקות", "he", 20),
        ("ten minutes", "en", 10),
        ("about half an hour", "en", 30),
        ("an hour and a half", "en", 90),
        ("I'm twenty minutes away", "en", 20),
        ("media hora", "es", 30),
        ("unos diez minutos", "es", 10),
        ("hora y media", "es", 90),
        ("una hora y media más o menos", "es", 90),
    ],
)  # fmt: skip
def test_an_arrival(said: str, language: Language, minutes: int) -> None:
    found = parse_arrival(said, language, NOW)
    assert found is not None
    assert (found.at - NOW).total_seconds() == minutes * 60
    assert found.has_hour


@each_row(
    ("said", "language"),
    [
        *((said, "he") for said in (
            "עוד לא הגעתי", "לא הגעתי", "אני כבר מגיע", "אני בדרך", "אני פה", "אני כאן", "רגע", "דקה", "דקה אחת",
            "שנייה", "לפני עשר דקות", "כבר עשר דקות אני מחכה", "שעה שלוש", "יומיים", "עשר דקות או שעה", "כן", "",
            "מתי שהגעתי", "כשאני בשער", "אני לא בשער",
        )),
        *((said, "en") for said in ("I'm here", "not now", "a minute", "not yet", "now what", "I know", "ten", "")),
        *((said, "es") for said in ("no he llegado", "un minuto", "hora", "no", "estoy en camino")),
    ],
)  # fmt: skip
def test_what_is_none(said: str, language: Language) -> None:
    assert parse_arrival(said, language, NOW) is None
