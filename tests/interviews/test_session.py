"""The session JSON: what is taken, and what is refused with words."""

from typing import Any

import pytest
from pydantic import ValidationError

from language.phrases import Phrase
from tests.interviews.making import SESSION, STAGES
from voicebot.interviews.session import Session, SessionRefused


def stage(**changes: Any) -> dict[str, Any]:
    return {"name": "one", "seconds": 60, "questions": ["מה שלומך?"], **changes}


def test_the_seeds_session_is_taken_as_it_stands() -> None:
    given = Session.model_validate({**SESSION, "maxDuration": 1800})
    plan = given.plan("he", 1800)
    assert [each.name for each in plan.stages] == ["opening", "experience", "technical", "behavioural", "closing"]


def test_own_stages_keep_their_words_and_their_order() -> None:
    plan = Session.model_validate({**SESSION, "stages": STAGES}).plan("he", 600)
    assert [each.name for each in plan.stages] == ["work", "wishes"]
    asked = plan.stages[0].questions[0]
    assert asked.text == Phrase("איך נראה יום עבודה?", "What does a working day look like?")
    assert asked.follow_up == Phrase("מה הכי קשה בו?", "What is the hardest part of it?")
    assert (plan.stages[0].intro, plan.stages[1].intro) == (
        None,
        Phrase("נעבור לחלק הבא.", "Let's go on to the next part."),
    )


def test_a_plain_string_is_in_the_sessions_language() -> None:
    plan = Session.model_validate({**SESSION, "stages": [stage(intro="קדימה.")]}).plan("he", 600)
    assert plan.stages[0].questions[0].text.he == "מה שלומך?"
    assert plan.stages[0].intro == Phrase("קדימה.", "קדימה.")


def test_a_line_must_be_there_in_the_interviews_language() -> None:
    only_english = Session.model_validate({**SESSION, "stages": [stage(questions=[{"en": "How are you?"}])]})
    assert only_english.plan("en", 600).stages[0].questions[0].text.en == "How are you?"
    with pytest.raises(SessionRefused, match="language, he"):
        only_english.plan("he", 600)


def test_stages_must_fit_into_the_interview() -> None:
    with pytest.raises(SessionRefused, match="600 s together, more than the interview's 599 s"):
        Session.model_validate({**SESSION, "stages": STAGES}).plan("he", 599)


@pytest.mark.parametrize(
    "changes",
    [
        {"sessionType": "call"}, {"sessionType": None}, {"maxDuration": 59}, {"maxDuration": True},
        {"maxDuration": 10**9}, {"interviewRole": ""}, {"interviewRole": "x" * 81}, {"interviewType": "friendly"},
        {"enableTranscription": "perhaps"}, {"interviewId": "../1"}, {"participantId": "a b"}, {"language": "ru"},
        {"participantName": "a\x00b"}, {"interviewRole": "{company}"},
        {"interviewRole": "Engineer\u202e"}, {"interviewRoleHe": "\u2067מהנדסת"}, {"participantName": "דוד\u200f"},
        {"stages": []}, {"stages": "all"},
        {"stages": [stage(), stage()]}, {"stages": [stage(name="../x")]}, {"stages": [stage(name="חלק")]},
        {"stages": [stage(seconds=29)]}, {"stages": [stage(questions=[])]}, {"stages": [stage(questions=[{}])]},
        {"stages": [stage(questions=["x" * 301])]}, {"stages": [stage(questions=["a\nb"])]},
        {"stages": [stage(questions=[{"text": "מה?", "answer": "כן"}])]}, {"stages": [stage(extra=1)]},
        {"stages": [stage(questions=[{"own": "a", "he": "b"}])]}, {"unknown": 1},
        {"stages": [stage(name=f"s{number}") for number in range(13)]},
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Session.model_validate({**SESSION, **changes})
