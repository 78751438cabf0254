"""Analyses of calls: made once a call is over, read with its record."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from stores.database import Database
from stores.records import AnalysisRecord
from stores.sql import Clock, insert_if_free
from stores.values import Analysis


class AnalysisStore:
    """One for each call that is over."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def save(self, call_id: str, made: Analysis) -> Analysis:
        """Keep the call's analysis, and say what it is: the first kept. Raises UnknownReference."""
        with self._database.begin() as session:
            insert_if_free(
                session,
                AnalysisRecord,
                call_id=call_id,
                made_by=made.by,
                why=made.why,
                outcome=made.outcome,
                summary=made.summary,
                facts=dict(made.facts),
                sentiment=made.sentiment,
                score=made.score,
                reasons=list(made.reasons),
                next_step=made.next_step,
                created_at=self._clock(),
            )
            return self.of([call_id])[call_id]

    def get(self, call_id: str) -> Analysis | None:
        """The call's analysis, if it has one."""
        return self.of([call_id]).get(call_id)

    def of(self, call_ids: Collection[str]) -> Mapping[str, Analysis]:
        """The analyses of these calls, by the call's id."""
        rows = select(AnalysisRecord).where(AnalysisRecord.call_id.in_(call_ids))
        with self._database.read() as session:
            return {each.call_id: _analysis(each) for each in session.scalars(rows)}


def _analysis(record: AnalysisRecord) -> Analysis:
    return Analysis(
        by=record.made_by,
        why=record.why,
        outcome=record.outcome,
        summary=record.summary,
        facts=record.facts,
        sentiment=record.sentiment,
        score=record.score,
        reasons=tuple(record.reasons),
        next_step=record.next_step,
    )
