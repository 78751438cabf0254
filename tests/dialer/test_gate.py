"""The one question before every call, and that there is no other way to a call."""

import ast
from datetime import UTC, date, datetime, timedelta

import pytest

from language.calling_calendar import CallingRules, QuietHours
from stores.values import Consent, Lead
from voicebot.calling import Calling
from voicebot.dialer.gate import refusal
from voicebot.settings import ROOT

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
"""Sunday, ten in the morning in Jerusalem."""
TODAY = date(2026, 11, 22)
FRIDAY_AT_TWO = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
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
    assert refusal(lead(consent=consent), False, NOW, Calling()) is None


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
    because = refusal(whom, in_call, NOW, Calling())
    assert because is not None
    assert (because.code, because.invalid) == (code, invalid)
    assert because.message
    assert whom.phone not in because.message


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (FRIDAY_AT_TWO, "On the eves of Shabbat and holidays we call only until noon."),
        (FRIDAY_AT_TWO + timedelta(days=1), "We don't call on Shabbat."),
        (FRIDAY_AT_TWO + timedelta(days=2, hours=-9), "We don't call at that hour."),
    ],
)
def test_not_now_tells_why_and_when(now: datetime, said: str) -> None:
    because = refusal(lead(), False, now, Calling())
    assert because is not None
    assert (because.code, because.invalid) == ("not_now", False)
    assert because.message == f"{said} The next allowed moment is 2026-11-29T09:00+02:00."
    assert because.next_allowed == datetime(2026, 11, 29, 7, 0, tzinfo=UTC)


def test_what_does_not_pass_by_itself_is_told_first() -> None:
    for whom, code in ((lead(suppressed=True), "suppressed"), (lead(phone="+97254"), "too_short")):
        because = refusal(whom, False, FRIDAY_AT_TWO, Calling())
        assert because is not None
        assert because.code == code


def test_the_leads_own_hours_count() -> None:
    because = refusal(lead(), False, NOW, Calling(), QuietHours.parse("Sun 00:00-11:00"))
    assert because is not None
    assert because.next_allowed == NOW + timedelta(hours=1)
    assert refusal(lead(), False, NOW + timedelta(hours=1), Calling(), QuietHours.parse("Sun 00:00-11:00")) is None


def test_a_company_that_never_calls_is_told_so() -> None:
    closed = frozenset(TODAY + timedelta(days=each) for each in range(500))
    because = refusal(lead(), False, NOW, Calling(CallingRules(closed=closed)))
    assert because is not None
    assert because.message == "We don't work on that day. No moment is allowed."


def test_the_countries_that_are_dialled() -> None:
    british = lead(phone="+442071838750")
    assert refusal(british, False, NOW, Calling(countries=("IL", "GB"))) is None
    for whom, countries in ((british, ("IL",)), (lead(), ("GB",))):
        because = refusal(whom, False, NOW, Calling(countries=countries))
        assert because is not None
        assert (because.code, because.invalid) == ("foreign", True)


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
