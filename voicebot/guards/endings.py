"""Endings are real endings: when a call that still seems live is ended by us. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stores.statuses import is_terminal
from stores.values import Call


@dataclass(frozen=True)
class CallLimits:
    """How long a call may last, in seconds, and how long we then wait to be told that it has ended.

    call_s: as scenarios and outbound orders have it (15 minutes).
    """

    call_s: float = 900.0
    margin_s: float = 120.0


@dataclass(frozen=True)
class Step:
    """What to do now: hang up through the telephone company's API, close our record of the call."""

    hang_up: bool = False
    close: bool = False


def step_for(call: Call, now: datetime, limits: CallLimits) -> Step:
    """What is to be done about a call. Doing it twice does no harm.

    Within its limit: nothing. Beyond it: hang up; the telephone company then tells us of the end. Beyond the
    margin too nobody told us: hang up once more, in case nobody did, and close the record. A call without a SID
    cannot be hung up. A conversation in text has no line to hang up.
    """
    if call.channel == "text" or call.ended_at is not None or is_terminal(call.status):
        return Step()
    late_s = (now - ends_at(call, limits)).total_seconds()
    if late_s <= 0:
        return Step()
    return Step(hang_up=call.sid is not None, close=late_s > limits.margin_s)


def ends_at(call: Call, limits: CallLimits) -> datetime:
    """When the call has reached its limit; one that nobody has answered counts from its opening."""
    return (call.answered_at or call.created_at) + timedelta(seconds=limits.call_s)


def is_overtime(call: Call, now: datetime, limits: CallLimits) -> bool:
    """Whether the next webhook of this call is answered with a goodbye: politer than the API's hang-up."""
    return now > ends_at(call, limits)
