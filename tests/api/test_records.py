"""/meetings, /calls and /twilio/debug: what has happened, in both languages."""

from typing import Any

import pytest

from stores.values import Analysis
from tests.api.conftest import MakeApi
from tests.api.making import Api, error

CALL = {
    "from_number",
    "to_number",
    "id", "sid", "channel", "direction", "scenario", "language", "lead_id", "status", "outcome", "created_at",
    "answered_at", "ended_at", "duration_s", "analysis",
}  # fmt: skip
TURN = {
    "number", "heard_he", "heard_en", "heard_by", "intents", "agent", "said", "tool_calls", "model", "timings", "at",
}  # fmt: skip
MEETING = {"id", "lead_id", "member_id", "call_id", "start", "end", "status"}


def booked(api: Api, language: str = "he") -> str:
    """A conversation that ends in a booking; its id."""
    words = {"he": ("נשמע מעניין", "הראשון", "כן"), "en": ("Sounds interesting", "the first one", "yes")}[language]
    lead = api.stores.leads.by_phone("+972547654321") or api.lead()
    begun: str = api.turn(words[0], lead_id=lead.id, language=language)["conversation_id"]
    for each in words[1:]:
        api.turn(each, conversation_id=begun)
    return begun


def test_a_call_shows_both_languages_and_how_each_answer_came_about(api: Api) -> None:
    call = api.get(f"/calls/{booked(api)}").get_json()
    told = {"turns", "summary", "handoffs", "satisfaction", "company_version", "usd", "stream"}
    assert set(call) == CALL | told
    assert (call["channel"], call["direction"], call["language"], call["scenario"]) == ("text", "text", "he", "sales")
    for turn in call["turns"]:
        assert set(turn) == TURN
        assert turn["heard_he"]
        assert all(said["he"] and said["en"] and said["kind"] in {"fixed", "answer"} for said in turn["said"])
        assert turn["timings"]["total"] >= 0
        assert (turn["agent"], turn["model"], turn["heard_by"]) == ("sales", "rules", "text")
    assert [each["name"] for turn in call["turns"] for each in turn["tool_calls"]] == [
        "offer_meeting_slots", "read_back_slot", "book_meeting",
    ]  # fmt: skip


def test_a_call_is_found_by_its_id_and_by_its_sid(api: Api) -> None:
    placed = api.post(f"/outbound/initiate-call?lead_id={api.lead().id}").get_json()
    by_id, by_sid = (api.get(f"/calls/{placed[name]}").get_json() for name in ("call_id", "call_sid"))
    assert by_id == by_sid
    assert (by_id["id"], by_id["sid"], by_id["direction"]) == (placed["call_id"], placed["call_sid"], "outbound")


def test_an_unknown_call_is_404(api: Api) -> None:
    for call_id in ("0" * 32, "CA" + "0" * 32, "x", "1"):
        assert error(api.get(f"/calls/{call_id}")) == (404, "not_found")


@pytest.mark.parametrize("call_id", ["a%00b", "%D7%A9", "a" * 65, "..%5C", "a'b"])
def test_what_can_be_no_call_is_refused(sqlite_api: Api, call_id: str) -> None:
    assert error(sqlite_api.get(f"/calls/{call_id}")) == (422, "invalid_request")


def test_calls_are_listed_newest_first_by_pages(api: Api) -> None:
    made = [api.turn("Hello")["conversation_id"] for _ in range(5)]
    first = api.get("/calls?limit=3").get_json()
    second = api.get(f"/calls?limit=3&after={first['next']}").get_json()
    items: list[dict[str, Any]] = first["items"] + second["items"]
    assert all(set(each) == CALL for each in items)
    assert sorted(each["id"] for each in items) == sorted(made)
    assert second["next"] is None


def test_meetings_are_listed_by_their_start_by_pages(api: Api) -> None:
    for _ in range(3):
        booked(api, "en")
    first = api.get("/meetings?limit=2").get_json()
    second = api.get(f"/meetings?limit=2&after={first['next']}").get_json()
    items = first["items"] + second["items"]
    assert all(set(each) == MEETING for each in items)
    starts = [each["start"] for each in items]
    assert starts == sorted(starts)
    assert len(set(starts)) == 3
    assert all(each.endswith("Z") for each in starts)
    assert second["next"] is None


# -- /twilio/debug


def test_webhooks_are_shown_only_when_they_are_kept(make_api: MakeApi) -> None:
    off, on = make_api(), make_api(debug_call_events=True)
    on.stores.debug_events.add("CA1", "/voice", {"CallStatus": "ringing"})
    assert error(off.get("/twilio/debug/CA1")) == (404, "debug_off")
    shown = on.get("/twilio/debug/CA1").get_json()
    assert [(each["kind"], each["data"]) for each in shown["items"]] == [("/voice", {"CallStatus": "ringing"})]
    assert set(shown) == {"items", "next"}
    assert on.get("/twilio/debug/CA2").get_json() == {"items": [], "next": None}
    assert on.client.get("/twilio/debug/CA1").status_code == 401


def test_what_a_call_came_to_stands_with_it(api: Api) -> None:
    call_id = api.turn("Hello")["conversation_id"]
    assert api.get(f"/calls/{call_id}").get_json()["analysis"] is None
    made = Analysis("rules", "why", "booked", "a summary", {"team": True}, "positive", 90, ("a ground",), "a step")
    api.stores.analyses.save(call_id, made)
    shown = api.get(f"/calls/{call_id}").get_json()["analysis"]
    assert shown == {
        "by": "rules", "why": "why", "outcome": "booked", "summary": "a summary", "facts": {"team": True},
        "sentiment": "positive", "score": 90, "reasons": ["a ground"], "next_step": "a step",
    }  # fmt: skip
    assert [each["analysis"] for each in api.get("/calls").get_json()["items"]] == [shown]
