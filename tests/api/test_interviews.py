"""/interviews: made of sessions, called through the gate, shown with their transcripts."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from stores.database import Database
from stores.interview_values import Interview
from tests.api.conftest import MEMBER, MakeApi
from tests.api.making import CALLER_ID, Api, make, production
from tests.apps import ON_SQLITE
from tests.interviews.making import SESSION, STAGES
from tests.standins.bucket import s3_server
from tests.standins.interview_platform import CLIENT_ID, CLIENT_SECRET, PlatformStandIn
from tests.standins.wire import closed_port

PHONE = "+972547654321"


pytestmark = ON_SQLITE


@pytest.fixture(scope="module")
def standing(migrated_database: Database, database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    directory = tmp_path_factory.mktemp("transcripts")
    api = make(production(database_url, scenario="interview", transcript_dir=str(directory)))
    yield api
    api.stores.database.close()


@pytest.fixture
def api(database: Database, standing: Api) -> Api:
    """One app for all, on an empty database."""
    standing.telephone.orders.clear()
    standing.stores.members.ensure_default(*MEMBER)
    return standing


def made(api: Api, **changes: Any) -> dict[str, Any]:
    response = api.post("/interviews", json={**SESSION, **changes})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.get_json()
    return found


def refused(api: Api, **changes: Any) -> tuple[int, str]:
    response = api.post("/interviews", json={**SESSION, **changes})
    assert api.stores.interviews.list().items == ()
    return response.status_code, response.get_json()["error"]["code"]


def test_the_seeds_session_becomes_an_interview_with_a_dial_in(api: Api) -> None:
    shown = made(api, maxDuration=1800, participantName="John Doe", participantId="user123")
    assert shown["dialIn"]["number"] == CALLER_ID
    assert len(shown["dialIn"]["pin"]) == 8
    assert shown["status"] == "ready"
    assert {name: shown[name] for name in SESSION} == {**SESSION, "maxDuration": 1800}
    assert [each["name"] for each in shown["stages"]] == [
        "opening", "experience", "technical", "behavioural", "closing",
    ]  # fmt: skip
    assert api.get(f"/interviews/{shown['id']}").get_json() == shown
    assert api.get("/interviews").get_json() == {"items": [shown], "next": None}


def test_own_stages_a_number_and_a_shorter_time(api: Api) -> None:
    shown = made(api, stages=STAGES, phone="054-765-4321")
    assert shown["phone"] == PHONE
    assert [(each["name"], each["seconds"]) for each in shown["stages"]] == [("work", 300), ("wishes", 300)]
    short = made(api, maxDuration=900)
    assert sum(each["seconds"] for each in short["stages"]) <= 900


def test_the_dial_in_is_the_number_that_has_the_scenario(make_api: MakeApi) -> None:
    number = "+97233760009"
    assert made(make_api(number_scenarios=((number, "interview"),)))["dialIn"]["number"] == number
    assert made(make_api())["dialIn"]["number"] is None


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"maxDuration": 1801}, 422, "duration_too_long"),
        ({"language": "en"}, 422, "language_unavailable"),
        ({"stages": [{"name": "a", "seconds": 601, "questions": ["מה?"]}]}, 422, "invalid_session"),
        ({"stages": [{"name": "a", "seconds": 60, "questions": [{"en": "What?"}]}]}, 422, "invalid_session"),
        ({"phone": "12"}, 422, None),
        ({"phone": "+19005551234"}, 422, None),
        ({"sessionType": "call"}, 422, "invalid_request"),
        ({"interviewType": "x"}, 422, "invalid_request"),
        ({"extra": 1}, 422, "invalid_request"),
    ],
)
def test_what_is_wrong_is_told(api: Api, changes: dict[str, Any], status: int, code: str | None) -> None:
    told = refused(api, **changes)
    assert told[0] == status
    assert code in (None, told[1])


def test_the_candidate_is_called_through_the_gate(api: Api) -> None:
    shown = made(api, phone=PHONE, participantName="דוד כהן")
    placed = api.post(f"/interviews/{shown['id']}/call")
    assert placed.status_code == 201
    assert (api.telephone.orders[0].to, api.telephone.orders[0].from_) == (PHONE, CALLER_ID)
    call = api.stores.calls.get(placed.get_json()["callId"])
    assert (call.scenario, api.stores.interviews.of_call(call.id) is not None) == ("interview", True)
    assert api.stores.leads.get(call.lead_id or 0).name == "דוד כהן"
    again = api.post(f"/interviews/{shown['id']}/call")
    assert (again.status_code, again.get_json()["error"]["code"]) == (409, "call_in_progress")


def test_whoever_asked_not_to_be_called_is_not(api: Api) -> None:
    api.stores.suppressions.add(PHONE, reason="asked", source="api")
    shown = made(api, phone=PHONE)
    answer = api.post(f"/interviews/{shown['id']}/call")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "suppressed")
    assert api.telephone.orders == []


def test_calls_that_cannot_be(api: Api) -> None:
    silent = made(api)
    assert api.post(f"/interviews/{silent['id']}/call").get_json()["error"]["code"] == "no_phone"
    api.stores.interviews.end(silent["id"], "withdrawn")
    assert api.post(f"/interviews/{silent['id']}/call").status_code == 409
    assert api.post("/interviews/99/call").status_code == 404


class TestThePlatform:
    @pytest.fixture
    def platform(self) -> Iterator[PlatformStandIn]:
        with PlatformStandIn() as standin:
            standin.sessions = {"s1": "scheduled", "s2": "done"}
            yield standin

    @pytest.fixture
    def asking(self, make_api: MakeApi, platform: PlatformStandIn) -> Api:
        return make_api(vh_api_base_url=platform.url, vh_m2m_client_id=CLIENT_ID, vh_m2m_client_secret=CLIENT_SECRET)

    def test_a_session_it_knows_is_taken(self, asking: Api) -> None:
        assert made(asking, interviewId="s1")["interviewId"] == "s1"

    @pytest.mark.parametrize(
        ("session", "status", "code"),
        [("s2", 422, "session_refused"), ("s3", 422, "session_refused"), (None, 422, "interview_id_missing")],
    )
    def test_others_are_not(self, asking: Api, session: str | None, status: int, code: str) -> None:
        assert refused(asking, **({"interviewId": session} if session else {})) == (status, code)

    def test_one_that_cannot_be_asked_is_a_502(self, asking: Api, platform: PlatformStandIn) -> None:
        platform.stop()
        assert refused(asking, interviewId="s1") == (502, "platform_unavailable")


class TestTranscripts:
    NAME = "interview_1_full_1640995200.json"

    def stored(self, api: Api) -> Interview:
        interview = api.stores.interviews.get(made(api)["id"])
        api.services.interviews.storage.put(self.NAME, json.dumps({"a": "שלום"}).encode())
        api.stores.interviews.stored(self.NAME, interview.id, "full", 0, 14)
        return interview

    def test_on_disk_they_are_read_through_the_api(self, api: Api) -> None:
        interview = self.stored(api)
        (listed,) = api.get(f"/interviews/{interview.id}/transcripts").get_json()["items"]
        assert (listed["name"], listed["kind"], listed["size"], listed["link"]) == (self.NAME, "full", 14, None)
        assert api.get(listed["path"]).get_json() == {"a": "שלום"}

    def test_in_a_bucket_they_have_links(self, make_api: MakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
        import boto3  # noqa: PLC0415  only here

        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
        with s3_server() as url:
            boto3.client("s3", endpoint_url=url, region_name="us-east-1").create_bucket(Bucket="kept")
            api = make_api(transcript_bucket="kept", transcript_endpoint_url=url, transcript_region="us-east-1")
            interview = self.stored(api)
            (listed,) = api.get(f"/interviews/{interview.id}/transcripts").get_json()["items"]
            assert listed["link"].startswith(f"{url}/kept/{self.NAME}?")
            assert "X-Amz-Expires=900" in listed["link"]
            assert api.get(listed["path"]).get_json() == {"a": "שלום"}

    def test_only_an_interviews_own(self, api: Api) -> None:
        self.stored(api)
        other = made(api)["id"]
        for path in (f"/interviews/{other}/transcripts/{self.NAME}", "/interviews/99/transcripts",
                     f"/interviews/99/transcripts/{self.NAME}", "/interviews/1/transcripts/x.json"):  # fmt: skip
            assert api.get(path).status_code == 404, path
        assert api.get("/interviews/1/transcripts/a'b").status_code == 422

    def test_one_whose_file_is_gone_is_not_found(self, api: Api) -> None:
        interview = self.stored(api)
        api.services.interviews.storage.delete(self.NAME)
        assert api.get(f"/interviews/{interview.id}/transcripts/{self.NAME}").status_code == 404


def test_every_route_wants_the_key(api: Api) -> None:
    for method, path in (
        ("POST", "/interviews"), ("GET", "/interviews"), ("GET", "/interviews/1"), ("POST", "/interviews/1/call"),
        ("GET", "/interviews/1/transcripts"), ("GET", "/interviews/1/transcripts/x.json"),
        ("GET", "/interviews/1/events"),
    ):  # fmt: skip
        assert api.client.open(path, method=method).status_code == 401


def test_an_interview_is_held_in_text_too(api: Api) -> None:
    lead = api.lead(PHONE)
    shown = made(api, stages=STAGES, phone=PHONE, maxDuration=600)
    said = api.turn("כן, אפשר להתחיל", lead_id=lead.id, scenario="interview", language="he")
    assert said["agent_reply"].endswith("איך נראה יום עבודה?")
    more = {"conversation_id": said["conversation_id"], "language": "he"}
    for answer in ("אני מתחיל כל בוקר בפגישה קצרה עם כל הצוות", "את היסודות ורק אחר כך תחום אחד לעומק"):
        assert "?" in api.turn(answer, **more)["agent_reply"]
    ended = api.turn("כי שמעתי על החברה דברים טובים מהרבה חברים שלי", **more)
    assert ended["action"] == "end_call"
    assert api.get(f"/interviews/{shown['id']}").get_json()["endReason"] == "completed"
    assert api.stores.jobs.get(f"store_transcript:{shown['id']}:full:0").kind == "store_transcript"


def test_a_storage_that_cannot_be_asked_is_a_502(make_api: MakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    nowhere = f"http://127.0.0.1:{closed_port()}"
    api = make_api(transcript_bucket="kept", transcript_endpoint_url=nowhere, transcript_region="us-east-1")
    number = made(api)["id"]
    api.stores.interviews.stored("interview_1_full_1.json", number, "full", 0, 2)
    answer = api.get(f"/interviews/{number}/transcripts/interview_1_full_1.json")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (502, "storage_unavailable")
