"""What the product remembers: one store for each noun, on SQLite or PostgreSQL.

Knows SQLAlchemy only. Numbers come in as E.164, moments aware; out come the frozen values of `stores.values`,
and no error but those of `stores.errors` (ValueError for what a caller could have known).
"""

from dataclasses import dataclass

from stores.analyses import AnalysisStore
from stores.calls import CallStore
from stores.checkins import CheckinStore
from stores.circuits import CircuitStore
from stores.companies import CompanyStore
from stores.database import Database, open_database
from stores.debug_events import DebugEventStore
from stores.figures import FigureStore
from stores.guards import GuardStore
from stores.interviews import InterviewStore
from stores.job_offers import JobOfferStore
from stores.jobs import JobStore
from stores.leads import LeadStore
from stores.meetings import MeetingStore
from stores.members import MemberStore
from stores.negotiations import NegotiationStore
from stores.prompts import PromptStore
from stores.questions import QuestionStore
from stores.satisfaction import SatisfactionStore
from stores.sql import Clock
from stores.summaries import SummaryStore
from stores.suppressions import SuppressionStore
from stores.tasks import TaskStore
from stores.tickets import TicketStore
from stores.turns import TurnStore
from stores.verifications import VerificationStore
from stores.workers import WorkerStore

__all__ = ["Clock", "Database", "Stores", "build_stores", "open_database"]


@dataclass(frozen=True)
class Stores:
    """All stores on one database; `database.begin()` around several calls makes them one transaction."""

    database: Database
    members: MemberStore
    leads: LeadStore
    suppressions: SuppressionStore
    calls: CallStore
    turns: TurnStore
    meetings: MeetingStore
    tasks: TaskStore
    debug_events: DebugEventStore
    circuits: CircuitStore
    jobs: JobStore
    summaries: SummaryStore
    analyses: AnalysisStore
    prompts: PromptStore
    guards: GuardStore
    workers: WorkerStore
    tickets: TicketStore
    figures: FigureStore
    companies: CompanyStore
    questions: QuestionStore
    job_offers: JobOfferStore
    verifications: VerificationStore
    negotiations: NegotiationStore
    satisfaction: SatisfactionStore
    checkins: CheckinStore
    interviews: InterviewStore


def build_stores(database: Database, clock: Clock) -> Stores:
    """The stores on this database. `clock` gives now as an aware datetime."""
    return Stores(
        database=database,
        members=MemberStore(database, clock),
        leads=LeadStore(database, clock),
        suppressions=SuppressionStore(database, clock),
        calls=CallStore(database, clock),
        turns=TurnStore(database, clock),
        meetings=MeetingStore(database, clock),
        tasks=TaskStore(database, clock),
        debug_events=DebugEventStore(database, clock),
        circuits=CircuitStore(database),
        jobs=JobStore(database),
        summaries=SummaryStore(database, clock),
        analyses=AnalysisStore(database, clock),
        prompts=PromptStore(database, clock),
        guards=GuardStore(database, clock),
        workers=WorkerStore(database),
        tickets=TicketStore(database, clock),
        figures=FigureStore(database, clock),
        companies=CompanyStore(database, clock),
        questions=QuestionStore(database, clock),
        job_offers=JobOfferStore(database, clock),
        verifications=VerificationStore(database, clock),
        negotiations=NegotiationStore(database, clock),
        satisfaction=SatisfactionStore(database, clock),
        checkins=CheckinStore(database, clock),
        interviews=InterviewStore(database, clock),
    )
