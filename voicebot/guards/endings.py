"""Endings are real endings: when a call that still seems live is ended by us, and how a call has ended. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from stores.liveness import LONGEST_CALL
from stores.statuses import is_terminal
from stores.values import Call, Json, Turn

DIAL = "dial"
HANGUP = "hangup"
REMOVED = "removed"


@dataclass(frozen=True)
class CallLimits:
    """How long a call may last, in seconds, and what comes then.

    call_s: as the scenario has it (15 minutes); the next webhook says goodbye. grace_s: if none came for so long,
    we hang up. margin_s: how long after the limit we wait to be told of the end, before we ask.
    """

    call_s: float = 900.0
    grace_s: float = 60.0
    margin_s: float = 180.0


WITH_A_PERSON = CallLimits(call_s=LONGEST_CALL.total_seconds())
"""A caller who was transferred talks as long as the two like; no call of Twilio's is longer."""


@dataclass(frozen=True)
class Step:
    """What to do now: hang up through the telephone company's API, close our record of the call."""

    hang_up: bool = False
    close: bool = False


def step_for(call: Call, now: datetime, limits: CallLimits) -> Step:
    """What is to be done about a call. Doing it twice does no harm.

    Within its limit, and the grace in which a webhook can say goodbye: nothing. Then: hang up; the telephone company
    tells us of the end. Beyond the margin nobody told us: hang up once more, in case nobody did, and close the
    record. A call without a SID cannot be hung up. A conversation in text has no line to hang up.
    """
    if call.channel == "text" or call.ended_at is not None or is_terminal(call.status):
        return Step()
    late_s = (now - ends_at(call, limits)).total_seconds()
    if late_s <= limits.grace_s:
        return Step()
    return Step(hang_up=call.sid is not None, close=late_s > limits.margin_s)


def limits_of(last: Turn | None, limits: CallLimits) -> CallLimits:
    """The limits of a call whose last turn is `last`; `limits` are its scenario's."""
    return WITH_A_PERSON if _ending(last).get("kind") == DIAL else limits


def ends_at(call: Call, limits: CallLimits) -> datetime:
    """When the call has reached its limit; one that nobody has answered counts from its opening."""
    return (call.answered_at or call.created_at) + timedelta(seconds=limits.call_s)


def is_overtime(call: Call, now: datetime, limits: CallLimits) -> bool:
    """Whether the next webhook of this call is answered with a goodbye: politer than the API's hang-up."""
    return now > ends_at(call, limits)


def outcome_of(call: Call, last: Turn | None, limits: CallLimits) -> str:
    """One word for how a call with a last status went, from what really happened; `last` is its last turn."""
    if call.status != "completed":
        return call.status
    done = (call.state or {}).get("done", ())
    for effect in (REMOVED, "booked"):
        if effect in done:
            return effect
    ending = _ending(last)
    if ending.get("kind") == HANGUP:
        return str(ending.get("reason", "ended"))
    # By the telephone company's own measure: its clock is not ours, so its end and our beginning tell no length.
    if (call.duration_s or 0) > limits_of(last, limits).call_s:
        return "time_limit"
    return "hung_up"


UNTOLD = frozenset({None, "hung_up", "time_limit"})
"""Outcomes that tell nothing of what was said: last words that are heard later may tell more."""


def settled_outcome(call: Call, last: Turn | None, limits: CallLimits) -> str:
    """The outcome of a closed call once all that was said in it has been heard. A wish to be removed always counts."""
    if not is_terminal(call.status):
        return call.outcome or call.status
    found = outcome_of(call, last, limits)
    return found if call.outcome in UNTOLD or found == REMOVED else str(call.outcome)


def _ending(turn: Turn | None) -> Json:
    nothing: Mapping[str, object] = {}
    return (turn.ending if turn else None) or nothing
