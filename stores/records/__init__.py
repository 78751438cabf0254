"""The tables. Nothing outside `stores` sees a record: the stores hand out `stores.values`."""

from stores.records.base import Base
from stores.records.calls import CallRecord, DebugEventRecord, ReplyRecord, SentenceRecord, TurnRecord
from stores.records.circuits import CircuitRecord
from stores.records.company import CompanyRecord, QuestionRecord
from stores.records.figures import FiguresRecord
from stores.records.guards import AdmissionRecord, SpendingRecord, WorkerRecord
from stores.records.interviews import (
    InterviewRecord,
    InterviewStageRecord,
    InterviewTranscriptRecord,
    PinTryRecord,
)
from stores.records.job_offer import (
    CandidateRecord,
    JobOfferRecord,
    MarketSalaryRecord,
    NegotiationRecord,
    ProfileFieldRecord,
    RecruiterRecord,
    VerificationRecord,
)
from stores.records.jobs import AnalysisRecord, JobRecord, SummaryRecord
from stores.records.people import AbsenceRecord, LeadRecord, MemberRecord, SuppressionRecord
from stores.records.prompts import PromptRecord
from stores.records.scenarios import CheckinRecord, SatisfactionRecord
from stores.records.tickets import TicketRecord
from stores.records.work import MeetingRecord, TaskRecord

__all__ = [
    "AbsenceRecord",
    "AdmissionRecord",
    "AnalysisRecord",
    "Base",
    "CallRecord",
    "CandidateRecord",
    "CheckinRecord",
    "CircuitRecord",
    "CompanyRecord",
    "DebugEventRecord",
    "FiguresRecord",
    "InterviewRecord",
    "InterviewStageRecord",
    "InterviewTranscriptRecord",
    "JobOfferRecord",
    "JobRecord",
    "LeadRecord",
    "MarketSalaryRecord",
    "MeetingRecord",
    "MemberRecord",
    "NegotiationRecord",
    "PinTryRecord",
    "ProfileFieldRecord",
    "PromptRecord",
    "QuestionRecord",
    "RecruiterRecord",
    "ReplyRecord",
    "SatisfactionRecord",
    "SentenceRecord",
    "SpendingRecord",
    "SummaryRecord",
    "SuppressionRecord",
    "TaskRecord",
    "TicketRecord",
    "TurnRecord",
    "VerificationRecord",
    "WorkerRecord",
]
