"""When a call counts as live."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_

from stores.records import CallRecord

# No Twilio call is longer (its default time limit is 4 h): one that seems so lost its last callback.
LONGEST_CALL = timedelta(hours=4)


def live_at(now: datetime) -> ColumnElement[bool]:
    """SQL: somebody is on the line: not in text, not ended, and not so old that it must have."""
    return live_since(now - LONGEST_CALL)


def live_since(begin: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """SQL: somebody is on the line of a call that was opened after `begin`."""
    return and_(CallRecord.channel != "text", CallRecord.ended_at.is_(None), CallRecord.created_at > begin)
