"""Who may use what: the key, people at this machine in development, Twilio's signature; every route is one of these."""

from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.api.making import KEY, Api, error, make
from tests.apps import SOAK_ON_POSTGRES
from voicebot.settings import Settings

pytestmark = SOAK_ON_POSTGRES

OPEN = {"/health", "/health/ready", "/openapi.json", "/docs", "/docs/start.js", "/docs/<name>"}
LOOPBACK = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture(scope="module")
def development(migrated_sqlite: str) -> Api:
    """A machine without a telephone company and without a key."""
    return make(Settings.from_env({"DATABASE_URL": migrated_sqlite}))


def ask(client: FlaskClient, headers: Mapping[str, str] | None = None, **environ: str) -> TestResponse:
    return client.get("/leads", headers=headers, environ_overrides={**LOOPBACK, **environ})


# -- production


@pytest.mark.parametrize(
    "headers",
    [
        {"X-API-Key": KEY}, {"Authorization": f"Bearer {KEY}"}, {"Authorization": f"bearer  {KEY} "},
        {"X-API-Key": KEY, "Authorization": "Basic eDp5"}, {"X-API-Key": KEY, "X-Forwarded-For": "203.0.113.7"},
    ],
)  # fmt: skip
def test_the_key_opens(sqlite_api: Api, headers: Mapping[str, str]) -> None:
    assert ask(sqlite_api.client, headers, REMOTE_ADDR="203.0.113.7").status_code == 200


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "missing_api_key"),
        ({"X-API-Key": ""}, "missing_api_key"),
        ({"Authorization": KEY}, "missing_api_key"),
        ({"Authorization": "Bearer"}, "missing_api_key"),
        ({"Authorization": f"Basic {KEY}"}, "missing_api_key"),
        ({"X-API-Key": "wrong"}, "wrong_api_key"),
        ({"X-API-Key": KEY + "x"}, "wrong_api_key"),
        ({"X-API-Key": KEY[:-1]}, "wrong_api_key"),
        ({"X-API-Key": KEY.upper()}, "wrong_api_key"),
        ({"X-API-Key": "schlüssel"}, "wrong_api_key"),
        ({"X-API-Key": "\x80\xff"}, "wrong_api_key"),
        ({"X-API-Key": "k" * 100_000}, "wrong_api_key"),
        ({"Authorization": "Bearer wrong"}, "wrong_api_key"),
        ({"X-API-Key": "wrong", "Authorization": f"Bearer {KEY}"}, "wrong_api_key"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_nothing_else_does(sqlite_api: Api, headers: Mapping[str, str], code: str) -> None:
    said = ask(sqlite_api.client, headers)
    assert error(said) == (401, code)
    assert KEY not in said.text


def test_a_key_in_the_address_is_no_key(sqlite_api: Api) -> None:
    assert sqlite_api.client.get(f"/leads?api_key={KEY}").status_code == 401


def test_the_key_is_asked_for_before_the_body_is_read(sqlite_api: Api) -> None:
    assert sqlite_api.client.post("/leads", data=b"x" * 300_000).status_code == 401


# -- development


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_in_development_this_machine_needs_no_key(development: Api, peer: str, host: str) -> None:
    assert ask(development.client, {"Host": host}, REMOTE_ADDR=peer).status_code == 200


@pytest.mark.parametrize("peer", ["203.0.113.7", "10.0.0.5", "192.168.1.2", "127.0.0.1.evil", "", "::ffff:10.0.0.5"])
def test_another_machine_is_refused(development: Api, peer: str) -> None:
    assert error(ask(development.client, REMOTE_ADDR=peer)) == (401, "missing_api_key")
    assert error(ask(development.client, {"X-API-Key": "guess"}, REMOTE_ADDR=peer)) == (401, "wrong_api_key")


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "X-Real-IP", "Via"])
def test_what_came_through_a_proxy_is_refused(development: Api, name: str) -> None:
    for value in ("127.0.0.1", ""):
        assert error(ask(development.client, {name: value})) == (401, "missing_api_key")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example"]
)
def test_a_page_whose_name_resolves_to_this_machine_is_refused(development: Api, host: str) -> None:
    assert error(ask(development.client, {"Host": host})) == (401, "missing_api_key")


@pytest.mark.parametrize("host", ["[::1", "[", "a b", "\xff", "localhost:port"])
def test_an_odd_host_is_no_crash(development: Api, host: str) -> None:
    assert ask(development.client, {"Host": host}).status_code in {200, 400, 401}


def test_a_page_of_a_browser_cannot_post_without_asking(development: Api) -> None:
    said = development.client.post("/leads", data='{"name": "x", "phone": "0547654321"}', content_type="text/plain")
    assert error(said) == (415, "not_json")
    asked = development.client.options("/leads", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in asked.headers


def test_in_development_a_key_counts_when_one_is_set(migrated_sqlite: str) -> None:
    api = make(Settings.from_env({"DATABASE_URL": migrated_sqlite, "API_KEY": "mine"}))
    assert ask(api.client).status_code == 401
    assert ask(api.client, {"X-API-Key": "mine"}).status_code == 200


# -- every route


def address(rule: Rule) -> str:
    """The rule with something in each of its places."""
    return "".join(part if not is_place else "1" for is_place, part in rule._trace).lstrip("|")


def test_every_route_is_open_or_asks_for_the_key_or_for_the_signature(sqlite_api: Api) -> None:
    kinds: dict[str, set[str]] = {"open": set(), "key": set(), "signature": set()}
    for rule in sqlite_api.app.url_map.iter_rules():
        if rule.endpoint == "static" or rule.websocket:  # the stream's own tests knock without a signature
            continue
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            answer = sqlite_api.client.open(address(rule), method=method, environ_overrides=LOOPBACK)
            kinds[kind_of(answer)].add(rule.rule)
    assert kinds["open"] == OPEN
    rules = [each for each in sqlite_api.app.url_map.iter_rules() if not each.websocket]
    signed = {each.rule for each in rules if each.endpoint.startswith(("phone.", "realtime."))}
    assert kinds["signature"] == signed
    assert {"/leads", "/agent/turn", "/outbound/initiate-call", "/calls/<call_id>"} <= kinds["key"]
    assert not kinds["key"] & (kinds["open"] | kinds["signature"])


def kind_of(answer: TestResponse) -> str:
    if answer.status_code == 401:
        return "key"
    return "signature" if answer.status_code == 403 else "open"


def test_no_files_are_served(sqlite_api: Api) -> None:
    for path in ("/static/x", "/static/../app.py", "/.env", "/static/..%2f.env", "/app.py"):
        assert sqlite_api.client.get(path).status_code == 404


@pytest.mark.parametrize("headers", [{"X-API-Key": KEY}, {"X-Twilio-Signature": KEY}, {"X-Twilio-Signature": "ü"}])
def test_the_key_is_no_signature(sqlite_api: Api, headers: Mapping[str, str]) -> None:
    assert sqlite_api.client.post("/twilio/voice", data={"CallSid": "CA1"}, headers=headers).status_code == 403
