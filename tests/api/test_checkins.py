"""/checkins, and what a call's record tells of hand-offs."""

import pytest

from tests.api.making import Api, error
from tests.apps import SOAK_ON_POSTGRES

pytestmark = SOAK_ON_POSTGRES

WORDS = ("שלום", "כן", "יוסי כהן", "כן", "45", "כן", "1234567", "כן", "7", "כן", "7654321", "כן", "בעוד שעתיים", "כן")


def checked_in(api: Api) -> str:
    """A check-in by text; the conversation's id."""
    begun: str = ""
    for words in WORDS:
        given = {"conversation_id": begun} if begun else {"scenario": "driver_checkin", "language": "he"}
        begun = api.turn(words, **given)["conversation_id"]
    return begun


def test_a_checkin_is_listed_and_shown(api: Api) -> None:
    call_id = checked_in(api)
    (item,) = api.get("/checkins").get_json()["items"]
    assert item["call_id"] == call_id
    assert (item["driver_name"], item["tractor_plates"], item["language"]) == ("יוסי כהן", "1234567", "he")
    assert item["eta"].startswith("2026-11-22T10:00:00")
    assert api.get(f"/checkins/{item['id']}").get_json() == item


def test_unknown_and_impossible_checkins(api: Api) -> None:
    assert error(api.get("/checkins/4711")) == (404, "not_found")
    assert api.get("/checkins/abc").status_code in (400, 404, 422)
    assert api.get("/checkins/0").status_code in (400, 422)


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "after=%00"])
def test_bad_pages(api: Api, query: str) -> None:
    assert api.get(f"/checkins?{query}").status_code in (400, 422)


def test_a_call_tells_its_hand_offs_and_its_rating(api: Api) -> None:
    begun = api.turn("כן", scenario="lead_funnel", language="he")["conversation_id"]
    for words in (
        "כן",
        "דנה לוי",
        "כן",
        "חיפה",
        "ייעוץ לפרישה",
        "כן",
        "ביטחון",
        "עד סוף השנה",
        "כן",
        "הראשון",
        "כן",
        "חמש",
    ):
        api.turn(words, conversation_id=begun)
    call = api.get(f"/calls/{begun}").get_json()
    assert call["satisfaction"] == 5
    assert [(each["from"], each["to"]) for each in call["handoffs"]] == [
        ("qualifier", "advisor"),
        ("advisor", "closer"),
    ]
    facts = {each["name"]: each["value"] for each in call["handoffs"][0]["summary"]["facts"]}
    assert facts == {"name": "דנה לוי", "location": "חיפה", "need": "ייעוץ לפרישה"}
    assert {said["agent"] for turn in call["turns"] for said in turn["said"]} == {"qualifier", "advisor", "closer"}


def test_the_job_of_a_checkin_waits_with_it(api: Api) -> None:
    checked_in(api)
    (job,) = [each for each in api.stores.jobs.list().items if each.kind == "write_checkin"]
    assert job.payload == {"checkin": api.get("/checkins").get_json()["items"][0]["id"]}
