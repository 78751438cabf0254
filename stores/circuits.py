"""Circuits: which vendors all workers leave alone, and which one worker is trying out.

Times go in and out as seconds from now by the database's clock: the clocks of machines differ, and a worker's
own clock may be one that only measures.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal, NamedTuple

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from stores.clock import DatabaseClock, database_now
from stores.database import Database
from stores.prepared import Prepared
from stores.records import CircuitRecord
from stores.sql import FRESH, insert_if_free

CircuitState = Literal["closed", "open", "half_open"]

MAX_REASON = 200
"""Characters of a reason that are kept."""


@dataclass(frozen=True)
class StoredCircuit:
    """One circuit as stored. Version 0 stands for a vendor of which nothing is stored: its circuit is closed.

    `failures` is how often it opened without a steady time between. `wait_s` is how long its state goes on by
    itself: the cool-down of an open one, the lease of a half-open one's probe; 0 or less when that is over.
    `age_s` is how long ago it changed.
    """

    name: str
    version: int
    state: CircuitState
    failures: int = 0
    reason: str = ""
    wait_s: float = 0.0
    age_s: float = 0.0


class CircuitStore:
    """One row for each circuit that ever opened."""

    def __init__(self, database: Database, now: DatabaseClock | None = None) -> None:
        """`now` reads the clock that all workers share; by default the database's own."""
        self._database = database
        self._now = now or database_now

    def all(self) -> tuple[StoredCircuit, ...]:
        """Every circuit, by name."""
        rows = self._database.fetch(self._all)
        if not rows:  # every worker asks once a second, and mostly there is nothing to know
            return ()
        now = self._now(self._database)
        return tuple(_circuit(_Row(*row), now) for row in rows)

    @cached_property
    def _all(self) -> Prepared:
        return self._database.prepared(select(*_COLUMNS).order_by(CircuitRecord.name))

    def save(self, wanted: StoredCircuit) -> tuple[StoredCircuit, bool]:
        """Change a circuit that still has the version of `wanted`: (as it stands now, whether this changed it).

        The new state begins now and gets the next version. Of many at once exactly one changes it; the others
        get what that one made.
        """
        with self._database.begin() as session:
            now = self._now(self._database)
            record = self._update(session, wanted, now) if wanted.version else self._insert(session, wanted, now)
            if record is not None:
                return _circuit(record, now), True
            rows = select(CircuitRecord).where(CircuitRecord.name == wanted.name)
            standing = session.scalars(rows, execution_options=FRESH).one_or_none()
            return (_circuit(standing, now) if standing else StoredCircuit(wanted.name, 0, "closed")), False

    def _update(self, session: Session, wanted: StoredCircuit, now: datetime) -> CircuitRecord | None:
        values = _values(wanted, now)
        if wanted.state == "open":  # opened once more after a probe: it is open since the first time
            values["opened_at"] = case((CircuitRecord.state == "closed", now), else_=CircuitRecord.opened_at)
        else:
            del values["opened_at"]
        changed = (
            update(CircuitRecord)
            .where(CircuitRecord.name == wanted.name, CircuitRecord.version == wanted.version)
            .values(**values)
            .returning(CircuitRecord)
        )
        return session.scalars(changed, execution_options=FRESH).one_or_none()

    def _insert(self, session: Session, wanted: StoredCircuit, now: datetime) -> CircuitRecord | None:
        return insert_if_free(session, CircuitRecord, name=wanted.name, **_values(wanted, now))


def _values(wanted: StoredCircuit, now: datetime) -> dict[str, object]:
    until = now + timedelta(seconds=wanted.wait_s)
    return {
        "version": wanted.version + 1,
        "state": wanted.state,
        "failures": wanted.failures,
        "reason": wanted.reason[:MAX_REASON],
        "opened_at": now if wanted.state == "open" else None,
        "open_until": until if wanted.state == "open" else None,
        "probe_until": until if wanted.state == "half_open" else None,
        "updated_at": now,
    }


class _Row(NamedTuple):
    """What is read of a circuit."""

    name: str
    version: int
    state: str
    failures: int
    open_until: datetime | None
    probe_until: datetime | None
    reason: str
    updated_at: datetime


_COLUMNS = tuple(CircuitRecord.__table__.c[name] for name in _Row._fields)

_STATES: dict[str, CircuitState] = {"closed": "closed", "open": "open", "half_open": "half_open"}


def _circuit(record: CircuitRecord | _Row, now: datetime) -> StoredCircuit:
    until = record.open_until or record.probe_until
    return StoredCircuit(
        name=record.name,
        version=record.version,
        state=_STATES[record.state],
        failures=record.failures,
        reason=record.reason,
        wait_s=(until - now).total_seconds() if until else 0.0,
        age_s=(now - record.updated_at).total_seconds(),
    )
