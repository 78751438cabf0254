"""The one question before every call, and that there is no other way to a call."""

import ast
from datetime import UTC, date, datetime, timedelta

import pytest

from stores.values import Consent, Lead
from voicebot.dialer.gate import refusal
from voicebot.settings import ROOT

TODAY = date(2026, 11, 22)
LONG_AGO = date(2025, 1, 1)


def lead(phone: str = "+972547654321", suppressed: bool = False, consent: Consent | None = None) -> Lead:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Lead(1, "David", phone, now, now, consent=consent, suppressed=suppressed)


@pytest.mark.parametrize(
    "consent",
    [
        None,
        Consent("form", LONG_AGO),
        Consent("form", LONG_AGO, TODAY),  # the last day counts
        Consent("form", LONG_AGO, TODAY + timedelta(days=1)),
    ],
)
def test_a_lead_may_be_called(consent: Consent | None) -> None:
    assert refusal(lead(consent=consent), in_call=False, today=TODAY) is None


@pytest.mark.parametrize(
    ("whom", "in_call", "code", "invalid"),
    [
        (lead(suppressed=True), False, "suppressed", False),
        (lead(suppressed=True, phone="+1809555"), True, "suppressed", False),
        (lead(consent=Consent("form", LONG_AGO, TODAY - timedelta(days=1))), False, "consent_expired", False),
        (lead(), True, "call_in_progress", False),
        (lead(phone="+18095551234"), False, "foreign", True),
        (lead(phone="+9721900123456"), False, "premium", True),
        (lead(phone="+9721800123456"), False, "toll_free", True),
        (lead(phone="+972501234567"), False, "not_valid", True),
        (lead(phone="+972100"), False, "short", True),
        (lead(phone="+97254"), False, "too_short", True),
    ],
)
def test_a_lead_may_not_be_called(whom: Lead, in_call: bool, code: str, invalid: bool) -> None:
    because = refusal(whom, in_call, TODAY)
    assert because is not None
    assert (because.code, because.invalid) == (code, invalid)
    assert because.message
    assert whom.phone not in because.message


def calls_of(name: str) -> set[str]:
    """The product's files in which something's method of this name is called, on a telephone or the vendor's calls."""
    found = set()
    for path in sorted((ROOT / "voicebot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                on = ast.unparse(node.func.value)
                if "telephone" in on or (on.endswith(".calls") and "stores" not in on):
                    found.add(path.relative_to(ROOT).as_posix())
    return found


def test_only_the_dialer_places_calls_and_asks_the_gate_first() -> None:
    assert calls_of("place") == {"voicebot/dialer/outbound.py"}
    assert calls_of("create") == {"voicebot/clients/twilio_calls.py"}
    source = (ROOT / "voicebot/dialer/outbound.py").read_text("utf-8")
    assert source.count("telephone.place(") == 1
    assert source.count("refusal(") == 1
    assert source.index("refusal(lead") < source.index("telephone.place(")
