"""Leads: adding, finding, changing, and erasing on request."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal, TypedDict, Unpack

from sqlalchemy import bindparam, exists, func, select, update

from stores.database import Database
from stores.erasure import erase_lead
from stores.errors import Conflict, NotFound, PhoneTaken
from stores.pages import checked_limit, id_after, page_of
from stores.phones import checked_phone, phone_hash
from stores.prepared import Prepared
from stores.records import LeadRecord, SuppressionRecord
from stores.sql import Clock, checked_id
from stores.values import Consent, Lead, Page


class LeadFields(TypedDict, total=False):
    """What a lead may have beside a name and a number; None for nothing."""

    name_he: str | None
    gender: Literal["m", "f"] | None
    company: str | None
    email: str | None
    notes: str | None
    owner_id: int | None
    consent: Consent | None


class LeadChanges(LeadFields, total=False):
    """What `LeadStore.update` may change."""

    name: str
    phone: str


TABLE = LeadRecord.__table__
COLUMNS = tuple(
    TABLE.c[name]
    for name in (
        *("id", "name", "phone", "created_at", "updated_at", "name_he", "gender", "company", "email", "notes"),
        *("owner_id", "consent_source", "consent_date", "consent_expires"),
    )
)
"""In the order of Lead's fields, the consent in three."""
# Each lead with whether its number is suppressed.
_LEADS = select(*COLUMNS, exists().where(SuppressionRecord.phone_hash == LeadRecord.phone_hash).label("suppressed"))


class LeadSql:
    """The statements for one database, compiled at their first use."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @cached_property
    def by_id(self) -> Prepared:
        return self._database.prepared(_LEADS.where(LeadRecord.id == bindparam("this")))

    @cached_property
    def by_phone(self) -> Prepared:
        return self._database.prepared(_LEADS.where(LeadRecord.phone == bindparam("this")))


class LeadStore:
    """The people to talk to; one lead for a number."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._sql = database.statements(LeadSql)

    def add(self, name: str, phone: str, **others: Unpack[LeadFields]) -> Lead:
        """Add a lead. Raises PhoneTaken, UnknownReference for the owner, ValueError if not E.164."""
        now = self._clock()
        columns = _columns({**others, "name": name, "phone": phone})
        try:
            with self._database.begin() as session:
                record = LeadRecord(**columns, created_at=now, updated_at=now)
                session.add(record)
                session.flush()
                return self.get(record.id)
        except Conflict as conflict:
            raise self._taken(phone) from conflict

    def get(self, lead_id: int) -> Lead:
        """One lead. Raises NotFound."""
        rows = self._database.fetch(self._sql.by_id, this=checked_id(lead_id, "lead"))
        if not rows:
            raise NotFound(f"lead {lead_id}")
        return _lead(rows[0])

    def by_phone(self, phone: str) -> Lead | None:
        """The lead with this number, if there is one."""
        rows = self._database.fetch(self._sql.by_phone, this=phone)
        return _lead(rows[0]) if rows else None

    def list(self, limit: int = 50, after: str | None = None) -> Page[Lead]:
        """The leads, oldest first. Raises BadCursor."""
        rows = _LEADS.order_by(LeadRecord.id).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(LeadRecord.id > id_after(after))
        with self._database.read() as session:
            return page_of(session.execute(rows).all(), limit, _lead, lambda row: (row[0],))

    def count(self) -> int:
        with self._database.read() as session:
            return session.scalars(select(func.count()).select_from(LeadRecord)).one()

    def update(self, lead_id: int, **changes: Unpack[LeadChanges]) -> Lead:
        """Change a lead. Raises NotFound, PhoneTaken, ValueError, and UnknownReference for the owner."""
        known = checked_id(lead_id, "lead")
        columns = _columns(changes) | {"updated_at": self._clock()}
        statement = update(LeadRecord).where(LeadRecord.id == known).values(**columns)
        try:
            with self._database.begin() as session:
                session.execute(statement)
                return self.get(known)
        except Conflict as conflict:
            raise self._taken(changes.get("phone", "")) from conflict

    def delete(self, lead_id: int) -> None:
        """Erase a lead and what was said with them (see `erasure`). Raises NotFound and LeadInCall."""
        with self._database.begin() as session:
            erase_lead(session, checked_id(lead_id, "lead"), self._clock())

    def _taken(self, phone: str) -> Conflict:
        holder = self.by_phone(phone)
        return Conflict("the lead was changed by another") if holder is None else PhoneTaken(holder.id)


def _columns(fields: LeadFields | LeadChanges) -> dict[str, Any]:
    """The fields as columns: the consent becomes three, the number brings its hash."""
    columns: dict[str, Any] = dict(fields)
    if "phone" in columns:
        columns |= {"phone": checked_phone(columns["phone"]), "phone_hash": phone_hash(columns["phone"])}
    if "consent" in columns:
        consent: Consent | None = columns.pop("consent")
        columns["consent_source"] = consent.source if consent else None
        columns["consent_date"] = consent.date if consent else None
        columns["consent_expires"] = consent.expires if consent else None
    return columns


def _lead(row: Sequence[Any]) -> Lead:
    *plain, source, date, expires, suppressed = row
    consent = None if source is None or date is None else Consent(source, date, expires)
    return Lead(*[*plain, consent, bool(suppressed)])
