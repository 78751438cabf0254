"""What follows an answer: by the plan, its clock, and how much was said."""

from datetime import UTC, datetime, timedelta

import pytest

from language.hebrew import script
from language.phrases import Phrase
from voicebot.interviews.plan import Plan, PlannedStage, Progress, Question, before, next_of, read, written
from voicebot.interviews.questions import all_lines, default_plan, field_of, spoken_role

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ASK = Question(Phrase("מה?", "What?"), Phrase("ועוד?", "And?"))
PLAN = Plan(
    (PlannedStage("one", 100, (ASK, Question(ASK.text, brief=True)), back=True), PlannedStage("two", 60, (ASK,))),
    "general",
)
START = Progress.begun(NOW, 200)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_short_answer_is_followed_up_once() -> None:
    first = next_of(PLAN, START, False, later(10))
    assert first.kind == "follow_up"
    assert first.progress is not None
    second = next_of(PLAN, first.progress, False, later(20))
    assert (second.kind, second.progress and second.progress.question) == ("asked", 1)


def test_a_question_with_a_brief_answer_is_not_followed_up() -> None:
    asked = next_of(PLAN, START, True, later(10)).progress
    assert asked is not None
    assert next_of(PLAN, asked, False, later(20)).kind == "new_stage"


@pytest.mark.parametrize(
    ("seconds", "kind", "stage"),
    [(99, "asked", 0), (100, "stage_time_up", 1), (199, "stage_time_up", 1), (200, "time_up", None)],
)
def test_time_ends_a_stage_and_the_interview(seconds: float, kind: str, stage: int | None) -> None:
    step = next_of(PLAN, START, True, later(seconds))
    assert (step.kind, step.progress.stage if step.progress else None) == (kind, stage)


def test_no_follow_up_when_the_time_is_up() -> None:
    assert next_of(PLAN, START, False, later(100)).kind == "stage_time_up"


def test_a_stage_begins_with_its_own_time_but_not_beyond_the_interviews() -> None:
    second = next_of(PLAN, START, True, later(150)).progress
    assert second is not None
    assert second.stage_until(PLAN) == later(200)
    early = next_of(PLAN, START, True, later(100)).progress
    assert early is not None
    assert early.stage_until(PLAN) == later(160)


def test_the_last_answer_completes_it() -> None:
    at = Progress(1, 0, NOW.isoformat(), later(200).isoformat())
    assert next_of(PLAN, at, True, later(1)).kind == "completed"


def test_going_back_is_for_stages_that_allow_it() -> None:
    at = Progress(1, 0, NOW.isoformat(), later(200).isoformat())
    back = before(PLAN, at, later(50))
    assert back is not None
    assert (back.stage, back.question, back.stage_until(PLAN)) == (0, 0, later(150))
    assert before(PLAN, START, NOW) is None
    closed = Plan((PlannedStage("one", 100, (ASK,)), PLAN.stages[1]), "general")
    assert before(closed, at, NOW) is None


def test_a_plan_is_cut_down_in_proportion() -> None:
    assert [each.seconds for each in PLAN.within(120).stages] == [75, 45]
    assert PLAN.within(160) is PLAN
    assert [each.seconds for each in PLAN.within(60).stages] == [37, 30]


def test_plan_and_progress_outlive_the_store() -> None:
    for plan in (PLAN, default_plan("technical", "Data Analyst"), default_plan("behavioral", "נהגת משאית")):
        assert read(written(plan)) == plan
    assert Progress.read(START.stored()) == START


@pytest.mark.parametrize("kind", ["technical", "behavioral", "general"])
def test_a_default_interview_takes_half_an_hour(kind: str) -> None:
    plan = default_plan(kind, "Software Engineer")  # type: ignore[arg-type]  # the parameters are the kinds
    assert plan.seconds == 1800
    assert (plan.stages[0].name, plan.stages[-1].name) == ("opening", "closing")
    assert all(each.questions for each in plan.stages)


@pytest.mark.parametrize(
    ("role", "field"),
    [
        ("Software Engineer", "software"), ("Engineering Manager", "management"), ("Data Scientist", "data"),
        ("מפתח בקאנד", "software"), ("Account Executive", "sales"), ("נציגת שירות", "support"), ("Chef", "general"),
    ],
)  # fmt: skip
def test_questions_fit_the_field_of_the_role(role: str, field: str) -> None:
    assert field_of(role) == field


def test_a_role_is_said_in_hebrew_or_not_named() -> None:
    assert spoken_role("Software Engineer") == Phrase("בתחום התוכנה", "of Software Engineer")
    assert spoken_role("מהנדסת תוכנה") == Phrase("של מהנדסת תוכנה", "of מהנדסת תוכנה")
    assert spoken_role("Chef", "שף") == Phrase("של שף", "of Chef")
    assert spoken_role("Chef") is None


def test_every_question_is_a_pair_that_can_be_spoken() -> None:
    for line in all_lines():
        assert script(line.he) == "hebrew"
        assert script(line.en) == "latin"
        assert not any(each.isdigit() or "a" <= each <= "z" for each in line.he.lower())
        assert (line.he[-1] == "?") == (line.en[-1] == "?")
