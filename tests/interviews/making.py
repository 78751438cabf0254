"""Interviews for tests: short ones with known questions and a known code."""

from typing import Any

from sqlalchemy import update

from stores.interview_values import Interview
from stores.records import InterviewRecord
from tests.builders import Worker
from voicebot.interviews.session import Session

PIN = "12345678"
STAGES: list[dict[str, Any]] = [
    {
        "name": "work",
        "seconds": 300,
        "back": True,
        "questions": [
            {
                "text": {"he": "איך נראה יום עבודה?", "en": "What does a working day look like?"},
                "followUp": {"he": "מה הכי קשה בו?", "en": "What is the hardest part of it?"},
            },
            {"he": "מה כדאי ללמוד קודם?", "en": "What should one learn first?"},
        ],
    },
    {
        "name": "wishes",
        "seconds": 300,
        "questions": [{"text": {"he": "למה כאן?", "en": "Why here?"}}],
    },
]
SESSION: dict[str, Any] = {
    "sessionType": "ai_interview",
    "maxDuration": 600,
    "enableTranscription": True,
    "enableRecording": False,
    "interviewRole": "Software Engineer",
    "interviewType": "technical",
}
LONG = "עבדתי חמש שנים בחברת תוכנה והובלתי שם צוות של שלושה מפתחים"
"""An answer that says enough."""


def session(**changes: Any) -> Session:
    """A short session for the number that tests call from; a change to None leaves the name out."""
    given = {**SESSION, "stages": STAGES, "phone": "0547654321", "participantName": "דוד כהן", **changes}
    return Session.model_validate({name: value for name, value in given.items() if value is not None})


def made(worker: Worker, **changes: Any) -> Interview:
    """An interview that waits, with PIN for its code."""
    interview = worker.services.interviews.desk.create(session(**changes))
    with worker.stores.database.begin() as opened:
        opened.execute(update(InterviewRecord).where(InterviewRecord.id == interview.id).values(pin=PIN))
    return worker.stores.interviews.get(interview.id)
