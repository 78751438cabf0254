"""Check-ins: what drivers told on their way, one for each call."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from stores.database import Database
from stores.pages import checked_limit, id_after, page_of
from stores.records import CheckinRecord
from stores.sql import Clock, checked_id, found, insert_if_free
from stores.values import Checkin, Page


class CheckinStore:
    """Drivers' check-ins."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, call_id: str, language: str, fields: Mapping[str, str | None], eta: datetime) -> Checkin:
        """Keep the call's check-in, or give the one it has already. `fields` are the five texts by their names, the
        trailer's two None for a driver without one, its plates alone for one that has none.

        Raises UnknownReference.
        """
        names = ("driver_name", "tractor_number", "tractor_plates", "trailer_number", "trailer_plates")
        told = {name: fields[name] for name in names}
        with self._database.begin() as session:
            made = insert_if_free(
                session,
                CheckinRecord,
                call_id=call_id,
                language=language,
                eta=eta,
                created_at=self._clock(),
                **told,
            )
            return _checkin(
                made or session.scalars(select(CheckinRecord).where(CheckinRecord.call_id == call_id)).one()
            )

    def get(self, checkin_id: int) -> Checkin:
        """Raises NotFound."""
        with self._database.read() as session:
            record = session.get(CheckinRecord, checked_id(checkin_id, "check-in"))
            return _checkin(found(record, f"check-in {checkin_id}"))

    def list(self, limit: int = 50, after: str | None = None) -> Page[Checkin]:
        """The check-ins, oldest first. Raises BadCursor."""
        rows = select(CheckinRecord).order_by(CheckinRecord.id).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(CheckinRecord.id > id_after(after))
        with self._database.read() as session:
            return page_of(session.scalars(rows).all(), limit, _checkin, lambda row: (row.id,))


def _checkin(record: CheckinRecord) -> Checkin:
    return Checkin(
        id=record.id,
        call_id=record.call_id,
        language=record.language,
        driver_name=record.driver_name,
        tractor_number=record.tractor_number,
        tractor_plates=record.tractor_plates,
        trailer_number=record.trailer_number,
        trailer_plates=record.trailer_plates,
        eta=record.eta,
        created_at=record.created_at,
    )
