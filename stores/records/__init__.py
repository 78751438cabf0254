"""The tables. Nothing outside `stores` sees a record: the stores hand out `stores.values`."""

from stores.records.base import Base
from stores.records.calls import CallRecord, DebugEventRecord, ReplyRecord, SentenceRecord, TurnRecord
from stores.records.people import AbsenceRecord, LeadRecord, MemberRecord, SuppressionRecord
from stores.records.work import MeetingRecord, TaskRecord

__all__ = [
    "AbsenceRecord",
    "Base",
    "CallRecord",
    "DebugEventRecord",
    "LeadRecord",
    "MeetingRecord",
    "MemberRecord",
    "ReplyRecord",
    "SentenceRecord",
    "SuppressionRecord",
    "TaskRecord",
    "TurnRecord",
]
