"""The telephone's webhooks of services in this process, without a server: for calls that are played as tests."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import Client, TestResponse

from voicebot.phone import create_phone
from voicebot.services import Services
from voicebot.simphone.events import Answer, Transport

FORM = "application/x-www-form-urlencoded"


class InProcess:
    """Webhooks into a WSGI app, byte for byte as over HTTP."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        body = urlencode(form).encode()
        return _answer(self._client.open(url, method="POST", data=body, content_type=FORM, headers=dict(headers)))

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        return _answer(self._client.open(url, method="GET", headers=dict(headers)))


def line_to(services: Services) -> Transport:
    """A line to these services' telephone blueprint."""
    app = Flask("telephone")
    app.register_blueprint(create_phone(services))
    return InProcess(app.test_client())


def _answer(got: TestResponse) -> Answer:
    kind, place = got.headers.get("Content-Type", ""), got.headers.get("Location", "")
    return Answer(got.status_code, got.get_data(), kind, location=place)
