"""Tables of conversations: calls, their turns, the sentences spoken, the TwiML given."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base

# Sources that name one utterance, so that it can be heard only once in a call. (LIKE ignores case on SQLite.)
ONE_UTTERANCE = "substr(source, 1, 2) = 'RE' OR substr(source, 1, 7) = 'speech:'"


class CallRecord(Base):
    """One conversation. `status_rank` orders Twilio's words, so that a late callback moves nothing back."""

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("channel IN ('turns', 'text', 'realtime')", name="channel"),
        CheckConstraint("direction IN ('inbound', 'outbound', 'text')", name="direction"),
        Index(None, "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    sid: Mapped[str | None] = mapped_column(unique=True)
    channel: Mapped[str]
    direction: Mapped[str]
    scenario: Mapped[str]
    language: Mapped[str]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("leads.id", ondelete="SET NULL"), index=True)
    from_number: Mapped[str | None]
    to_number: Mapped[str | None]
    status: Mapped[str]
    status_rank: Mapped[int]
    outcome: Mapped[str | None]
    state: Mapped[dict[str, Any] | None]
    state_version: Mapped[int]
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    duration_s: Mapped[int | None]


class TurnRecord(Base):
    """One exchange, claimed by one owner at a time; `epoch` counts the owners."""

    __tablename__ = "turns"
    __table_args__ = (
        CheckConstraint("state IN ('claimed', 'done', 'failed')", name="state"),
        Index(
            "uq_turns_call_id_source",
            "call_id",
            "source",
            unique=True,
            sqlite_where=text(ONE_UTTERANCE),
            postgresql_where=text(ONE_UTTERANCE),
        ),
    )

    call_id: Mapped[str] = mapped_column(
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str]
    state: Mapped[str]
    owner: Mapped[str]
    epoch: Mapped[int]
    claimed_at: Mapped[datetime]
    given: Mapped[dict[str, Any] | None]
    finished_at: Mapped[datetime | None]
    heard_he: Mapped[str | None]
    heard_en: Mapped[str | None]
    heard_by: Mapped[str | None]
    intents: Mapped[list[Any]]
    agent: Mapped[str | None]
    tool_calls: Mapped[list[Any]]
    timings: Mapped[dict[str, Any]]
    model: Mapped[str | None]
    links: Mapped[dict[str, Any] | None]
    ending: Mapped[dict[str, Any] | None]


class SentenceRecord(Base):
    """One sentence spoken to the caller."""

    __tablename__ = "sentences"
    __table_args__ = (
        CheckConstraint("kind IN ('fixed', 'answer', 'filler')", name="kind"),
        ForeignKeyConstraint(
            ["call_id", "turn"], ["turns.call_id", "turns.number"], ondelete="CASCADE", onupdate="CASCADE"
        ),
    )

    call_id: Mapped[str] = mapped_column(primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    idx: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    he: Mapped[str]
    en: Mapped[str]
    es: Mapped[str | None]
    agent: Mapped[str | None]
    created_at: Mapped[datetime]


class ReplyRecord(Base):
    """The TwiML given at one cursor of one turn, to be repeated byte for byte."""

    __tablename__ = "replies"

    call_id: Mapped[str] = mapped_column(
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    twiml: Mapped[str]


class DebugEventRecord(Base):
    """One thing that happened in a call, kept only while debugging is on."""

    __tablename__ = "debug_events"
    __table_args__ = (Index(None, "call_sid", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    call_sid: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[str]
    data: Mapped[dict[str, Any]]
