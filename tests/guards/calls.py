"""A call as tables of rules need it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from stores.values import Call

BEGAN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

_CALL = Call(
    id="c1",
    sid="CA1",
    channel="turns",
    direction="inbound",
    scenario="sales",
    language="he",
    lead_id=None,
    from_number="+972545550100",
    to_number="+97231234567",
    status="in-progress",
    outcome=None,
    state=None,
    state_version=0,
    created_at=BEGAN,
    answered_at=BEGAN,
    ended_at=None,
    duration_s=None,
)


def a_call(**changes: Any) -> Call:
    """A live inbound call, but for what is changed."""
    return replace(_CALL, **changes)
