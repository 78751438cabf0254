"""What is no answer to a question of an interview, and what only looks like it."""

import pytest

from tests.rows import each_row
from voicebot.agents.types import Heard
from voicebot.scenarios.interview_talk import asks_back, asks_time, assents, thinks


def kind_of(said: str) -> str:
    heard = Heard(said, said)
    kinds = {"time": asks_time, "thinks": thinks, "assents": assents, "asks": asks_back}
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
    ],
)
def test_what_is_no_answer(said: str, kind: str) -> None:
    assert kind_of(said) == kind


@pytest.mark.parametrize("said", ["", "...", "?"])
def test_nothing_at_all(said: str) -> None:
    assert kind_of(said) in ("answer", "asks")
