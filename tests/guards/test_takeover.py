"""When a turn may be taken from its owner."""

from math import inf

import pytest

from voicebot.guards.takeover import TakeOver


@pytest.mark.parametrize(
    ("claimed_for_s", "silent_for_s", "reachable_for_s", "may"),
    [
        # The owner lives: never before its own limit.
        (10, 0.5, inf, False),
        (44.9, 3, inf, False),
        (45.1, 0.5, inf, True),
        # The owner is dead: at once.
        (3.1, 3.1, inf, True),
        (20, 5, inf, True),
        # It was idle and has only just claimed: its first beat is on its way.
        (0.1, 600, inf, False),
        (3, 600, inf, False),
        (3.1, 600, inf, True),
        # It never beat: a release without heartbeats.
        (44, None, inf, False),
        (46, None, inf, True),
        # The database was away, for its owner as for us.
        (20, 15, 0.5, False),
        (20, 15, 3.1, True),
        (46, 15, 0.5, True),
    ],
)
def test_may_it_be_taken_over(
    claimed_for_s: float, silent_for_s: float | None, reachable_for_s: float, may: bool
) -> None:
    assert TakeOver().may(claimed_for_s, silent_for_s, reachable_for_s) is may


def test_the_limits_are_given() -> None:
    rule = TakeOver(dead_after_s=1, hard_limit_s=5)
    assert [rule.may(*times) for times in ((2, 2), (2, 0.5), (6, 0.5))] == [True, False, True]
