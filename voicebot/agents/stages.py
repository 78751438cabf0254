"""Stages: parts of a call that have a time of their own. Pure.

The engine keeps the clock, the scenario says what comes when. A tool enters a stage by the state's changes that
`entering` gives. From then on a model is told how many seconds are left, and what is heard after the last of them has
the intent TIME_UP besides: a flow that has it among its `safety` intents answers it by rules, whoever else would talk,
and its tool ends the stage. Which stages there are, in which order and with which way back is the plan of one call: an
interview's is in interviews/plan.py.
"""

from datetime import UTC, datetime
from typing import Any

from voicebot.agents.state import CallState

TIME_UP = "time_up"
"""Read in no words; see `is_over`."""
NO_STAGE: dict[str, None] = {"stage": None, "stage_since": None, "stage_until": None}
"""The changes of a state whose last stage has ended."""


def entering(name: str, since: datetime, until: datetime) -> dict[str, str]:
    """The changes of a state in which this stage runs, from when and until when it may."""
    return {
        "stage": name,
        "stage_since": since.astimezone(UTC).isoformat(),
        "stage_until": until.astimezone(UTC).isoformat(),
    }


def left(state: CallState, now: datetime) -> float | None:
    """Seconds that are left of the stage, negative when it is over time; None where no stage runs."""
    return None if state.stage_until is None else (datetime.fromisoformat(state.stage_until) - now).total_seconds()


def is_over(state: CallState, now: datetime) -> bool:
    """Whether the time of the stage is up."""
    seconds = left(state, now)
    return seconds is not None and seconds <= 0


def told(state: CallState, now: datetime) -> dict[str, Any]:
    """What a model is told of the stage that runs."""
    seconds = left(state, now)
    return {} if seconds is None else {"stage": state.stage, "stage_seconds_left": max(0, int(seconds))}
