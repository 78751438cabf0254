"""A small app with the blueprints that limits are for."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, Response, abort, jsonify, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.caller import OUR_NUMBER
from voicebot.guards.limits import Hooks, install_limits
from voicebot.guards.rates import RATES, Rate

KEY = "the-right-key"
BUSY = "<Response><Say>busy</Say><Hangup/></Response>"


@dataclass
class LimitedApp:
    """Requests to it, and what its hooks answer."""

    rates: tuple[Rate, ...] = RATES
    redis_url: str = ""
    prefix: str = "voicebot-test"
    proxies: int = 0
    exempt: bool = False
    greeted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        app = Flask(__name__)
        app.register_blueprint(_api())
        app.register_blueprint(_spoken("phone", "/twilio"))
        app.register_blueprint(_spoken("realtime", "/realtime"))
        hooks = Hooks(
            signed=_signed,
            busy=lambda: Response(BUSY, content_type="text/xml"),
            exempt=lambda: self.exempt,
            greeted=lambda sid: sid in self.greeted,
            proxies=self.proxies,
        )
        install_limits(app, hooks, self.redis_url, self.rates, self.prefix)
        self.client: FlaskClient = app.test_client()

    def leads(self, key: str = KEY, peer: str = "192.0.2.1", **headers: str) -> TestResponse:
        return self._get("/leads", key, peer, headers)

    def dial(self, key: str = KEY, peer: str = "192.0.2.1") -> TestResponse:
        return self._get("/outbound/initiate-call", key, peer, {})

    def hook(self, path: str = "/twilio/turn", signed: bool = True, **form: str) -> TestResponse:
        """A webhook of call CA1, unless `form` says another."""
        return self.post(path, {"CallSid": "CA1", "From": "+972545550100", "To": OUR_NUMBER} | form, signed)

    def post(self, path: str, form: dict[str, str], signed: bool = True) -> TestResponse:
        headers = {"X-Twilio-Signature": "right"} if signed else {}
        return self.client.post(path, data=form, headers=headers)

    def _get(self, path: str, key: str, peer: str, headers: dict[str, str]) -> TestResponse:
        sent = {**({"X-API-Key": key} if key else {}), **headers}
        return self.client.get(path, headers=sent, environ_base={"REMOTE_ADDR": peer})


def _signed() -> bool:
    return request.headers.get("X-Twilio-Signature") == "right"


def _api() -> Blueprint:
    blueprint = Blueprint("api", __name__)

    @blueprint.before_request
    def key_first() -> Any:
        if request.headers.get("X-API-Key") == KEY or request.headers.get("Authorization") == f"Bearer {KEY}":
            return None
        return jsonify({"error": {"code": "wrong_api_key", "message": "No."}}), 401

    @blueprint.get("/leads")
    def leads() -> Response:
        return jsonify({"items": []})

    @blueprint.get("/outbound/initiate-call")
    def dial() -> Response:
        return jsonify({})

    return blueprint


def _spoken(name: str, prefix: str) -> Blueprint:
    blueprint = Blueprint(name, __name__, url_prefix=prefix)

    @blueprint.before_request
    def signed_only() -> None:
        if not _signed():
            abort(403)

    @blueprint.errorhandler(Exception)
    def spoken(error: Exception) -> Any:
        return ("refused", 403) if getattr(error, "code", 500) == 403 else ("sorry", 200)

    for path in ("voice", "turn", "call-status", "amd-status", "recording-status", "dial-status"):
        blueprint.add_url_rule(f"/{path}", path, lambda: "<Response/>", methods=["POST"])
    return blueprint
