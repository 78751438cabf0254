"""Leads: adding, finding, changing, and erasing on request."""

from typing import Any, Literal, TypedDict, Unpack

from sqlalchemy import Row, Select, exists, func, select, update

from stores.database import Database
from stores.erasure import erase_lead
from stores.errors import Conflict, NotFound, PhoneTaken
from stores.pages import checked_limit, id_after, page_of
from stores.phones import checked_phone, phone_hash
from stores.records import LeadRecord, SuppressionRecord
from stores.sql import FRESH, Clock, checked_id
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


# Each lead with whether its number is suppressed.
_LEADS = select(LeadRecord, exists().where(SuppressionRecord.phone_hash == LeadRecord.phone_hash).label("suppressed"))


class LeadStore:
    """The people to talk to; one lead for a number."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

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
        return self._one(_LEADS.where(LeadRecord.id == checked_id(lead_id, "lead")), f"lead {lead_id}")

    def by_phone(self, phone: str) -> Lead | None:
        """The lead with this number, if there is one."""
        with self._database.read() as session:
            row = session.execute(_LEADS.where(LeadRecord.phone == phone)).one_or_none()
            return None if row is None else _lead(row)

    def list(self, limit: int = 50, after: str | None = None) -> Page[Lead]:
        """The leads, oldest first. Raises BadCursor."""
        rows = _LEADS.order_by(LeadRecord.id).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(LeadRecord.id > id_after(after))
        with self._database.read() as session:
            return page_of(session.execute(rows).all(), limit, _lead, lambda row: (row[0].id,))

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

    def _one(self, rows: Select[LeadRecord, bool], what: str) -> Lead:
        with self._database.read() as session:
            row = session.execute(rows, execution_options=FRESH).one_or_none()
            if row is None:
                raise NotFound(what)
            return _lead(row)

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


def _consent(record: LeadRecord) -> Consent | None:
    if record.consent_source is None or record.consent_date is None:
        return None
    return Consent(record.consent_source, record.consent_date, record.consent_expires)


def _lead(row: Row[LeadRecord, bool]) -> Lead:
    record, suppressed = row
    return Lead(
        id=record.id,
        name=record.name,
        phone=record.phone,
        created_at=record.created_at,
        updated_at=record.updated_at,
        name_he=record.name_he,
        gender=record.gender,
        company=record.company,
        email=record.email,
        notes=record.notes,
        owner_id=record.owner_id,
        consent=_consent(record),
        suppressed=suppressed,
    )
