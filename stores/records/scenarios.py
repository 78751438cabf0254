"""Tables of what single scenarios leave behind: how content a caller was, a driver's check-in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class SatisfactionRecord(Base):
    """How a caller rated the call, from 1 to 5; the last rating counts."""

    __tablename__ = "satisfaction"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score"),)

    call_id: Mapped[str] = mapped_column(
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    score: Mapped[int]
    created_at: Mapped[datetime]


class CheckinRecord(Base):
    """A driver's check-in: one for each call. Without a trailer its two columns are null, and its
    plates alone for one that has none."""

    __tablename__ = "checkins"
    __table_args__ = (Index(None, "created_at", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), unique=True)
    language: Mapped[str]
    driver_name: Mapped[str]
    tractor_number: Mapped[str]
    tractor_plates: Mapped[str]
    trailer_number: Mapped[str | None]
    trailer_plates: Mapped[str | None]
    eta: Mapped[datetime]
    created_at: Mapped[datetime]
