"""The table of tickets: which stream belongs to which call, proved once."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class TicketRecord(Base):
    """One token given out in TwiML, as a hash; `greeted_at` says that the greeting was heard on that stream."""

    __tablename__ = "tickets"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), index=True)
    call_sid: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    greeted_at: Mapped[datetime | None]
