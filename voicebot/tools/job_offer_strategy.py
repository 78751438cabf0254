"""How far a negotiation goes: pure, and made so that neither the floor nor the target can be worked out from it.

What we ask for first is an anchor: the target and a share of it on top that differs from import to import and is told
to nobody, or the market's median. Everything after it follows from the anchor and from what was offered, never from the
target. Whether an offer reaches the target is compared before the last word alone, three times at most. The floor
decides one thing, once: whether the last word to a company is yes or "the candidate will decide". Whatever comes after
that word is not weighed: once something could be agreed to, less of it is passed on; once an offer was passed on, only
what we asked for can be agreed to. So nobody can feel for the floor, from below or from above, and a company is held to
the best offer that it has made.
"""

import math
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

Kind = Literal["agree", "counter", "pass_on"]
Tactic = Literal["anchor_on_market", "anchor", "split_the_difference", "trade_for_bonus", "last_word", "accept"]

MOST_COUNTERS: Final = 3
LEAST_SHARE, MOST_SHARE = 1.04, 1.10
"""The anchor is between so many times the target, or the market's median where that is higher."""
CLOSER: Final = 0.98
"""The second counter: so much of the anchor; with the least share it is still above the target."""
_MONTHS: Final = {"month": 12, "year": 1}


@dataclass(frozen=True)
class Bid:
    """What they offer."""

    salary: int
    bonus: int = 0


@dataclass(frozen=True)
class Terms:
    """What the candidate wants. `median` is the market's, None where it is not known; `share` see `share_of`."""

    floor: int
    target: int
    period: str
    median: int | None = None
    share: float = LEAST_SHARE

    @property
    def step(self) -> int:
        """What amounts are rounded up to."""
        return 500 if self.period == "month" else 5_000

    @property
    def anchor(self) -> int:
        return self.rounded(max(self.target * self.share, self.median or 0))

    def is_less(self, bid: Bid, other: Bid) -> bool:
        """Whether the bid pays less than the other one: in salary, or with the bonus in a year."""
        return bid.salary < other.salary or self._in_a_year(bid) < self._in_a_year(other)

    def _in_a_year(self, bid: Bid) -> int:
        return bid.salary * _MONTHS[self.period] + bid.bonus

    def rounded(self, amount: float) -> int:
        return math.ceil(amount / self.step) * self.step


@dataclass(frozen=True)
class Said:
    """What both sides said before this bid, over all calls: the salaries that we asked for alone, their highest, and
    our last word: `agreeable` is what they were last told can be agreed to, `passed_on` that the candidate decides.
    `traded`: we have asked for a bonus on top of their best. `bids` is all that they have offered, bonuses with it.
    """

    counters: tuple[int, ...] = ()
    best: int = 0
    agreeable: Bid | None = None
    passed_on: bool = False
    traded: bool = False
    bids: tuple[Bid, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What we do with a bid: `salary` is what is agreed to, or asked for; `bonus` a signing bonus asked for with it."""

    kind: Kind
    salary: int
    tactic: Tactic
    bonus: int | None = None


def decide(terms: Terms, bid: Bid, said: Said) -> Decision:
    """The answer to a bid, after what was said before it."""
    if said.agreeable or said.passed_on:
        return Decision("agree" if _holds(terms, bid, said) else "pass_on", bid.salary, "last_word")
    if bid.salary >= terms.target:
        return Decision("agree", bid.salary, "accept")
    if said.traded or len(said.counters) >= MOST_COUNTERS:
        enough = bid.salary >= max(said.best, terms.floor) and not any(terms.is_less(bid, each) for each in said.bids)
        return Decision("agree" if enough else "pass_on", bid.salary, "last_word")
    return _counter(terms, bid, said)


def _holds(terms: Terms, bid: Bid, said: Said) -> bool:
    """Whether our last word allows it: nothing here depends on the floor or the target any more."""
    if said.agreeable:
        return not terms.is_less(bid, said.agreeable)
    return bid.salary >= min(said.counters, default=terms.anchor)


def _counter(terms: Terms, bid: Bid, said: Said) -> Decision:
    counters = said.counters
    if not counters:
        above_market = terms.median is not None and bid.salary < terms.median
        return Decision("counter", terms.anchor, "anchor_on_market" if above_market else "anchor")
    if len(counters) < MOST_COUNTERS - 1:
        return Decision("counter", min(terms.rounded(counters[0] * CLOSER), counters[0]), "split_the_difference")
    bridge = (counters[-1] - bid.salary) * _MONTHS[terms.period] // 2
    bonus = math.ceil(max(bridge, bid.bonus + terms.step) / 1_000) * 1_000
    return Decision("counter", max(bid.salary, said.best), "trade_for_bonus", bonus)


def share_of(secret: str) -> float:
    """How far above the target the anchor is: as random as the secret, and the same for it every time."""
    part = int.from_bytes(sha256(f"anchor:{secret}".encode()).digest()[:4]) / 2**32
    return LEAST_SHARE + part * (MOST_SHARE - LEAST_SHARE)
