"""What happened in a call, in detail: written only while DEBUG_CALL_EVENTS is on."""

from datetime import datetime

from sqlalchemy import select

from stores.database import Database
from stores.pages import checked_limit
from stores.records import DebugEventRecord
from stores.sql import Clock
from stores.values import DebugEvent, Json


class DebugEventStore:
    """Events by Twilio's call SID."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, call_sid: str, kind: str, data: Json, at: datetime | None = None) -> None:
        """Note an event, now unless `at` says otherwise."""
        with self._database.begin() as session:
            session.add(DebugEventRecord(call_sid=call_sid, kind=kind, data=dict(data), at=at or self._clock()))

    def list(self, call_sid: str, limit: int = 200) -> tuple[DebugEvent, ...]:
        """The call's last `limit` events, in their order."""
        rows = select(DebugEventRecord).where(DebugEventRecord.call_sid == call_sid)
        last = rows.order_by(DebugEventRecord.id.desc()).limit(checked_limit(limit))
        with self._database.read() as session:
            return tuple(_event(record) for record in reversed(session.scalars(last).all()))


def _event(record: DebugEventRecord) -> DebugEvent:
    return DebugEvent(record.id, record.call_sid, record.at, record.kind, record.data)
