"""Attempts of callers to show who they are, counted so that nobody can go on guessing."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, text

from stores.database import Database
from stores.guards import ZONE
from stores.phones import phone_hash
from stores.records import VerificationRecord
from stores.sql import Clock

KEPT = timedelta(days=7)
"""How long attempts are kept; counting asks for today only."""
# Any number, the same for ever: on PostgreSQL attempts wait for it, one after the other.
_LOCK = 7_203_114_920


class VerificationStore:
    """Attempts by call, by number and by recruiter. Days are days in Israel."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def wait_in_turn(self) -> None:
        """Inside a transaction: let nobody else count or add until it ends. On SQLite a writer is alone anyway."""
        if self._database.dialect == "postgresql":
            with self._database.begin() as session:
                session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    def add(self, call_id: str, phone: str | None, recruiter_phone: str | None, *, succeeded: bool) -> None:
        """Keep an attempt, the numbers as hashes. `recruiter_phone` is of whom the details fit, if of anybody.

        Raises UnknownReference for the call.
        """
        now = self._clock()
        with self._database.begin() as session:
            session.execute(delete(VerificationRecord).where(VerificationRecord.at < now - KEPT))
            session.add(
                VerificationRecord(
                    call_id=call_id,
                    number_hash=phone_hash(phone) if phone else None,
                    recruiter_key=phone_hash(recruiter_phone) if recruiter_phone else None,
                    succeeded=succeeded,
                    at=now,
                )
            )

    def failed_in_call(self, call_id: str) -> int:
        return self._failed(VerificationRecord.call_id == call_id)

    def failed_today(self, phone: str | None) -> int:
        """Failures of this number today; of all withheld numbers together for None."""
        column = VerificationRecord.number_hash
        same = column == phone_hash(phone) if phone else column.is_(None)
        return self._failed(same, VerificationRecord.at >= self._midnight())

    def failed_for(self, recruiter_phone: str) -> int:
        """Failures today that knew this recruiter's name, company and position, from whatever number."""
        same = VerificationRecord.recruiter_key == phone_hash(recruiter_phone)
        return self._failed(same, VerificationRecord.at >= self._midnight())

    def _failed(self, *conditions: ColumnElement[bool]) -> int:
        count = select(func.count()).select_from(VerificationRecord)
        with self._database.read() as session:
            return session.scalars(count.where(VerificationRecord.succeeded.is_(False), *conditions)).one()

    def _midnight(self) -> datetime:
        return self._clock().astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
