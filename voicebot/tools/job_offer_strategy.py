"""How far a negotiation goes: pure, and made so that the floor cannot be guessed from it.

What we ask for depends on the candidate's target, the market and the current offer alone; it comes down from an anchor
to the target and never below it. The floor decides one thing, once: whether the last word to a company is yes or "the
candidate will decide". Whatever is offered after that is passed on unweighed, so nobody can feel for the floor.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["agree", "counter", "pass_on"]
Tactic = Literal["anchor_on_market", "anchor", "split_the_difference", "trade_for_bonus", "last_word", "accept"]

MOST_COUNTERS: Final = 3
ANCHOR: Final = 1.05
"""The first counter: so much above the target, or the market's median where that is higher."""
_MONTHS: Final = {"month": 12, "year": 1}


@dataclass(frozen=True)
class Terms:
    """What the candidate wants. `median` is the market's, None where it is not known."""

    floor: int
    target: int
    period: str
    median: int | None = None

    @property
    def step(self) -> int:
        """What amounts are rounded up to."""
        return 500 if self.period == "month" else 5_000

    @property
    def anchor(self) -> int:
        return self.rounded(max(self.target * ANCHOR, self.median or 0))

    def rounded(self, amount: float) -> int:
        return math.ceil(amount / self.step) * self.step


@dataclass(frozen=True)
class Bid:
    """What they offer."""

    salary: int
    bonus: int = 0


@dataclass(frozen=True)
class Decision:
    """What we do with a bid: `salary` is what is agreed to, or asked for; `bonus` a signing bonus asked for instead."""

    kind: Kind
    salary: int
    tactic: Tactic
    bonus: int | None = None


def decide(terms: Terms, bid: Bid, counters: Sequence[int], passed_on: bool = False) -> Decision:
    """The answer to a bid, after these counters of ours; `passed_on`: they had our last word already."""
    if bid.salary >= terms.target:
        return Decision("agree", bid.salary, "accept")
    if passed_on:
        return Decision("pass_on", bid.salary, "last_word")
    if len(counters) >= MOST_COUNTERS:
        kind: Kind = "agree" if bid.salary >= terms.floor else "pass_on"
        return Decision(kind, bid.salary, "last_word")
    return _counter(terms, bid, counters)


def _counter(terms: Terms, bid: Bid, counters: Sequence[int]) -> Decision:
    if not counters:
        above_market = terms.median is not None and bid.salary < terms.median
        return Decision("counter", terms.anchor, "anchor_on_market" if above_market else "anchor")
    if len(counters) < MOST_COUNTERS - 1:
        between = terms.rounded((counters[-1] + terms.target) / 2)
        return Decision("counter", min(between, counters[-1]), "split_the_difference")
    bridge = (terms.target - bid.salary) * _MONTHS[terms.period] // 2
    bonus = math.ceil(max(bridge, bid.bonus + terms.step) / 1_000) * 1_000
    return Decision("counter", terms.target, "trade_for_bonus", bonus)
