"""What is no answer to a question of an interview, and what only looks like it."""

import pytest

from tests.rows import each_row
from voicebot.agents.types import Heard
from voicebot.scenarios.interview_talk import (
    asks_back,
    asks_time,
    assents,
    begins,
    is_present,
    puts_off,
    skips,
    thinks,
)


def kind_of(said: str) -> str:
    heard = Heard(said, said)
    kinds = {
        "skips": skips,
        "present": is_present,
        "time": asks_time,
        "thinks": thinks,
        "assents": assents,
        "asks": asks_back,
    }
    return next((name for name, reads in kinds.items() if reads(heard)), "answer")


@each_row(
    ("said", "kind"),
    [
        ("כן, בטח", "assents"),
        ("כן", "assents"),
        ("ברור, אין בעיה", "assents"),
        ("כן, אני יכולה לספר", "assents"),
        ("sure", "assents"),
        ("כן, ניהלתי צוות", "answer"),
        ("בסדר", "answer"),
        ("לא", "answer"),
        ("רגע, אני חושב", "thinks"),
        ("תני לי לחשוב רגע", "thinks"),
        ("let me think", "thinks"),
        ("אני חושב שהאתגר", "answer"),
        ("רגע מתוסכל", "answer"),
        ("כמה זמן נשאר?", "time"),
        ("כמה שאלות יש עוד", "time"),
        ("עוד כמה זמן זה ייקח", "time"),
        ("how many questions are left?", "time"),
        ("כמה שנים", "answer"),
        ("כמה שאלות שאלתי את עצמי", "answer"),
        ("אפשר לשאול משהו", "asks"),
        ("יש לי שאלה", "asks"),
        ("מה הכוונה", "asks"),
        ("הכוונה לעבודה האחרונה?", "asks"),
        ("מתי תהיה תשובה", "asks"),
        ("תוכלי להסביר את השאלה", "asks"),
        ("which job do you mean?", "asks"),
        ("מה שאני הכי אוהב", "answer"),
        ("איזה שנה", "answer"),
        ("למה לא", "answer"),
        ("מה עושים? בודקים לוגים", "answer"),
        ("להסביר ללקוח", "answer"),
        ("what I like most", "answer"),
        ("תני לי שנייה", "thinks"),
        ("עוד רגע בבקשה", "thinks"),
        ("תן לי רגע להתארגן", "thinks"),
        ("עוד רגע מכונן היה המעבר", "answer"),
        ("אין לי מושג, דלג", "skips"),
        ("לא יודעת. לשאלה הבאה", "skips"),
        ("אין לי מושג, אבל הייתי בודק", "answer"),
        ("רגע, תן לי לחשוב", "thinks"),
        ("תן לי שנייה לחשוב", "thinks"),
        ("אני צריכה רגע לחשוב על זה", "thinks"),
        ("אפשר רגע לחשוב", "thinks"),
        ("אני צריך רגע", "thinks"),
        ("give me a second", "thinks"),
        ("תן לי לחשוב, האתגר הכי גדול", "answer"),
        ("צריך לחשוב על הלקוח", "answer"),
        ("לחשוב על הלקוח", "answer"),
        ("דלג", "skips"),
        ("נדלג על זה", "skips"),
        ("אפשר לדלג על השאלה הזאת", "skips"),
        ("בוא נעבור לשאלה הבאה", "skips"),
        ("שאלה הבאה", "skips"),
        ("השאלה הבאה, בבקשה", "skips"),
        ("אני לא רוצה לענות על זה", "skips"),
        ("אני מעדיף לא לענות", "skips"),
        ("מעדיפה שלא לענות על השאלה", "skips"),
        ("אני לא יודעת", "skips"),
        ("לא יודע מה להגיד", "skips"),
        ("I'd rather not answer that", "skips"),
        ("let's move on", "skips"),
        ("can we skip this", "skips"),
        ("אני לא רוצה לענות על זה כי", "answer"),
        ("לא יודע, אולי ניהול", "answer"),
        ("לא רציתי לענות ללקוח", "answer"),
        ("דילגתי על שלב", "answer"),
        ("נעבור לשאלה הקודמת", "answer"),
        ("להמשיך הלאה עם הלקוח", "answer"),
        ("אני מעדיף לא לנהל", "answer"),
        ("אני כאן", "present"),
        ("כן, אני כאן", "present"),
        ("הלו? אני פה", "present"),
        ("שומעים", "present"),
        ("I'm still here", "present"),
        ("אני כאן כבר שלוש שנים", "answer"),
        ("אני עדיין מחובר לצוות", "answer"),
        ("אני פה בשביל ללמוד", "answer"),
    ],
)
def test_what_is_no_answer(said: str, kind: str) -> None:
    assert kind_of(said) == kind


@pytest.mark.parametrize("said", ["", "...", "?"])
def test_nothing_at_all(said: str) -> None:
    assert kind_of(said) in ("answer", "asks")


@each_row(
    ("said", "yes"),
    [
        ("בוא נתחיל כבר", True), ("יאללה, בוא נתחיל", True), ("אני מוכן, נתחיל", True), ("נו, אפשר להתחיל כבר", True),
        ("let's get started", True),
        ("נתחיל מחר", False), ("לא נתחיל", False), ("מתי נתחיל", False), ("start over tomorrow", False),
    ],
)  # fmt: skip
def test_that_it_is_to_begin(said: str, yes: bool) -> None:
    assert begins(Heard(said, said)) == yes


@each_row(
    ("said", "yes"),
    [
        ("עוד כמה שנים", False), ("בעוד חמש שנים", False), ("עוד חודש", False), ("in a few years", False),
        ("נדבר עוד שבוע", True), ("תתקשרו אליי עוד כמה ימים", True), ("אפשר אחר כך", True), ("לא עכשיו", True),
        ("עוד שעה", True),
    ],
)  # fmt: skip
def test_whether_the_interview_is_put_off(said: str, yes: bool) -> None:
    assert puts_off(Heard(said, said)) == yes
