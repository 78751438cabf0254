"""The table of circuits: which vendors are left alone for a while."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class CircuitRecord(Base):
    """How one vendor's circuit stands; `version` counts its changes, so that each is made by one worker."""

    __tablename__ = "circuits"
    __table_args__ = (CheckConstraint("state IN ('closed', 'open', 'half_open')", name="state"),)

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    state: Mapped[str]
    failures: Mapped[int]
    opened_at: Mapped[datetime | None]
    open_until: Mapped[datetime | None]
    probe_until: Mapped[datetime | None]
    reason: Mapped[str]
    updated_at: Mapped[datetime]
