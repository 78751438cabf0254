"""Attempts of callers to show who they are, counted so that guessing is slow and locks out nobody else."""

import hashlib
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, text

from stores.database import Database
from stores.phones import phone_hash
from stores.records import VerificationRecord
from stores.sql import Clock
from stores.tries import WINDOW, Tries

KEPT = timedelta(days=7)
"""How long attempts are kept; pacing asks for the last day only."""
# Any number, the same for ever: on PostgreSQL attempts wait for it, one after the other.
_LOCK = 7_203_114_920


class VerificationStore:
    """Attempts by call, by number and by whom the caller says to be."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def wait_in_turn(self) -> None:
        """Inside a transaction: let nobody else count or add until it ends. On SQLite a writer is alone anyway."""
        if self._database.dialect == "postgresql":
            with self._database.begin() as session:
                session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

    def add(self, call_id: str, phone: str | None, claimed: str | None, *, succeeded: bool) -> None:
        """Keep an attempt, everything as hashes. `claimed` is the number on record of whom the details fit; of somebody
        we do not know, whatever names the same person again.

        Raises UnknownReference for the call.
        """
        now = self._clock()
        with self._database.begin() as session:
            session.execute(delete(VerificationRecord).where(VerificationRecord.at < now - KEPT))
            session.add(
                VerificationRecord(
                    call_id=call_id,
                    number_hash=phone_hash(phone) if phone else None,
                    recruiter_key=_key(claimed) if claimed else None,
                    succeeded=succeeded,
                    at=now,
                )
            )

    def failed_in_call(self, call_id: str) -> int:
        return self._failed(VerificationRecord.call_id == call_id).count

    def failed_from(self, phone: str) -> Tries:
        """Failures of this number lately, whomever it said to be."""
        return self._failed(VerificationRecord.number_hash == phone_hash(phone), self._lately())

    def failed_elsewhere(self, claimed: str) -> Tries:
        """Failures lately of callers who said to be this one, from all numbers but the one on record, withheld ones
        included: what others do in somebody's name.
        """
        key, number = _key(claimed), VerificationRecord.number_hash
        others = or_(number.is_(None), number != key)
        return self._failed(VerificationRecord.recruiter_key == key, others, self._lately())

    def _lately(self) -> ColumnElement[bool]:
        return VerificationRecord.at > self._clock() - WINDOW

    def _failed(self, *conditions: ColumnElement[bool]) -> Tries:
        rows = select(func.count(), func.max(VerificationRecord.at)).where(
            VerificationRecord.succeeded.is_(False), *conditions
        )
        with self._database.read() as session:
            count, last = session.execute(rows).one()
            return Tries(count, last)


def _key(claimed: str) -> str:
    """Of a number on record the same as its `phone_hash`."""
    return hashlib.sha256(claimed.encode()).hexdigest()
