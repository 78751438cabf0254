"""A placed call learns its SID.

Three may bring it: the answer to our request, a webhook whose address names the call, and, when an
address does not, a webhook that opened a row of its own under the SID. In the last case the two rows
become one: the placed call's id, lead and numbers stay, since others were already told that id, and
everything that happened under the early row moves over. A worker just running a turn of the early row
loses it, and the turn is taken up again.
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from stores.errors import Conflict
from stores.records import CallRecord, MeetingRecord, ReplyRecord, TaskRecord, TurnRecord
from stores.sql import FRESH, found


def adopt_sid(session: Session, call_id: str, sid: str) -> CallRecord:
    """Give the call its SID, in the session's transaction. Raises NotFound and Conflict."""
    rows = select(CallRecord).where((CallRecord.id == call_id) | (CallRecord.sid == sid)).order_by(CallRecord.id)
    records = session.scalars(rows.with_for_update(), execution_options=FRESH).all()
    placed = found(next((record for record in records if record.id == call_id), None), f"call {call_id}")
    if placed.sid == sid:
        return placed
    if placed.sid is not None:
        raise Conflict(f"call {call_id} has another SID")
    early = next((record for record in records if record.id != call_id), None)
    if early is not None:
        _merge(session, placed, early)
    placed.sid = sid
    session.flush()
    return placed


def _merge(session: Session, placed: CallRecord, early: CallRecord) -> None:
    """Move everything from the early row to the placed one. Raises Conflict when both have turns."""
    _take_over(placed, early)
    session.flush()
    for record in (TurnRecord, ReplyRecord, MeetingRecord, TaskRecord):  # sentences follow their turn
        session.execute(update(record).where(record.call_id == early.id).values(call_id=placed.id))
    session.delete(early)
    session.flush()


def _take_over(placed: CallRecord, early: CallRecord) -> None:
    if early.status_rank > placed.status_rank:
        placed.status, placed.status_rank, placed.duration_s = (
            early.status,
            early.status_rank,
            early.duration_s,
        )
    if early.state_version > placed.state_version:
        placed.state, placed.state_version = early.state, early.state_version
    placed.lead_id = placed.lead_id or early.lead_id
    placed.outcome = placed.outcome or early.outcome
    placed.answered_at = placed.answered_at or early.answered_at
    placed.ended_at = placed.ended_at or early.ended_at
