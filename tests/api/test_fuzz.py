"""Bad requests to every operation of the description: a 4xx that is described, never a 5xx that is not."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.making import Api, make, production
from tests.api.test_openapi import assert_fits, operations
from tests.standins.filling import filled

DEEP: Any = "x"
for _ in range(60):
    DEEP = [DEEP]
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 2**31, 2**63, 10**40, "", " ", "x", "x" * 5_000, "\x00", "\ud800", "\u202e", "שלום",
    "'; DROP TABLE leads; --", "<script>", "{}", [], {}, [[]], {"a": {"b": "c"}}, DEEP,
)  # fmt: skip
RAW: tuple[tuple[bytes, str], ...] = (
    (b"", "application/json"),
    (b"{", "application/json"),
    (b"[]", "application/json"),
    (b"null", "application/json"),
    (b'"x"', "application/json"),
    (b'{"a": NaN}', "application/json"),
    (b'{"a": 1, "a": 2}', "application/json"),
    (b"\xff\xfe", "application/json"),
    (b"[" * 5_000, "application/json"),
    (b"a=b", "application/x-www-form-urlencoded"),
    (b"{}", "text/plain"),
    (b"x" * 300_000, "application/json"),
)
IN_ADDRESS = ("0", "-1", "x", "9" * 40, "1.5", "%00", "%ED%A0%80", quote("שלום"), "'; --", "a" * 500, "None", "..%2f..")


@pytest.fixture(scope="module")
def fuzzed(migrated_sqlite: str) -> Iterator[Api]:
    """An app of its own: its limits of requests are used up."""
    api = make(production(migrated_sqlite))
    yield api
    api.stores.database.close()


@pytest.fixture(scope="module")
def document(fuzzed: Api) -> dict[str, Any]:
    found: dict[str, Any] = fuzzed.client.get("/openapi.json").get_json()
    return found


Case = tuple[str, dict[str, Any]]


def cases(document: Mapping[str, Any], path: str, operation: Mapping[str, Any]) -> Iterator[Case]:
    """(address, what is sent) for one operation: each parameter, the body's form, and each of its fields."""
    places = operation.get("parameters", [])
    good = path
    for place in (each for each in places if each["in"] == "path"):
        for odd in IN_ADDRESS:
            yield path.replace(f"{{{place['name']}}}", odd), {}
        good = good.replace(f"{{{place['name']}}}", "1")
    for place in (each for each in places if each["in"] == "query"):
        yield from ((f"{good}?{place['name']}={odd}", {}) for odd in (*IN_ADDRESS, "", "1&" + place["name"] + "=2"))
    yield f"{good}?unknown=1", {}
    body = operation.get("requestBody")
    if body is None:
        return
    yield from ((good, {"data": data, "content_type": kind}) for data, kind in RAW)
    schema = body["content"]["application/json"]["schema"]
    whole = {**schema, "components": document["components"]}
    example = sent(whole, document)
    yield from ((good, {"json": {**example, "unknown": odd}}) for odd in ODD[:3])
    for name in properties(schema, document):
        yield from ((good, {"json": {**example, name: odd}}) for odd in ODD)
        yield good, {"json": {key: value for key, value in example.items() if key != name}}


def sent(schema: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """A body that the schema allows: its own example, or one that is made up."""
    own = resolved(schema, document)
    made: dict[str, Any] = own["example"] if "example" in own else filled(own, defined(document))
    return dict(made)


def resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found


def defined(document: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"$defs": document["components"]["schemas"]}


def properties(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    yield from resolved(schema, document).get("properties", {})


def test_nothing_that_is_sent_breaks_an_operation(fuzzed: Api, document: dict[str, Any]) -> None:
    """Whatever the answer is, the description has it, with its body."""
    tried = 0
    for path, method, operation in operations(document):
        for address, options in cases(document, path, operation):
            tried += 1
            answer = fuzzed.request(method.upper(), address, **options)
            shown = (method, address[:80], str(options)[:120], answer.status_code, answer.text[:200])
            status = str(answer.status_code)
            if answer.status_code == 404 and status not in operation["responses"]:
                assert not answer.get_json()["error"]["message"].startswith("There is"), shown
                continue  # another address: no route has it
            assert status in operation["responses"], shown
            assert answer.status_code < 500 or (path, status) == ("/outbound/campaign", "501"), shown
            assert_fits(document, operation["responses"][status], answer)
    assert tried > 300


def test_the_examples_of_the_description_are_accepted(sqlite_api: Api, document: dict[str, Any]) -> None:
    """Whoever copies one is not sent away with a 4xx about its form."""
    shown = 0
    for path, method, operation in operations(document):
        body = operation.get("requestBody")
        own = resolved(body["content"]["application/json"]["schema"], document) if body else {}
        if "example" not in own:
            continue
        shown += 1
        lead = sqlite_api.stores.leads.by_phone("+972505559999") or sqlite_api.lead("+972505559999")
        answer = sqlite_api.request(method.upper(), path.replace("{lead_id}", str(lead.id)), json=own["example"])
        assert answer.status_code in {200, 201, 409}, (path, json.dumps(own["example"]), answer.text)
    assert shown >= 3
