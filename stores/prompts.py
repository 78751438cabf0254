"""Agents' instructions: each version once, found by the beginning of its hash."""

from sqlalchemy import select

from stores.database import Database
from stores.errors import NotFound
from stores.records import PromptRecord
from stores.sql import Clock, insert_if_free
from stores.values import Prompt

MIN_PREFIX = 4


class PromptStore:
    """One row for each text that an agent of a scenario was ever given."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def remember(self, name: str, scenario: str, agent: str, text: str) -> None:
        """Keep a version under the hash `name`; one that is known stays as it is."""
        with self._database.begin() as session:
            insert_if_free(
                session, PromptRecord, hash=name, scenario=scenario, agent=agent, text=text, first_seen=self._clock()
            )

    def find(self, beginning: str) -> Prompt:
        """The version whose hash begins so. Raises NotFound when none does, or more than one, or it is too short."""
        rows = select(PromptRecord).where(PromptRecord.hash.startswith(beginning, autoescape=True)).limit(2)
        with self._database.read() as session:
            found = session.scalars(rows).all()
            if len(found) != 1 or len(beginning) < MIN_PREFIX:
                raise NotFound(f"prompt {beginning}")
            return _prompt(found[0])

    def list(self) -> tuple[Prompt, ...]:
        """All versions, by scenario and agent, the oldest first."""
        order = (PromptRecord.scenario, PromptRecord.agent, PromptRecord.first_seen, PromptRecord.hash)
        with self._database.read() as session:
            return tuple(map(_prompt, session.scalars(select(PromptRecord).order_by(*order))))


def _prompt(record: PromptRecord) -> Prompt:
    return Prompt(record.hash, record.scenario, record.agent, record.text, record.first_seen)
