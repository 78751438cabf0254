"""The JSON of interviews that goes out. Its names are the session JSON's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from stores.interview_values import Interview, InterviewStage, StoredTranscript
from voicebot.interviews.plan import read


class DialInOut(BaseModel):
    """Where the candidate dials in, and the code that is asked for; null where there is none (any more)."""

    number: str | None
    pin: str | None


class StageOut(BaseModel):
    """A stage of the plan, at most so many seconds; with when it ran, once it did."""

    name: str
    seconds: int
    startedAt: datetime | None = None
    endedAt: datetime | None = None
    endReason: str | None = None


class InterviewOut(BaseModel):
    """An interview. `interviewId` is the platform's id, `maxDuration` in seconds; moments are in UTC."""

    id: int
    status: Literal["ready", "live", "ended"]
    sessionType: Literal["ai_interview"]
    interviewRole: str
    interviewType: str
    interviewId: str | None
    maxDuration: int
    enableTranscription: bool
    enableRecording: bool
    language: str
    participantName: str | None
    participantId: str | None
    phone: str | None
    pinRequired: bool
    dialIn: DialInOut
    stages: list[StageOut]
    callId: str | None
    createdAt: datetime
    expiresAt: datetime
    startedAt: datetime | None
    endedAt: datetime | None
    endReason: str | None


class InterviewPage(BaseModel):
    """A page of interviews."""

    items: list[InterviewOut]
    next: str | None


class InterviewCallOut(BaseModel):
    """A call to a candidate that was placed."""

    callId: str
    callSid: str | None
    status: str


class TranscriptOut(BaseModel):
    """A stored transcript: `path` gives it by this API, `link` (from a bucket) without a key, for a while."""

    name: str
    kind: Literal["stage", "full"]
    size: int
    storedAt: datetime
    path: str
    link: str | None


class TranscriptPage(BaseModel):
    """An interview's transcripts; there is no next page."""

    items: list[TranscriptOut]
    next: None


def interview_out(interview: Interview, stages: Sequence[InterviewStage], number: str | None) -> InterviewOut:
    """The interview as it is shown."""
    ran = {each.name: each for each in stages}  # of one that was gone through twice, the last time
    return InterviewOut(
        id=interview.id,
        status=interview.status,
        sessionType="ai_interview",
        interviewRole=interview.definition["interviewRole"],
        interviewType=interview.definition["kind"],
        interviewId=interview.external_id,
        maxDuration=interview.max_duration_s,
        enableTranscription=interview.transcribes,
        enableRecording=interview.records,
        language=interview.language,
        participantName=interview.participant_name,
        participantId=interview.participant_id,
        phone=interview.phone,
        pinRequired=interview.pin_required,
        dialIn=DialInOut(number=number, pin=interview.pin),
        stages=[_stage(each.name, each.seconds, ran.get(each.name)) for each in read(interview.definition).stages],
        callId=interview.call_id,
        createdAt=interview.created_at,
        expiresAt=interview.expires_at,
        startedAt=interview.started_at,
        endedAt=interview.ended_at,
        endReason=interview.end_reason,
    )


def transcript_out(stored: StoredTranscript, link: str | None) -> TranscriptOut:
    """A stored transcript as it is listed."""
    return TranscriptOut(
        name=stored.name,
        kind=stored.kind,
        size=stored.size,
        storedAt=stored.stored_at,
        path=f"/interviews/{stored.interview_id}/transcripts/{stored.name}",
        link=link,
    )


def _stage(name: str, seconds: int, ran: InterviewStage | None) -> StageOut:
    if ran is None:
        return StageOut(name=name, seconds=seconds)
    return StageOut(
        name=name, seconds=seconds, startedAt=ran.started_at, endedAt=ran.ended_at, endReason=ran.end_reason
    )
