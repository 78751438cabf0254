"""Erasing a person on request (Privacy Protection Law, Amendment 13): what goes, and what remains.

Gone: the lead, their tasks and meetings, their interviews' transcripts, their check-ins, every text and number of their
calls. What remains names nobody: that a call took place, when, how it ended, how long things took, and a hashed
suppression if there is one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from stores.errors import LeadInCall
from stores.liveness import live_at
from stores.questions import forget as forget_questions
from stores.records import (
    AnalysisRecord,
    CallRecord,
    CheckinRecord,
    DebugEventRecord,
    InterviewRecord,
    JobRecord,
    LeadRecord,
    MeetingRecord,
    NegotiationRecord,
    ReplyRecord,
    SatisfactionRecord,
    SentenceRecord,
    SummaryRecord,
    TaskRecord,
    TurnRecord,
)
from stores.sql import found, insert_if_free

ERASED = "erased"
"""How an interview ended whose candidate was erased."""


def erase_lead(session: Session, lead_id: int, now: datetime) -> None:
    """Erase in the session's transaction. Raises NotFound and LeadInCall.

    The row is locked first: a call that is being opened for this lead waits, and then finds no lead.
    """
    lead = found(session.get(LeadRecord, lead_id, with_for_update=True), f"lead {lead_id}")
    if session.scalars(select(exists().where(_about(lead), live_at(now)))).one():
        raise LeadInCall(f"lead {lead_id}")
    # Locked too: what a job is just writing about such a call is there to be deleted, or is not written any more.
    calls = session.scalars(select(CallRecord).where(_about(lead)).with_for_update()).all()
    ids = [call.id for call in calls]
    session.execute(delete(TaskRecord).where(or_(TaskRecord.lead_id == lead_id, TaskRecord.call_id.in_(ids))))
    session.execute(delete(MeetingRecord).where(or_(MeetingRecord.lead_id == lead_id, MeetingRecord.call_id.in_(ids))))
    session.execute(delete(DebugEventRecord).where(DebugEventRecord.call_sid.in_([call.sid for call in calls])))
    _erase_interviews(session, lead.phone, ids, now)
    _erase_checkins(session, ids, now)
    _empty_texts(session, ids)
    _forget_number(session, lead.phone)
    session.delete(lead)


def _about(lead: LeadRecord) -> ColumnElement[bool]:
    """The lead's calls, and those of their number that were never tied to any lead."""
    of_number = or_(CallRecord.from_number == lead.phone, CallRecord.to_number == lead.phone)
    return or_(CallRecord.lead_id == lead.id, and_(CallRecord.lead_id.is_(None), of_number))


def _erase_interviews(session: Session, phone: str, call_ids: Sequence[str], now: datetime) -> None:
    """Interviews of the number, and those held in the calls: who they were with, and by a job their transcripts."""
    theirs = or_(InterviewRecord.phone == phone, InterviewRecord.call_id.in_(call_ids))
    nobody = dict.fromkeys(("phone", "participant_name", "participant_id", "external_id", "pin"))
    values = {**nobody, "status": "ended", "end_reason": ERASED}
    for number in session.scalars(update(InterviewRecord).where(theirs).values(**values).returning(InterviewRecord.id)):
        _delete_files(session, "delete_transcripts", "interview", number, now)


def _erase_checkins(session: Session, call_ids: Sequence[str], now: datetime) -> None:
    """Check-ins given in the calls, and by a job their files."""
    theirs = delete(CheckinRecord).where(CheckinRecord.call_id.in_(call_ids)).returning(CheckinRecord.id)
    for number in session.scalars(theirs):
        _delete_files(session, "delete_checkin", "checkin", number, now)


def _delete_files(session: Session, kind: str, of: str, number: int, now: datetime) -> None:
    job: dict[str, Any] = {"kind": kind, "key": f"{kind}:{number}", "payload": {of: number}}
    insert_if_free(session, JobRecord, **job, run_at=now, attempts=0, created_at=now)


def _empty_texts(session: Session, call_ids: Sequence[str]) -> None:
    forget_questions(session, call_ids)
    nothing_said: dict[str, Any] = {"heard_he": None, "heard_en": None, "given": None, "tool_calls": [], "ending": None}
    session.execute(update(TurnRecord).where(TurnRecord.call_id.in_(call_ids)).values(**nothing_said))
    session.execute(update(SentenceRecord).where(SentenceRecord.call_id.in_(call_ids)).values(he="", en="", es=None))
    session.execute(update(ReplyRecord).where(ReplyRecord.call_id.in_(call_ids)).values(twiml=""))
    for record in (SatisfactionRecord, SummaryRecord, AnalysisRecord):
        session.execute(delete(record).where(record.call_id.in_(call_ids)))
    session.execute(update(NegotiationRecord).where(NegotiationRecord.call_id.in_(call_ids)).values(recruiter=""))
    no_person = {"lead_id": None, "from_number": None, "to_number": None, "state": None}
    session.execute(update(CallRecord).where(CallRecord.id.in_(call_ids)).values(**no_person))


def _forget_number(session: Session, phone: str) -> None:
    for column in (CallRecord.from_number, CallRecord.to_number):
        session.execute(update(CallRecord).where(column == phone).values({column: None}))
