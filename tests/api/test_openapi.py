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
from tests.api.openapi_calls import TRANSCRIPT, TRIED
from tests.apps import SOAK_ON_POSTGRES

pytestmark = SOAK_ON_POSTGRES

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
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
