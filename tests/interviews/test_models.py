"""Interviews with scripted models: what they may leave to us, and what they cannot do."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Clock
from tests.conversation.talking import SID, Talk
from tests.fakes import FakeTranslator, Round, ScriptedModel, calls, says
from tests.interviews.making import LONG, made
from voicebot.agents.stages import left
from voicebot.agents.state import CallState
from voicebot.errors import VendorUnavailable
from voicebot.scenarios import interview_lines as lines
from voicebot.services import Vendors

pytestmark = ON_SQLITE
NEXT = calls("next_question", '{"answered": true}')
DAY, LEARN, WHY = "איך נראה יום עבודה?", "מה כדאי ללמוד קודם?", "למה כאן?"
TABLE = {
    "Thank you.": "תודה.",
    "What was the hardest part?": "מה היה החלק הקשה?",
    "Great, you passed.": "מעולה, עברת.",
    "The interview is over.": "הריאיון הסתיים.",
}


def interviewed(
    app_factory: AppFactory, tmp_path: Path, *rounds: Round, more: tuple[ScriptedModel, ...] = ()
) -> tuple[Talk, ScriptedModel]:
    """A call in which the candidate has just said that it may begin: the model asks for what begins it."""
    model = ScriptedModel(calls("check_session"), calls("begin_interview"), *rounds)
    vendors = Vendors(models=(model, *more), translators=(FakeTranslator(TABLE),))
    worker = app_factory(vendors, scenario="interview", transcript_dir=str(tmp_path))
    made(worker)
    worker.hook("/twilio/voice", SID)
    talk = Talk(worker)
    assert talk.says("כן")[-1] == DAY
    return talk, model


def test_a_whole_interview_with_follow_ups_of_the_models_own(app_factory: AppFactory, tmp_path: Path) -> None:
    talk, model = interviewed(
        app_factory, tmp_path, says("Thank you. What was the hardest part?"), [*says("Thank you."), *NEXT], NEXT, NEXT
    )
    assert talk.says(LONG) == ["תודה.", "מה היה החלק הקשה?"]
    assert talk.says(LONG) == ["תודה.", LEARN]
    assert talk.says(LONG)[-1] == WHY
    assert talk.says(LONG) == [lines.DONE.he]
    model.assert_complete()
    call = talk.worker.call(SID)
    interview = talk.worker.stores.interviews.of_call(call.id)
    assert interview is not None
    assert interview.end_reason == "completed"


def test_the_model_is_told_what_time_is_left(app_factory: AppFactory, tmp_path: Path, clock: Clock) -> None:
    talk, model = interviewed(app_factory, tmp_path, says("Thank you."))
    clock.forward(seconds=100)
    talk.says(LONG)
    assert model.requests[-1].facts["stage"] == "work"
    assert model.requests[-1].facts["stage_seconds_left"] == 200


def test_a_model_that_never_goes_on_cannot_stretch_a_stage(
    app_factory: AppFactory, tmp_path: Path, clock: Clock
) -> None:
    talk, model = interviewed(app_factory, tmp_path, says("What was the hardest part?"))
    talk.says(LONG)
    clock.forward(seconds=300)
    assert talk.says(LONG) == [lines.STAGE_TIME_UP.he, "נעבור לחלק הבא.", WHY], "by rules, the model is not asked"
    state = CallState.model_validate(talk.worker.call(SID).state)
    assert (state.stage, state.stages_done, left(state, clock.now)) == ("wishes", ("work",), 300)
    clock.forward(seconds=300)
    assert talk.says(LONG) == [lines.TIME_UP.he]
    model.assert_complete()


@pytest.mark.parametrize(
    ("sentence", "instead"),
    [("Great, you passed.", lines.NO_RESULT.he), ("The interview is over.", lines.NOT_OVER.he)],
)
def test_a_model_cannot_say_what_is_not_so(
    app_factory: AppFactory, tmp_path: Path, sentence: str, instead: str
) -> None:
    talk, _ = interviewed(app_factory, tmp_path, says(sentence))
    assert talk.says(LONG) == [instead]


def test_a_model_cannot_skip_ahead_or_begin_again(app_factory: AppFactory, tmp_path: Path) -> None:
    talk, _ = interviewed(
        app_factory, tmp_path, calls("finish_stage"), calls("begin_interview"),
    )  # fmt: skip
    heard = talk.says(LONG)
    assert heard == [DAY], "it has begun already: the question is asked once more"
    interview = talk.worker.stores.interviews.of_call(talk.worker.call(SID).id)
    assert interview is not None
    assert [each.name for each in talk.worker.stores.interviews.stages(interview.id)] == ["work"]


def test_rules_go_on_when_the_model_fails(app_factory: AppFactory, tmp_path: Path) -> None:
    talk, _ = interviewed(app_factory, tmp_path, *[VendorUnavailable("fake", "chat")] * 2)
    assert talk.says(LONG) == ["תודה.", LEARN]


def test_questions_are_data_for_the_model(app_factory: AppFactory, tmp_path: Path) -> None:
    talk, model = interviewed(app_factory, tmp_path, says("Thank you."))
    talk.says(LONG)
    request = model.requests[-1]
    assert "working day" not in request.instructions
    assert "Software Engineer" not in request.instructions
    results = [each.result.data for each in request.messages if hasattr(each, "result")]
    assert any(each.get("question") == "What does a working day look like?" for each in results)
    assert any(each.get("role") == "of Software Engineer" for each in results)


def test_going_silent_past_the_stage_is_noticed_at_the_next_word(
    app_factory: AppFactory, tmp_path: Path, clock: Clock
) -> None:
    talk, _ = interviewed(app_factory, tmp_path)
    clock.now += timedelta(seconds=601)
    assert talk.says("אני לא יודע") == [lines.TIME_UP.he]


@pytest.mark.parametrize(
    "answer",
    [
        "קודם אני בודקת את התקלות מהלילה ורק אחר כך מתכננת את היום",
        "היה לקוח שאמר שהוא לא מעוניין ויקר לו ובסוף הוא קנה",
        "הייתה אזעקה באמצע המצגת ואני המשכתי אותה אחר כך מהממד",
        "דיברתי עם נציג של הספק וביקשתי ממנו להפסיק לשלוח חלקים פגומים",
        "העובד האחר לא היה זמין אז עניתי במקומו לכל הלקוחות הכועסים",
    ],
)
def test_a_story_with_the_words_of_a_wish_is_an_answer(app_factory: AppFactory, tmp_path: Path, answer: str) -> None:
    worker = app_factory(scenario="interview", transcript_dir=str(tmp_path))
    made(worker)
    worker.hook("/twilio/voice", SID)
    talk = Talk(worker)
    talk.says("כן")
    assert talk.says(answer) == ["תודה.", LEARN]
