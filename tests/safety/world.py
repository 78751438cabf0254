"""A database with other people in it, and what one call may change there: its own rows, and nothing of theirs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from stores import Stores
from stores.phones import phone_hash
from stores.records import Base
from stores.values import Call, Consent, Lead
from tests.builders import SUNDAY_AT_TEN
from tests.caller import LEAD_NUMBER, OUR_NUMBER

OTHER_NUMBER = "+972541112222"
OWN_PHONES = (LEAD_NUMBER, OUR_NUMBER)
MAX_STORED = 5_000
"""Characters of the longest text that anything in a call may leave."""
PROCESS = frozenset({"workers", "circuits", "members.last_assigned_at"})
"""What a process keeps about itself, and whose turn it is to be asked."""
FIXED = ("phone", "name", "company", "email", "consent_source", "consent_date", "owner_id")
"""What is known about an inbound caller's lead and is not replaced by whoever calls from that number."""

Row = Mapping[str, Any]
Rows = Mapping[tuple[str, tuple[Any, ...]], Row]


@dataclass(frozen=True)
class Others:
    """Ids that belong to somebody else."""

    lead_id: int
    call_id: str
    meeting_id: int


def populate(stores: Stores) -> tuple[Lead, Others]:
    """The caller's lead, and everything of somebody else's."""
    member = stores.members.default()
    stores.members.add("Noam", "+972545550002")
    consent = Consent("a form", date(2026, 10, 1))
    lead = stores.leads.add(
        "David Cohen", LEAD_NUMBER, company="Galil", email="d@galil.example", consent=consent, owner_id=member.id
    )
    other = stores.leads.add("Ruth Levi", OTHER_NUMBER, company="Negev", notes="secret notes", consent=consent)
    call, _ = stores.calls.open(
        "CA" + "9" * 32, channel="turns", direction="inbound", scenario="sales", language="he", lead_id=other.id,
        from_number=OTHER_NUMBER,
    )  # fmt: skip
    stores.turns.claim(call.id, 1, "speech:1", "w")
    stores.turns.save_heard(call.id, 1, 1, he="סוד", en="a secret", by="text")
    stores.turns.append_sentence(call.id, 1, 1, "answer", "סוד", "a secret")
    booked = stores.meetings.book(member.id, other.id, call.id, SUNDAY_AT_TEN + timedelta(days=8, hours=2))
    stores.tasks.add("callback", "secret", lead_id=other.id, call_id=call.id, key=f"callback:{call.id}")
    stores.calls.finish(call.id, "booked")
    stores.suppressions.add("+972541113333", reason="removed", source="call")
    return lead, Others(other.id, call.id, booked.id)


def rows_of(stores: Stores) -> Rows:
    """Every row of every table, by table and key."""
    found: dict[tuple[str, tuple[Any, ...]], Row] = {}
    with stores.database.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                key = tuple(row[column.name] for column in table.primary_key)
                found[table.name, key] = dict(row)
    return found


def wrongs(before: Rows, after: Rows, calls: Sequence[Call], lead: Lead, phone: str = LEAD_NUMBER) -> list[str]:
    """What happened between the two that calls with this lead have no right to."""
    names = {call.id for call in calls} | {call.sid for call in calls if call.sid}
    return [
        *_foreign_changes(before, after, names, lead),
        *_foreign_rows(before, after, names, lead, phone),
        *(f"{key}: a text of {size} characters" for key, size in _long_texts(before, after)),
        *_own_lead(before, after, lead),
    ]


def _foreign_changes(before: Rows, after: Rows, calls: Collection[str], lead: Lead) -> Iterator[str]:
    for (table, key), row in before.items():
        if table in PROCESS or _is_own(table, row, calls, lead):
            continue
        now = after.get((table, key))
        if now is None:
            yield f"{table} {key} is gone"
            continue
        changed = [name for name in row if row[name] != now[name] and f"{table}.{name}" not in PROCESS]
        if changed:
            yield f"{table} {key}: {changed} changed"


def _foreign_rows(before: Rows, after: Rows, calls: Collection[str], lead: Lead, phone: str) -> Iterator[str]:
    for (table, key), row in after.items():
        if (table, key) in before or table in PROCESS or _is_own(table, row, calls, lead):
            continue
        if table == "suppressions" and row["phone_hash"] == phone_hash(phone):
            continue
        if table == "jobs" and row["payload"].get("call") in calls:
            continue
        yield f"{table} {key} is new"


def _is_own(table: str, row: Row, calls: Collection[str], lead: Lead) -> bool:
    if table == "calls":
        return row["id"] in calls
    if table == "leads":
        return bool(row["id"] == lead.id)
    return row.get("call_id") in calls


def _long_texts(before: Rows, after: Rows) -> Iterator[tuple[Any, int]]:
    for key, row in after.items():
        if row != before.get(key):
            yield from ((key, len(each)) for each in _texts(list(row.values())) if len(each) > MAX_STORED)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _own_lead(before: Rows, after: Rows, lead: Lead) -> Iterator[str]:
    was, now = before["leads", (lead.id,)], after["leads", (lead.id,)]
    yield from (f"the lead's {name} was replaced" for name in FIXED if was[name] != now[name])
