"""Tables of what is done beside a call: the jobs outbox, and the summaries that jobs write."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base

OPEN = "done_at IS NULL AND dead_at IS NULL"


class JobRecord(Base):
    """Something to be done once, soon. `attempts` counts the attempts that were begun.

    `payload` holds ids only, never what was said or anybody's number: the row outlives an erased lead.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("done_at IS NULL OR dead_at IS NULL", name="one_end"),
        Index("ix_jobs_run_at_open", "run_at", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    run_at: Mapped[datetime]
    attempts: Mapped[int]
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]


class SummaryRecord(Base):
    """What happened in one call, in a few lines."""

    __tablename__ = "call_summaries"

    call_id: Mapped[str] = mapped_column(
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    text: Mapped[str]
    created_at: Mapped[datetime]


class AnalysisRecord(Base):
    """What one call came to, as rules or a model read it."""

    __tablename__ = "call_analyses"
    __table_args__ = (
        CheckConstraint("sentiment IN ('positive', 'neutral', 'negative')", name="sentiment"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    )

    call_id: Mapped[str] = mapped_column(
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    made_by: Mapped[str]
    why: Mapped[str]
    outcome: Mapped[str]
    summary: Mapped[str]
    facts: Mapped[dict[str, Any]]
    sentiment: Mapped[str]
    score: Mapped[int]
    reasons: Mapped[list[Any]]
    next_step: Mapped[str]
    created_at: Mapped[datetime]
