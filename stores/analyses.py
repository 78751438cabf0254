"""Analyses of calls: made once a call is over, read with its record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from stores.database import Database
from stores.prepared import Prepared
from stores.records import AnalysisRecord
from stores.sql import Clock, inserted
from stores.values import Analysis

TABLE = AnalysisRecord.__table__
COLUMNS = tuple(
    TABLE.c[name]
    for name in ("made_by", "why", "outcome", "summary", "facts", "sentiment", "score", "reasons", "next_step")
)
"""In the order of Analysis's fields."""


class AnalysisSql:
    """The statements for one database, compiled at their first use; `this` is a call's id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def save(self) -> Prepared:
        """Unless there is one."""
        row: dict[str, BindParameter[Any]] = {each.name: bindparam(f"new_{each.name}") for each in COLUMNS}
        row |= {"call_id": bindparam("this"), "created_at": bindparam("now")}
        new = inserted(self._database.dialect, AnalysisRecord).values(row)
        return self._database.prepared(new.on_conflict_do_nothing())

    @cached_property
    def get(self) -> Prepared:
        return self._database.prepared(select(*COLUMNS).where(TABLE.c.call_id == bindparam("this")))


class AnalysisStore:
    """One for each call that is over."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sql = database.statements(AnalysisSql)

    def save(self, call_id: str, made: Analysis) -> Analysis:
        """Keep the call's analysis, and say what it is: the first kept. Raises UnknownReference."""
        values = {
            f"new_{column.name}": getattr(made, each.name) for column, each in zip(COLUMNS, fields(made), strict=True)
        }
        values |= {"new_facts": dict(made.facts), "new_reasons": list(made.reasons)}
        with self._database.guarded():
            self._database.write(self._sql.save, this=call_id, now=self._clock(), **values)
        return _analysis(self._database.fetch(self._sql.get, this=call_id)[0])

    def get(self, call_id: str) -> Analysis | None:
        """The call's analysis, if it has one."""
        rows = self._database.fetch(self._sql.get, this=call_id)
        return _analysis(rows[0]) if rows else None

    def of(self, call_ids: Collection[str]) -> Mapping[str, Analysis]:
        """The analyses of these calls, by the call's id."""
        rows = select(TABLE.c.call_id, *COLUMNS).where(TABLE.c.call_id.in_(call_ids))
        with self._database.read() as session:
            return {call_id: _analysis(row) for call_id, *row in session.execute(rows)}


def _analysis(row: Sequence[Any]) -> Analysis:
    made = Analysis(*row)
    return replace(made, reasons=tuple(made.reasons))
