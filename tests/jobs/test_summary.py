"""Summaries: what is on record, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from stores.values import Call, Turn
from voicebot.jobs.summary import summary_of

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CALL = Call(
    id="c", sid="CA1", channel="turns", direction="inbound", scenario="sales", language="he", lead_id=None,
    from_number=None, to_number=None, status="completed", outcome="booked", state=None, state_version=0,
    created_at=AT, answered_at=AT, ended_at=AT, duration_s=185,
)  # fmt: skip
TURN = Turn(call_id="c", number=1, source="RE1", state="done", owner="w", epoch=1, claimed_at=AT)


def test_everything_there_is() -> None:
    state = {"fields": {"role": " מנהל \n מכירות ", "company": "Alta", "empty": ""}, "done": ["booked", "task"]}
    turns = [
        replace(TURN, number=0, source="greeting"),
        replace(TURN, intents=("price",), tool_calls=({"name": "book_meeting"},)),
        replace(TURN, number=2, intents=("yes", "price")),
        replace(TURN, number=3, source="silence"),
        replace(TURN, number=4, state="failed"),
    ]
    assert summary_of(replace(CALL, state=state), turns).splitlines() == [
        "Inbound call, 0:03:05: booked.",
        "Done: booked, task.",
        "Known: company: Alta, role: מנהל מכירות.",
        "Turns: 4 (1 silent, 1 without an answer).",
        "Heard by rules as: price (2).",
        "Tools: book_meeting.",
    ]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Inbound call, 0:03:05: booked."),
        ({"outcome": None, "status": "no-answer", "duration_s": 0}, "Inbound call: no-answer."),
        ({"direction": "outbound", "duration_s": None, "state": {}}, "Outbound call: booked."),
    ],
)
def test_what_is_not_known_is_left_out(changes: dict[str, object], line: str) -> None:
    assert summary_of(replace(CALL, **changes), []) == line  # type: ignore[arg-type]  # a table of changes
