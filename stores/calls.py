"""Calls: opened once by Twilio's SID, moved forward only, their state saved by version."""

from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import exists, select, tuple_

from stores.adoption import adopt_sid
from stores.call_sql import CallSql
from stores.database import Database
from stores.errors import Conflict, NotFound, StaleState
from stores.liveness import live_at
from stores.pages import checked_limit, moment_and_text_after, page_of
from stores.prepared import Prepared
from stores.records import CallRecord
from stores.sql import Clock
from stores.statuses import ANSWERED, NEW, is_terminal, rank_of
from stores.values import Call, Json, Page

Channel = Literal["turns", "text", "realtime"]
Direction = Literal["inbound", "outbound", "text"]


class CallStore:
    """One row for each conversation."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sql = database.statements(CallSql)

    def open(
        self,
        sid: str | None,
        *,
        channel: Channel,
        direction: Direction,
        scenario: str,
        language: str,
        lead_id: int | None = None,
        from_number: str | None = None,
        to_number: str | None = None,
        status: str = NEW,
    ) -> tuple[Call, bool]:
        """The call of this SID and whether it was made just now; without a SID it always is.

        What the first opener said stays. Raises UnknownReference for the lead, ValueError for the status.
        """
        values: dict[str, Any] = {
            "id": uuid4().hex,
            "sid": sid,
            "channel": channel,
            "direction": direction,
            "scenario": scenario,
            "language": language,
            "lead_id": lead_id,
            "from_number": from_number,
            "to_number": to_number,
            "status": status,
            "status_rank": rank_of(status),
            "state_version": 0,
            "created_at": self._clock(),
        }
        with self._database.guarded():
            made = self._database.write(self._sql.open, **values)
        if made or sid is None:
            return Call(*made[0]), True
        return self.by_sid(sid), False

    def place(
        self,
        lead_id: int,
        *,
        channel: Channel,
        scenario: str,
        language: str,
        from_number: str,
        to_number: str,
    ) -> Call:
        """A call that we are about to ask Twilio for; `adopt` gives it its SID. Raises UnknownReference."""
        call, _ = self.open(
            None,
            channel=channel,
            direction="outbound",
            scenario=scenario,
            language=language,
            lead_id=lead_id,
            from_number=from_number,
            to_number=to_number,
        )
        return call

    def adopt(self, call_id: str, sid: str) -> Call:
        """Tie a placed call to Twilio's SID; whoever learns of it may come first, and all may repeat it.

        An early webhook's row is merged, see `adoption`. Raises NotFound, and Conflict if it has another SID.
        """
        try:
            return self._adopt(call_id, sid)
        except Conflict:
            # A webhook may have opened a row under the SID between our look and our write: now it is seen.
            return self._adopt(call_id, sid)

    def get(self, call_id: str) -> Call:
        """One call. Raises NotFound."""
        return self._one(self._sql.by_id, call_id)

    def by_sid(self, sid: str) -> Call:
        """The call of Twilio's SID. Raises NotFound."""
        return self._one(self._sql.by_sid, sid)

    def with_reply(self, sid: str, turn: int, cursor: int) -> tuple[Call, str | None, Json | None]:
        """The call of Twilio's SID, the TwiML that was given at this place, and how the turn before has ended.

        Both of the latter are None where there is none. Raises NotFound.
        """
        rows = self._database.fetch(self._sql.with_reply, this=sid, turn=turn, cursor=cursor)
        if not rows:
            raise NotFound(f"call {sid}")
        *call, reply, ending_before = rows[0]
        return Call(*call), reply, ending_before

    def list(self, limit: int = 50, after: str | None = None, lead_id: int | None = None) -> Page[Call]:
        """The calls, newest first. Raises BadCursor."""
        newest_first = (CallRecord.created_at.desc(), CallRecord.id.desc())
        rows = select(CallRecord).order_by(*newest_first).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(tuple_(CallRecord.created_at, CallRecord.id) < moment_and_text_after(after))
        if lead_id is not None:
            rows = rows.where(CallRecord.lead_id == lead_id)
        with self._database.read() as session:
            records = session.scalars(rows).all()
            return page_of(records, limit, _call, lambda row: (row.created_at.isoformat(), row.id))

    def live(self, lead_id: int) -> bool:
        """True while the lead is in a call."""
        with self._database.read() as session:
            return session.scalars(select(exists().where(CallRecord.lead_id == lead_id, live_at(self._clock())))).one()

    def ended_so(self, lead_id: int, outcome: str, since: datetime) -> bool:
        """Whether a call with the lead ended with this outcome since then."""
        ended = (CallRecord.lead_id == lead_id, CallRecord.outcome == outcome, CallRecord.ended_at >= since)
        with self._database.read() as session:
            return session.scalars(select(exists().where(*ended))).one()

    def save_state(self, call_id: str, state: Json, expected_version: int) -> int:
        """Save the state read as `expected_version`; the new version. Raises StaleState and NotFound."""
        saved = self._database.write(self._sql.save_state, this=call_id, known=expected_version, new_state=dict(state))
        if not saved:
            self.get(call_id)
            raise StaleState(f"call {call_id} is past version {expected_version}")
        return int(saved[0][0])

    def advance_status(
        self, sid_or_id: str, status: str, duration_s: int | None = None, at: datetime | None = None
    ) -> Call:
        """Move the call forward to `status`; a word of the past, or a second last one, changes nothing.

        `at` is when it happened (default: now). Raises NotFound, and ValueError for a word not Twilio's.
        """
        values: dict[str, Any] = {"this": sid_or_id, "new_status": status, "new_rank": rank_of(status)}
        if status == ANSWERED or is_terminal(status):
            values["moment"] = at or self._clock()
        if is_terminal(status):
            values["new_duration_s"] = duration_s
        moved = self._database.write(self._sql.advance_to(status), **values)
        return Call(*moved[0]) if moved else self._one(self._sql.by_either, sid_or_id)

    def finish(self, call_id: str, outcome: str, at: datetime | None = None) -> Call:
        """Note how the call ended; the first outcome stays. Raises NotFound."""
        return self._change(self._sql.finish, call_id, new_outcome=outcome, moment=at or self._clock())

    def still(self, call: Call) -> bool:
        """Lock the call until the transaction ends; False when it was erased since it was read."""
        rows = self._database.fetch(self._sql.locked, this=call.id)
        return not rows or bool(rows[0][0]) == (call.state is None)

    def settle(self, call_id: str, outcome: str) -> Call:
        """Note how the call ended, instead of what was noted before. Raises NotFound."""
        return self._change(self._sql.settle, call_id, new_outcome=outcome)

    def set_channel(self, call_id: str, channel: Channel) -> Call:
        """Note that the call is held in another way now. Raises NotFound."""
        return self._change(self._sql.set_channel, call_id, new_channel=channel)

    def set_lead(self, call_id: str, lead_id: int | None) -> Call:
        """Tie the call to a lead, or to none. Raises NotFound; UnknownReference for the lead."""
        with self._database.guarded():
            return self._change(self._sql.set_lead, call_id, new_lead_id=lead_id)

    def _one(self, statement: Prepared, this: str) -> Call:
        rows = self._database.fetch(statement, this=this)
        if not rows:
            raise NotFound(f"call {this}")
        return Call(*rows[0])

    def _adopt(self, call_id: str, sid: str) -> Call:
        with self._database.begin() as session:
            return _call(adopt_sid(session, call_id, sid))

    def _change(self, statement: Prepared, call_id: str, **values: Any) -> Call:
        changed = self._database.write(statement, this=call_id, **values)
        if not changed:
            raise NotFound(f"call {call_id}")
        return Call(*changed[0])


def _call(record: CallRecord) -> Call:
    return Call(
        id=record.id,
        sid=record.sid,
        channel=record.channel,
        direction=record.direction,
        scenario=record.scenario,
        language=record.language,
        lead_id=record.lead_id,
        from_number=record.from_number,
        to_number=record.to_number,
        status=record.status,
        outcome=record.outcome,
        state=record.state,
        state_version=record.state_version,
        created_at=record.created_at,
        answered_at=record.answered_at,
        ended_at=record.ended_at,
        duration_s=record.duration_s,
    )
