"""Outcomes: what tools and endings have proved, and what may be said of a call that proved nothing. Pure.

A model is never asked whether something was booked: it chooses among `OPEN` outcomes, and only where the call's own
record does not say more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from stores.values import Call

OpenOutcome = Literal[
    "interested", "undecided", "asked_to_be_called", "not_interested", "wrong_person", "complaint", "unclear"
]
OPEN: tuple[str, ...] = get_args(OpenOutcome)

UNSETTLED = frozenset({"hung_up", "goodbye", "other", "time_limit", "silence", "unheard", "orphaned"})
"""Endings that say how the line went dead, not what the two agreed on."""

OVER = frozenset({"removed", "no_consent", "deceased", "wrong_number", "minor"})
"""After these nobody calls, whatever a model thinks of the chances."""


@dataclass(frozen=True)
class Proven:
    """What an outcome means: the rules' `score`, the bounds that no model's leaves, and the team's `next_step`."""

    score: int
    low: int
    high: int
    reason: str
    next_step: str

    def bounded(self, score: int) -> int:
        return max(self.low, min(self.high, score))


_NEVER = "Do not call this number again."
_AGAIN = "Try again at another time."

PROVEN: Mapping[str, Proven] = {
    "booked": Proven(90, 80, 100, "A meeting was booked.", "Hold the meeting that was booked."),
    "transferred": Proven(70, 40, 100, "Asked for a person and was connected.", "Ask the member who took the call."),
    "transfer": Proven(70, 40, 100, "Asked for a person and was connected.", "Ask the member who took the call."),
    "rescheduled": Proven(85, 70, 100, "The meeting was moved.", "Hold the meeting at its new time."),
    "agreed": Proven(95, 80, 100, "An agreement was noted.", "Have the agreement put into writing."),
    "checked_in": Proven(95, 80, 100, "The driver has checked in.", "Expect the truck at the time that was given."),
    "completed": Proven(80, 40, 100, "The interview was held to its end.", "Read the transcript and decide."),
    "time_up": Proven(70, 30, 100, "The interview was held until its time was up.", "Read the transcript and decide."),
    "withdrawn": Proven(10, 0, 30, "The candidate did not want to go on.", "Close the interview."),
    "declined": Proven(10, 0, 30, "The candidate did not want to begin.", "Ask in writing whether to try again."),
    "later": Proven(50, 20, 80, "The candidate asked for another time.", "Call at the time that was agreed."),
    "refused": Proven(10, 0, 30, "The interview could not be held.", "Look why, and write to the candidate."),
    "wrong_code": Proven(5, 0, 20, "The code was wrong too often.", "Send the candidate a new code."),
    "cancelled": Proven(20, 0, 40, "The meeting was cancelled.", "Nothing, unless a task says so."),
    "callback": Proven(55, 20, 90, "Is to be called back.", "Call back as the task says."),
    "language": Proven(35, 0, 70, "Speaks another language.", "Call back in the caller's language."),
    "emergency": Proven(30, 0, 60, "Was in an emergency.", "Try again on another day."),
    "distress": Proven(15, 0, 40, "Was in distress.", "Let a person decide whether to call."),
    "not_interested": Proven(10, 0, 20, "Said no.", "Nothing; a no is a no."),
    "removed": Proven(0, 0, 0, "Asked to be removed.", _NEVER),
    "no_consent": Proven(0, 0, 0, "No consent is on record.", _NEVER),
    "deceased": Proven(0, 0, 0, "The lead has died.", _NEVER),
    "mourning": Proven(30, 0, 60, "Is in mourning.", "Let a person decide when to call."),
    "wrong_number": Proven(0, 0, 0, "The number is somebody else's.", "Correct or delete the number."),
    "minor": Proven(0, 0, 0, "A child answered.", _NEVER),
    "voicemail": Proven(20, 20, 20, "An answering machine answered.", _AGAIN),
    "busy": Proven(20, 20, 20, "The line was busy.", _AGAIN),
    "no-answer": Proven(20, 20, 20, "Nobody answered.", _AGAIN),
    "failed": Proven(10, 10, 10, "The call could not be placed.", "Check the number."),
    "canceled": Proven(20, 20, 20, "The call was cancelled.", _AGAIN),
}
UNPROVEN = Proven(40, 0, 79, "Nothing was agreed.", "Decide by the transcript whether to call again.")
"""A lead without a booking never outranks one with a booking."""


PROOFS: Mapping[str, str] = {"agreed": "agreed", "checked_in": "checked_in", "held": "completed"}
"""Effects that prove an outcome however the line went dead, the weightiest first."""


def proven_outcome(call: Call) -> str | None:
    """What the call's record proves, or None when it only tells how it ended."""
    if call.outcome is not None and call.outcome not in UNSETTLED:
        return call.outcome
    done = (call.state or {}).get("done", ())
    return next((outcome for effect, outcome in PROOFS.items() if effect in done), None)


def meaning_of(call: Call) -> Proven:
    """What the call's outcome means for the lead."""
    return PROVEN.get(proven_outcome(call) or "", UNPROVEN)
