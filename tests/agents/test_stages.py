"""Stages: how much of one is left, when it is over, and what a model is told of it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from voicebot.agents.stages import NO_STAGE, entering, is_over, left, told
from voicebot.agents.state import CallState

NOON = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
CALL = CallState(scenario="hearing", agent="judge", step="bench")
RUNNING = CALL.but(**entering("hearing", NOON, NOON + timedelta(seconds=60)))


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "over", "told_left"),
    [(0, False, 60), (20.5, False, 39), (59.5, False, 0), (60, True, 0), (300, True, 0)],
)
def test_a_stage_is_over_when_its_time_is_up(seconds: float, over: bool, told_left: int) -> None:
    now = after(seconds)
    assert left(RUNNING, now) == 60 - seconds
    assert is_over(RUNNING, now) == over
    assert told(RUNNING, now) == {"stage": "hearing", "stage_seconds_left": told_left}


@pytest.mark.parametrize("state", [CALL, RUNNING.but(**NO_STAGE)])
def test_without_a_stage_nothing_is_over_and_nothing_is_told(state: CallState) -> None:
    assert (left(state, after(300)), is_over(state, after(300)), told(state, after(300))) == (None, False, {})


def test_moments_are_kept_in_utc() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=2)))
    assert entering("hearing", there, there + timedelta(seconds=60)) == entering("hearing", NOON, after(60))
