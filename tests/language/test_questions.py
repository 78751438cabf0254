"""Which known question is asked: in other words, in doubt, and not at all."""

from dataclasses import dataclass

import pytest

from language.questions import Questions, is_question, question_key
from tests.rows import each_row


@dataclass(frozen=True)
class Question:
    id: str
    questions: tuple[str, ...]


KNOWN = (
    Question("start", ("כמה זמן לוקח להתחיל", "מתי אפשר להתחיל לעבוד", "How long does it take to start?")),
    Question("cancel", ("אפשר לבטל את המנוי", "מה קורה אם אני רוצה לבטל", "Can I cancel the subscription?")),
    Question("languages", ("באיזה שפות זה עובד", "זה עובד בערבית", "Which languages does it speak?")),
    Question("safety", ("איפה נשמר המידע שלנו", "האם המידע מאובטח", "Where is our data stored?")),
    Question("contract", ("לכמה זמן מתחייבים", "יש התחייבות", "Is there a commitment?")),
)


@each_row(
    ("said", "expected"),
    [
        ("כמה זמן לוקח להתחיל?", "start"),
        ("תגידי, כמה זמן זה לוקח להתחיל", "start"),
        ("רציתי לדעת כמה זמן לוקח להתחיל לעבוד איתכם אצלנו במשרד", "start"),
        ("אפשר לבטל את המנוי?", "cancel"),
        ("אפשר לבטל מנוי", "cancel"),
        ("באילו שפות זה עובד", "languages"),
        ("והמידע מאובטח?", "safety"),
        ("המידע שלנו איפה הוא נשמר?", "safety"),
        ("יש אצלכם התחייבות?", "contract"),
        ("ולכמה זמן מתחייבים", "contract"),
        ("Where is the data stored", "safety"),
        ("how long would it take to start", "start"),
        ("do you have a commitment?", "contract"),
    ],
)
def test_what_is_asked_in_other_words(said: str, expected: str) -> None:
    assert Questions(KNOWN).asked(said) == expected


@each_row(
    "said",
    [
        "",
        "כן",
        "לא",
        "כמה זמן",
        "יש לנו צוות שמתקשר ללידים",
        "אני רוצה לבטל את הפגישה",
        "כמה זה עולה",
        "איפה אתם נמצאים",
        "זה לא עובד",
        "מה קורה",
        "התחייבות",
        "who are you",
        "🙂🙂",
        "א" * 5_000,
    ],
)
def test_what_is_not_asked(said: str) -> None:
    assert Questions(KNOWN).asked(said) is None


def test_between_two_questions_none_is_chosen() -> None:
    twins = (Question("a", ("מה שעות הפתיחה",)), Question("b", ("מה שעות הפתיחה בשישי",)))
    assert Questions(twins[:1]).asked("מה שעות הפתיחה") == "a"
    assert Questions((twins[0], Question("c", ("מה שעות הפתיחה",)))).asked("שעות הפתיחה מה הן") is None
    assert Questions(()).asked("מה שעות הפתיחה") is None


@pytest.mark.parametrize(
    "said",
    [
        *("כמה עובדים יש לכם", "איפה אתם יושבים?", "זה מתאים לחברה קטנה?", "אז איך זה עובד בפועל", "how many are you"),
        *("זה בזום?", "איפה הפגישה", "כמה שיחות אתם עושים", "מה שעות הפתיחה", "איזה שירות אתם נותנים"),
    ],
)
def test_questions(said: str) -> None:
    assert is_question(said)


@each_row(
    "said",
    [
        *("", "מה?", "כן?", "יש לנו צוות גדול", "מתקשרים אליו למחרת", "we call them back"),
        *("כמה שיותר מהר", "כמה שיותר לקוחות", "מתי שנוח לכם", "איפה שתרצו", "מה שאתם אומרים"),
    ],
)
def test_no_questions(said: str) -> None:
    assert not is_question(said)


@each_row("said", ["דנה לוי?", "תל אביב?"])
def test_a_name_or_a_place_may_be_said_with_a_question_in_the_voice(said: str) -> None:
    assert not is_question(said, 3)


def test_wordings_of_one_question_have_one_key() -> None:
    key = question_key("כמה עובדים יש לכם?")
    assert key == question_key("תגידי, כמה עובדים יש אצלכם") == question_key("עובדים, כמה יש לכם")
    assert key != question_key("כמה לקוחות יש לכם?")
    assert question_key("את") == "את"
    assert question_key("") == ""
