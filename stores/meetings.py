"""Meetings: a member's slot, booked by whoever is first."""

from datetime import datetime

from sqlalchemy import false, or_, select, tuple_, update
from sqlalchemy.orm import Session

from stores.availability import SLOT, on_grid
from stores.database import Database
from stores.errors import SlotTaken
from stores.pages import checked_limit, moment_and_id_after, page_of
from stores.records import MeetingRecord
from stores.sql import FRESH, Clock, checked_id, found, insert_if_free
from stores.values import Meeting, Page


class MeetingStore:
    """The team's meetings. That nobody's time is booked twice is the database's promise, not this code's."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def book(self, member_id: int, lead_id: int | None, call_id: str | None, starts_at: datetime) -> Meeting:
        """Book the half hour from `starts_at`; a call that asks for the same start again gets what it has.

        Raises SlotTaken, ValueError for a start off the grid, UnknownReference for member, lead or call.
        """
        if not on_grid(starts_at):
            raise ValueError("meetings start on the half hour")
        with self._database.begin() as session:
            made = insert_if_free(
                session,
                MeetingRecord,
                member_id=member_id,
                lead_id=lead_id,
                call_id=call_id,
                starts_at=starts_at,
                ends_at=starts_at + SLOT,
                status="booked",
                created_at=self._clock(),
            )
            if made is not None:
                return _meeting(made)
            return _meeting(_own(session, member_id, call_id, starts_at))

    def get(self, meeting_id: int) -> Meeting:
        """One meeting. Raises NotFound."""
        with self._database.read() as session:
            record = session.get(MeetingRecord, checked_id(meeting_id, "meeting"))
            return _meeting(found(record, f"meeting {meeting_id}"))

    def cancel(self, meeting_id: int) -> Meeting:
        """Give the slot back; harmless when repeated. Raises NotFound."""
        this = MeetingRecord.id == checked_id(meeting_id, "meeting")
        cancelled = update(MeetingRecord).where(this).values(status="cancelled").returning(MeetingRecord)
        with self._database.begin() as session:
            record = session.scalars(cancelled, execution_options=FRESH).one_or_none()
            return _meeting(found(record, f"meeting {meeting_id}"))

    def move(self, meeting_id: int, member_id: int, call_id: str | None, starts_at: datetime) -> Meeting:
        """Book another half hour in the meeting's place: the old one is cancelled, both or neither.

        Raises NotFound when it is not booked (any more), and what `book` raises.
        """
        this = (MeetingRecord.id == checked_id(meeting_id, "meeting"), MeetingRecord.status == "booked")
        with self._database.begin() as session:
            old = session.scalars(select(MeetingRecord).where(*this).with_for_update()).one_or_none()
            lead_id = found(old, f"booked meeting {meeting_id}").lead_id
            self.cancel(meeting_id)
            return self.book(member_id, lead_id, call_id, starts_at)

    def booked(self, since: datetime, *, call_id: str | None = None, lead_id: int | None = None) -> tuple[Meeting, ...]:
        """The booked meetings from `since` on that this call booked, or that are this lead's, earliest first."""
        whose = [MeetingRecord.call_id == call_id] if call_id is not None else []
        whose += [MeetingRecord.lead_id == lead_id] if lead_id is not None else []
        rows = _BOOKED.where(or_(false(), *whose), MeetingRecord.starts_at >= since)
        with self._database.read() as session:
            ordered = rows.order_by(MeetingRecord.starts_at, MeetingRecord.id)
            return tuple(_meeting(record) for record in session.scalars(ordered))

    def list(
        self,
        limit: int = 50,
        after: str | None = None,
        member_id: int | None = None,
        from_: datetime | None = None,
    ) -> Page[Meeting]:
        """The meetings, cancelled ones too, by their start. Raises BadCursor."""
        by_start = (MeetingRecord.starts_at, MeetingRecord.id)
        rows = select(MeetingRecord).order_by(*by_start).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(tuple_(*by_start) > moment_and_id_after(after))
        if member_id is not None:
            rows = rows.where(MeetingRecord.member_id == member_id)
        if from_ is not None:
            rows = rows.where(MeetingRecord.starts_at >= from_)
        with self._database.read() as session:
            records = session.scalars(rows).all()
            return page_of(records, limit, _meeting, lambda row: (row.starts_at.isoformat(), row.id))

    def between(self, member_id: int, start: datetime, end: datetime) -> tuple[Meeting, ...]:
        """The member's booked meetings that touch the time from `start` until just before `end`."""
        rows = (
            _BOOKED.where(MeetingRecord.member_id == member_id)
            .where(MeetingRecord.starts_at < end, MeetingRecord.ends_at > start)
            .order_by(MeetingRecord.starts_at)
        )
        with self._database.read() as session:
            return tuple(_meeting(record) for record in session.scalars(rows))


_BOOKED = select(MeetingRecord).where(MeetingRecord.status == "booked")


def _own(session: Session, member_id: int, call_id: str | None, starts_at: datetime) -> MeetingRecord:
    """What the call booked for that start before. Raises SlotTaken when it was somebody else."""
    by_call = _BOOKED.where(MeetingRecord.call_id == call_id, MeetingRecord.starts_at == starts_at)
    record = None if call_id is None else session.scalars(by_call, execution_options=FRESH).one_or_none()
    if record is None:
        raise SlotTaken(f"member {member_id} has a meeting then")
    return record


def _meeting(record: MeetingRecord) -> Meeting:
    return Meeting(
        id=record.id,
        member_id=record.member_id,
        lead_id=record.lead_id,
        call_id=record.call_id,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        status=record.status,
        created_at=record.created_at,
    )
