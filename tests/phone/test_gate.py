"""Only Twilio gets in: the signature over the public URL and the whole form, whatever else a request says."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from app import create_app
from tests.builders import BASE_URL, TOKEN, settings, standard_form
from tests.caller import FORM
from tests.contract.specs import vectors
from voicebot.services import Vendors, build
from voicebot.simphone.webhook import sign
from voicebot.twilio_gate import TwilioGate

PATH = "/twilio/voice"
SIGNATURE = "X-Twilio-Signature"
PARAMS = standard_form("CA" + "1" * 32)


@pytest.fixture(scope="module")
def app() -> Flask:
    """An app whose database cannot be reached: what gets past the gate hears an apology, never a 5xx."""
    given = settings(database_url="sqlite:////nowhere/at/all.db")
    return create_app(given, build(given, Vendors()))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def signed(form: Mapping[str, str], path: str = PATH, token: str = TOKEN) -> dict[str, str]:
    return {SIGNATURE: sign(token, BASE_URL + path, form)}


def request(url: str, headers: Mapping[str, str], **body: Any) -> Request:
    path = "/" + url.split("://", 1)[1].partition("/")[2]
    return Request(EnvironBuilder(path=path, method="POST", headers=list(headers.items()), **body).get_environ())


def origin(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def test_the_vectors_of_twilios_own_library() -> None:
    """Valid ones pass and invalid ones do not, as far as 9.13 of Twilio's library itself agrees."""
    given = vectors("signature_vectors.json")
    assert any(not each["valid"] for each in given)
    for each in given:
        gate = TwilioGate(each["token"], origin(each["url"]))
        body: dict[str, Any] = {"data": each["params"]}
        if each["body"] is not None:
            body = {"data": each["body"], "content_type": "application/json"}
        headers = {SIGNATURE: each["signature"]} if each["signature"] is not None else {}
        expected = each["valid"] and each["twilio_python_9.13"] is True
        assert gate.is_signed(request(each["url"], headers, **body)) == expected, each["name"]


def test_a_signed_webhook_gets_in(client: FlaskClient) -> None:
    got = client.post(PATH, data=PARAMS, headers=signed(PARAMS))
    assert (got.status_code, got.content_type) == (200, "text/xml; charset=utf-8")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SIGNATURE: ""},
        {SIGNATURE: "AAAA"},
        {SIGNATURE: "é" * 28},
        signed(PARAMS, token="another"),
        signed(PARAMS, path="/twilio/turn"),
        signed(PARAMS, path=PATH + "?call=1"),
        signed({}),
    ],
)
def test_what_is_not_signed_stays_out(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post(PATH, data=PARAMS, headers=headers).status_code == 403


def test_every_webhook_stands_behind_the_gate(client: FlaskClient) -> None:
    rules = [each for each in client.application.url_map.iter_rules() if each.endpoint.startswith("phone.")]
    assert len(rules) >= 6
    for rule in rules:
        assert client.post(str(rule), data=PARAMS).status_code == 403, rule


@pytest.mark.parametrize("name", ["CallSid", "From", "To", "New"])
def test_a_second_value_of_a_name_breaks_the_signature(client: FlaskClient, name: str) -> None:
    """Twilio's SDK given `to_dict()` would see the first value only."""
    form = MultiDict([*PARAMS.items(), (name, "CA" + "9" * 32)])
    assert client.post(PATH, data=form, headers=signed(PARAMS)).status_code == 403


def test_values_of_one_name_are_signed_together(client: FlaskClient) -> None:
    body = urlencode([*PARAMS.items(), ("X", "a"), ("X", "b")])
    text = BASE_URL + PATH + "".join(name + value for name, value in sorted([*PARAMS.items(), ("X", "a"), ("X", "b")]))
    signature = base64.b64encode(hmac.new(TOKEN.encode(), text.encode(), hashlib.sha1).digest()).decode()
    got = client.post(PATH, data=body, content_type=FORM, headers={SIGNATURE: signature})
    assert got.status_code == 200


@pytest.mark.parametrize("query", ["?call=" + "a" * 32, "?scenario=other", "?a=1&a=2"])
def test_the_query_is_signed(client: FlaskClient, query: str) -> None:
    assert client.post(PATH + query, data=PARAMS, headers=signed(PARAMS)).status_code == 403
    assert client.post(PATH + query, data=PARAMS, headers=signed(PARAMS, PATH + query)).status_code == 200


def test_the_query_is_signed_byte_for_byte(client: FlaskClient) -> None:
    """Encoded as it was sent, not as we would encode it."""
    path = PATH + "?x=%7e%20+a%2Fb"
    assert client.post(path, data=PARAMS, headers=signed(PARAMS, path)).status_code == 200


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}])
def test_the_public_url_counts_and_not_what_a_request_says(client: FlaskClient, headers: dict[str, str]) -> None:
    wrong = {SIGNATURE: sign(TOKEN, "http://evil.example" + PATH, PARAMS)}
    assert client.post(PATH, data=PARAMS, headers={**headers, **signed(PARAMS)}).status_code == 200
    assert client.post(PATH, data=PARAMS, headers={**headers, **wrong}).status_code == 403


