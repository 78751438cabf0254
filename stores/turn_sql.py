"""The statements of turns: each is one round trip, safe against all others by itself.

Whoever writes holds the turn's row (FOR UPDATE; SQLite lets one writer in at a time), so that an owner that has lost
its claim cannot write, and sentences get their places one after the other. On PostgreSQL a write also tells
(NOTIFY) whoever listens that there is something new to read.
"""

from dataclasses import fields
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    String,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from stores.database import Database
from stores.prepared import Prepared
from stores.records import CallRecord, ReplyRecord, SentenceRecord, TurnRecord
from stores.values import Sentence, Turn

CHANNEL = "voicebot_turns"
"""Of NOTIFY; the payload is "<call id>:<turn>"."""

CALLS = CallRecord.__table__
TURNS, SENTENCES, REPLIES = TurnRecord.__table__, SentenceRecord.__table__, ReplyRecord.__table__
TURN_COLUMNS = tuple(TURNS.c[each.name] for each in fields(Turn) if each.name != "sentences")
SENTENCE_COLUMNS = tuple(SENTENCES.c[each.name] for each in fields(Sentence))
"""Both in the order of the values' fields."""

_CALL: BindParameter[str] = bindparam("call_id")
_NUMBER: BindParameter[int] = bindparam("number")
_ZERO: ColumnElement[int] = literal_column("0", Integer)
_OF_CALL = TURNS.c.call_id == _CALL
_THIS = _OF_CALL & (TURNS.c.number == _NUMBER)
_CLAIMED = TURNS.c.state == "claimed"
_OWNED = _THIS & _CLAIMED & (TURNS.c.epoch == bindparam("epoch"))
_NEXT_IDX = (
    select(func.coalesce(func.max(SENTENCES.c.idx), -1) + 1)
    .where(SENTENCES.c.call_id == _CALL, SENTENCES.c.turn == _NUMBER)
    .scalar_subquery()
)
_NEXT_NUMBER = select(func.coalesce(func.max(TURNS.c.number), 0) + 1).where(_OF_CALL).scalar_subquery()


