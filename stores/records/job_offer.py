"""Tables of job offers: the candidate and what may be told, offers, recruiters, the market, and what calls left."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class CandidateRecord(Base):
    """Whom we speak for: one row. Pay is in `currency`, per `period`; `floor` is never told to anybody."""

    __tablename__ = "job_candidates"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("floor > 0 AND target >= floor", name="order"),
        CheckConstraint("period IN ('month', 'year')", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_he: Mapped[str]
    currency: Mapped[str]
    period: Mapped[str]
    floor: Mapped[int]
    target: Mapped[int]
    imported_at: Mapped[datetime]


class ProfileFieldRecord(Base):
    """One thing that is known of the candidate; `release` says who may be told, `companies` which, if named."""

    __tablename__ = "job_profile_fields"
    __table_args__ = (CheckConstraint("release IN ('verified', 'offer', 'companies', 'nobody')", name="release"),)

    name: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    label: Mapped[str]
    label_he: Mapped[str]
    value: Mapped[str]
    value_he: Mapped[str]
    words: Mapped[list[Any]]
    release: Mapped[str]
    companies: Mapped[list[Any]]


class JobOfferRecord(Base):
    """What one company offers now, in the candidate's currency and period."""

    __tablename__ = "job_offers"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    company: Mapped[str] = mapped_column(unique=True)
    company_he: Mapped[str]
    team: Mapped[str]
    team_he: Mapped[str]
    role: Mapped[str]
    role_he: Mapped[str]
    salary: Mapped[int]
    equity: Mapped[str | None]
    equity_he: Mapped[str | None]
    signing_bonus: Mapped[int | None]


class RecruiterRecord(Base):
    """Somebody who may call about offers; the code is kept as a salted hash only."""

    __tablename__ = "job_recruiters"
    __table_args__ = (
        CheckConstraint("substr(phone, 1, 1) = '+'", name="phone_e164"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_he: Mapped[str]
    name_forms: Mapped[list[Any]]
    company: Mapped[str]
    company_he: Mapped[str]
    company_forms: Mapped[list[Any]]
    position: Mapped[str]
    position_forms: Mapped[list[Any]]
    code_salt: Mapped[bytes] = mapped_column(LargeBinary)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)


class MarketSalaryRecord(Base):
    """What is usually paid for a role, in the candidate's currency and period; `source` says who says so."""

    __tablename__ = "job_market_salaries"

    role: Mapped[str] = mapped_column(primary_key=True)
    low: Mapped[int]
    median: Mapped[int]
    high: Mapped[int]
    source: Mapped[str]
    source_he: Mapped[str]


class VerificationRecord(Base):
    """One attempt of a caller to show who he is. `number_hash` None: a withheld number.

    `recruiter_key` names whom the caller said to be: the recruiter whose details fitted, by a hash of the number, so
    that it outlives an import; else a hash of the details.
    """

    __tablename__ = "job_verifications"
    __table_args__ = (
        Index(None, "at", "number_hash"),
        Index(None, "at", "recruiter_key"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), index=True)
    number_hash: Mapped[str | None]
    recruiter_key: Mapped[str | None]
    succeeded: Mapped[bool]
    at: Mapped[datetime]


class NegotiationRecord(Base):
    """One step of a negotiation: what was offered, countered or agreed. Names are copies: imports leave it."""

    __tablename__ = "job_negotiations"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('confirmed', 'disputed', 'offered', 'countered', 'passed_on', 'agreed')", name="kind"
        ),
        Index(None, "company", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), index=True)
    company: Mapped[str]
    recruiter: Mapped[str]
    kind: Mapped[str]
    salary: Mapped[int | None]
    signing_bonus: Mapped[int | None]
    currency: Mapped[str]
    period: Mapped[str]
    tactic: Mapped[str | None]
    at: Mapped[datetime]
