"""The state machine: when a circuit opens, for how long, and how it closes."""

import pytest

from tests.rows import each_row
from voicebot.circuits.breaker import POLICY, Admission, Circuit, Seen, State, Window
from voicebot.circuits.verdicts import Verdict

LETTERS: dict[str, Verdict] = {".": "fine", "s": "slow", "x": "failed", "o": "ours", "?": "unknown"}


def window(calls: str, every_s: float = 1.0) -> tuple[Window, float]:
    """The window after these calls, a letter each, and the moment of the last one."""
    found, at = Window(), 0.0
    for letter in calls:
        at += every_s
        found = found.with_call(Seen(at, LETTERS[letter], "VendorTimeout"))
    return found, at


@each_row(
    ("calls", "opens"),
    [
        ("", False),
        ("xx", False),
        ("xxx", True),
        ("....xxx", True),
        ("xx.xx", False),
        ("x?x?x", True),  # what says nothing stands between nobody
        ("xoxox", True),
        ("ooooooooo", False),
        ("????????", False),
        ("sss", False),  # slow is better than nothing, as long as it is not the rule
        ("sssss", False),
        ("ssssss", True),
        ("s.s.s.", True),
        ("s.s.s..", False),
        ("xx.x..", True),
        ("xx....", False),
        ("xxs.xs", True),
        ("......", False),
        ("." * 20 + "xx." * 5, True),  # only the last 20 are looked at
        ("." * 40 + "xx.xx.xx", False),
    ],
)
def test_when_it_opens(calls: str, opens: bool) -> None:
    found, now = window(calls)
    assert bool(found.why_open(now)) is opens


@pytest.mark.parametrize(
    ("calls", "every_s", "opens"),
    [
        ("xxx", 100, True),  # a quiet line: three callers in a row
        ("xxx", 200, False),
        ("x.x.x.", 5, True),
        ("x.x.x.", 10, False),  # too few of them in the last 30 s
        ("ssssss", 10, False),
    ],
)
def test_old_calls_do_not_count(calls: str, every_s: float, opens: bool) -> None:
    found, now = window(calls, every_s)
    assert bool(found.why_open(now)) is opens


def test_the_reason_names_what_happened() -> None:
    found, now = window("x.xxx")
    assert found.why_open(now) == "3 failures in a row, the last: VendorTimeout"
    found, now = window("xss..s")
    assert found.why_open(now) == "of 6 calls 1 failed and 3 were slow"


def test_the_window_is_bounded() -> None:
    assert len(window("." * 1000)[0].calls) == POLICY.most


@each_row(("failures", "seconds"), [(1, 5), (2, 10), (3, 20), (4, 40), (5, 80), (6, 80), (10_000, 80)])
def test_the_cool_down_doubles_up_to_its_cap(failures: int, seconds: float) -> None:
    assert POLICY.cool_down(failures) == seconds


@each_row(
    ("state", "until", "admission"),
    [
        ("closed", 0, "pass"),
        ("closed", 500, "pass"),
        ("open", 101, "refuse"),
        ("open", 100, "probe"),
        ("open", 99, "probe"),
        ("half_open", 101, "refuse"),
        ("half_open", 100, "probe"),  # whoever probed is dead
    ],
)
def test_who_may_pass(state: State, until: float, admission: Admission) -> None:
    assert Circuit("v", state, until=until).admission(100) == admission


@pytest.mark.parametrize(
    ("verdict", "state", "failures", "until"),
    [
        ("fine", "closed", 2, 130),
        ("ours", "closed", 2, 130),
        ("slow", "open", 3, 150),
        ("failed", "open", 3, 150),
        ("unknown", "open", 2, 130),
    ],
)
def test_how_a_probe_ends(verdict: Verdict, state: State, failures: int, until: float) -> None:
    probing = Circuit("v", "open", 2, until=100, reason="r", version=4).probing(120)
    assert (probing.state, probing.until, probing.failures) == ("half_open", 140, 2)
    after = probing.probed(Seen(130, verdict, "why"))
    assert (after.state, after.failures, after.until, after.since, after.version) == (state, failures, until, 130, 4)


@pytest.mark.parametrize(
    ("closed_for_s", "failures"),
    [(0, 4), (59, 4), (60, 1), (3600, 1)],
)
def test_who_fails_soon_again_had_not_recovered(closed_for_s: float, failures: int) -> None:
    closed = Circuit("v", "half_open", 3).probed(Seen(200, "fine"))
    opened = closed.opened("again", 200 + closed_for_s)
    assert (opened.failures, opened.reason) == (failures, "again")
    assert opened.until == 200 + closed_for_s + POLICY.cool_down(failures)


def test_a_probes_failure_is_the_new_reason() -> None:
    probing = Circuit("v", "open", 1, reason="old").probing(0)
    assert probing.probed(Seen(1, "failed", "VendorTimeout")).reason == "the probe: VendorTimeout"
    assert probing.probed(Seen(1, "unknown")).reason == "old"
    assert probing.probed(Seen(1, "fine")).reason == ""


def test_a_probe_that_took_a_minute_is_no_steady_time() -> None:
    probing = Circuit("v", "open", 2).probing(0)
    assert probing.probed(Seen(61, "slow")).failures == 3
