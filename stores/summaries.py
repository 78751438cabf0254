"""Summaries of calls: written when a call is over, read with its record."""

from sqlalchemy import Select, select, update

from stores.database import Database
from stores.records import SummaryRecord
from stores.sql import Clock, insert_if_free


class SummaryStore:
    """One text for each call that is over."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def save(self, call_id: str, text: str) -> None:
        """Keep the call's summary, instead of one that is there. Raises UnknownReference."""
        with self._database.begin() as session:
            made = insert_if_free(session, SummaryRecord, call_id=call_id, text=text, created_at=self._clock())
            if made is None:
                session.execute(update(SummaryRecord).where(SummaryRecord.call_id == call_id).values(text=text))

    def get(self, call_id: str) -> str | None:
        """The call's summary, if it has one."""
        with self._database.read() as session:
            return session.scalars(_of(call_id)).one_or_none()


def _of(call_id: str) -> Select[str]:
    return select(SummaryRecord.text).where(SummaryRecord.call_id == call_id)
