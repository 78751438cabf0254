"""Admission of calls: whose number counts, and what is told."""

import pytest
from structlog.testing import capture_logs

from stores import Stores
from stores.guards import Caps, Refusal
from stores.phones import phone_hash
from stores.values import Call
from tests.builders import Clock
from tests.guards.calls import BEGAN, a_call
from voicebot.guards.caps import BUSY, MESSAGES, Admission

CALLER, OURS = "+972545550100", "+97231234567"


class Asked:
    """Notes whose number it was asked about, and lets everybody in."""

    def __init__(self) -> None:
        self.numbers: list[str | None] = []

    def admit(self, call_id: str, number_hash: str | None, now: object, caps: Caps) -> Refusal | None:
        self.numbers.append(number_hash)
        return None


@pytest.mark.parametrize(
    ("call", "numbers"),
    [
        (a_call(), [phone_hash(CALLER)]),
        (a_call(direction="outbound", from_number=OURS, to_number=CALLER), [phone_hash(CALLER)]),
        (a_call(from_number=None), [None]),
        (a_call(channel="realtime"), [phone_hash(CALLER)]),
        (a_call(channel="text", direction="text"), []),
    ],
)
def test_the_other_partys_number_counts(call: Call, numbers: list[str | None]) -> None:
    asked = Asked()
    assert Admission(asked, Caps(), lambda: BEGAN).decide(call) is None
    assert asked.numbers == numbers


def opened(stores: Stores, sid: str, direction: str = "inbound") -> Call:
    outbound = direction == "outbound"
    return stores.calls.open(
        sid,
        channel="turns",
        direction="outbound" if outbound else "inbound",
        scenario="sales",
        language="he",
        from_number=OURS if outbound else CALLER,
        to_number=CALLER if outbound else OURS,
    )[0]


def test_calls_in_and_out_share_the_caps_of_a_number(stores: Stores, clock: Clock) -> None:
    admission = Admission(stores.guards, Caps(calls_per_number_per_day=2), clock)
    calls = [opened(stores, f"CA{n}", direction) for n, direction in enumerate(("inbound", "outbound", "inbound"))]
    with capture_logs() as logs:
        refused = [admission.decide(call) for call in calls]
    assert refused == [None, None, Refusal("calls_of_number_today")]
    assert [(line["event"], line["call_id"]) for line in logs] == [("call.not_admitted", calls[2].id)]
    assert CALLER not in str(logs)


@pytest.mark.parametrize(
    "caps",
    [
        Caps(micro_usd_per_day=0),
        Caps(live=0),
        Caps(live_per_number=0),
        Caps(calls_per_number_per_day=0),
    ],
)
def test_every_refusal_can_be_told(stores: Stores, clock: Clock, caps: Caps) -> None:
    refusal = Admission(stores.guards, caps, clock).decide(opened(stores, "CA1"))
    assert refusal is not None
    assert "MAX_" in MESSAGES[refusal.cap]


def test_the_line_stands_in_both_languages() -> None:
    assert "תפוסים" in BUSY.he
    assert "busy" in BUSY.en
    assert not BUSY.placeholders


def test_money_stops_new_calls(stores: Stores, clock: Clock) -> None:
    admission = Admission(stores.guards, Caps(micro_usd_per_day=1_000_000), clock)
    first = opened(stores, "CA1")
    assert admission.decide(first) is None
    stores.guards.spend(first.id, 1_010_000)
    assert admission.decide(opened(stores, "CA2")) == Refusal("money_today")
    assert admission.decide(first) is None
