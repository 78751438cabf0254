"""Stores on each database, and a clock that moves by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from stores import Stores, build_stores
from stores.database import Database
from stores.values import Call, Lead, Member


@dataclass
class HandClock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> datetime:
        self.now += timedelta(**units)
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def stores(database: Database, clock: HandClock) -> Stores:
    return build_stores(database, clock)


@pytest.fixture
def member(stores: Stores) -> Member:
    return stores.members.add("Dana", "+972545550001", name_he="דנה")


@pytest.fixture
def lead(stores: Stores) -> Lead:
    return stores.leads.add("Noa Levi", "+972545550100", name_he="נועה לוי")


@pytest.fixture
def opened(stores: Stores) -> Callable[..., Call]:
    """Opens a call: `opened("CA1", lead_id=7)`."""

    def opened(sid: str | None = "CA1", lead_id: int | None = None, number: str | None = None) -> Call:
        call, _ = stores.calls.open(
            sid,
            channel="turns",
            direction="inbound",
            scenario="sales",
            language="he-IL",
            lead_id=lead_id,
            from_number=number,
            to_number="+97231234567",
        )
        return call

    return opened


@pytest.fixture
def call(opened: Callable[..., Call]) -> Call:
    return opened()
