"""Caps that hold for all workers: decided in the database, one admission after the other."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from stores.database import Database
from stores.liveness import LONGEST_CALL, live_at
from stores.pages import checked_limit
from stores.prepared import Prepared
from stores.records import AdmissionRecord, CallRecord, SpendingRecord
from stores.sql import FRESH, Clock

ZONE = ZoneInfo("Asia/Jerusalem")
"""Whose midnight ends a day of calls and of money."""

# Any number, the same for ever: on PostgreSQL admissions wait for it, one after the other.
ADMISSIONS_LOCK = 7_203_114_906

KEPT_DAYS = 2
"""How long it is kept which number a call had; caps ask for today only."""

CapName = Literal["money_today", "live_calls", "live_calls_of_number", "calls_of_number_today"]


@dataclass(frozen=True)
class Caps:
    """The most there may be; None is no cap. A call without an end counts as live for `call_limit_s` seconds."""

    live: int | None = None
    live_per_number: int | None = None
    calls_per_number_per_day: int | None = None
    micro_usd_per_day: int | None = None
    call_limit_s: float = LONGEST_CALL.total_seconds()


@dataclass(frozen=True)
class Refusal:
    """The call is not let in; `cap` names what is used up."""

    cap: str


@dataclass(frozen=True)
class OpenCall:
    """A phone call without an end. `since`: when it was answered, else when it was opened."""

    id: str
    sid: str | None
    status: str
    since: datetime


class GuardStore:
    """Admissions and money. Days are days in Israel."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def admit(self, call_id: str, number_hash: str | None, now: datetime, caps: Caps) -> Refusal | None:
        """Whether the call may be held: decided once, then repeated. Raises UnknownReference for the call.

        Inside the transaction that opens the call, two workers cannot both take the last place. A refused
        call takes none. None for a withheld number, which has no caps of its own.
        """
        with self._database.begin() as session:
            standing = session.get(AdmissionRecord, call_id, populate_existing=True)
            if standing is None:  # what was decided is read without waiting for anybody
                _one_after_the_other(session)
                standing = session.get(AdmissionRecord, call_id, populate_existing=True)
            if standing is not None:
                return Refusal(standing.refused) if standing.refused else None
            reached = _reached(session, number_hash, now, caps)
            session.add(
                AdmissionRecord(
                    call_id=call_id, number_hash=number_hash, day=day_of(now), refused=reached, decided_at=now
                )
            )
            session.flush()
            return Refusal(reached) if reached else None

    def spend(self, call_id: str, micro_usd: int) -> None:
        """Add what a call has just cost, in millionths of a dollar. Raises ValueError for a negative amount."""
        if micro_usd < 0:
            raise ValueError("money that was spent does not come back")
        self._database.write(self._spend, this=call_id, amount=micro_usd, today=day_of(self._clock()))

    @cached_property
    def _spend(self) -> Prepared:
        insert = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
        added = insert(SpendingRecord).values(
            day=bindparam("today"), call_id=bindparam("this"), micro_usd=bindparam("amount")
        )
        total = SpendingRecord.micro_usd + added.excluded.micro_usd
        return self._database.prepared(
            added.on_conflict_do_update(index_elements=["day", "call_id"], set_={"micro_usd": total})
        )

    def spent_today(self) -> int:
        """Millionths of a dollar, of all calls."""
        with self._database.read() as session:
            return int(session.scalars(select(_spent_on(day_of(self._clock())))).one())

    def spent_on(self, call_id: str) -> int:
        """Millionths of a dollar that one call has cost."""
        total = select(func.coalesce(func.sum(SpendingRecord.micro_usd), 0)).where(SpendingRecord.call_id == call_id)
        with self._database.read() as session:
            return int(session.scalars(total).one())

    def live_calls(self, caps: Caps) -> int:
        """How many calls hold a place now."""
        with self._database.read() as session:
            return session.scalars(select(_count(_live(self._clock(), caps)))).one()

    def outlived(self, now: datetime, limit_s: float, limit: int = 100) -> tuple[OpenCall, ...]:
        """Phone calls without an end that began longer ago than that, oldest first."""
        since = func.coalesce(CallRecord.answered_at, CallRecord.created_at)
        rows = (
            select(CallRecord)
            .where(CallRecord.ended_at.is_(None), CallRecord.channel != "text")
            .where(since < now - timedelta(seconds=limit_s))
            .order_by(since, CallRecord.id)
            .limit(checked_limit(limit))
        )
        with self._database.read() as session:
            found = session.scalars(rows, execution_options=FRESH)
            return tuple(OpenCall(row.id, row.sid, row.status, row.answered_at or row.created_at) for row in found)

    def clean(self, now: datetime) -> int:
        """Forget which numbers called before yesterday; how many calls that concerned."""
        old = delete(AdmissionRecord).where(AdmissionRecord.day < day_of(now) - timedelta(days=KEPT_DAYS - 1))
        with self._database.begin() as session:
            return len(session.scalars(old.returning(AdmissionRecord.call_id)).all())


def day_of(moment: datetime) -> date:
    """The day in Israel."""
    return moment.astimezone(ZONE).date()


def _one_after_the_other(session: Session) -> None:
    """Wait for other admissions, until this transaction ends. On SQLite a writer is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADMISSIONS_LOCK})


def _reached(session: Session, number_hash: str | None, now: datetime, caps: Caps) -> CapName | None:
    """The first cap that leaves no place for one more call."""
    same = AdmissionRecord.number_hash == number_hash if number_hash else literal(False)
    live = _live(now, caps)
    money, calls, of_number, today = session.execute(
        select(
            _spent_on(day_of(now)),
            _count(live),
            _count(and_(live, same)),
            _count(and_(AdmissionRecord.day == day_of(now), same)),
        )
    ).one()
    table: tuple[tuple[CapName, int, int | None], ...] = (
        ("money_today", money, caps.micro_usd_per_day),
        ("live_calls", calls, caps.live),
        ("live_calls_of_number", of_number, caps.live_per_number if number_hash else None),
        ("calls_of_number_today", today, caps.calls_per_number_per_day if number_hash else None),
    )
    return next((name for name, taken, most in table if most is not None and taken >= most), None)


def _live(now: datetime, caps: Caps) -> ColumnElement[bool]:
    """A call whose end nobody told us of must not hold its place for ever."""
    return and_(live_at(now), CallRecord.created_at > now - timedelta(seconds=caps.call_limit_s))


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    """How many calls that were let in are `which`."""
    admitted = select(func.count()).select_from(AdmissionRecord).join(CallRecord)
    return admitted.where(AdmissionRecord.refused.is_(None), which).scalar_subquery()


def _spent_on(day: date) -> ColumnElement[int]:
    total = select(func.coalesce(func.sum(SpendingRecord.micro_usd), 0))
    return total.where(SpendingRecord.day == day).scalar_subquery()
