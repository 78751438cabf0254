"""Our requests to Twilio, and its stand-in's answers, held to Twilio's own description."""

from typing import Any

import pytest

from tests.contract.specs import OpenApi, openapi, vectors
from tests.standins import riff
from tests.standins.fixtures import ACCOUNT_SID, AUTH_TOKEN
from tests.standins.twilio import TwilioStandIn, call_resource
from tests.standins.wire import Asked
from voicebot.clients.twilio_calls import EVENTS, TwilioTelephone
from voicebot.clients.twilio_recordings import TwilioRecordings
from voicebot.dialer.ports import CallOrder

ACCOUNT = "/2010-04-01/Accounts/{AccountSid}"
SID = "RE" + "0f" * 16
ORDER = CallOrder("+972547654321", "+97233760000", "https://bot.example/v", "https://bot.example/s")


@pytest.fixture
def api() -> OpenApi:
    return openapi("twilio_api_v2010.json")


def form_errors(api: OpenApi, path: str, asked: Asked) -> list[str]:
    """What of a form does not fit: values as the types they stand for, unknown names refused."""
    body = api.paths[path]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    types = {name: part.get("type") for name, part in body["properties"].items()}
    form: dict[str, Any] = {}
    for name, value in asked.form:
        if types.get(name) == "array":
            form.setdefault(name, []).append(value)
        elif types.get(name) == "integer":
            form[name] = int(value)
        else:
            form[name] = value
    return api.errors({**body, "additionalProperties": False}, form)


def test_a_call_is_created_as_described(api: OpenApi, twilio_standin: TwilioStandIn) -> None:
    TwilioTelephone(ACCOUNT_SID, AUTH_TOKEN, twilio_standin.url).place(ORDER)
    [asked] = twilio_standin.asked
    path = f"{ACCOUNT}/Calls.json"
    assert asked.path == path.format(AccountSid=ACCOUNT_SID)
    assert form_errors(api, path, asked) == []


def test_a_call_is_ended_as_described(api: OpenApi, twilio_standin: TwilioStandIn) -> None:
    phone = TwilioTelephone(ACCOUNT_SID, AUTH_TOKEN, twilio_standin.url)
    sid = phone.place(ORDER)
    phone.end(sid)
    path = f"{ACCOUNT}/Calls/{{Sid}}.json"
    assert twilio_standin.asked[-1].path == path.format(AccountSid=ACCOUNT_SID, Sid=sid)
    assert form_errors(api, path, twilio_standin.asked[-1]) == []


def test_a_call_is_redirected_as_described(api: OpenApi, twilio_standin: TwilioStandIn) -> None:
    phone = TwilioTelephone(ACCOUNT_SID, AUTH_TOKEN, twilio_standin.url)
    sid = phone.place(ORDER)
    phone.redirect(sid, "https://bot.example/realtime/after#rc=2&rp=all")
    path = f"{ACCOUNT}/Calls/{{Sid}}.json"
    assert twilio_standin.asked[-1].path == path.format(AccountSid=ACCOUNT_SID, Sid=sid)
    assert form_errors(api, path, twilio_standin.asked[-1]) == []


def test_a_recording_is_deleted_as_described(api: OpenApi, twilio_standin: TwilioStandIn) -> None:
    twilio_standin.recordings[SID] = riff.recording()
    TwilioRecordings(ACCOUNT_SID, AUTH_TOKEN, twilio_standin.url).delete(SID)
    path = f"{ACCOUNT}/Recordings/{{Sid}}.json"
    [asked] = twilio_standin.asked
    assert asked.path == path.format(AccountSid=ACCOUNT_SID, Sid=SID)
    assert asked.method.lower() in api.paths[path]


def test_the_stand_ins_calls(api: OpenApi) -> None:
    call = call_resource(ACCOUNT_SID, "CA" + "0f" * 16, ORDER.to, ORDER.from_)
    schema = api.schema("api.v2010.account.call")
    assert api.errors(schema, call) == []
    assert set(call) == set(schema["properties"])


def test_the_events_are_twilios() -> None:
    assert list(EVENTS) == vectors("twilio_enums.json")["call_enum_event"]


def test_the_check_can_fail(api: OpenApi) -> None:
    def asked(body: bytes) -> Asked:
        return Asked("POST", "", (), {}, body)

    path = f"{ACCOUNT}/Calls/{{Sid}}.json"
    assert form_errors(api, path, asked(b"Status=completed")) == []
    assert form_errors(api, path, asked(b"Status=over"))
    assert form_errors(api, path, asked(b"State=completed"))
    assert form_errors(api, f"{ACCOUNT}/Calls.json", asked(b"From=%2B972547654321"))
