"""When a turn may be taken from its owner. Pure."""

from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class TakeOver:
    """A dead owner's turn at once, a living owner's never before its own limit. Times in seconds.

    `dead_after_s`: without a heartbeat for so long, a process is dead (it beats every second). `hard_limit_s`: a
    turn's budget of 30 s and a margin; whoever is at it longer is stuck, or is of a release without heartbeats.
    """

    dead_after_s: float = 3.0
    hard_limit_s: float = 45.0

    def may(self, claimed_for_s: float, silent_for_s: float | None, reachable_for_s: float = inf) -> bool:
        """Whether a turn that is not finished may be taken over now.

        claimed_for_s: since it was claimed. silent_for_s: since its owner's last heartbeat; None when it never
        beat. reachable_for_s: since the asker itself last failed to reach the database: after such a time all
        leases look old, and owners must have had the time to beat again.
        """
        if claimed_for_s > self.hard_limit_s:
            return True
        if silent_for_s is None:
            return False
        # An idle process beats anew with its next turn: a claim younger than that says more than the old beat.
        return min(claimed_for_s, silent_for_s, reachable_for_s) > self.dead_after_s
