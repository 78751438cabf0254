"""Summaries of calls: written once a call is over, read with its record."""

from sqlalchemy import Select, select

from stores.database import Database
from stores.records import SummaryRecord
from stores.sql import Clock, insert_if_free


class SummaryStore:
    """One text for each call that is over."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def save(self, call_id: str, text: str) -> str:
        """Keep the call's summary, and say what it is: the first kept. Raises UnknownReference."""
        with self._database.begin() as session:
            insert_if_free(session, SummaryRecord, call_id=call_id, text=text, created_at=self._clock())
            return session.scalars(_of(call_id)).one()

    def get(self, call_id: str) -> str | None:
        """The call's summary, if it has one."""
        with self._database.read() as session:
            return session.scalars(_of(call_id)).one_or_none()


def _of(call_id: str) -> Select[str]:
    return select(SummaryRecord.text).where(SummaryRecord.call_id == call_id)
