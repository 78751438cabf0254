"""When a call that still seems live is ended by us."""

from datetime import timedelta
from typing import Any

import pytest

from tests.guards.calls import BEGAN, a_call
from voicebot.guards.endings import CallLimits, Step, ends_at, is_overtime, step_for

LIMITS = CallLimits(call_s=900, margin_s=120)
NOTHING, HANG_UP, BOTH, CLOSE = Step(), Step(hang_up=True), Step(hang_up=True, close=True), Step(close=True)
UNANSWERED: dict[str, Any] = {"answered_at": None, "status": "ringing"}


@pytest.mark.parametrize(
    ("after_s", "changes", "step"),
    [
        (0, {}, NOTHING),
        (900, {}, NOTHING),
        (901, {}, HANG_UP),
        (1020, {}, HANG_UP),
        (1021, {}, BOTH),
        (10**6, {}, BOTH),
        (1000, {"answered_at": BEGAN + timedelta(seconds=200)}, NOTHING),
        (1101, {"answered_at": BEGAN + timedelta(seconds=200)}, HANG_UP),
        (900, UNANSWERED, NOTHING),
        (901, UNANSWERED, HANG_UP),
        (901, {**UNANSWERED, "sid": None}, NOTHING),
        (1021, {**UNANSWERED, "sid": None}, CLOSE),
        (10**6, {"status": "completed"}, NOTHING),
        (10**6, {"status": "no-answer"}, NOTHING),
        (10**6, {"ended_at": BEGAN}, NOTHING),
        (10**6, {"channel": "text", "sid": None}, NOTHING),
        (-60, {}, NOTHING),
    ],
)
def test_what_is_to_be_done(after_s: float, changes: dict[str, Any], step: Step) -> None:
    assert step_for(a_call(**changes), BEGAN + timedelta(seconds=after_s), LIMITS) == step


def test_overtime_begins_at_the_limit() -> None:
    call = a_call(answered_at=BEGAN + timedelta(seconds=30))
    end = ends_at(call, LIMITS)
    assert end == BEGAN + timedelta(seconds=930)
    assert [is_overtime(call, end + timedelta(seconds=each), LIMITS) for each in (-1, 0, 1)] == [False, False, True]
