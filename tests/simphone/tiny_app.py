"""A tiny app with TwiML written by hand: what the phone is tried on, served for real on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from wsgiref.types import WSGIApplication
from xml.sax.saxutils import escape

import requests
from flask import Flask, Response, redirect, request
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server
from werkzeug.wrappers import Response as AnyResponse

TOKEN = "a-token-for-tests"
XML = "text/xml"
GREETING = "שלום, כאן העוזר הדיגיטלי של אלטה. יש לך רגע?"


@dataclass
class Seen:
    """What the app was asked: (path, form) of each webhook, and where it fetches recordings."""

    webhooks: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    recordings: list[bytes] = field(default_factory=list)
    first_statuses: list[int] = field(default_factory=list)

    def form(self, path: str) -> dict[str, str]:
        return next(form for seen, form in reversed(self.webhooks) if seen == path)


def twiml(*verbs: str) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?><Response>{"".join(verbs)}</Response>'
    return Response(body, content_type=XML)


def say(text: str) -> str:
    return f'<Say language="he-IL" voice="Google.he-IL-Wavenet-A">{escape(text)}</Say>'


def build(seen: Seen, *, listen: str = "gather", account_sid: str = "AC" + "0" * 32, base_url: str = "") -> Flask:
    """An app that greets, listens (by "gather" or "record"), offers a person, and says goodbye.

    It checks signatures against `base_url`, or else against the URL it was asked at.
    """
    app = Flask("tiny")
    gather = '<Gather input="speech dtmf" action="/twilio/answer" language="he-IL" timeout="3"/>'
    record = '<Record action="answer?turn=1" timeout="2" maxLength="15" playBeep="false"/>'
    ask = {"gather": gather, "record": record}[listen] + "<Redirect>/twilio/silence</Redirect>"

    @app.before_request
    def check() -> Response | None:
        seen.webhooks.append((request.path, request.form.to_dict()))
        signature = request.headers.get("X-Twilio-Signature", "")
        url = base_url + request.full_path.rstrip("?") if base_url else request.url
        if RequestValidator(TOKEN).validate(url, request.form, signature):
            return None
        return Response("no", 403)

    @app.post("/twilio/voice")
    def voice() -> Response:
        return twiml(say(GREETING), ask)

    @app.post("/twilio/answer")
    def answer() -> Response:
        if request.form.get("Digits") == "0":
            return twiml(say("מעבירה אותך לנציג"), '<Dial action="/twilio/dial-status">+972501234567</Dial>')
        if request.form.get("Digits") == "hangup":
            return twiml()
        return twiml(say(f"אמרת: {_heard(seen, account_sid)}"), "<Hangup/>", say("לא יישמע"))

    _later(app, ask)
    return app


def _later(app: Flask, ask: str) -> None:
    """What follows silence, a dialled call, and the end."""

    @app.post("/twilio/silence")
    def silence() -> AnyResponse:
        return redirect("/twilio/still-there", 307)

    @app.post("/twilio/still-there")
    def still_there() -> Response:
        return twiml(say("אתה עדיין איתי?"), ask)

    @app.post("/twilio/dial-status")
    def dial_status() -> Response:
        if request.form["DialCallStatus"] == "completed":
            return twiml("<Hangup/>")
        return twiml(say("אף אחד לא פנוי"), "<Hangup/>")

    @app.post("/twilio/call-status")
    def call_status() -> Response:
        return Response("", 204)


def _heard(seen: Seen, account_sid: str) -> str:
    if "SpeechResult" in request.form:
        return request.form["SpeechResult"]
    url, login = f"{request.form['RecordingUrl']}.wav", (account_sid, TOKEN)
    first = requests.get(url, auth=login, timeout=5)
    second = requests.get(url, auth=login, timeout=5)
    seen.first_statuses.append(first.status_code)
    seen.recordings.append(second.content)
    return f"{len(second.content)} bytes"


@contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """Serves the app on a free loopback port; gives its base URL."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
