"""What was offered, countered and agreed in calls: a log that is only added to."""

from datetime import datetime
from typing import cast

from sqlalchemy import Select, select

from stores.database import Database
from stores.job_offer_values import NegotiationStep, Period, StepKind
from stores.pages import checked_limit, id_after, page_of
from stores.records import NegotiationRecord
from stores.sql import Clock
from stores.values import Page


class NegotiationStore:
    """The steps of all negotiations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, step: NegotiationStep) -> NegotiationStep:
        """Log a step. Raises UnknownReference for the call."""
        with self._database.begin() as session:
            record = NegotiationRecord(
                call_id=step.call_id,
                company=step.company,
                recruiter=step.recruiter,
                kind=step.kind,
                salary=step.salary,
                signing_bonus=step.signing_bonus,
                currency=step.currency,
                period=step.period,
                tactic=step.tactic,
                at=self._clock(),
            )
            session.add(record)
            session.flush()
            return _step(record)

    def of_company(self, company: str, since: datetime | None = None) -> tuple[NegotiationStep, ...]:
        """A company's steps in order, over all calls; with `since` from that moment on."""
        rows = select(NegotiationRecord).where(NegotiationRecord.company == company).order_by(NegotiationRecord.id)
        return self._all(rows if since is None else rows.where(NegotiationRecord.at >= since))

    def of_call(self, call_id: str) -> tuple[NegotiationStep, ...]:
        """A call's steps, in order."""
        rows = select(NegotiationRecord).where(NegotiationRecord.call_id == call_id).order_by(NegotiationRecord.id)
        return self._all(rows)

    def list(self, limit: int = 50, after: str | None = None) -> Page[NegotiationStep]:
        """All steps, oldest first. Raises BadCursor."""
        rows = select(NegotiationRecord).order_by(NegotiationRecord.id).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(NegotiationRecord.id > id_after(after))
        with self._database.read() as session:
            return page_of(session.scalars(rows).all(), limit, _step, lambda row: (row.id,))

    def _all(self, rows: Select[NegotiationRecord]) -> tuple[NegotiationStep, ...]:
        with self._database.read() as session:
            return tuple(map(_step, session.scalars(rows)))


def _step(record: NegotiationRecord) -> NegotiationStep:
    return NegotiationStep(
        company=record.company,
        recruiter=record.recruiter,
        kind=cast("StepKind", record.kind),
        currency=record.currency,
        period=cast("Period", record.period),
        salary=record.salary,
        signing_bonus=record.signing_bonus,
        tactic=record.tactic,
        call_id=record.call_id,
        at=record.at,
        id=record.id,
    )
