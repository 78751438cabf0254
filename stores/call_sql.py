"""The statements of calls that every turn makes."""

from dataclasses import fields
from functools import cached_property

from sqlalchemy import ColumnElement, bindparam, select, update

from stores.database import Database
from stores.prepared import Prepared
from stores.records import CallRecord, ReplyRecord
from stores.values import Call

CALLS, REPLIES = CallRecord.__table__, ReplyRecord.__table__
CALL_COLUMNS = tuple(CALLS.c[each.name] for each in fields(Call))
"""In the order of Call's fields."""


class CallSql:
    """The statements for one database, compiled at their first use; `this` is an id or a SID."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def by_id(self) -> Prepared:
        return self._calls(CALLS.c.id == bindparam("this"))

    @cached_property
    def by_sid(self) -> Prepared:
        return self._calls(CALLS.c.sid == bindparam("this"))

    @cached_property
    def with_reply(self) -> Prepared:
        """By SID; the last column is the TwiML given at (turn, cursor), or None."""
        given = (
            (REPLIES.c.call_id == CALLS.c.id)
            & (REPLIES.c.turn == bindparam("turn"))
            & (REPLIES.c.cursor == bindparam("cursor"))
        )
        rows = select(*CALL_COLUMNS, REPLIES.c.twiml).select_from(CALLS.outerjoin(REPLIES, given))
        return self._database.prepared(rows.where(CALLS.c.sid == bindparam("this")))

    @cached_property
    def save_state(self) -> Prepared:
        """If the version is still the `known` one; returns the new one."""
        this = (CallRecord.id == bindparam("this")) & (CallRecord.state_version == bindparam("known"))
        changed = update(CallRecord).where(this)
        values = {"state": bindparam("new_state"), "state_version": CallRecord.state_version + 1}
        return self._database.prepared(changed.values(values).returning(CallRecord.state_version))

    def _calls(self, which: ColumnElement[bool]) -> Prepared:
        return self._database.prepared(select(*CALL_COLUMNS).where(which))
