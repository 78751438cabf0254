"""Calls that the dialer places, by the calendar: refused with the moment that is allowed, cut before Shabbat."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from language.calling_calendar import CallingRules, Week
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import API_KEY, BASE_URL, Clock, Worker, standard_form
from tests.caller import LEAD_NUMBER, OUR_NUMBER
from tests.fakes import FakeTelephone
from voicebot.dialer.outbound import Dialer, OutboundStyle
from voicebot.errors import SettingsError
from voicebot.services import Vendors
from voicebot.voice_settings import scenario_names

CANDLES = datetime(2026, 11, 27, 13, 55, tzinfo=UTC)
"""Friday; in Jerusalem, 40 minutes before sunset."""
SATURDAY = CANDLES + timedelta(days=1)
HOUR, RINGS = 3_600, 30


def order(worker: Worker, lead_id: int) -> tuple[int, dict[str, str]]:
    """(status, error) of an order through the API."""
    got = worker.client.post(f"/outbound/initiate-call?lead_id={lead_id}", headers={"X-API-Key": API_KEY})
    return got.status_code, got.get_json().get("error", {})


@ON_SQLITE
def test_the_api_refuses_a_call_on_shabbat_and_tells_when(app_factory: AppFactory, clock: Clock) -> None:
    telephone = FakeTelephone()
    worker = app_factory(Vendors(telephone=telephone), whole=True)
    lead = worker.stores.leads.add("Noa Levi", LEAD_NUMBER)
    clock.now = SATURDAY
    status, error = order(worker, lead.id)
    assert (status, error["code"]) == (409, "not_now")
    assert error["message"] == ("We don't call on Shabbat. The next allowed moment is 2026-11-29T09:00+02:00.")
    assert (telephone.orders, worker.stores.calls.list().items) == ([], ())
    clock.now = datetime(2026, 11, 29, 7, 0, tzinfo=UTC)
    assert order(worker, lead.id)[0] == 201


@ON_SQLITE
def test_hours_and_countries_are_the_operators(app_factory: AppFactory, clock: Clock) -> None:
    telephone = FakeTelephone()
    worker = app_factory(
        Vendors(telephone=telephone),
        whole=True,
        calling_hours=Week.parse("Sun-Thu 11:00-12:00"),
        dial_countries=("IL", "GB"),
    )
    body = {"name": "Ann", "phone": "+44 20 7183 8750"}
    added = worker.client.post("/leads", json=body, headers={"X-API-Key": API_KEY})
    assert (added.status_code, added.get_json()["phone"]) == (201, "+442071838750")
    assert order(worker, added.get_json()["id"])[1]["code"] == "not_now"
    clock.forward(hours=1)
    assert order(worker, added.get_json()["id"])[0] == 201
    assert [each.to for each in telephone.orders] == ["+442071838750"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("before", "limit_s"),
    [
        (timedelta(days=1), 4 * HOUR),
        (timedelta(hours=5), 4 * HOUR),
        (timedelta(hours=2), 2 * HOUR - RINGS),
        (timedelta(minutes=5), 300 - RINGS),
        (timedelta(seconds=20), 1),
    ],
)
def test_no_call_outlasts_the_candles(app_factory: AppFactory, clock: Clock, before: timedelta, limit_s: int) -> None:
    """Even where the office is open until then, and a person goes on talking for hours."""
    telephone = FakeTelephone()
    worker = app_factory(Vendors(telephone=telephone))
    services = worker.services
    rules = CallingRules(hours=Week.parse("00:00-24:00"), eve_until=datetime.max.time())
    style = OutboundStyle(
        "https://voice.example", "+97233760000", "sales", "he", RINGS, time_limits={"sales": 4 * HOUR}
    )
    dialer = Dialer(
        worker.stores, telephone, style, services.guards.admission, replace(services.calling, rules=rules), clock
    )
    clock.now = CANDLES - before
    dialer.call_lead(worker.stores.leads.add("Noa Levi", LEAD_NUMBER).id)
    assert [each.time_limit_s for each in telephone.orders] == [limit_s]


@ON_SQLITE
@pytest.mark.parametrize(
    ("scenarios", "way"), [("", "twilio"), ("sales", "realtime"), ("lead_funnel", "twilio"), ("*", "realtime")]
)
def test_the_settings_say_which_scenarios_ring_on_a_stream(
    app_factory: AppFactory, clock: Clock, scenarios: str, way: str
) -> None:
    telephone = FakeTelephone()
    worker = app_factory(Vendors(telephone=telephone), whole=True, realtime_scenarios=scenario_names(scenarios))
    lead = worker.stores.leads.add("Noa Levi", LEAD_NUMBER)
    assert order(worker, lead.id)[0] == 201
    (placed,) = telephone.orders
    call = worker.stores.calls.list().items[0]
    assert placed.url.partition("#")[0] == f"{BASE_URL}/{way}/voice?call={call.id}"
    # Its first webhook finds the call, whichever way it is answered in the end.
    address = placed.url.partition("#")[0].removeprefix(BASE_URL)
    form = standard_form(call.sid or "", from_=OUR_NUMBER, to=LEAD_NUMBER) | {"Direction": "outbound-api"}
    assert worker.post(address, form).status_code == 200
    assert worker.stores.calls.get(call.id).direction == "outbound"
    assert [each.id for each in worker.stores.calls.list().items] == [call.id]


@ON_SQLITE
def test_an_outbound_call_that_gets_no_stream_is_the_same_call_turn_by_turn(
    app_factory: AppFactory, clock: Clock
) -> None:
    telephone = FakeTelephone()
    worker = app_factory(
        Vendors(telephone=telephone), whole=True, openai_api_key="", realtime_scenarios=scenario_names("*")
    )
    lead = worker.stores.leads.add("Noa Levi", LEAD_NUMBER)
    assert order(worker, lead.id)[0] == 201
    address = telephone.orders[0].url.partition("#")[0].removeprefix(BASE_URL)
    form = standard_form("CA-placed", from_=OUR_NUMBER, to=LEAD_NUMBER) | {"Direction": "outbound-api"}
    document = worker.post(address, form).text
    assert f"/twilio/voice?call={worker.stores.calls.list().items[0].id}" in document


def test_a_scenario_that_is_not_there_cannot_ring(app_factory: AppFactory) -> None:
    with pytest.raises(SettingsError, match="names an unknown scenario"):
        app_factory(realtime_scenarios=scenario_names("nothing"))
