"""Numbers never to be dialled again."""

from typing import Literal

from sqlalchemy import exists, select

from stores.database import Database
from stores.phones import phone_hash
from stores.records import SuppressionRecord
from stores.sql import Clock, insert_if_free


class SuppressionStore:
    """Who asked not to be called; only a hash of the number is kept, and there is no way to take one off."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self, phone: str, reason: str, source: Literal["call", "api", "operator"], call_id: str | None = None
    ) -> None:
        """Suppress a number; if it is already, the first entry stays. Raises ValueError if not E.164."""
        hashed = phone_hash(phone)
        with self._database.begin() as session:
            insert_if_free(
                session,
                SuppressionRecord,
                phone_hash=hashed,
                reason=reason,
                source=source,
                call_id=call_id,
                created_at=self._clock(),
            )

    def contains(self, phone: str) -> bool:
        """True when the number must not be dialled. Raises ValueError if it is not E.164."""
        hashed = phone_hash(phone)
        with self._database.read() as session:
            return session.scalars(select(exists().where(SuppressionRecord.phone_hash == hashed))).one()
