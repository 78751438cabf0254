"""Caps that hold for all workers: decided in the database, one admission after the other."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from stores.database import Database
from stores.guard_sql import GuardSql, admitted, spent_on
from stores.liveness import LONGEST_CALL, live_since
from stores.pages import checked_limit
from stores.records import AdmissionRecord, CallRecord, SpendingRecord
from stores.sql import FRESH, Clock

ZONE = ZoneInfo("Asia/Jerusalem")
"""Whose midnight ends a day of calls and of money."""

KEPT_DAYS = 2
"""How long it is kept which number a call had; caps ask for today only."""

CapName = Literal["money_today", "live_calls", "live_calls_of_number", "calls_of_number_today"]
CAPS: tuple[CapName, ...] = get_args(CapName)
"""In the order in which they are asked for."""


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
        self._sql = database.statements(GuardSql)

    def admit(self, call_id: str, number_hash: str | None, now: datetime, caps: Caps) -> Refusal | None:
        """Whether the call may be held: decided once, then repeated. Raises UnknownReference for the call.

        Inside the transaction that opens the call, two workers cannot both take the last place. A refused
        call takes none. None for a withheld number, which has no caps of its own.
        """
        with self._database.atomic():
            decided = self._database.fetch(self._sql.decided, this=call_id)
            if not decided and self._database.dialect == "postgresql":  # on SQLite a writer is alone
                self._database.fetch(self._sql.one_after_the_other)
                decided = self._database.fetch(self._sql.decided, this=call_id)
            if decided:  # read without waiting for anybody
                return Refusal(decided[0][0]) if decided[0][0] else None
            reached = self._reached(number_hash, now, caps)
            self._database.write(
                self._sql.decide, this=call_id, number=number_hash, today=day_of(now), refused=reached, now=now
            )
            return Refusal(reached) if reached else None

    def _reached(self, number_hash: str | None, now: datetime, caps: Caps) -> CapName | None:
        """The first cap that leaves no place for one more call."""
        known = {"today": day_of(now), "since": _oldest_live(now, caps)}
        if number_hash:
            row = self._database.fetch(self._sql.taken_by_number, **known, number=number_hash)[0]
        else:
            row = self._database.fetch(self._sql.taken, **known)[0]
        most = (caps.micro_usd_per_day, caps.live, caps.live_per_number, caps.calls_per_number_per_day)
        standing = zip(CAPS, row, most, strict=False)  # a withheld number has no caps of its own
        return next((name for name, taken, limit in standing if limit is not None and taken >= limit), None)

    def spend(self, call_id: str, micro_usd: int) -> None:
        """Add what a call has just cost, in millionths of a dollar. Raises ValueError for a negative amount."""
        if micro_usd < 0:
            raise ValueError("money that was spent does not come back")
        self._database.write(self._sql.spend, this=call_id, amount=micro_usd, today=day_of(self._clock()))

    def spent_today(self) -> int:
        """Millionths of a dollar, of all calls."""
        with self._database.read() as session:
            return int(session.scalars(select(spent_on(day_of(self._clock())))).one())

    def spent_on(self, call_id: str) -> int:
        """Millionths of a dollar that one call has cost."""
        total = select(func.coalesce(func.sum(SpendingRecord.micro_usd), 0)).where(SpendingRecord.call_id == call_id)
        with self._database.read() as session:
            return int(session.scalars(total).one())

    def live_calls(self, caps: Caps) -> int:
        """How many calls hold a place now."""
        with self._database.read() as session:
            return session.scalars(select(admitted(live_since(_oldest_live(self._clock(), caps))))).one()

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


def _oldest_live(now: datetime, caps: Caps) -> datetime:
    """A call whose end nobody told us of must not hold its place for ever."""
    return now - min(LONGEST_CALL, timedelta(seconds=caps.call_limit_s))
