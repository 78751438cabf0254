"""The statements of caps that every call makes."""

from functools import cached_property

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, literal, select

from stores.database import Database
from stores.liveness import live_since
from stores.prepared import Prepared
from stores.records import AdmissionRecord, CallRecord, SpendingRecord
from stores.sql import inserted

# Any number, the same for ever: on PostgreSQL admissions wait for it, one after the other.
ADMISSIONS_LOCK = 7_203_114_906

_TODAY = bindparam("today", type_=AdmissionRecord.__table__.c.day.type)
_CALL: BindParameter[str] = bindparam("this")


class GuardSql:
    """The statements for one database, compiled at their first use; `this` is a call's id, `today` a day in Israel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def decided(self) -> Prepared:
        """The cap that kept a call out, None for one that was let in; no row where nothing is decided."""
        return self._database.prepared(select(AdmissionRecord.refused).where(AdmissionRecord.call_id == _CALL))

    @cached_property
    def one_after_the_other(self) -> Prepared:
        """PostgreSQL: wait for other admissions, until this transaction ends."""
        return self._database.prepared(select(func.pg_advisory_xact_lock(literal(ADMISSIONS_LOCK))))

    @cached_property
    def taken(self) -> Prepared:
        """Money of `today`, and how many calls hold a place, begun after `since`."""
        return self._database.prepared(select(spent_on(_TODAY), _live()))

    @cached_property
    def taken_by_number(self) -> Prepared:
        """As `taken`, then how many of those are of `number`, and how many calls it had `today`."""
        same = AdmissionRecord.number_hash == bindparam("number")
        of_number = admitted(and_(_since(), same))
        return self._database.prepared(
            select(spent_on(_TODAY), _live(), of_number, admitted(and_(AdmissionRecord.day == _TODAY, same)))
        )

    @cached_property
    def decide(self) -> Prepared:
        row = {
            "call_id": _CALL,
            "number_hash": bindparam("number"),
            "day": _TODAY,
            "refused": bindparam("refused"),
            "decided_at": bindparam("now"),
        }
        return self._database.prepared(inserted(self._database.dialect, AdmissionRecord).values(row))

    @cached_property
    def spend(self) -> Prepared:
        """Add `amount` to what the call has cost `today`."""
        added = inserted(self._database.dialect, SpendingRecord).values(
            day=bindparam("today"), call_id=_CALL, micro_usd=bindparam("amount")
        )
        total = SpendingRecord.micro_usd + added.excluded.micro_usd
        return self._database.prepared(
            added.on_conflict_do_update(index_elements=["day", "call_id"], set_={"micro_usd": total})
        )


def admitted(which: ColumnElement[bool]) -> ColumnElement[int]:
    """How many calls that were let in are `which`."""
    let_in = select(func.count()).select_from(AdmissionRecord).join(CallRecord)
    return let_in.where(AdmissionRecord.refused.is_(None), which).scalar_subquery()


def spent_on(day: object) -> ColumnElement[int]:
    """Millionths of a dollar, of all calls."""
    total = select(func.coalesce(func.sum(SpendingRecord.micro_usd), 0))
    return total.where(SpendingRecord.day == day).scalar_subquery()


def _live() -> ColumnElement[int]:
    return admitted(_since())


def _since() -> ColumnElement[bool]:
    return live_since(bindparam("since", type_=CallRecord.__table__.c.created_at.type))
