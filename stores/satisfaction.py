"""Satisfaction: how callers rated their calls."""

from sqlalchemy import select

from stores.database import Database
from stores.records import SatisfactionRecord
from stores.sql import Clock


class SatisfactionStore:
    """One score for each call that was rated."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def save(self, call_id: str, score: int) -> int:
        """Keep the call's score, from 1 to 5, in place of an earlier one. Raises UnknownReference; ValueError."""
        if score not in range(1, 6):
            raise ValueError("a score is from 1 to 5")
        with self._database.begin() as session:
            session.merge(SatisfactionRecord(call_id=call_id, score=score, created_at=self._clock()))
        return score

    def get(self, call_id: str) -> int | None:
        """The call's score, if it was rated."""
        with self._database.read() as session:
            return session.scalars(
                select(SatisfactionRecord.score).where(SatisfactionRecord.call_id == call_id)
            ).one_or_none()
