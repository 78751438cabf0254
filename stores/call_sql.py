"""The statements of calls that every call and turn makes."""

from dataclasses import fields
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, or_, select, update

from stores.database import Database
from stores.prepared import Prepared
from stores.records import CallRecord, ReplyRecord, TurnRecord
from stores.sql import inserted
from stores.statuses import ANSWERED, is_terminal
from stores.values import Call

CALLS, REPLIES, TURNS = CallRecord.__table__, ReplyRecord.__table__, TurnRecord.__table__
CALL_COLUMNS = tuple(CALLS.c[each.name] for each in fields(Call))
"""In the order of Call's fields."""
OPENED_WITH = (
    *("id", "sid", "channel", "direction", "scenario", "language", "lead_id", "from_number", "to_number"),
    *("status", "status_rank", "state_version", "created_at"),
)
_THIS: BindParameter[str] = bindparam("this")
_EITHER = or_(CALLS.c.id == _THIS, CALLS.c.sid == _THIS)


class CallSql:
    """The statements for one database, compiled at their first use; `this` is an id or a SID."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def by_id(self) -> Prepared:
        return self._calls(CALLS.c.id == _THIS)

    @cached_property
    def by_sid(self) -> Prepared:
        return self._calls(CALLS.c.sid == _THIS)

    @cached_property
    def by_either(self) -> Prepared:
        return self._calls(_EITHER)

    @cached_property
    def open(self) -> Prepared:
        """With OPENED_WITH, unless the SID has a row; on PostgreSQL it waits for whoever is just opening it."""
        row: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in OPENED_WITH}
        new = inserted(self._database.dialect, CallRecord).values(row).on_conflict_do_nothing()
        return self._database.prepared(new.returning(*CALL_COLUMNS))

    @cached_property
    def locked(self) -> Prepared:
        """Whether the call has no state, once nobody else is changing it."""
        rows = select(CALLS.c.state.is_(None)).where(CALLS.c.id == _THIS)
        return self._database.prepared(rows.with_for_update())

    @cached_property
    def advance(self) -> Prepared:
        return self._advance({})

    @cached_property
    def advance_answered(self) -> Prepared:
        return self._advance({"answered_at": _first("answered_at")})

    @cached_property
    def advance_ended(self) -> Prepared:
        return self._advance({"ended_at": _first("ended_at"), "duration_s": bindparam("new_duration_s")})

    def advance_to(self, status: str) -> Prepared:
        """To `new_status` of `new_rank`, at `moment`, ended ones with `new_duration_s`; nothing if that is the past."""
        if is_terminal(status):
            return self.advance_ended
        return self.advance_answered if status == ANSWERED else self.advance

    @cached_property
    def finish(self) -> Prepared:
        return self._change({"outcome": _first("outcome", "new_outcome"), "ended_at": _first("ended_at")})

    @cached_property
    def settle(self) -> Prepared:
        return self._change({"outcome": bindparam("new_outcome")})

    @cached_property
    def set_channel(self) -> Prepared:
        return self._change({"channel": bindparam("new_channel")})

    @cached_property
    def set_lead(self) -> Prepared:
        return self._change({"lead_id": bindparam("new_lead_id")})

    @cached_property
    def with_reply(self) -> Prepared:
        """By SID; the last columns are the TwiML given at (turn, cursor), and how the turn before ended, or None."""
        given = (
            (REPLIES.c.call_id == CALLS.c.id)
            & (REPLIES.c.turn == bindparam("turn"))
            & (REPLIES.c.cursor == bindparam("cursor"))
        )
        before = (TURNS.c.call_id == CALLS.c.id) & (TURNS.c.number == bindparam("turn") - 1)
        joined = CALLS.outerjoin(REPLIES, given).outerjoin(TURNS, before)
        rows = select(*CALL_COLUMNS, REPLIES.c.twiml, TURNS.c.ending).select_from(joined)
        return self._database.prepared(rows.where(CALLS.c.sid == _THIS))

    @cached_property
    def save_state(self) -> Prepared:
        """If the version is still the `known` one; returns the new one."""
        this = (CallRecord.id == _THIS) & (CallRecord.state_version == bindparam("known"))
        changed = update(CallRecord).where(this)
        values = {"state": bindparam("new_state"), "state_version": CallRecord.state_version + 1}
        return self._database.prepared(changed.values(values).returning(CallRecord.state_version))

    def _advance(self, values: dict[str, ColumnElement[Any]]) -> Prepared:
        values = {"status": bindparam("new_status"), "status_rank": bindparam("new_rank"), **values}
        behind = CALLS.c.status_rank < bindparam("new_rank")
        changed = update(CallRecord).where(_EITHER, behind).values(values)
        return self._database.prepared(changed.returning(*CALL_COLUMNS))

    def _change(self, values: dict[str, ColumnElement[Any]]) -> Prepared:
        changed = update(CallRecord).where(CALLS.c.id == _THIS).values(values)
        return self._database.prepared(changed.returning(*CALL_COLUMNS))

    def _calls(self, which: ColumnElement[bool]) -> Prepared:
        return self._database.prepared(select(*CALL_COLUMNS).where(which))


def _first(column: str, given: str = "moment") -> ColumnElement[Any]:
    """What stands there already, else what is given."""
    return func.coalesce(CALLS.c[column], bindparam(given, type_=CALLS.c[column].type))
