"""A circuit breaker: when a vendor is left alone, tried again, and trusted again. Pure; times are seconds of any clock.

closed ── too many calls failed or were slow ──▶ open ── the cool-down is over ──▶ half open: one call probes
  ▲                                                ▲                                  │
  └──────────────── the probe was fine ────────────│──────────────────────────────────┤
                                                   └── it failed, or was slow ────────┘
"""

from dataclasses import dataclass, replace
from typing import Literal

from voicebot.circuits.verdicts import Verdict

State = Literal["closed", "open", "half_open"]
Admission = Literal["pass", "probe", "refuse"]


@dataclass(frozen=True)
class Policy:
    """When a circuit opens and for how long; times in seconds. A phone turn cannot wait, so everything is short.

    in_a_row: a dead vendor costs each caller the time-out: the third caller in a row is the last to pay.
    row_s: failures further apart than this are no row: a quiet line may have one turn in some minutes.
    least, window_s, share: a vendor that fails or crawls every second time is worse than the next link, but two
    calls prove nothing; 30 s are about three turns of one caller.
    most: how many of the last calls are looked at; busy workers see a change within some seconds.
    cool_down_s, longest_s: 5 s outlast a restart; doubled at each opening, at most one caller in 80 s probes.
    steady_s: a vendor that fails again this soon had not recovered: its cool-down goes on doubling.
    probe_s: no answer later than this would be good enough; after it, whoever probed counts as dead.
    """

    in_a_row: int = 3
    row_s: float = 300.0
    least: int = 6
    window_s: float = 30.0
    share: float = 0.5
    most: int = 20
    cool_down_s: float = 5.0
    longest_s: float = 80.0
    steady_s: float = 60.0
    probe_s: float = 20.0

    def cool_down(self, failures: int) -> float:
        """How long a circuit stays open that opened `failures` times without a steady time between, from 1 on."""
        return float(min(self.longest_s, self.cool_down_s * 2 ** min(failures - 1, 30)))


POLICY = Policy()


@dataclass(frozen=True)
class Seen:
    """One call's end and what it said."""

    at: float
    verdict: Verdict
    what: str = ""


@dataclass(frozen=True)
class Window:
    """The last calls of one process while the circuit was closed."""

    calls: tuple[Seen, ...] = ()

    def with_call(self, seen: Seen, policy: Policy = POLICY) -> "Window":
        """The window with one more call; what says nothing about the vendor is left out."""
        if seen.verdict not in {"fine", "slow", "failed"}:
            return self
        return Window((*self.calls, seen)[-policy.most :])

    def why_open(self, now: float, policy: Policy = POLICY) -> str:
        """Why the circuit must open now, "" when it need not."""
        row = self._row(now, policy)
        if len(row) >= policy.in_a_row:
            return f"{len(row)} failures in a row, the last: {row[-1].what}"
        recent = [each for each in self.calls if now - each.at <= policy.window_s]
        failed = sum(each.verdict == "failed" for each in recent)
        slow = sum(each.verdict == "slow" for each in recent)
        if len(recent) < policy.least or failed + slow < policy.share * len(recent):
            return ""
        return f"of {len(recent)} calls {failed} failed and {slow} were slow"

    def _row(self, now: float, policy: Policy) -> list[Seen]:
        """The failures since the last other call, oldest first."""
        row: list[Seen] = []
        for each in reversed(self.calls):
            if each.verdict != "failed" or now - each.at > policy.row_s:
                break
            row.insert(0, each)
        return row


@dataclass(frozen=True)
class Circuit:
    """Where a circuit stands. `until`: an open one's cool-down ends, a half-open one's probe counts as dead.

    `since` is when it came into its state, `failures` how often it opened without a steady time between,
    `version` the number of its last stored change, 0 for none.
    """

    name: str
    state: State = "closed"
    failures: int = 0
    until: float = 0.0
    since: float = 0.0
    reason: str = ""
    version: int = 0

    def admission(self, now: float) -> Admission:
        """What happens to a call now. Who may probe must first make this circuit `probing`, alone of all workers."""
        if self.state == "closed":
            return "pass"
        return "refuse" if now < self.until else "probe"

    def opened(self, reason: str, now: float, policy: Policy = POLICY) -> "Circuit":
        """The circuit after too many bad calls, or after a probe that was not good."""
        steady = self.state == "closed" and now - self.since >= policy.steady_s
        failures = 1 if steady else self.failures + 1
        until = now + policy.cool_down(failures)
        return replace(self, state="open", failures=failures, until=until, since=now, reason=reason)

    def probing(self, now: float, policy: Policy = POLICY) -> "Circuit":
        """The circuit while one call tries the vendor out."""
        return replace(self, state="half_open", until=now + policy.probe_s, since=now)

    def probed(self, seen: Seen, policy: Policy = POLICY) -> "Circuit":
        """The circuit after its probe ended."""
        match seen.verdict:
            case "fine" | "ours":
                return replace(self, state="closed", until=seen.at, since=seen.at, reason="")
            case "unknown":  # the next caller may try at once
                return replace(self, state="open", until=seen.at, since=seen.at)
            case "slow" | "failed":
                return self.opened(f"the probe: {seen.what or seen.verdict}", seen.at, policy)
