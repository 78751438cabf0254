"""Builds what tests start from: settings, whole apps with fakes for vendors, callers, a clock moved by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from stores import Stores
from stores.values import Call, Meeting, Task, Turn
from tests.caller import ACCOUNT_SID, FORM, LEAD_NUMBER, OUR_NUMBER, Caller
from tests.fakes import FakeRecordings, FakeTranscriber
from voicebot.services import Services, Vendors
from voicebot.settings import Settings
from voicebot.simphone.events import new_sid
from voicebot.simphone.wav import make_wav, speech
from voicebot.simphone.webhook import sign

TOKEN = "a-token-for-tests"
API_KEY = "an-api-key-for-tests"
BASE_URL = "https://voice.example"
MEMBER_NUMBER = "+972545550001"
SUNDAY_AT_TEN = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
"""In Jerusalem a working day's morning: the first free slots are at noon and on Monday at nine."""


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = SUNDAY_AT_TEN

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> None:
        self.now += timedelta(**units)


def settings(**changes: Any) -> Settings:
    """Settings of an installation with a telephone company; callers are heard by <Gather> unless asked otherwise."""
    usual: dict[str, Any] = {
        "base_url": BASE_URL,
        "api_key": API_KEY,
        "twilio_account_sid": ACCOUNT_SID,
        "twilio_auth_token": TOKEN,
        "twilio_caller_id": OUR_NUMBER,
        "openai_api_key": "sk-for-tests",
        "caller_input": "speech",
    }
    return Settings(**{**usual, **changes})


@cache
def _spoken() -> tuple[int, ...]:
    return tuple(speech("כן"))


@dataclass
class Ears:
    """Recordings and their transcripts: what `record` is told lies where the app fetches it."""

    recordings: FakeRecordings = field(default_factory=FakeRecordings)
    transcriber: FakeTranscriber = field(default_factory=FakeTranscriber)

    def record(self, text: str, sid: str = "") -> str:
        """The SID of a recording of these words; "" is a recording of silence."""
        sid = sid or new_sid("RE")
        content = make_wav(list(_spoken()) if text else [0] * 8000, sid)
        self.recordings.stored[sid] = content
        self.transcriber.words[content] = text
        return sid

    def vendors(self, **others: Any) -> Vendors:
        return Vendors(recordings=self.recordings, transcribers=(self.transcriber,), **others)


def standard_form(call_sid: str, from_: str = LEAD_NUMBER, to: str = OUR_NUMBER) -> dict[str, str]:
    """What every webhook of an inbound call carries."""
    return {
        "CallSid": call_sid,
        "AccountSid": ACCOUNT_SID,
        "From": from_,
        "To": to,
        "Direction": "inbound",
        "CallStatus": "in-progress",
    }


@dataclass
class Worker:
    """One process of the app, on a database that others may share."""

    app: Flask
    services: Services

    @property
    def stores(self) -> Stores:
        return self.services.stores

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def caller(self, ears: Ears | None = None) -> Caller:
        """Somebody with a telephone."""
        record = ears.record if ears else None
        return Caller(self.client, self.services.settings.base_url, TOKEN, record=record)

    def post(self, address: str, form: Mapping[str, str], **headers: str) -> TestResponse:
        """A signed webhook: `address` is path and query."""
        url = self.services.settings.base_url + address
        signed = {"X-Twilio-Signature": sign(TOKEN, url, form), **headers}
        return self.client.post(address, data=urlencode(form), content_type=FORM, headers=signed)

    def hook(self, address: str, call_sid: str, **fields: str) -> TestResponse:
        """A signed webhook of an inbound call."""
        return self.post(address, standard_form(call_sid) | fields)

    def call(self, sid: str) -> Call:
        return self.stores.calls.by_sid(sid)

    def turns(self, sid: str) -> tuple[Turn, ...]:
        return self.stores.turns.for_call(self.call(sid).id)

    def meetings(self) -> tuple[Meeting, ...]:
        return self.stores.meetings.list().items

    def tasks(self) -> tuple[Task, ...]:
        return self.stores.tasks.list().items

    def settle(self) -> None:
        """Wait until no turn runs in this process."""
        self.services.pool.close()
        self.services.leases.stop()
