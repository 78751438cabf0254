"""The guards of a call: whether it is let in, when it has lasted too long, and what follows its end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from stores import Stores
from stores.guards import Refusal
from stores.values import Call
from voicebot.guards.caps import Admission
from voicebot.guards.endings import CallLimits
from voicebot.interviews.asked import add_recordings_deletion, call_ended, keeps_recordings
from voicebot.jobs.kinds import SETTLED, add_deletion, add_deletions, add_summary

log = structlog.get_logger()

Limits = Callable[[str], CallLimits]
"""The limits of calls of the scenario of that name."""

REFUSED = "refused"
"""The outcome of a call beyond a cap."""
AT_THE_END = timedelta(seconds=60)
"""A transfer's end is told before the call's own: the summary waits for that, as it says how long the call took."""


@dataclass(frozen=True)
class Closing:
    """Asks for what follows the end of a call, in the transaction that closes it; asked for twice it happens once."""

    stores: Stores
    delete_recordings: bool

    def closed(self, call: Call, summary_after: timedelta = SETTLED) -> None:
        """The call is over, and what it held: it is summarised, and its recordings are deleted if they are to be."""
        add_summary(self.stores, call, summary_after)
        call_ended(self.stores, call)
        if call.channel == "text":
            return  # nothing was recorded
        keeps = keeps_recordings(self.stores, call)
        if keeps is False and not self.delete_recordings:
            add_recordings_deletion(self.stores, call)
        elif self.delete_recordings and not keeps and call.outcome != REFUSED:
            add_deletions(self.stores, call)

    def recorded_late(self, call: Call, recording_sid: str) -> None:
        """A recording came when the call was over already; it is deleted too."""
        keeps = keeps_recordings(self.stores, call)
        if keeps is False and not self.delete_recordings:
            add_recordings_deletion(self.stores, call, recording_sid)
        elif self.delete_recordings and not keeps:
            add_deletion(self.stores, recording_sid, call)

    def heard_late(self, call: Call, turn: int) -> None:
        """Last words came when the call was over already: what they change is told by another summary."""
        add_summary(self.stores, call, turn=turn)

    def settle(self, call: Call, outcome: str) -> None:
        """Note how the call ended, now that all that was said in it has been heard."""
        if outcome == call.outcome:
            return
        self.stores.calls.settle(call.id, outcome)
        if call.outcome is None:
            log.info("call.ended", call_id=call.id, outcome=outcome, status=call.status)
        else:
            log.info("call.outcome_changed", call_id=call.id, outcome=outcome, before=call.outcome)


@dataclass(frozen=True)
class CallGuards:
    """What a conversation asks at a call's beginning, on its way, and at its end. shortest_s: the least of limits."""

    admission: Admission
    closing: Closing
    limits: Limits
    shortest_s: float

    def refusal(self, call: Call) -> Refusal | None:
        """Why the call is not held, or None. Inside the transaction that opens it."""
        return self.admission.decide(call)
