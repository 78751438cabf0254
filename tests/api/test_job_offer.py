"""/job-offer: what goes in, what comes out, and what never does."""

import json
from typing import Any

import pytest
import yaml

from stores import Stores
from stores.job_offer_values import NegotiationStep
from tests.api.making import Api, error
from tests.job_offers import DANA_CODE, EXAMPLE, FLOOR, YOSSI_CODE

CODES = (DANA_CODE, YOSSI_CODE)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def example() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(EXAMPLE.read_text("utf-8"))
    return document


def put(api: Api, document: dict[str, Any]) -> Any:
    return api.request("PUT", "/job-offer", json=document)


def test_it_comes_out_as_it_went_in_without_its_secrets(api: Api) -> None:
    assert error(api.get("/job-offer")) == (404, "not_found")
    stored = put(api, example())
    assert stored.status_code == 200, stored.text
    shown = api.get("/job-offer").get_json()
    assert shown == stored.get_json()
    assert shown["offers"][0]["salary"] == 42_000
    assert shown["profile"]["references"]["tell"] == ["Altech"]
    assert [each["phone"] for each in shown["recruiters"]] == ["+972547654321", "+972505550000"]
    assert "floor" not in shown["negotiation"]
    assert not any(secret in json.dumps(shown) for secret in (DANA_CODE, YOSSI_CODE, str(FLOOR), "code"))


@ON_SQLITE
def test_what_is_shown_can_be_put_back_unchanged(api: Api) -> None:
    """Code and floor are not in it, and stay."""
    put(api, example())
    shown = api.get("/job-offer").get_json()
    again = put(api, shown)
    assert (again.status_code, again.get_json()) == (200, shown)
    stores = api.stores.job_offers
    candidate = stores.candidate()
    assert candidate is not None
    assert candidate.floor == FLOOR
    assert [stores.code_fits(each, code) for each, code in zip(stores.recruiters(), CODES, strict=True)] == [True] * 2


@ON_SQLITE
def test_left_out_secrets_stay(api: Api) -> None:
    put(api, example())
    document = example()
    del document["negotiation"]["floor"]
    for each in document["recruiters"]:
        del each["code"]
    document["offers"][0]["salary"] = 43_000
    assert put(api, document).status_code == 200
    stores = api.stores.job_offers
    candidate, offer = stores.candidate(), stores.offer_of("Altech")
    assert candidate is not None
    assert offer is not None
    assert (candidate.floor, offer.salary) == (FLOOR, 43_000)
    assert stores.code_fits(stores.recruiters()[0], DANA_CODE)


def _without(place: str) -> dict[str, Any]:
    document = example()
    inner: Any = document
    *path, last = place.split(".")
    for each in path:
        inner = inner[int(each)] if each.isdigit() else inner[each]
    del inner[last]
    return document


def _with(place: str, value: Any) -> dict[str, Any]:
    document = example()
    inner: Any = document
    *path, last = place.split(".")
    for each in path:
        inner = inner[int(each)] if each.isdigit() else inner[each]
    inner[last] = value
    return document


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (_without("negotiation.floor"), "negotiation.floor: is needed the first time."),
        (_with("negotiation.target", 39_000), "negotiation.target: must not be below the floor."),
        (_without("recruiters.0.code"), "recruiters[0].code: a new recruiter needs a code."),
        (_with("recruiters.0.phone", "100"), "recruiters[0].phone: short and emergency numbers are never called."),
        (_with("recruiters.1.phone", "0547654321"), "recruiters[1].phone: is given twice."),
        (_with("profile.references.tell", ["Nobody"]), "'Nobody' is no company of an offer or a recruiter."),
        (_with("recruiters.0.company.en", "ALTECH"), "recruiters[0].company: is spelled 'Altech' elsewhere"),
        (_with("recruiters.0.code", "12"), "must be six to ten digits"),
        (_with("recruiters.0.code", 482913), "must be six to ten digits"),
        (_with("candidate.name.he", "Noa"), "must be in Hebrew letters"),
        (_with("profile.experience.tell", "everybody"), "must be verified, offer, nobody or a list of companies"),
        (_with("offers.0.salary", 0), "offers.0.salary"),
        (_with("offers.0.salary", True), "offers.0.salary"),
        (_with("market.0.low", 60_000), "low, median and high must be in this order"),
        (_with("profile.experience.value.en", "a\nb"), "must be one line"),
        (_with("candidate.password", "x"), "candidate.password"),
    ],
)
@ON_SQLITE
def test_one_sentence_for_what_is_wrong_and_nothing_is_stored(document: dict[str, Any], said: str, api: Api) -> None:
    response = put(api, document)
    assert error(response) == (422, "invalid_request")
    assert said in response.get_json()["error"]["message"]
    assert DANA_CODE not in response.text
    assert api.stores.job_offers.candidate() is None


@ON_SQLITE
def test_a_mistake_leaves_what_was_there(api: Api) -> None:
    put(api, example())
    before = api.get("/job-offer").get_json()
    document = _with("offers.0.salary", 99_000)
    document["recruiters"][0] |= {"phone": "0521112223"}
    del document["recruiters"][0]["code"]
    assert put(api, document).status_code == 422
    assert api.get("/job-offer").get_json() == before


@ON_SQLITE
def test_negotiations_are_listed(api: Api) -> None:
    call, _ = api.stores.calls.open(None, channel="text", direction="text", scenario="job_offer", language="he")
    step(api.stores, call.id, 43_000)
    step(api.stores, call.id, 44_000)
    page = api.get("/job-offer/negotiations?limit=1").get_json()
    assert [(each["salary"], each["kind"], each["call_id"]) for each in page["items"]] == [(43_000, "offered", call.id)]
    rest = api.get(f"/job-offer/negotiations?after={page['next']}").get_json()
    assert [each["salary"] for each in rest["items"]] == [44_000]
    assert error(api.get("/job-offer/negotiations?after=x")) == (400, "bad_cursor")


def step(stores: Stores, call_id: str, salary: int) -> None:
    stores.negotiations.add(NegotiationStep("Altech", "Dana Levi", "offered", "ILS", "month", salary, call_id=call_id))


@ON_SQLITE
def test_without_the_key_there_is_nothing(api: Api) -> None:
    for method, path in (("GET", "/job-offer"), ("PUT", "/job-offer"), ("GET", "/job-offer/negotiations")):
        assert api.client.open(path, method=method).status_code == 401
