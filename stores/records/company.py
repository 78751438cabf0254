"""Tables of the company's profile, and of questions that nobody has answered yet."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class CompanyRecord(Base):
    """One version of the profile; a row is written once and never changed."""

    __tablename__ = "company_versions"
    __table_args__ = ({"sqlite_autoincrement": True},)

    version: Mapped[int] = mapped_column(primary_key=True)
    profile: Mapped[dict[str, Any]]
    author: Mapped[str]
    reverts_to: Mapped[int | None]
    created_at: Mapped[datetime]


class QuestionRecord(Base):
    """A question that had no answer in a call; `key` is a hash of its normalised form, `text` goes with an erasure."""

    __tablename__ = "questions"
    __table_args__ = (Index(None, "call_id"), Index(None, "asked_at"))

    key: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    text: Mapped[str | None]
    asked_at: Mapped[datetime]
