"""What was said in an interview, in the platform's JSON: as live events, and as the files that are kept. Pure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stores.interview_values import Interview, InterviewStage
from stores.values import Turn

VERSION = "1.0"
INTERVIEWER = "interviewer"
INTERVIEWER_NAME = "AI interviewer"
CANDIDATE_NAME = "Candidate"


@dataclass(frozen=True, order=True)
class Place:
    """Where in a call something was said: in a turn the candidate's words are first, then the sentences."""

    turn: int
    at: int

    @classmethod
    def read(cls, text: str) -> "Place":
        """From its written form. Raises ValueError."""
        turn, _, at = text.partition(".")
        if not (turn.isascii() and turn.isdigit() and at.isascii() and at.isdigit() and len(text) < 20):
            raise ValueError("not a place in a call")
        return cls(int(turn), int(at))

    def __str__(self) -> str:
        return f"{self.turn}.{self.at}"


@dataclass(frozen=True)
class Entry:
    """One thing that was said."""

    place: Place
    by_agent: bool
    message: str
    at: datetime


def entries(turns: Sequence[Turn], language: str, first: int, last: int | None = None) -> Iterator[Entry]:
    """What was said from the agent's words in turn `first` on, to the candidate's answer in turn `last`.

    Without a `last` to the end. Fillers and the wish in which the interview was begun (a code, perhaps) are left out.
    """
    for turn in turns:
        heard = (turn.heard_he or turn.heard_en) if language == "he" else (turn.heard_en or turn.heard_he)
        if heard and turn.number > first and (last is None or turn.number <= last):
            yield Entry(Place(turn.number, 0), False, heard, turn.claimed_at)
        if turn.number < first or (last is not None and turn.number >= last):
            continue
        for each in turn.sentences:
            said = each.en if language == "en" else each.he or each.en
            if said and each.kind != "filler":
                yield Entry(Place(turn.number, each.idx + 1), True, said, each.created_at)


def event(entry: Entry, interview: Interview) -> dict[str, Any]:
    """The entry as the platform's transcription event. `timestamp` is in milliseconds."""
    candidate = interview.participant_id or f"candidate-{interview.id}"
    return {
        "type": "transcription",
        "participantId": INTERVIEWER if entry.by_agent else candidate,
        "participantName": INTERVIEWER_NAME if entry.by_agent else interview.participant_name or CANDIDATE_NAME,
        "message": entry.message,
        "timestamp": int(entry.at.timestamp() * 1000),
        "isAI": entry.by_agent,
    }


def stage_document(interview: Interview, stage: InterviewStage, turns: Sequence[Turn], at: int) -> dict[str, Any]:
    """The transcript of one stage. `at` is the moment that its file is named by, in seconds."""
    shown = _stage(interview, stage, turns)
    return _document(interview, [shown], shown["conversation"], at, stage.ended_at, None)


def full_document(
    interview: Interview, stages: Sequence[InterviewStage], turns: Sequence[Turn], at: int
) -> dict[str, Any]:
    """The transcript of all of it, to the goodbye."""
    first = stages[0].first_turn if stages else 0
    said = [event(each, interview) for each in entries(turns, interview.language, first)]
    shown = [_stage(interview, each, turns) for each in stages]
    return _document(interview, shown, said, at, interview.ended_at, interview.end_reason)


def file_name(interview_id: int, stage: str | None, at: int) -> str:
    """Of a stage's transcript, or without one of the full one."""
    return f"interview_{interview_id}_stage_{stage}_{at}.json" if stage else f"interview_{interview_id}_full_{at}.json"


def rendered(document: dict[str, Any]) -> bytes:
    """The same document gives the same bytes."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _document(
    interview: Interview,
    stages: list[dict[str, Any]],
    said: list[dict[str, Any]],
    at: int,
    until: datetime | None,
    reason: str | None,
) -> dict[str, Any]:
    started = interview.started_at
    return {
        "sessionInfo": {
            "interviewId": interview.id,
            "sessionId": interview.external_id,
            "participantId": interview.participant_id,
            "participantName": interview.participant_name,
            "interviewType": interview.definition["kind"],
            "language": interview.language,
            "startedAt": int(started.timestamp()) if started else None,
            "durationSeconds": int((until - started).total_seconds()) if started and until else 0,
            "totalStages": len(stages),
            "endReason": reason,
        },
        "stages": stages,
        "fullConversation": said,
        "metadata": {"storedAt": at, "version": VERSION},
    }


def _stage(interview: Interview, stage: InterviewStage, turns: Sequence[Turn]) -> dict[str, Any]:
    said = entries(turns, interview.language, stage.first_turn, stage.last_turn)
    ended = stage.ended_at
    return {
        "name": stage.name,
        "number": stage.seq,
        "startedAt": int(stage.started_at.timestamp()),
        "endedAt": int(ended.timestamp()) if ended else None,
        "durationSeconds": int((ended - stage.started_at).total_seconds()) if ended else None,
        "endReason": stage.end_reason,
        "conversation": [event(each, interview) for each in said],
    }
