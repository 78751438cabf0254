"""`flask call NUMBER`: the same gate as for every call, one sentence for each refusal, and nothing left of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from click.testing import Result

from stores.values import Consent
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Clock, Worker
from tests.caller import LEAD_NUMBER
from tests.fakes import FakeTelephone
from voicebot.errors import VendorRefused, VendorUnavailable
from voicebot.services import Vendors

AGREED = ("--consent", "form on the site")
pytestmark = ON_SQLITE


@pytest.fixture
def telephone() -> FakeTelephone:
    return FakeTelephone()


@pytest.fixture
def office(app_factory: AppFactory, telephone: FakeTelephone) -> Worker:
    return app_factory(Vendors(telephone=telephone), whole=True)


Calls = Callable[..., Result]


@pytest.fixture
def calls(office: Worker) -> Calls:
    """Types the command; a refusal is an exit, never a trace."""

    def typed(*arguments: str) -> Result:
        result = office.app.test_cli_runner().invoke(args=["call", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return typed


def refused(office: Worker, telephone: FakeTelephone, result: Result) -> str:
    """The sentence; nobody was rung, and nothing was stored."""
    assert result.exit_code == 1
    assert telephone.orders == []
    assert office.stores.calls.list().items == ()
    lines = result.output.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Error: ")
    assert lines[0].endswith(".")
    return lines[0].removeprefix("Error: ")


def test_a_number_with_a_consent_is_called_and_becomes_a_lead(
    office: Worker, telephone: FakeTelephone, calls: Calls
) -> None:
    result = calls("054-765-4321", "--scenario", "sales", "--name", "Noa Levi", *AGREED)
    assert result.exit_code == 0, result.output
    [order] = telephone.orders
    [call] = office.stores.calls.list().items
    lead = office.stores.leads.by_phone(LEAD_NUMBER)
    assert lead is not None
    assert (order.to, call.to_number, call.lead_id, call.scenario) == (LEAD_NUMBER, LEAD_NUMBER, lead.id, "sales")
    assert (lead.name, lead.consent) == ("Noa Levi", Consent("form on the site", date(2026, 11, 22)))
    assert result.output == f"calling {LEAD_NUMBER} (sales): call {call.id}, {call.sid}\n"


def test_a_lead_is_called_without_saying_it_again(office: Worker, calls: Calls) -> None:
    lead = office.stores.leads.add("Noa Levi", LEAD_NUMBER, consent=Consent("a fair", date(2026, 10, 1)))
    assert calls(LEAD_NUMBER).exit_code == 0
    assert office.stores.leads.get(lead.id) == lead or office.stores.leads.get(lead.id).consent == lead.consent
    assert office.stores.leads.count() == 1


def test_a_consent_that_has_run_out_is_renewed_by_a_new_one(
    office: Worker, telephone: FakeTelephone, calls: Calls
) -> None:
    old = Consent("a fair", date(2025, 1, 1), date(2026, 1, 1))
    office.stores.leads.add("Noa Levi", LEAD_NUMBER, consent=old)
    assert "consent to be called has expired" in refused(office, telephone, calls(LEAD_NUMBER))
    assert calls(LEAD_NUMBER, *AGREED, "--consent-date", "2026-11-01").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((LEAD_NUMBER,), "This number is no lead's: say where the consent to call it is from."),
        (("banana", *AGREED), "No call to 'banana': this is not a phone number."),
        (("100", *AGREED), "No call to '100': short and emergency numbers are never called."),
        (("+972190012345678", *AGREED), "no such phone number can exist."),
        (("1-900-123-456", *AGREED), "premium-rate numbers are never called."),
        (("+442071838750", *AGREED), "numbers of this country are not called."),
        ((LEAD_NUMBER, "--scenario", "karaoke"), "There is no scenario 'karaoke'; known are:"),
        ((LEAD_NUMBER, "--consent", "  "), "A consent has a source: --consent is empty."),
        ((LEAD_NUMBER, "--consent-date", "2026-11-01"), "A date of consent needs its source: add --consent."),
        (
            (LEAD_NUMBER, *AGREED, "--consent-date", "2026-12-01"),
            "A consent cannot be given in the future: 2026-12-01 is after 2026-11-22.",
        ),
    ],
)
def test_what_is_refused(
    office: Worker, telephone: FakeTelephone, calls: Calls, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused(office, telephone, calls(*arguments))
    assert office.stores.leads.count() == 0, "of a call that is refused nothing remains"


@pytest.mark.parametrize("consent", [(), AGREED])
def test_a_suppressed_number_is_never_called(
    office: Worker, telephone: FakeTelephone, calls: Calls, consent: tuple[str, ...]
) -> None:
    office.stores.suppressions.add(LEAD_NUMBER, reason="removed", source="call")
    said = refused(office, telephone, calls(LEAD_NUMBER, *consent))
    assert said == "This number is on the do-not-call list."
    assert office.stores.leads.count() == 0


def test_not_on_shabbat(office: Worker, telephone: FakeTelephone, calls: Calls, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
    said = refused(office, telephone, calls(LEAD_NUMBER, *AGREED))
    assert said == "We don't call on Shabbat. The next allowed moment is 2026-11-29T09:00+02:00."
    assert office.stores.leads.count() == 0


def test_not_twice_at_once(office: Worker, telephone: FakeTelephone, calls: Calls) -> None:
    assert calls(LEAD_NUMBER, *AGREED).exit_code == 0
    result = calls(LEAD_NUMBER, *AGREED)
    assert (result.exit_code, result.output) == (1, "Error: This lead is in a call already.\n")
    assert len(telephone.orders) == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (VendorRefused("twilio", "place", "HTTP 400, 21211", 400), "did not take the call: HTTP 400, 21211."),
        (VendorUnavailable("twilio", "place", "HTTP 503"), "the call may have been placed."),
    ],
)
def test_what_the_telephone_company_says(
    telephone: FakeTelephone, calls: Calls, error: Exception, sentence: str
) -> None:
    telephone.error = error
    result = calls(LEAD_NUMBER, *AGREED)
    assert result.exit_code == 1
    assert result.output.strip().endswith(sentence)


def test_without_a_telephone_company(app_factory: AppFactory) -> None:
    office = app_factory(Vendors(), whole=True)
    result = office.app.test_cli_runner().invoke(args=["call", LEAD_NUMBER, *AGREED])
    assert result.output == "Error: Outbound calls need TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_CALLER_ID.\n"
