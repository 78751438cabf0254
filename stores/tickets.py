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
        """The id of the token's call; None when it is unknown, used, too old, or another call's.

        A call gets one stream. Twilio asks again when an answer was lost, and gets another token: whichever it took is
        good, and with it all of the call's are used. Of many at once exactly one gets it.
        """
        now, hashed = self._clock(), _hash(token)
        call_of_token = select(TicketRecord.call_id).where(TicketRecord.token_hash == hashed).scalar_subquery()
        of_call = (
            select(TicketRecord)
            .where(TicketRecord.call_id == call_of_token)
            .order_by(TicketRecord.token_hash)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        with self._database.begin() as session:
            tickets = session.scalars(of_call).all()
            mine = next((each for each in tickets if each.token_hash == hashed), None)
            if mine is None or mine.call_sid != call_sid or mine.expires_at <= now:
                return None
            if any(each.used_at is not None for each in tickets):
                return None
            for each in tickets:
                each.used_at = now
            return mine.call_id

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
