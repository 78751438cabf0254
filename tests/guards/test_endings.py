"""When a call that still seems live is ended by us."""

from datetime import timedelta
from typing import Any

import pytest

from stores.values import Turn
from tests.guards.calls import BEGAN, a_call
from voicebot.guards.endings import (
    WITH_A_PERSON,
    CallLimits,
    Step,
    ends_at,
    is_overtime,
    limits_of,
    outcome_of,
    step_for,
)

LIMITS = CallLimits(call_s=900, grace_s=60, margin_s=180)
NOTHING, HANG_UP, BOTH, CLOSE = Step(), Step(hang_up=True), Step(hang_up=True, close=True), Step(close=True)
UNANSWERED: dict[str, Any] = {"answered_at": None, "status": "ringing"}


@pytest.mark.parametrize(
    ("after_s", "changes", "step"),
    [
        (0, {}, NOTHING),
        (900, {}, NOTHING),
        (960, {}, NOTHING),
        (961, {}, HANG_UP),
        (1080, {}, HANG_UP),
        (1081, {}, BOTH),
        (10**6, {}, BOTH),
        (1000, {"answered_at": BEGAN + timedelta(seconds=200)}, NOTHING),
        (1161, {"answered_at": BEGAN + timedelta(seconds=200)}, HANG_UP),
        (960, UNANSWERED, NOTHING),
        (961, UNANSWERED, HANG_UP),
        (961, {**UNANSWERED, "sid": None}, NOTHING),
        (1081, {**UNANSWERED, "sid": None}, CLOSE),
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


def a_turn(ending: dict[str, Any] | None) -> Turn:
    return Turn("c1", 3, "RE1", "done", "worker", 1, BEGAN, ending=ending)


@pytest.mark.parametrize(
    ("ending", "limits"),
    [({"kind": "listen"}, LIMITS), ({"kind": "dial", "number": "+972545550001"}, WITH_A_PERSON), (None, LIMITS)],
)
def test_a_caller_who_talks_with_a_person_may_go_on(ending: dict[str, Any] | None, limits: CallLimits) -> None:
    assert limits_of(a_turn(ending), LIMITS) == limits
    assert limits_of(None, LIMITS) == LIMITS


@pytest.mark.parametrize(
    ("changes", "ending", "outcome"),
    [
        ({"status": "busy"}, None, "busy"),
        ({"status": "no-answer", "state": {"done": ["booked"]}}, None, "no-answer"),
        ({"state": {"done": ["booked"]}}, {"kind": "hangup", "reason": "goodbye"}, "booked"),
        ({"state": {"done": ["booked", "removed"]}}, {"kind": "listen"}, "removed"),
        ({"state": {"done": []}}, {"kind": "hangup", "reason": "silence"}, "silence"),
        ({}, {"kind": "hangup"}, "ended"),
        ({}, {"kind": "listen"}, "hung_up"),
        ({}, None, "hung_up"),
        ({"duration_s": 900, "ended_at": BEGAN + timedelta(days=9)}, {"kind": "listen"}, "hung_up"),
        ({"duration_s": 901, "ended_at": BEGAN}, {"kind": "listen"}, "time_limit"),
        ({"duration_s": 901}, {"kind": "dial"}, "hung_up"),
        ({"duration_s": 901}, {"kind": "hangup", "reason": "goodbye"}, "goodbye"),
    ],
)
def test_how_a_call_went(changes: dict[str, Any], ending: dict[str, Any] | None, outcome: str) -> None:
    assert outcome_of(a_call(**{"status": "completed", **changes}), a_turn(ending), LIMITS) == outcome
