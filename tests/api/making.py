"""Whole apps for the API's tests: real stores, fakes for vendors, a client that has the key."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from stores import Stores
from stores.values import Lead
from tests.fakes import FakeTelephone
from voicebot.agents.model import ChatModel
from voicebot.services import Services, Vendors, build
from voicebot.settings import Settings

KEY = "an-api-key-for-tests"
BASE_URL = "https://voice.example"
CALLER_ID = "+97233760000"
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
"""Sunday, ten in the morning in Jerusalem."""


def production(database_url: str, **changes: Any) -> Settings:
    """Settings of an installation with a telephone company."""
    usual: dict[str, Any] = {
        "base_url": BASE_URL,
        "database_url": database_url,
        "api_key": KEY,
        "twilio_account_sid": "AC" + "0" * 32,
        "twilio_auth_token": "a-token-for-tests",
        "twilio_caller_id": CALLER_ID,
    }
    return Settings(**{**usual, **changes})


@dataclass
class Api:
    """One app, and somebody who uses it with the key."""

    app: Flask
    services: Services
    telephone: FakeTelephone

    @property
    def stores(self) -> Stores:
        return self.services.stores

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def request(self, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any) -> TestResponse:
        """Every answer must be JSON, and an error must look like one. `json` is sent in ASCII: it may hold anything."""
        if "json" in options:
            options |= {"data": json.dumps(options.pop("json")), "content_type": "application/json"}
        response = self.client.open(path, method=method, headers={"X-API-Key": KEY, **(headers or {})}, **options)
        if response.status_code != 204:
            assert response.is_json or response.mimetype == "text/plain", response.text
        if response.status_code >= 400:
            assert set(response.get_json()) == {"error"}
            assert set(response.get_json()["error"]) == {"code", "message"}
        return response

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self.request("POST", path, **options)

    def patch(self, path: str, **options: Any) -> TestResponse:
        return self.request("PATCH", path, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self.request("DELETE", path, **options)

    def lead(self, phone: str = "+972547654321", **others: Any) -> Lead:
        return self.stores.leads.add(others.pop("name", "David Cohen"), phone, **others)

    def interview(self, transcript: str = "", **changes: Any) -> int:
        """The id of an interview that waits for its candidate; with a transcript of this name in the storage."""
        session = {"sessionType": "ai_interview", "interviewRole": "Cook", "interviewType": "general", **changes}
        number: int = self.post("/interviews", json=session).get_json()["id"]
        if transcript:
            self.services.interviews.storage.put(transcript, b"{}")
            self.stores.interviews.stored(transcript, number, "full", 0, 2)
        return number

    def turn(self, utterance: str, **body: Any) -> dict[str, Any]:
        """One turn that is answered."""
        response = self.post("/agent/turn", json={"user_utterance": utterance, **body})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.get_json()
        assert set(answer) == {"agent_reply", "action", "action_payload", "conversation_id"}
        assert (answer["action"] is None) == (answer["action_payload"] is None)
        assert answer["agent_reply"]
        return answer


def make(settings: Settings, models: tuple[ChatModel, ...] = ()) -> Api:
    """An app with these settings; its database has to be migrated already."""
    telephone = FakeTelephone()
    services = build(settings, Vendors(models=models, telephone=telephone), lambda: NOW)
    return Api(create_app(settings, services), services, telephone)


def error(response: TestResponse) -> tuple[int, str]:
    """(status, code) of an answer that says no."""
    return response.status_code, response.get_json()["error"]["code"]