def _once(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """What has to be decoded, only in the row of the turn's first sentence, and not again with each of them."""
    if isinstance(column.type, Integer | String):
        return column
    return case((func.coalesce(SENTENCES.c.idx, _ZERO) == _ZERO, column))


class TurnSql:
    """The statements for one database, compiled at their first use."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._on_postgres = database.dialect == "postgresql"

    @cached_property
    def one(self) -> Prepared:
        return self._turns(_THIS)

    @cached_property
    def progress(self) -> Prepared:
        """A turn's state, and how many sentences it has: what a waiting webhook looks at again and again."""
        return self._database.prepared(select(TURNS.c.state, _NEXT_IDX).where(_THIS))

    @cached_property
    def ending(self) -> Prepared:
        return self._database.prepared(select(TURNS.c.ending).where(_THIS))

    @cached_property
    def all(self) -> Prepared:
        return self._turns(_OF_CALL)

    @cached_property
    def so_far(self) -> Prepared:
        """The same, and in each row the version of the call's state."""
        return self._turns(_OF_CALL, select(CALLS.c.state_version).where(CALLS.c.id == _CALL).scalar_subquery())

    @cached_property
    def claimed(self) -> Prepared:
        return self._turns(_OF_CALL & _CLAIMED)

    @cached_property
    def last(self) -> Prepared:
        latest = select(func.max(TURNS.c.number)).where(_OF_CALL).scalar_subquery()
        return self._turns(_OF_CALL & (TURNS.c.number == latest))

    @cached_property
    def number_of_source(self) -> Prepared:
        return self._database.prepared(
            select(TURNS.c.number).where(_OF_CALL, TURNS.c.source == bindparam("source")).order_by(TURNS.c.number)
        )

    @cached_property
    def claim(self) -> Prepared:
        """With the number that is given."""
        return self._claim(_NUMBER)

    @cached_property
    def claim_next(self) -> Prepared:
        """With the next free number."""
        return self._claim(_NEXT_NUMBER)

    @cached_property
    def retake(self) -> Prepared:
        taken = update(TurnRecord).where(_OWNED)
        return self._database.prepared(
            taken.values(
                owner=bindparam("owner"), claimed_at=bindparam("now"), epoch=TURNS.c.epoch + 1
            ).returning(TURNS.c.epoch)
        )  # fmt: skip

    @cached_property
    def save_heard(self) -> Prepared:
        return self._owner_writes("heard_he", "heard_en", "heard_by", "intents")

    @cached_property
    def save_tool_calls(self) -> Prepared:
        return self._owner_writes("tool_calls")

    @cached_property
    def save_ending(self) -> Prepared:
        return self._owner_writes("ending")

    @cached_property
    def finish(self) -> Prepared:
        return self._owner_writes(
            *("state", "finished_at", "agent", "model", "tool_calls", "timings", "links", "ending", "given")
        )

    @cached_property
    def append(self) -> Prepared:
        return self._append(_OWNED)

    @cached_property
    def append_at(self) -> Prepared:
        return self._append(_THIS & _CLAIMED & (bindparam("at_idx") == _NEXT_IDX))

    @cached_property
    def translate_heard(self) -> Prepared:
        """Of what was heard and stands there in its own language only."""
        standing = (TURNS.c.heard_he == bindparam("was")) & (TURNS.c.heard_en == bindparam("was"))
        return self._database.prepared(
            update(TurnRecord)
            .where(_THIS & standing)
            .values(heard_en=bindparam("english"))
            .returning(TURNS.c.number)
        )  # fmt: skip

    @cached_property
    def translate_sentence(self) -> Prepared:
        """Of a sentence that stands there in its own language only."""
        place = (SENTENCES.c.call_id == _CALL) & (SENTENCES.c.turn == _NUMBER) & (SENTENCES.c.idx == bindparam("idx"))
        standing = (SENTENCES.c.he == bindparam("was")) & (SENTENCES.c.en == bindparam("was"))
        return self._database.prepared(
            update(SentenceRecord).where(place & standing).values(en=bindparam("english")).returning(SENTENCES.c.idx)
        )

    @cached_property
    def cut(self) -> Prepared:
        """Of a turn that is no longer claimed."""
        rest = (SENTENCES.c.call_id == _CALL) & (SENTENCES.c.turn == _NUMBER) & (SENTENCES.c.idx >= bindparam("given"))
        over = select(TURNS.c.number).where(_THIS, ~_CLAIMED).exists()
        return self._database.prepared(delete(SentenceRecord).where(rest & over).returning(SENTENCES.c.idx))

    @cached_property
    def reply(self) -> Prepared:
        at = (REPLIES.c.call_id == _CALL, REPLIES.c.turn == _NUMBER, REPLIES.c.cursor == bindparam("cursor"))
        return self._database.prepared(select(REPLIES.c.twiml).where(*at))

    @cached_property
    def save_reply(self) -> Prepared:
        row = {"call_id": _CALL, "turn": _NUMBER, "cursor": bindparam("cursor"), "twiml": bindparam("twiml")}
        return self._database.prepared(
            self._insert(REPLIES).values(row).on_conflict_do_nothing().returning(REPLIES.c.twiml)
        )

    def _turns(self, which: ColumnElement[bool], *more: ColumnElement[Any]) -> Prepared:
        joined = TURNS.outerjoin(
            SENTENCES, (SENTENCES.c.call_id == TURNS.c.call_id) & (SENTENCES.c.turn == TURNS.c.number)
        )
        rows = select(*map(_once, TURN_COLUMNS), *SENTENCE_COLUMNS, *more).select_from(joined).where(which)
        return self._database.prepared(rows.order_by(TURNS.c.number, SENTENCES.c.idx))

    def _claim(self, number: ColumnElement[int]) -> Prepared:
        row = {
            TURNS.c.call_id: _CALL,
            TURNS.c.number: number,
            TURNS.c.source: bindparam("source"),
            TURNS.c.state: literal("claimed"),
            TURNS.c.owner: bindparam("owner"),
            TURNS.c.epoch: literal(1),
            TURNS.c.claimed_at: bindparam("now"),
            TURNS.c.given: bindparam("given", type_=TURNS.c.given.type),
            TURNS.c.intents: literal([], TURNS.c.intents.type),
            TURNS.c.tool_calls: literal([], TURNS.c.tool_calls.type),
            TURNS.c.timings: literal({}, TURNS.c.timings.type),
        }
        return self._database.prepared(
            self._insert(TURNS).values(row).on_conflict_do_nothing().returning(TURNS.c.number)
        )

    def _owner_writes(self, *columns: str) -> Prepared:
        values: dict[str, BindParameter[Any]] = {name: bindparam(f"new_{name}") for name in columns}
        return self._database.prepared(
            update(TurnRecord).where(_OWNED).values(values).returning(TURNS.c.number, *self._tell())
        )

    def _append(self, which: ColumnElement[bool]) -> Prepared:
        row = {
            SENTENCES.c.call_id: TURNS.c.call_id,
            SENTENCES.c.turn: TURNS.c.number,
            SENTENCES.c.idx: _NEXT_IDX,
            SENTENCES.c.kind: bindparam("kind", type_=SENTENCES.c.kind.type),
            SENTENCES.c.he: bindparam("he", type_=SENTENCES.c.he.type),
            SENTENCES.c.en: bindparam("en", type_=SENTENCES.c.en.type),
            SENTENCES.c.agent: bindparam("agent", type_=SENTENCES.c.agent.type),
            SENTENCES.c.es: bindparam("es", type_=SENTENCES.c.es.type),
            SENTENCES.c.created_at: bindparam("now", type_=SENTENCES.c.created_at.type),
        }
        source = select(*row.values()).where(which).with_for_update(of=TURNS)
        new = self._insert(SENTENCES).from_select(list(row), source).on_conflict_do_nothing()
        return self._database.prepared(new.returning(SENTENCES.c.idx, *self._tell()))

    def _tell(self) -> tuple[ColumnElement[Any], ...]:
        """Sent with the commit, whichever transaction this is part of."""
        if not self._on_postgres:
            return ()
        payload = cast(_CALL, String).concat(":").concat(cast(_NUMBER, String))
        return (func.pg_notify(CHANNEL, payload),)

    def _insert(self, table: Any) -> Any:
        return (postgresql.insert if self._on_postgres else sqlite.insert)(table)
