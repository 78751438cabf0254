"""Members of the team: who they are, when they work, whose turn it is."""

from datetime import datetime

from sqlalchemy import func, select, text, update

from stores.availability import OFFICE_HOURS, checked_hours, within_hours
from stores.database import Database
from stores.errors import NotFound
from stores.pages import checked_limit, id_after, page_of
from stores.phones import checked_phone
from stores.records import AbsenceRecord, MemberRecord
from stores.sql import Clock, checked_id, found
from stores.values import Absence, Hours, Member, Page


class MemberStore:
    """The team, their absences and the round robin among them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        name: str,
        phone: str | None,
        *,
        name_he: str | None = None,
        hours: Hours = OFFICE_HOURS,
        time_zone: str = "Asia/Jerusalem",
        active: bool = True,
    ) -> Member:
        """Add a member. Raises ValueError for a number that is not E.164 and for impossible hours."""
        record = MemberRecord(
            name=name,
            phone=None if phone is None else checked_phone(phone),
            name_he=name_he,
            hours=dict(checked_hours(hours)),
            time_zone=time_zone,
            active=active,
            created_at=self._clock(),
        )
        with self._database.begin() as session:
            session.add(record)
            session.flush()
            return _member(record)

    def ensure_default(self, name: str, phone: str | None) -> Member:
        """The default member, created when there is none; several processes may ask at once."""
        with self._database.begin() as session:
            if self._database.dialect == "postgresql":  # on SQLite a writer is alone anyway
                session.execute(text("LOCK TABLE members IN SHARE ROW EXCLUSIVE MODE"))
            if session.scalars(select(func.count()).select_from(MemberRecord)).one() == 0:
                return self.add(name, phone)
            return self.default()

    def default(self) -> Member:
        """The longest-standing active member. Raises NotFound when there is none."""
        first = select(MemberRecord).where(MemberRecord.active).order_by(MemberRecord.id).limit(1)
        with self._database.read() as session:
            return _member(found(session.scalars(first).one_or_none(), "no active member"))

    def get(self, member_id: int) -> Member:
        """One member. Raises NotFound."""
        with self._database.read() as session:
            record = session.get(MemberRecord, checked_id(member_id, "member"))
            return _member(found(record, f"member {member_id}"))

    def list(self, limit: int = 50, after: str | None = None) -> Page[Member]:
        """The members, oldest first. Raises BadCursor."""
        rows = select(MemberRecord).order_by(MemberRecord.id).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(MemberRecord.id > id_after(after))
        with self._database.read() as session:
            return page_of(session.scalars(rows).all(), limit, _member, lambda row: (row.id,))

    def add_absence(self, member_id: int, starts_at: datetime, ends_at: datetime) -> Absence:
        """Note that a member is away. Raises UnknownReference, and BadValue when it ends before it starts."""
        with self._database.begin() as session:
            record = AbsenceRecord(member_id=member_id, starts_at=starts_at, ends_at=ends_at)
            session.add(record)
            session.flush()
            return _absence(record)

    def absences(self, member_id: int, start: datetime, end: datetime) -> tuple[Absence, ...]:
        """The member's absences that touch the time from `start` until just before `end`, earliest first."""
        rows = (
            select(AbsenceRecord)
            .where(AbsenceRecord.member_id == member_id)
            .where(AbsenceRecord.starts_at < end, AbsenceRecord.ends_at > start)
            .order_by(AbsenceRecord.starts_at, AbsenceRecord.id)
        )
        with self._database.read() as session:
            return tuple(_absence(record) for record in session.scalars(rows))

    def on_duty(self, at: datetime) -> tuple[Member, ...]:
        """Who works at that moment, in the order of `rotation`."""
        absent = select(AbsenceRecord.member_id).where(AbsenceRecord.starts_at <= at, AbsenceRecord.ends_at > at)
        with self._database.read() as session:
            away = set(session.scalars(absent))
        return tuple(each for each in self.rotation() if each.id not in away and within_hours(each, at))

    def rotation(self) -> tuple[Member, ...]:
        """The active members, the one who was least recently given a call or a meeting first."""
        rows = (
            select(MemberRecord)
            .where(MemberRecord.active)
            .order_by(MemberRecord.last_assigned_at.asc().nulls_first(), MemberRecord.id)
        )
        with self._database.read() as session:
            return tuple(_member(record) for record in session.scalars(rows))

    def touch(self, member_id: int) -> None:
        """Note that the member was given a call or a meeting now. Raises NotFound."""
        now = self._clock()
        assigned = update(MemberRecord).where(MemberRecord.id == checked_id(member_id, "member"))
        with self._database.begin() as session:
            row = session.scalars(assigned.values(last_assigned_at=now).returning(MemberRecord.id)).one_or_none()
            if row is None:
                raise NotFound(f"member {member_id}")


def _member(record: MemberRecord) -> Member:
    return Member(
        id=record.id,
        name=record.name,
        phone=record.phone,
        hours=checked_hours(record.hours),
        name_he=record.name_he,
        time_zone=record.time_zone,
        active=record.active,
        last_assigned_at=record.last_assigned_at,
        created_at=record.created_at,
    )


def _absence(record: AbsenceRecord) -> Absence:
    return Absence(record.id, record.member_id, record.starts_at, record.ends_at)
