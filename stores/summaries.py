"""Summaries of calls: written when a call is over, read with its record."""

from functools import cached_property

from sqlalchemy import bindparam, select

from stores.database import Database
from stores.prepared import Prepared
from stores.records import SummaryRecord
from stores.sql import Clock, inserted


class SummarySql:
    """The statements for one database, compiled at their first use; `this` is a call's id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def save(self) -> Prepared:
        """With the text of another time, what stands there keeps its moment."""
        made = inserted(self._database.dialect, SummaryRecord).values(
            call_id=bindparam("this"), text=bindparam("text"), created_at=bindparam("now")
        )
        return self._database.prepared(
            made.on_conflict_do_update(index_elements=["call_id"], set_={"text": made.excluded.text})
        )

    @cached_property
    def get(self) -> Prepared:
        return self._database.prepared(select(SummaryRecord.text).where(SummaryRecord.call_id == bindparam("this")))


class SummaryStore:
    """One text for each call that is over."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sql = database.statements(SummarySql)

    def save(self, call_id: str, text: str) -> None:
        """Keep the call's summary, instead of one that is there. Raises UnknownReference."""
        with self._database.guarded():
            self._database.write(self._sql.save, this=call_id, text=text, now=self._clock())

    def get(self, call_id: str) -> str | None:
        """The call's summary, if it has one."""
        rows = self._database.fetch(self._sql.get, this=call_id)
        return str(rows[0][0]) if rows else None
