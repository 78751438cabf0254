"""The table of agents' instructions, so that an older version can be tried again."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from stores.records.base import Base


class PromptRecord(Base):
    """What an agent was told, under the hash of scenario, agent and text."""

    __tablename__ = "prompts"

    hash: Mapped[str] = mapped_column(primary_key=True)
    scenario: Mapped[str]
    agent: Mapped[str]
    text: Mapped[str]
    first_seen: Mapped[datetime]
