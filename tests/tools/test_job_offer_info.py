"""The information desk: field by field, as the profile allows, and to nobody who is not verified."""

import pytest

from tests.job_offers import DANA, HIDDEN, SECRETS, STRANGER, YOSSI
from tests.tools.job_offer_desks import ON_SQLITE, Desks, RecruiterDesk

pytestmark = ON_SQLITE
ALL = ("experience", "education", "notice_period", "references", "home_address", "current_salary")


@pytest.fixture
def dana(calls: Desks) -> RecruiterDesk:
    """Verified; her company has an offer."""
    desk = calls(STRANGER)
    assert desk.tells(*DANA).status == "verified"
    return desk


@pytest.fixture
def yossi(calls: Desks) -> RecruiterDesk:
    """Verified; his company has none."""
    desk = calls(STRANGER)
    assert desk.tells(*YOSSI).status == "verified"
    return desk


def told(desk: RecruiterDesk) -> list[str]:
    return [field for field in ALL if desk.uses("tell_about", field=field).status == "told"]


def test_who_may_be_told_what(dana: RecruiterDesk, yossi: RecruiterDesk) -> None:
    assert told(dana) == ["experience", "education", "notice_period", "references"]
    assert told(yossi) == ["experience", "education"]
    assert dana.uses("list_topics").data["topics"] == told(dana)
    assert yossi.uses("list_topics").data["topics"] == told(yossi)


def test_nobody_is_told_anything_before_that(calls: Desks) -> None:
    desk = calls()
    for tool, arguments in (("tell_about", {"field": "experience"}), ("list_topics", {}), ("current_offer", {})):
        result = desk.uses(tool, **arguments)
        assert result.status == "not_verified"
        assert not any(word in result.for_model() for word in (*SECRETS, *HIDDEN))


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("כמה שנות ניסיון יש לה?", ["experience"]),
        ("מה לגבי ההשכלה?", ["education"]),
        ("מתי היא יכולה להתחיל, ומה ההשכלה שלה?", ["education", "notice_period"]),
        ("What is her background?", ["experience"]),
        ("notice period", ["notice_period"]),
        ("כמה שנים היא עובדת?", ["experience"]),
        ("כמה זמן היא בתחום?", ["experience"]),
        ("how many years has she worked?", ["experience"]),
        ("הרקע האקדמי", ["education"]),
        ("מה הרקע הלימודי שלה?", ["education"]),
        ("what is her academic background?", ["education"]),
        ("מה הרקע שלה?", ["experience"]),
        ("מה הרקע שלה, ומה היא למדה?", ["experience", "education"]),
        ("כמה שנים היא למדה?", ["education"]),
        ("כמה זמן לוקח לה להתחיל?", ["notice_period"]),
        ("כמה זמן ההצעה בתוקף?", []),
        ("כמה שנים האופציות?", []),
    ],
)
def test_a_question_finds_its_field(question: str, fields: list[str], dana: RecruiterDesk) -> None:
    result = dana.uses("tell_about", field=question)
    assert (list(result.data) if result.status == "told" else []) == fields


@pytest.mark.parametrize(
    "question",
    [
        "איפה היא גרה?",
        "כמה היא מרוויחה היום?",
        "current_salary",
        "home address",
        "What does she earn now?",
        "Where is she living?",
    ],
)
def test_what_nobody_may_know_is_refused_by_name(question: str, dana: RecruiterDesk) -> None:
    result = dana.uses("tell_about", field=question)
    assert (result.status, result.values) == ("not_released", {})
    assert not any(word in result.for_model() for word in HIDDEN)


@pytest.mark.parametrize("question", ["floor", "target", "negotiation", "code", "יש לה רישיון?", "'; DROP TABLE leads"])
def test_what_is_no_field_is_not_there(question: str, dana: RecruiterDesk) -> None:
    assert dana.uses("tell_about", field=question).status == "unknown_field"


def test_what_was_asked_before_verification_is_answered_after_it(calls: Desks) -> None:
    desk = calls(STRANGER)
    asked = desk.says("מה הניסיון שלה?").uses("note_caller", question="מה הניסיון שלה?")
    assert not any(word in asked.for_model() for word in SECRETS)
    assert desk.uses("take_up_question").status == "not_verified"
    desk.tells(*DANA)
    answer = desk.says("תודה").uses("take_up_question")
    assert (answer.status, list(answer.data)) == ("told", ["experience"])
    assert desk.uses("take_up_question").status == "nothing_asked", "it is answered once"


@pytest.mark.parametrize("said", ["כן", "יש לי שאלה", "רציתי לשמוע פרטים"])
def test_who_only_announces_a_question_is_asked_for_it(said: str, dana: RecruiterDesk) -> None:
    assert dana.says(said).uses("take_up_question").status == "nothing_asked"


def test_a_question_about_what_is_not_known_is_left(dana: RecruiterDesk) -> None:
    question = "יש לה רישיון נהיגה?"
    assert dana.says(question).uses("take_up_question", question=question).status == "unknown_field"


@pytest.mark.parametrize(("said", "status"), [("ממליצים", "topic"), ("ספרי על התואר", "topic"), ("סתם", "no_topic")])
def test_the_profiles_words_are_found(said: str, status: str, dana: RecruiterDesk, calls: Desks) -> None:
    assert dana.says(said).uses("find_topic").status == status
    assert calls(STRANGER).says(said).uses("find_topic").status == "not_verified"
