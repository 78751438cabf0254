"""Tables of the guards: which calls were let in, what they cost, which worker processes are alive."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base
from stores.records.calls import CallRecord

LIVE = "ended_at IS NULL"

# Every admission counts live calls, and there are few of them among all calls.
LIVE_CALLS = Index(
    "ix_calls_created_at_live", CallRecord.created_at, sqlite_where=text(LIVE), postgresql_where=text(LIVE)
)


class AdmissionRecord(Base):
    """Whether a call was let in; `refused` names the cap that was reached. `number_hash` None: a withheld number."""

    __tablename__ = "admissions"
    __table_args__ = (Index(None, "day", "number_hash"),)

    call_id: Mapped[str] = mapped_column(
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    number_hash: Mapped[str | None]
    day: Mapped[date]
    refused: Mapped[str | None]
    decided_at: Mapped[datetime]


class SpendingRecord(Base):
    """What one call cost on one day, in millionths of a dollar. No foreign key: money stays spent."""

    __tablename__ = "spending"

    day: Mapped[date] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    micro_usd: Mapped[int] = mapped_column(BigInteger)


class WorkerRecord(Base):
    """A process that works on turns; `beat_s` is its last heartbeat, in Unix seconds of the database's clock."""

    __tablename__ = "workers"

    owner: Mapped[str] = mapped_column(primary_key=True)
    beat_s: Mapped[float]
