"""Calls that should be over: nobody told us how they ended."""

from datetime import datetime

from sqlalchemy import select

from stores.database import Database
from stores.records import CallRecord


def orphaned_calls(database: Database, begun_before: datetime, limit: int = 100) -> tuple[str, ...]:
    """The ids of phone calls without an end that began before that moment, oldest first.

    Conversations in text have no end that anybody would tell us of.
    """
    unended = (CallRecord.ended_at.is_(None), CallRecord.channel != "text", CallRecord.created_at < begun_before)
    rows = select(CallRecord.id).where(*unended).order_by(CallRecord.created_at, CallRecord.id).limit(limit)
    with database.read() as session:
        return tuple(session.scalars(rows))
