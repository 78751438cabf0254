"""/openapi.json: well-formed, complete, and what the routes really do."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from werkzeug.test import TestResponse

from tests.api.conftest import MakeApi
from tests.api.making import KEY, Api
from tests.apps import SOAK_ON_POSTGRES
from tests.profiles import profile

pytestmark = SOAK_ON_POSTGRES

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
LEAD = {"name": "x", "phone": "0547654321"}
JOB_OFFER = {
    "candidate": {"name": {"he": "נועה", "en": "Noa"}},
    "negotiation": {"currency": "ILS", "period": "month", "floor": 1, "target": 2},
}
INTERVIEW = {"sessionType": "ai_interview", "interviewRole": "Cook", "interviewType": "general"}
TRANSCRIPT = "interview_1_full_1.json"
TRIED: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("GET", "/metrics", {}, 200),
    ("GET", "/tasks", {}, 200),
    ("GET", "/tasks?after=x", {}, 400),
    ("GET", "/tasks?limit=0", {}, 422),
    ("GET", "/checkins", {}, 200),
    ("GET", "/checkins?after=x", {}, 400),
    ("GET", "/checkins?limit=0", {}, 422),
    ("GET", "/checkins/{checkin}", {}, 200),
    ("GET", "/checkins/9999", {}, 404),
    ("GET", "/leads", {}, 200),
    ("GET", "/leads?after=x", {}, 400),
    ("GET", "/leads?limit=0", {}, 422),
    ("POST", "/leads", {"json": LEAD}, 201),
    ("POST", "/leads", {"json": LEAD}, 409),
    ("POST", "/leads", {"json": {}}, 422),
    ("POST", "/leads", {"data": b"{", "content_type": "application/json"}, 400),
    ("POST", "/leads", {"data": b"x" * 300_000, "content_type": "application/json"}, 413),
    ("POST", "/leads", {"data": b"x", "content_type": "text/plain"}, 415),
    ("GET", "/leads/{lead}", {}, 200),
    ("GET", "/leads/9999", {}, 404),
    ("PATCH", "/leads/{lead}", {"json": {"company": "y"}}, 200),
    ("PATCH", "/leads/{lead}", {"json": {"phone": "0505550000"}}, 409),  # the other's
    ("PATCH", "/leads/{lead}", {"json": {"name": None}}, 422),
    ("PATCH", "/leads/9999", {"json": {}}, 404),
    ("PATCH", "/leads/{lead}", {"data": b"{", "content_type": "application/json"}, 400),
    ("PATCH", "/leads/{lead}", {"data": b"x" * 300_000, "content_type": "application/json"}, 413),
    ("PATCH", "/leads/{lead}", {"data": b"x", "content_type": "text/plain"}, 415),
    ("POST", "/agent/turn", {"json": {"user_utterance": "Hello"}}, 200),
    ("POST", "/agent/turn", {"json": {"user_utterance": "Hello", "lead_id": 9999}}, 404),
    ("POST", "/agent/turn", {"json": {"user_utterance": "Hello", "conversation_id": "{ended}"}}, 409),
    ("POST", "/agent/turn", {"json": {}}, 422),
    ("POST", "/agent/turn", {"data": b"{", "content_type": "application/json"}, 400),
    ("POST", "/agent/turn", {"data": b"x" * 300_000, "content_type": "application/json"}, 413),
    ("POST", "/agent/turn", {"data": b"x", "content_type": "text/plain"}, 415),
    ("GET", "/meetings", {}, 200),
    ("GET", "/meetings?after=x", {}, 400),
    ("GET", "/meetings?limit=0", {}, 422),
    ("GET", "/checkins", {}, 200),
    ("GET", "/checkins?after=x", {}, 400),
    ("GET", "/checkins?limit=0", {}, 422),
    ("GET", "/checkins/{checkin}", {}, 200),
    ("GET", "/checkins/9999", {}, 404),
    ("GET", "/checkins/0", {}, 422),
    ("GET", "/calls", {}, 200),
    ("GET", "/calls?after=x", {}, 400),
    ("GET", "/calls?limit=0", {}, 422),
    ("GET", "/calls/{ended}", {}, 200),
    ("GET", "/calls/9999", {}, 404),
    ("GET", "/calls/a'b", {}, 422),
    ("GET", "/twilio/debug/CA1", {}, 200),
    ("GET", "/twilio/debug/a'b", {}, 422),
    ("POST", "/outbound/initiate-call?lead_id={lead}", {}, 201),
    ("POST", "/outbound/initiate-call?lead_id={lead}", {}, 409),
    ("POST", "/outbound/initiate-call", {"json": {"lead_id": 9999}}, 404),
    ("POST", "/outbound/initiate-call", {}, 422),
    ("POST", "/outbound/initiate-call", {"data": b"{", "content_type": "application/json"}, 400),
    ("POST", "/outbound/initiate-call", {"data": b"x" * 300_000, "content_type": "application/json"}, 413),
    ("POST", "/outbound/initiate-call", {"data": b"x", "content_type": "text/plain"}, 415),
    ("POST", "/outbound/campaign", {}, 501),
    ("GET", "/company", {}, 200),
    ("PUT", "/company", {"json": {"profile": profile()}}, 200),
    ("PUT", "/company", {"json": {"profile": profile(), "based_on": 0}}, 409),
    ("PUT", "/company", {"json": {}}, 422),
    ("PUT", "/company", {"data": b"{", "content_type": "application/json"}, 400),
    ("PUT", "/company", {"data": b"x" * 300_000, "content_type": "application/json"}, 413),
    ("PUT", "/company", {"data": b"x", "content_type": "text/plain"}, 415),
    ("GET", "/company/versions", {}, 200),
    ("GET", "/company/versions?after=x", {}, 400),
    ("GET", "/company/versions?limit=0", {}, 422),
    ("GET", "/company/versions/1", {}, 200),
    ("GET", "/company/versions/9999", {}, 404),
    ("POST", "/company/revert", {"json": {"version": 1}}, 200),
    ("POST", "/company/revert", {"json": {"version": 9999}}, 404),
    ("POST", "/company/revert", {"json": {}}, 422),
    ("POST", "/company/revert", {"data": b"{", "content_type": "application/json"}, 400),
    ("POST", "/company/revert", {"data": b"x" * 300_000, "content_type": "application/json"}, 413),
    ("POST", "/company/revert", {"data": b"x", "content_type": "text/plain"}, 415),
    ("GET", "/questions", {}, 200),
    ("GET", "/questions?after=x", {}, 400),
    ("GET", "/questions?limit=0", {}, 422),
    ("GET", "/job-offer", {}, 404),
    ("PUT", "/job-offer", {"json": JOB_OFFER}, 200),
    ("GET", "/job-offer", {}, 200),
    ("PUT", "/job-offer", {"json": {}}, 422),
    ("PUT", "/job-offer", {"data": b"{", "content_type": "application/json"}, 400),
    ("PUT", "/job-offer", {"data": b"x" * 300_000, "content_type": "application/json"}, 413),
    ("PUT", "/job-offer", {"data": b"x", "content_type": "text/plain"}, 415),
    ("GET", "/job-offer/negotiations", {}, 200),
    ("GET", "/job-offer/negotiations?after=x", {}, 400),
    ("GET", "/job-offer/negotiations?limit=0", {}, 422),
    ("POST", "/interviews", {"json": INTERVIEW}, 201),
    ("POST", "/interviews", {"json": {}}, 422),
    ("POST", "/interviews", {"data": b"{", "content_type": "application/json"}, 400),
    ("POST", "/interviews", {"data": b"x" * 300_000, "content_type": "application/json"}, 413),
    ("POST", "/interviews", {"data": b"x", "content_type": "text/plain"}, 415),
    ("GET", "/interviews", {}, 200),
    ("GET", "/interviews?after=x", {}, 400),
    ("GET", "/interviews?limit=0", {}, 422),
    ("GET", "/interviews/{interview}", {}, 200),
    ("GET", "/interviews/9999", {}, 404),
    ("POST", "/interviews/{interview}/call", {}, 201),
    ("POST", "/interviews/{interview}/call", {}, 409),
    ("POST", "/interviews/{silent}/call", {}, 422),
    ("POST", "/interviews/9999/call", {}, 404),
    ("GET", "/interviews/{interview}/transcripts", {}, 200),
    ("GET", "/interviews/9999/transcripts", {}, 404),
    ("GET", "/interviews/{interview}/transcripts/{transcript}", {}, 200),
    ("GET", "/interviews/{interview}/transcripts/x.json", {}, 404),
    ("GET", "/interviews/{interview}/transcripts/a'b", {}, 422),
    ("GET", "/interviews/9999/events", {}, 404),
    ("GET", "/interviews/{silent}/events", {}, 409),
    ("GET", "/interviews/{interview}/events", {"headers": {"Last-Event-ID": "x"}}, 400),
    ("DELETE", "/leads/{lead}", {}, 409),
    ("DELETE", "/leads/{other}", {}, 204),
    ("DELETE", "/leads/9999", {}, 404),
    ("GET", "/health", {}, 200),
    ("GET", "/health/ready", {}, 200),
)
CHECKIN = ("driver_name", "tractor_number", "tractor_plates", "trailer_number", "trailer_plates")
SECURED: list[dict[str, list[str]]] = [{"api_key": []}, {"bearer": []}]
TRIED_ELSEWHERE = {"401", "429", "502", "503"}
NOTHING_TO_CHECK = {
    ("/metrics", "get"),
    ("/checkins/{checkin_id}", "get"),
    ("/leads/{lead_id}", "get"),
    ("/leads/{lead_id}", "delete"),
    ("/company", "get"),
    ("/company/versions/{version}", "get"),
    ("/outbound/campaign", "post"),
    ("/job-offer", "get"),
    ("/interviews/{interview_id}", "get"),
    ("/interviews/{interview_id}/transcripts", "get"),
    ("/interviews/{interview_id}/events", "get"),
}
"""All routes behind the key are said to answer 422; these have nothing that could be wrong."""


@pytest.fixture
def document(sqlite_api: Api) -> dict[str, Any]:
    found: dict[str, Any] = sqlite_api.client.get("/openapi.json").get_json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation)."""
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            yield path, method, item[method]


