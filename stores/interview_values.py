"""What the store of interviews hands out: plain frozen values. Moments are aware, in UTC; numbers are E.164."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from stores.values import Json

InterviewStatus = Literal["ready", "live", "ended"]
TranscriptKind = Literal["stage", "full"]


@dataclass(frozen=True)
class NewInterview:
    """What an interview is made of. `definition` is its plan in JSON; `external_id` the platform's id."""

    definition: Json
    language: Literal["he", "en"]
    max_duration_s: int
    transcribes: bool
    records: bool
    expires_at: datetime
    phone: str | None = None
    participant_name: str | None = None
    participant_id: str | None = None
    external_id: str | None = None
    pin_required: bool = False


@dataclass(frozen=True)
class Interview:
    """One interview: `ready` to be held, `live` in its call, or `ended`. `pin` opens it until it has ended."""

    id: int
    status: InterviewStatus
    definition: Json
    progress: Json
    language: str
    max_duration_s: int
    transcribes: bool
    records: bool
    pin: str | None
    pin_required: bool
    phone: str | None
    participant_name: str | None
    participant_id: str | None
    external_id: str | None
    call_id: str | None
    end_reason: str | None
    created_at: datetime
    expires_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class InterviewStage:
    """One stage a call went through. It has what was said from `first_turn` on, up to the answer of `last_turn`."""

    interview_id: int
    seq: int
    name: str
    started_at: datetime
    first_turn: int
    ended_at: datetime | None
    last_turn: int | None
    end_reason: str | None


@dataclass(frozen=True)
class StoredTranscript:
    """A transcript in the storage; `seq` is its stage's, 0 for the full one."""

    name: str
    interview_id: int
    kind: TranscriptKind
    seq: int
    size: int
    stored_at: datetime