@pytest.mark.parametrize("port", ["", ":443", ":8443"])
def test_ports_are_in_the_signature_or_not(port: str) -> None:
    gate = TwilioGate(TOKEN, f"https://voice.example{port}")
    for signed_as in {"", ":443", port}:
        headers = {SIGNATURE: sign_exactly(f"https://voice.example{signed_as}{PATH}")}
        allowed = signed_as in {"", port or ":443"}
        assert gate.is_signed(request(BASE_URL + PATH, headers, data=PARAMS)) == allowed


def sign_exactly(url: str, hashed: Any = hashlib.sha1) -> str:
    text = url + "".join(f"{name}{PARAMS[name]}" for name in sorted(PARAMS))
    return base64.b64encode(hmac.new(TOKEN.encode(), text.encode(), hashed).digest()).decode()


def test_a_request_cannot_choose_its_algorithm(client: FlaskClient) -> None:
    headers = {
        SIGNATURE: sign_exactly(BASE_URL + PATH, hashlib.sha256),
        "X-Twilio-Webhooks-Signature-Settings": "key=1,algorithm=HMAC_SHA256",
    }
    assert client.post(PATH, data=PARAMS, headers=headers).status_code == 403
    strange = {"X-Twilio-Webhooks-Signature-Settings": "key=1,algorithm=none"}
    assert client.post(PATH, data=PARAMS, headers={**signed(PARAMS), **strange}).status_code == 200


@pytest.mark.parametrize("seen", ["/app/twilio/voice?a=1", "/twilio/voice?a=1", "http://inside:8000/twilio/voice?a=1"])
def test_a_prefix_in_the_public_url(seen: str) -> None:
    """The proxy may cut the prefix off or leave it; an absolute address in the request line is cut down to its path."""
    gate = TwilioGate(TOKEN, "https://voice.example/app/")
    environ = EnvironBuilder(path=PATH, method="POST", data=PARAMS).get_environ()
    environ["RAW_URI"] = seen
    environ["HTTP_X_TWILIO_SIGNATURE"] = sign(TOKEN, "https://voice.example/app/twilio/voice?a=1", PARAMS)
    assert gate.is_signed(Request(environ))


ODD_BODIES = {
    "no body": (b"", FORM),
    "not UTF-8": (b"CallSid=\xff\xfe\xfa", FORM),
    "broken escapes": (b"CallSid=%zz%&=&&==", FORM),
    "JSON": (b'{"CallSid": "CA1"}', "application/json"),
    "broken JSON": (b"{", "application/json"),
    "JSON not UTF-8": (b"\xff\xfe", "application/json"),
    "XML": (b"<a/>", "text/xml"),
    "multipart without a boundary": (b"abc", "multipart/form-data"),
    "multipart cut off": (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"),
    "no content type": (b"CallSid=CA1", ""),
    "nonsense content type": (b"CallSid=CA1", ";;;"),
    "unknown charset": (b"CallSid=CA1", FORM + "; charset=klingon"),
}


@pytest.mark.parametrize("name", ODD_BODIES)
@pytest.mark.parametrize("signature", [None, "AAAA", sign(TOKEN, BASE_URL + PATH, {})])
def test_odd_bodies_are_refused_and_break_nothing(client: FlaskClient, name: str, signature: str | None) -> None:
    body, kind = ODD_BODIES[name]
    headers = {SIGNATURE: signature} if signature else {}
    got = client.post(PATH, data=body, content_type=kind, headers=headers)
    assert 400 <= got.status_code < 500


def test_a_multipart_form_is_signed_like_any_other(client: FlaskClient) -> None:
    got = client.post(PATH, data=PARAMS, content_type="multipart/form-data", headers=signed(PARAMS))
    assert got.status_code == 200
    file = {**PARAMS, "CallSid": (__file__, "CA.txt")}
    assert client.post(PATH, data=file, headers=signed(PARAMS)).status_code in {400, 403}


@pytest.mark.parametrize("kind", [FORM, "application/json", "multipart/form-data; boundary=x"])
@pytest.mark.parametrize("size", [300_000, 5_000_000])
def test_huge_bodies_are_refused(client: FlaskClient, kind: str, size: int) -> None:
    got = client.post(PATH, data=b"A" * size, content_type=kind, headers={SIGNATURE: "AAAA"})
    assert got.status_code in {403, 413}


def test_very_many_fields_are_refused(client: FlaskClient) -> None:
    got = client.post(PATH, data="&".join(f"a{n}=1" for n in range(30_000)), content_type=FORM)
    assert got.status_code in {403, 413}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_webhooks_are_posted(client: FlaskClient, method: str) -> None:
    assert client.open(PATH, method=method, headers=signed({})).status_code == 405


def test_the_idempotency_token_is_not_trusted(client: FlaskClient) -> None:
    """It is not covered by the signature, so it changes nothing."""
    headers = {**signed(PARAMS), "I-Twilio-Idempotency-Token": "x" * 5000}
    assert client.post(PATH, data=PARAMS, headers=headers).status_code == 200
