"""/meetings, /calls and /twilio/debug: what has happened, in both languages."""

from datetime import UTC, datetime
from typing import Any

import pytest

from stores.values import Analysis, Turn
from tests.api.conftest import MakeApi
from tests.api.making import Api, error
from tests.apps import AppFactory
from tests.builders import API_KEY
from tests.fakes import BrokenTranslator, FakeTranslator, ScriptedModel, says
from voicebot.api.call_links import links_out
from voicebot.errors import VendorRefused, VendorTimeout
from voicebot.services import Vendors

CALL = {
    "from_number",
    "to_number",
    "id", "sid", "channel", "direction", "scenario", "language", "lead_id", "status", "outcome", "created_at",
    "answered_at", "ended_at", "duration_s", "analysis",
}  # fmt: skip
TURN = {
    "number", "heard_he", "heard_en", "heard_by", "intents", "agent", "said", "tool_calls", "model", "links",
    "timings", "at",
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


def test_a_turn_tells_which_links_answered_and_why_others_did_not(app_factory: AppFactory) -> None:
    secret = "sk-of-the-vendor"
    refused = VendorRefused("openai", "chat", f"HTTP 401, {secret}", 401)
    asked, answers = ScriptedModel(refused, name="openai"), ScriptedModel(says("What happens next?"), name="groq")
    gone, words = BrokenTranslator(VendorTimeout("google", "translate", secret), "google-v3"), FakeTranslator(name="v2")
    worker = app_factory(Vendors(models=(asked, answers), translators=(gone, words)), whole=True)
    worker.hook("/twilio/voice", "CA1")
    worker.hook("/twilio/process-speech?turn=1", "CA1", SpeechResult="השמיים כחולים היום")
    shown = worker.client.get("/calls/CA1", headers={"X-API-Key": API_KEY})
    turn = shown.get_json()["turns"][-1]
    assert turn["links"] == {
        "transcriber": None,
        "translate_in": "v2",
        "model": "groq",
        "translate_out": ["v2"],
        "failures": [
            {"ability": "translator", "link": "google-v3", "why": "VendorTimeout"},
            {"ability": "model", "link": "openai", "why": "VendorRefused HTTP 401"},
        ],
    }
    assert secret not in shown.text


def test_what_an_earlier_release_noted_of_a_failure_is_not_repeated() -> None:
    turn = Turn(
        "c", 1, f"RE{'1' * 32}", "done", "", 1, datetime(2026, 11, 22, tzinfo=UTC),
        heard_by="groq; openai: VendorTimeout", model="rules",
        links={"failures": ["openai: openai chat: HTTP 401, sk-secret", "local: answered nothing"]},
    )  # fmt: skip
    shown = links_out(turn)
    assert shown.transcriber == "groq"
    assert [(each.ability, each.link, each.why) for each in shown.failures] == [
        ("transcriber", "openai", "VendorTimeout"),
        ("model", "openai", "failed"),
        ("model", "local", "answered nothing"),
    ]


@pytest.mark.parametrize("heard_by", [None, "text", "silence", "recording", "unheard: twilio fetch: VendorTimeout"])
def test_where_nobody_transcribed_none_is_named(heard_by: str | None) -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert links_out(Turn("c", 1, f"RE{'1' * 32}", "done", "", 1, at, heard_by=heard_by)).transcriber is None


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
