"""The figures of calls on streams."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class FiguresRecord(Base):
    """What one call's streams counted: times, interruptions, tokens; nothing that was said."""

    __tablename__ = "call_figures"

    call_id: Mapped[str] = mapped_column(
        ForeignKey("calls.id", ondelete="CASCADE", onupdate="CASCADE"), primary_key=True
    )
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
