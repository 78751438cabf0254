"""Tables of people: members of the team and their absences, leads, numbers never to be dialled."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class MemberRecord(Base):
    """Somebody of the team; `hours` is values.Hours as JSON."""

    __tablename__ = "members"
    __table_args__ = (
        CheckConstraint("substr(phone, 1, 1) = '+'", name="phone_e164"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_he: Mapped[str | None]
    phone: Mapped[str | None]
    hours: Mapped[dict[str, Any]]
    time_zone: Mapped[str]
    active: Mapped[bool]
    last_assigned_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class AbsenceRecord(Base):
    """A member is away."""

    __tablename__ = "absences"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="order"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class LeadRecord(Base):
    """Somebody to talk to. `phone_hash` is what suppressions are matched by."""

    __tablename__ = "leads"
    __table_args__ = (
        CheckConstraint("substr(phone, 1, 1) = '+'", name="phone_e164"),
        CheckConstraint("gender IN ('m', 'f')", name="gender"),
        # An id is never given twice: transcripts elsewhere may still name an erased lead's.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_he: Mapped[str | None]
    phone: Mapped[str] = mapped_column(unique=True)
    phone_hash: Mapped[str] = mapped_column(index=True)
    gender: Mapped[str | None]
    company: Mapped[str | None]
    email: Mapped[str | None]
    notes: Mapped[str | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="SET NULL"))
    consent_source: Mapped[str | None]
    consent_date: Mapped[date | None]
    consent_expires: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SuppressionRecord(Base):
    """A number never to be dialled again, kept as a hash only.

    `call_id` is no foreign key: the entry outlives the call, and is all that remains after an erasure.
    """

    __tablename__ = "suppressions"
    __table_args__ = (CheckConstraint("source IN ('call', 'api', 'operator')", name="source"),)

    phone_hash: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    source: Mapped[str]
    call_id: Mapped[str | None]
    created_at: Mapped[datetime]
