"""Tables of what comes out of calls: meetings and tasks."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base

BOOKED = "status = 'booked'"


class MeetingRecord(Base):
    """A member's slot. The database itself refuses a second booking of it, and of a call at one time."""

    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        CheckConstraint("status IN ('booked', 'cancelled')", name="status"),
        Index(
            "uq_meetings_member_id_starts_at",
            "member_id",
            "starts_at",
            unique=True,
            sqlite_where=text(BOOKED),
            postgresql_where=text(BOOKED),
        ),
        Index(
            "uq_meetings_call_id_starts_at",
            "call_id",
            "starts_at",
            unique=True,
            sqlite_where=text(BOOKED),
            postgresql_where=text(BOOKED),
        ),
        Index(None, "starts_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("leads.id", ondelete="CASCADE"), index=True)
    call_id: Mapped[str | None] = mapped_column(ForeignKey("calls.id", ondelete="SET NULL", onupdate="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    status: Mapped[str]
    created_at: Mapped[datetime]


class TaskRecord(Base):
    """Something a person has to do; `key` makes adding it repeatable."""

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'done')", name="status"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    text: Mapped[str]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("leads.id", ondelete="CASCADE"), index=True)
    call_id: Mapped[str | None] = mapped_column(
        ForeignKey("calls.id", ondelete="SET NULL", onupdate="CASCADE"), index=True
    )
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    due_at: Mapped[datetime | None]
    status: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
