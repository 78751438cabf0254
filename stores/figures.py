"""Figures of calls on streams: how long things took, and what was used. Added up where a call has several streams."""

from collections.abc import Mapping
from typing import Any

from stores.database import Database
from stores.records import FiguresRecord
from stores.sql import Clock

Figures = Mapping[str, Any]
"""Numbers by name, and deeper mappings of such."""


class FigureStore:
    """One record a call."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, call_id: str, figures: Figures) -> None:
        """Add to what the call has counted before. Raises UnknownReference."""
        with self._database.begin() as session:
            standing = session.get(FiguresRecord, call_id, with_for_update=True)
            if standing is None:
                session.add(FiguresRecord(call_id=call_id, data=_sum({}, figures), updated_at=self._clock()))
                session.flush()
            else:
                standing.data, standing.updated_at = _sum(standing.data, figures), self._clock()

    def get(self, call_id: str) -> dict[str, Any] | None:
        """What the call has counted; None for a call that was never on a stream."""
        with self._database.read() as session:
            standing = session.get(FiguresRecord, call_id, populate_existing=True)
            return None if standing is None else dict(standing.data)


def _sum(before: Figures, more: Figures) -> dict[str, Any]:
    added = dict(before)
    for name, value in more.items():
        if isinstance(value, Mapping):
            added[name] = _sum(added.get(name) or {}, value)
        else:
            added[name] = added.get(name, 0) + value
    return added
