"""What is posted and how it is signed, over a transport that only writes down."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from tests.simphone.tiny_app import TOKEN
from voicebot.simphone.call import voice_fetch
from voicebot.simphone.events import Answer, Event, Exchanged, Fetch
from voicebot.simphone.webhook import Identity, Webhooks, completed_fields, sign, without_fragment

BASE = "https://bot.example"
WHO = Identity("+972547654321", "+97233760000", "AC" + "0" * 32, "CA" + "1" * 32)


class Wire:
    """Keeps what was sent, and answers from a list."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, str, dict[str, str], dict[str, str]]] = []

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        self.sent.append(("POST", url, dict(form), dict(headers)))
        return self.answers.pop(0) if self.answers else Answer(200)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        self.sent.append(("GET", url, {}, dict(headers)))
        return self.answers.pop(0) if self.answers else Answer(200)


def fetch(wire: Wire, what: Fetch, who: Identity = WHO, target: str = "") -> list[Event]:
    seen: list[Event] = []
    Webhooks(wire, TOKEN, who, BASE, target).fetch(what, seen.append)
    return seen


def vectors(name: str) -> Any:
    folder = os.environ.get("VECTORS_DIR")
    if not folder:
        if os.environ.get("CI") == "true":
            pytest.fail("VECTORS_DIR is not set")
        pytest.skip("VECTORS_DIR is not set: the vectors of the vendor's SDKs are not here")
    return json.loads((Path(folder) / name).read_text("utf-8"))


def test_the_signature_is_the_vendors() -> None:
    forms = [each for each in vectors("signature_vectors.json") if each["valid"] and each["params"]]
    assert forms
    for vector in forms:
        url = vector["url"]
        with_port = url.replace(".com/", ".com:443/" if url.startswith("https") else ".com:80/")
        given = {sign(vector["token"], each, vector["params"]) for each in (url, with_port, url.replace(":1234", ""))}
        assert vector["signature"] in given, vector["name"]


def test_the_signature_of_a_plain_form_fits_exactly() -> None:
    form = {"From": "+14158675309", "To": "+18005551212", "CallSid": "CA1234567890ABCDE", "Digits": "1234"}
    url = "https://mycompany.com/myapp.php?foo=1&bar=2#rc=2&rp=all"
    signature = sign("12345", url, form | {"Caller": "+14158675309"})
    assert signature == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_what_is_posted_validates() -> None:
    wire = Wire()
    fetch(wire, Fetch(f"{BASE}/twilio/answer?turn=3&from=2#rc=2&rp=all", fields={"SpeechResult": "כן, בטח"}))
    [(method, url, form, headers)] = wire.sent
    assert (method, url) == ("POST", f"{BASE}/twilio/answer?turn=3&from=2")
    assert RequestValidator(TOKEN).validate(url, form, headers["X-Twilio-Signature"])
    assert not RequestValidator(TOKEN).validate(url, form | {"SpeechResult": "לא"}, headers["X-Twilio-Signature"])


def test_the_standard_fields() -> None:
    wire = Wire()
    fetch(wire, Fetch(f"{BASE}/twilio/voice", status="ringing"))
    form = wire.sent[0][2]
    assert form["CallSid"] == WHO.call_sid
    assert form["CallStatus"] == "ringing"
    assert (form["From"], form["Caller"]) == ("+972547654321", "+972547654321")
    assert (form["To"], form["Called"]) == ("+97233760000", "+97233760000")
    assert (form["Direction"], form["ApiVersion"], form["FromCountry"]) == ("inbound", "2010-04-01", "IL")


def test_the_fields_are_those_of_twilios_sdk() -> None:
    listed, captured = vectors("twilio_request_fields.json"), vectors("twilio_webhooks.json")
    known = {name for fields in listed.values() for _, name in fields}
    known |= {name for webhook in captured for name, _ in webhook["form"]}
    sent = set(WHO.fields("in-progress")) | set(completed_fields("inbound", 61))
    assert sent <= known


def test_a_withheld_number() -> None:
    wire = Wire()
    fetch(wire, Fetch(BASE), Identity("withheld", WHO.to, WHO.account_sid, WHO.call_sid))
    assert (wire.sent[0][2]["From"], wire.sent[0][2]["FromCountry"]) == ("+266696687", "")


