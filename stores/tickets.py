"""Tickets: a stream proves once, and soon, to which call it belongs; on whichever worker it arrives."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, exists, select, update

from stores.database import Database
from stores.records import TicketRecord
from stores.sql import Clock

KEPT = timedelta(days=1)
"""After that a ticket is deleted when another is issued; a call is long over."""


class TicketStore:
    """Tokens are given out in clear and kept as hashes, so that a reader of the database can use none."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def issue(self, call_id: str, call_sid: str, lifetime_s: float) -> str:
        """A new token for this call's stream. Raises UnknownReference."""
        token, now = secrets.token_urlsafe(24), self._clock()
        record = TicketRecord(
            token_hash=_hash(token),
            call_id=call_id,
            call_sid=call_sid,
            expires_at=now + timedelta(seconds=lifetime_s),
        )
        with self._database.begin() as session:
            session.execute(delete(TicketRecord).where(TicketRecord.expires_at < now - KEPT))
            session.add(record)
        return token

    def was_issued(self, call_id: str) -> bool:
        """Whether this call was let in on a stream: a webhook of it is a repeat, no new call."""
        issued = exists().where(TicketRecord.call_id == call_id)
        with self._database.read() as session:
            return session.scalars(select(issued)).one()

    def use(self, token: str, call_sid: str) -> str | None:
        """The id of the token's call; None when it is unknown, used, too old, or another call's. Of many at once
        exactly one gets it."""
        now = self._clock()
        used = (
            update(TicketRecord)
            .where(TicketRecord.token_hash == _hash(token), TicketRecord.call_sid == call_sid)
            .where(TicketRecord.used_at.is_(None), TicketRecord.expires_at > now)
            .values(used_at=now)
            .returning(TicketRecord.call_id)
        )
        with self._database.begin() as session:
            return session.scalars(used).one_or_none()

    def greeted(self, call_id: str) -> None:
        """The call's greeting was heard on its stream."""
        heard = update(TicketRecord).where(TicketRecord.call_id == call_id, TicketRecord.used_at.is_not(None))
        with self._database.begin() as session:
            session.execute(heard.values(greeted_at=self._clock()))

    def was_greeted(self, call_id: str) -> bool:
        """Whether the greeting was heard on a stream of this call."""
        heard = exists().where(TicketRecord.call_id == call_id, TicketRecord.greeted_at.is_not(None))
        with self._database.read() as session:
            return session.scalars(select(heard)).one()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