def schemas(part: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a part of the document."""
    if isinstance(part, dict):
        if "schema" in part:
            yield part["schema"]
        for each in part.values():
            yield from schemas(each)
    elif isinstance(part, list):
        for each in part:
            yield from schemas(each)


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from ([part["$ref"]] if isinstance(part.get("$ref"), str) else [])
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def test_it_is_an_openapi_31_document(document: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert {"title", "version"} <= set(document["info"])
    assert set(document["components"]["securitySchemes"]) == {"api_key", "bearer"}
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    for path, method, operation in operations(document):
        placed = {each["name"] for each in operation.get("parameters", []) if each["in"] == "path"}
        assert placed == set(re.findall(r"{(\w+)}", path)), (method, path)
        assert all(each["required"] for each in operation.get("parameters", []) if each["in"] == "path")
        assert operation["responses"]
        assert all(re.fullmatch(r"[1-5]\d\d|default", code) for code in operation["responses"])
        assert all(each["description"] for each in operation["responses"].values()), (method, path)
        assert operation["summary"], (method, path)


def test_every_schema_is_one_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for each in (*schemas(document["paths"]), *document["components"]["schemas"].values()):
        validator_for(each, default=Draft202012Validator).check_schema(each)
    for reference in references(document):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found


def test_asking_twice_gives_the_same(sqlite_api: Api, document: dict[str, Any]) -> None:
    assert sqlite_api.client.get("/openapi.json").get_json() == document


def test_every_route_behind_the_key_is_described_with_its_methods(sqlite_api: Api, document: dict[str, Any]) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in sqlite_api.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
    }
    described = {(path, method) for path, method, _ in operations(document)}
    assert described - {("/health", "get"), ("/health/ready", "get")} == routes
    for path, _method, operation in operations(document):
        assert operation.get("security") == (None if path.startswith("/health") else SECURED)


UNDESCRIBED = ("/twilio/", "/realtime/", "/docs", "/openapi.json")
"""What the description leaves out on purpose, and says so: TwiML for Twilio alone, and itself."""


def test_every_other_route_is_left_out_on_purpose(sqlite_api: Api, document: dict[str, Any]) -> None:
    """Of all rules of the app, whoever registered them: described, or below an address that is named as left out."""
    described = {(path, method) for path, method, _ in operations(document)}
    left_out = set()
    for rule in sqlite_api.app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            if (path, method.lower()) not in described:
                assert path.startswith(UNDESCRIBED), (method, path)
                left_out.add(path)
    told = document["info"]["description"]
    assert all(f"`{each}`" in told or f"`{each}" in told for each in UNDESCRIBED)
    assert all(any(path.startswith(each) for path in left_out) for each in UNDESCRIBED)


@pytest.mark.parametrize(
    ("path", "method", "names", "required"),
    [
        ("/leads", "post", "name phone gender company email notes owner consent", "name phone"),
        ("/leads/{lead_id}", "patch", "name phone gender company email notes owner consent", ""),
        ("/agent/turn", "post", "lead_id user_utterance history language scenario conversation_id", "user_utterance"),
        ("/outbound/initiate-call", "post", "lead_id scenario", ""),
    ],
)
def test_the_fields_of_a_request_are_described(
    document: dict[str, Any], path: str, method: str, names: str, required: str
) -> None:
    schema = document["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    assert set(schema["properties"]) == set(names.split())
    assert set(schema.get("required", ())) == set(required.split())
    assert schema["additionalProperties"] is False


def test_the_fields_of_addresses_are_described(document: dict[str, Any]) -> None:
    for path in ("/leads", "/meetings", "/calls"):
        assert {each["name"] for each in document["paths"][path]["get"]["parameters"]} == {"limit", "after"}
    order = document["paths"]["/outbound/initiate-call"]["post"]
    assert {each["name"] for each in order["parameters"]} == {"lead_id", "scenario"}
    assert order["requestBody"]["required"] is False


def test_what_is_answered_is_what_is_described(make_api: MakeApi, tmp_path: Path) -> None:
    assert make_api().get("/twilio/debug/CA1").status_code == 404
    api = make_api(debug_call_events=True, transcript_dir=str(tmp_path))
    document = api.client.get("/openapi.json").get_json()
    places = {
        "lead": str(api.lead("+972505551111").id),
        "other": str(api.lead("+972505550000").id),
        "ended": api.turn("Not interested")["conversation_id"],
        "checkin": str(checkin_of(api)),
        "interview": str(api.interview(phone="+972505552222", transcript=TRANSCRIPT)),
        "silent": str(api.interview(enableTranscription=False)),
        "transcript": TRANSCRIPT,
    }
    seen = {
        ("/twilio/debug/{call_sid}", "get"): {"404"},
        ("/interviews/{interview_id}/events", "get"): {"200"},  # tests/interviews/test_streams.py
    }
    for method, path, options, status in TRIED:
        answer = api.request(method, filled(path, places), **filled(options, places))
        assert answer.status_code == status, (method, path, answer.text)
        place = described_path(document, filled(path, places).partition("?")[0])
        operation = document["paths"][place][method.lower()]
        seen.setdefault((place, method.lower()), set()).add(str(status))
        assert str(status) in operation["responses"], (method, path, status)
        assert_fits(document, operation["responses"][str(status)], answer)
    for path, method, operation in operations(document):
        never = set(operation["responses"]) - seen[path, method] - TRIED_ELSEWHERE
        assert never <= ({"422"} if (path, method) in NOTHING_TO_CHECK else set()), (method, path)
        if operation.get("security"):
            address = re.sub(r"{\w+}", "1", path)
            assert api.client.open(address, method=method.upper()).status_code == 401
            assert "401" in operation["responses"]
            assert "503" in operation["responses"], "every one of them needs the database"


def filled(value: Any, places: dict[str, str]) -> Any:
    if isinstance(value, str):
        return re.sub(r"{(\w+)}", lambda found: places[found[1]], value)
    if isinstance(value, dict):
        return {key: filled(each, places) for key, each in value.items()}
    return value


def described_path(document: dict[str, Any], path: str) -> str:
    """The path of the document that this address belongs to."""
    paths: list[str] = list(document["paths"])
    return (
        path if path in paths else next(each for each in paths if re.fullmatch(re.sub(r"{\w+}", "[^/]+", each), path))
    )


def assert_fits(document: dict[str, Any], described: dict[str, Any], answer: TestResponse) -> None:
    """The body is what the document says."""
    content = described.get("content")
    if not content or "application/json" not in content:
        return
    schema = {**content["application/json"]["schema"], "components": document["components"]}
    assert [each.message for each in Draft202012Validator(schema).iter_errors(answer.get_json())] == []


def test_it_names_no_secret(sqlite_api: Api) -> None:
    assert KEY not in sqlite_api.client.get("/openapi.json").text


def checkin_of(api: Api) -> int:
    """The id of a driver's check-in."""
    call = api.turn("Hello")["conversation_id"]
    return api.stores.checkins.add(call, "en", dict.fromkeys(CHECKIN, "1"), api.services.now()).id