def test_get_puts_everything_into_the_signed_url() -> None:
    wire = Wire()
    fetch(wire, Fetch(f"{BASE}/g?x=1", "GET", {"Digits": "1"}))
    [(method, url, form, headers)] = wire.sent
    assert (method, form) == ("GET", {})
    assert url.startswith(f"{BASE}/g?x=1&CallSid={WHO.call_sid}")
    assert url.endswith("&Digits=1")
    assert RequestValidator(TOKEN).validate(url, {}, headers["X-Twilio-Signature"])


@pytest.mark.parametrize(
    ("status", "method", "kept"),
    [(301, "GET", False), (302, "GET", False), (307, "POST", True), (308, "POST", True)],
)
def test_redirects_of_http(status: int, method: str, kept: bool) -> None:
    wire = Wire(Answer(status, location="/elsewhere?a=1"))
    seen = fetch(wire, Fetch(f"{BASE}/first"))
    sent = wire.sent[1]
    assert (sent[0], sent[1], "CallSid" in sent[2]) == (method, f"{BASE}/elsewhere?a=1", kept)
    assert RequestValidator(TOKEN).validate(sent[1], sent[2], sent[3]["X-Twilio-Signature"])
    assert len(seen) == len(wire.sent)


def test_endless_redirects_of_http_end() -> None:
    wire = Wire(*[Answer(307, location="/again")] * 50)
    last = fetch(wire, Fetch(f"{BASE}/first"))[-1]
    assert len(wire.sent) == 11
    assert isinstance(last, Exchanged)
    assert last.answer.status == 307


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        (f"{BASE}/twilio/voice?a=1", "http://127.0.0.1:8000/twilio/voice?a=1"),
        (BASE, "http://127.0.0.1:8000"),
        ("https://bot.example.evil/x", "https://bot.example.evil/x"),
    ],
)
def test_a_target_is_posted_to_and_the_base_is_signed(url: str, sent: str) -> None:
    wire = Wire()
    fetch(wire, Fetch(url), target="http://127.0.0.1:8000/")
    assert wire.sent[0][1] == sent
    assert wire.sent[0][3]["X-Twilio-Signature"] == sign(TOKEN, url, wire.sent[0][2])


def test_an_address_that_is_not_of_the_web_is_a_problem() -> None:
    wire = Wire()
    [event] = fetch(wire, Fetch("ftp://bot.example/x"))
    assert isinstance(event, Exchanged)
    assert (wire.sent, bool(event.answer.problem)) == ([], True)


@pytest.mark.parametrize(
    ("options", "url", "status"),
    [
        ({}, f"{BASE}/twilio/voice", "in-progress"),
        ({"scenario": "support"}, f"{BASE}/twilio/voice?scenario=support", "in-progress"),
        ({"call_id": "12"}, f"{BASE}/twilio/voice?call=12", "in-progress"),
        ({"call_id": "call=12"}, f"{BASE}/twilio/voice?call=12", "in-progress"),
        ({"voice_url": "https://b.example/v?c=1"}, "https://b.example/v?c=1", "in-progress"),
    ],
)
def test_the_first_webhook_of_an_outbound_call(options: dict[str, str], url: str, status: str) -> None:
    who = Identity(WHO.to, WHO.from_, WHO.account_sid, WHO.call_sid, "outbound-api")
    first = voice_fetch(Webhooks(Wire(), TOKEN, who, f"{BASE}/"), **options)
    assert (first.url, first.status) == (url, status)


def test_the_first_webhook_of_an_inbound_call_rings() -> None:
    assert voice_fetch(Webhooks(Wire(), TOKEN, WHO, BASE)).status == "ringing"


def test_completed_fields() -> None:
    fields = completed_fields("inbound", 61.4)
    assert (fields["CallDuration"], fields["Duration"]) == ("61", "2")
    assert fields["Timestamp"].endswith("+0000")


def test_the_fragment_is_twilios_own() -> None:
    assert without_fragment("https://a.example/x?y=1#rc=5&rp=all") == "https://a.example/x?y=1"
