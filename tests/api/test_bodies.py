"""Bodies and addresses that nobody should send: 4xx in JSON, never 500."""

import json

import pytest

from tests.api.making import Api, error
from tests.apps import SOAK_ON_POSTGRES

pytestmark = SOAK_ON_POSTGRES

LEAD = {"name": "x", "phone": "0547654321"}
ROUTES = [("POST", "/leads"), ("PATCH", "/leads/1"), ("POST", "/agent/turn"), ("POST", "/outbound/initiate-call")]
BODIES: tuple[tuple[bytes, int, str], ...] = (
    (b"{", 400, "invalid_json"),
    (b"name=x", 400, "invalid_json"),
    (b"\xff\xfe\x00", 400, "invalid_json"),
    (json.dumps(LEAD).encode("utf-16"), 400, "invalid_json"),
    (b"\xef\xbb\xbf{}", 400, "invalid_json"),
    (b'{"name": "\xe9"}', 400, "invalid_json"),
    (b"[" * 100_000, 400, "invalid_json"),
    (b"[" * 100_000 + b"]" * 100_000, 400, "invalid_json"),
    (b'{"a":' * 40_000 + b"1" + b"}" * 40_000, 400, "invalid_json"),
    (b'{"lead_id": NaN}', 400, "invalid_json"),
    (b'{"lead_id": -Infinity}', 400, "invalid_json"),
    (b'{"lead_id": ' + b"9" * 5000 + b"}", 400, "invalid_json"),
    (b'{"lead_id": 1, "lead_id": 2}', 400, "invalid_json"),
    (b'{"consent": {"source": "a", "source": "b"}}', 400, "invalid_json"),
    (b"{} {}", 400, "invalid_json"),
    (b"[]", 422, "invalid_request"),
    (b"null", 422, "invalid_request"),
    (b"1", 422, "invalid_request"),
    (b'"{}"', 422, "invalid_request"),
    (json.dumps(json.dumps(LEAD)).encode(), 422, "invalid_request"),
    (b'{"lead_id": 1e400}', 422, "invalid_request"),
    (b'{"unknown": 1}', 422, "invalid_request"),
    (b'{"\\ud800": 1}', 422, "invalid_request"),
    (b'{"\\u0000": 1}', 422, "invalid_request"),
    (b'{"__class__": {}, "constructor": 1}', 422, "invalid_request"),
)


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(("body", "status", "code"), BODIES, ids=lambda value: ascii(value)[:30])
def test_a_body_that_is_no_request(
    sqlite_api: Api, method: str, path: str, body: bytes, status: int, code: str
) -> None:
    said = sqlite_api.request(method, path, data=body, content_type="application/json")
    assert error(said) == (status, code)


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "json"]
)
def test_a_body_of_another_type(sqlite_api: Api, method: str, path: str, content_type: str) -> None:
    said = sqlite_api.request(method, path, data=b'{"lead_id": 1}', content_type=content_type)
    assert error(said) == (415, "not_json")


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_body_that_is_too_large(sqlite_api: Api, method: str, path: str) -> None:
    said = sqlite_api.request(method, path, data=b'"' + b"x" * 256 * 1024 + b'"', content_type="application/json")
    assert error(said) == (413, "request_entity_too_large")


@pytest.mark.parametrize("size", [200 * 1024, 257 * 1024, 2**21])
def test_a_body_of_unknown_length_is_measured_too(sqlite_api: Api, size: int) -> None:
    body = b'{"user_utterance": "Hello"' + b" " * size + b"}"
    environ = {"wsgi.input": Dripping(body), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    said = sqlite_api.post("/agent/turn", content_type="application/json", environ_overrides=environ)
    if size < 256 * 1024:
        assert said.status_code == 200
    else:
        assert error(said) == (413, "request_entity_too_large")


class Dripping:
    """A request's body as a server gives it when it comes in chunks."""

    def __init__(self, body: bytes) -> None:
        self._rest = body

    def read(self, size: int = -1) -> bytes:
        most = min(size, 4096) if size >= 0 else 4096
        piece, self._rest = self._rest[:most], self._rest[most:]
        return piece


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_body(sqlite_api: Api, method: str, path: str) -> None:
    assert error(sqlite_api.request(method, path)) == (422, "invalid_request")
    assert error(sqlite_api.request(method, path, content_type="application/json")) == (422, "invalid_request")


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "application/vnd.api+json", "Application/JSON"]
)
def test_json_by_any_name(sqlite_api: Api, content_type: str) -> None:
    said = sqlite_api.post("/agent/turn", data=json.dumps({"user_utterance": "Hello"}), content_type=content_type)
    assert said.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "not_found"),
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/leads/", 404, "not_found"),
        ("GET", "/%00", 404, "not_found"),
        ("GET", "/%ff%fe", 404, "not_found"),
        ("GET", "/" + "x" * 8000, 404, "not_found"),
        ("POST", "/twilio/nothing", 404, "not_found"),
        ("DELETE", "/leads", 405, "method_not_allowed"),
        ("PUT", "/leads/1", 405, "method_not_allowed"),
        ("POST", "/meetings", 405, "method_not_allowed"),
        ("GET", "/agent/turn", 405, "method_not_allowed"),
        ("GET", "/twilio/voice", 405, "method_not_allowed"),
        ("POST", "/health", 405, "method_not_allowed"),
        ("PROPFIND", "/leads", 405, "method_not_allowed"),
    ],
)
def test_what_is_not_there(sqlite_api: Api, method: str, path: str, status: int, code: str) -> None:
    said = sqlite_api.request(method, path)
    assert error(said) == (status, code)
    assert ("Allow" in said.headers) == (status == 405)


@pytest.mark.parametrize("query", ["a=1&b=2", "limit=1&limit=x", "%ff=1", "limit=%00", "&&&", "after[]=x", "=" * 2000])
def test_an_odd_query_is_no_crash(sqlite_api: Api, query: str) -> None:
    assert sqlite_api.get(f"/leads?{query}").status_code in {200, 400, 422}


def test_a_bug_is_told_in_one_sentence_and_no_more(sqlite_api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of ours")

    monkeypatch.setattr(type(sqlite_api.stores.leads), "list", broken)
    said = sqlite_api.get("/leads")
    assert error(said) == (500, "internal_error")
    assert "secret" not in said.text
    assert "Zero" not in said.text
