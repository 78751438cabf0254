"""Tables of interviews: who is asked what, the stages a call went through, and the transcripts that were stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class InterviewRecord(Base):
    """One interview, held in one call. `definition` is its plan in JSON, `progress` where in it the call stands."""

    __tablename__ = "interviews"
    __table_args__ = (
        CheckConstraint("status IN ('ready', 'live', 'ended')", name="status"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str]
    definition: Mapped[dict[str, Any]]
    progress: Mapped[dict[str, Any]]
    language: Mapped[str]
    max_duration_s: Mapped[int]
    transcribes: Mapped[bool]
    records: Mapped[bool]
    pin: Mapped[str | None] = mapped_column(unique=True)
    pin_required: Mapped[bool]
    phone: Mapped[str | None] = mapped_column(index=True)
    participant_name: Mapped[str | None]
    participant_id: Mapped[str | None]
    external_id: Mapped[str | None]
    call_id: Mapped[str | None] = mapped_column(
        ForeignKey("calls.id", ondelete="SET NULL", onupdate="CASCADE"), unique=True
    )
    end_reason: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class InterviewStageRecord(Base):
    """One stage that a call went through, from the turn in which it began to the one whose answer was its last."""

    __tablename__ = "interview_stages"

    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    started_at: Mapped[datetime]
    first_turn: Mapped[int]
    ended_at: Mapped[datetime | None]
    last_turn: Mapped[int | None]
    end_reason: Mapped[str | None]


class InterviewTranscriptRecord(Base):
    """A transcript that lies in the storage under this name."""

    __tablename__ = "interview_transcripts"
    __table_args__ = (UniqueConstraint("interview_id", "kind", "seq"),)

    name: Mapped[str] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    kind: Mapped[str]
    seq: Mapped[int]
    size: Mapped[int]
    stored_at: Mapped[datetime]


class PinTryRecord(Base):
    """A code that no interview has, tried in a call: what guessing is bounded by."""

    __tablename__ = "interview_pin_tries"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
