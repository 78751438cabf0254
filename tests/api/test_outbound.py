"""/outbound/initiate-call: the order that is placed, and every reason why none is."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from app import create_app
from stores.records import LeadRecord
from stores.values import Consent
from tests.api.conftest import MakeApi
from tests.api.making import BASE_URL, CALLER_ID, KEY, NOW, Api, error
from tests.apps import SOAK_ON_POSTGRES
from voicebot.dialer.ports import CallOrder
from voicebot.errors import VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable
from voicebot.services import Vendors, build

pytestmark = SOAK_ON_POSTGRES

PATH = "/outbound/initiate-call"


@pytest.mark.parametrize("way", ["query", "json", "both"])
def test_a_call_is_placed(api: Api, way: str) -> None:
    lead = api.lead()
    in_query, in_json = f"?lead_id={lead.id}", {"json": {"lead_id": lead.id, "scenario": "sales"}}
    placed = {
        "query": lambda: api.post(f"{PATH}{in_query}&scenario=sales"),
        "json": lambda: api.post(PATH, **in_json),
        "both": lambda: api.post(f"{PATH}{in_query}", json={}),
    }[way]()
    assert placed.status_code == 201
    body = placed.get_json()
    assert set(body) == {"call_id", "call_sid", "status"}
    assert api.telephone.orders == [
        CallOrder(
            to=lead.phone,
            from_=CALLER_ID,
            url=f"{BASE_URL}/twilio/voice?call={body['call_id']}#rc=2&rp=all",
            status_url=f"{BASE_URL}/twilio/call-status?call={body['call_id']}#rc=5&rp=all",
            ring_timeout_s=30,
            time_limit_s=900 + 3600,
        )
    ]
    call = api.stores.calls.get(body["call_id"])
    assert (call.sid, call.status, body["status"]) == (body["call_sid"], "queued", "queued")
    assert (call.direction, call.channel, call.lead_id, call.scenario) == ("outbound", "turns", lead.id, "sales")
    assert (call.from_number, call.to_number) == (CALLER_ID, lead.phone)


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("", None), ("?lead_id=", None), ("?lead_id=x", None), ("?lead_id=0", None), ("?lead_id=-1", None),
        ("?lead_id=1.5", None), ("?lead_id=99999999999", None), ("?lead=1", None), ("", {}), ("", {"lead_id": None}),
        ("", {"lead_id": True}), ("", {"lead_id": "one"}), ("", {"lead_id": [1]}), ("", {"lead": 1}),
        ("?lead_id=1", {"lead_id": 10**30}),
    ],
)  # fmt: skip
def test_an_order_that_names_no_lead_is_refused(sqlite_api: Api, query: str, body: dict[str, Any] | None) -> None:
    said = sqlite_api.post(f"{PATH}{query}", **({} if body is None else {"json": body}))
    assert error(said) == (422, "invalid_request")
    assert sqlite_api.telephone.orders == []


def test_an_unknown_lead_is_404(api: Api) -> None:
    assert error(api.post(f"{PATH}?lead_id=77")) == (404, "not_found")


def test_an_unknown_scenario_is_422(api: Api) -> None:
    assert error(api.post(f"{PATH}?lead_id={api.lead().id}&scenario=nothing")) == (422, "unknown_scenario")
    assert api.telephone.orders == []


def test_without_a_telephone_company_it_is_503(api: Api) -> None:
    lead = api.lead()
    without = create_app(services=build(api.services.settings, Vendors())).test_client()
    said = without.post(f"{PATH}?lead_id={lead.id}", headers={"X-API-Key": KEY})
    assert error(said) == (503, "outbound_not_configured")
    assert error(without.post(f"{PATH}?lead_id=77", headers={"X-API-Key": KEY})) == (404, "not_found")
    assert api.stores.calls.list().items == ()


def refused(api: Api, lead_id: int, status: int, code: str) -> None:
    """No call, not even a row of one."""
    before = len(api.stores.calls.list(200).items)
    said = api.post(f"{PATH}?lead_id={lead_id}")
    assert error(said) == (status, code)
    assert said.get_json()["error"]["message"]
    assert api.telephone.orders == []
    assert len(api.stores.calls.list(200).items) == before


def test_a_number_on_the_list_is_not_called(api: Api) -> None:
    lead = api.lead()
    api.stores.suppressions.add(lead.phone, reason="asked", source="operator")
    refused(api, lead.id, 409, "suppressed")


@pytest.mark.parametrize(
    ("stored", "code"), [("+18095551234", "foreign"), ("+9721900123456", "premium"), ("+972501234567", "not_valid")]
)
def test_a_number_that_must_not_be_called_is_not_even_if_it_is_stored(api: Api, stored: str, code: str) -> None:
    lead = api.lead()
    with api.stores.database.begin() as session:
        session.get_one(LeadRecord, lead.id).phone = stored
    refused(api, lead.id, 422, code)


def test_a_consent_that_has_run_out_is_none(api: Api) -> None:
    yesterday = NOW.date() - timedelta(days=1)
    refused(api, api.lead(consent=Consent("form", yesterday, yesterday)).id, 409, "consent_expired")


def test_a_lead_in_a_call_is_not_called_again_until_it_has_ended(api: Api) -> None:
    lead = api.lead()
    first = api.post(f"{PATH}?lead_id={lead.id}").get_json()
    for status in ("queued", "ringing", "in-progress"):
        api.stores.calls.advance_status(first["call_id"], status)
        assert error(api.post(f"{PATH}?lead_id={lead.id}")) == (409, "call_in_progress")
    api.stores.calls.advance_status(first["call_id"], "completed")
    assert api.post(f"{PATH}?lead_id={lead.id}").status_code == 201
    assert len(api.telephone.orders) == 2


def test_of_many_orders_at_once_one_call_is_placed(api: Api) -> None:
    lead = api.lead()
    statuses: list[int] = []
    starting = threading.Barrier(6)

    def order() -> None:
        starting.wait()
        statuses.append(api.post(f"{PATH}?lead_id={lead.id}").status_code)

    threads = [threading.Thread(target=order) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(statuses) == [201] + [409] * 5
    assert len(api.telephone.orders) == 1


# -- what the telephone company says


def test_a_refusal_ends_the_call_and_the_next_order_is_new(api: Api) -> None:
    lead = api.lead()
    api.telephone.error = VendorRefused("twilio", "place call", "HTTP 400 (21211)", 400)
    assert error(api.post(f"{PATH}?lead_id={lead.id}")) == (502, "vendor_error")
    (call,) = api.stores.calls.list().items
    assert (call.status, call.outcome, call.sid) == ("failed", "failed", None)
    assert call.ended_at is not None
    api.telephone.error = None
    assert api.post(f"{PATH}?lead_id={lead.id}").status_code == 201


@pytest.mark.parametrize("kind", [VendorTimeout, VendorUnavailable, VendorGarbage])
def test_a_lost_answer_is_told_as_such_and_the_call_is_not_placed_again(api: Api, kind: type[Exception]) -> None:
    lead = api.lead()
    api.telephone.error = kind("twilio", "place call")
    assert error(api.post(f"{PATH}?lead_id={lead.id}")) == (502, "call_unknown")
    (call,) = api.stores.calls.list().items
    assert (call.status, call.ended_at) == ("new", None)
    api.telephone.error = None
    assert error(api.post(f"{PATH}?lead_id={lead.id}")) == (409, "call_in_progress")
    assert api.telephone.orders == []


def test_campaigns_are_not_built(sqlite_api: Api) -> None:
    assert error(sqlite_api.post("/outbound/campaign")) == (501, "not_implemented")


def test_the_language_and_scenario_of_the_installation_are_the_calls(make_api: MakeApi) -> None:
    api = make_api(caller_language="en-US", base_url="https://voice.example/prefix")
    placed = api.post(f"{PATH}?lead_id={api.lead().id}").get_json()
    assert api.stores.calls.get(placed["call_id"]).language == "en"
    assert api.telephone.orders[0].url.startswith("https://voice.example/prefix/twilio/voice?call=")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"max_live_calls": 1}, "MAX_LIVE_CALLS"),
        ({"max_live_calls_per_number": 1}, "MAX_LIVE_CALLS_PER_NUMBER"),
        ({"max_calls_per_number_per_day": 1}, "MAX_CALLS_PER_NUMBER_PER_DAY"),
        ({"max_micro_usd_per_day": 5}, "MAX_MONEY_PER_DAY_USD"),
    ],
)
def test_the_api_places_no_call_beyond_a_cap(make_api: MakeApi, changes: dict[str, int], named: str) -> None:
    api = make_api(**changes)
    lead = api.lead()
    before, _ = api.stores.calls.open(
        "CA1", channel="turns", direction="inbound", scenario="sales", language="he", from_number=lead.phone
    )
    assert api.services.guards.refusal(before) is None
    api.stores.guards.spend(before.id, 5)
    said = api.post(f"/outbound/initiate-call?lead_id={lead.id}")
    assert error(said) == (429, "cap_reached")
    assert f"({named})" in said.get_json()["error"]["message"]
    assert api.telephone.orders == []
    assert [call.id for call in api.stores.calls.list().items] == [before.id]
