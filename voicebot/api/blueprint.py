"""The JSON blueprint: every route behind the key, every body checked, everything described as OpenAPI."""

import copy
from typing import Any

from flask import Response, jsonify, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.models.security_scheme import SecurityScheme
from flask_openapi3.models.tag import Tag
from flask_openapi3.openapi import OpenAPI

from stores.guards import Caps
from voicebot.api.access import require_key
from voicebot.api.checkins import add_checkins
from voicebot.api.company import add_company
from voicebot.api.errors import check_json
from voicebot.api.interviews import add_interviews
from voicebot.api.job_offer import add_job_offer
from voicebot.api.leads import add_leads
from voicebot.api.records import add_records
from voicebot.api.schemas import ErrorOut, HealthOut, ReadyOut
from voicebot.api.talk import add_talk
from voicebot.doctor import readiness
from voicebot.observability.web import metrics_response
from voicebot.services import Services

TAG = Tag(name="health", description="Whether it runs, and on what.")
INFO = Info(
    title="Hebrew voice agent",
    version="1",
    description=(
        "Leads, calls and what they came to, the agent in text, and outbound calls. Every error looks like"
        ' `{"error": {"code": "…", "message": "…"}}`; codes are for programs. Send the key as `X-API-Key`'
        " or as `Authorization: Bearer`; on a development machine, from that machine, none is needed. Lists answer"
        " `items` and `next`, the cursor to send as `after`. Not in here, on purpose: the webhooks below `/twilio/`"
        " and `/realtime/` (but `/twilio/debug`), which speak TwiML and media streams with Twilio alone and are"
        " signed by it, and this description and its page (`/openapi.json`, `/docs`)."
    ),
)
SECURITY: dict[str, SecurityScheme | dict[str, Any]] = {
    "api_key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
}


def create_api(services: Services) -> APIBlueprint:
    """Everything that needs the key."""
    blueprint = APIBlueprint(
        "api",
        __name__,
        abp_security=[{"api_key": []}, {"bearer": []}],
        abp_responses={401: ErrorOut, 422: ErrorOut, 429: ErrorOut, 503: ErrorOut},
    )

    @blueprint.before_request
    def key_first() -> None:
        require_key(request, services.settings)
        check_json(request)

    add_talk(blueprint, services)
    add_leads(blueprint, services)
    add_records(blueprint, services)
    add_company(blueprint, services)
    add_job_offer(blueprint, services)
    add_checkins(blueprint, services)
    add_interviews(blueprint, services)

    @blueprint.get("/metrics", tags=[TAG], responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
    def metrics() -> Response:
        """What all workers have counted, as Prometheus reads it."""
        return metrics_response(services.observability, lambda: services.stores.guards.live_calls(Caps()))

    return blueprint


def create_open_api(app: OpenAPI, services: Services) -> APIBlueprint:
    """What needs no key: health, and the description of the API."""
    blueprint = APIBlueprint("open", __name__)

    @blueprint.get("/health", tags=[TAG], responses={200: HealthOut})
    def health() -> Response:
        """Whether the process serves; asks nothing of anyone."""
        return jsonify({"status": "ok"})

    @blueprint.get("/health/ready", tags=[TAG], responses={200: ReadyOut, 503: ReadyOut})
    def ready() -> tuple[Response, int]:
        """Whether calls can be taken: database, migrations, and which part runs on what."""
        report = readiness(services.settings, services.stores.database)
        report["circuits"] = {each.name: each.state for each in services.circuits.states()}
        return jsonify(report), 200 if report["status"] == "ready" else 503

    @blueprint.get("/openapi.json", doc_ui=False)
    def openapi() -> Response:
        return jsonify(described(app))

    return blueprint


def described(app: OpenAPI) -> dict[str, Any]:
    """The API as OpenAPI, without the 422 that the library adds where nothing is checked, in a shape not ours."""
    document = copy.deepcopy(app.api_doc)
    for item in document["paths"].values():
        for operation in item.values():
            if "security" not in operation:
                operation["responses"].pop("422", None)
    for name in [each for each in document["components"]["schemas"] if each.startswith("ValidationErr")]:
        del document["components"]["schemas"][name]
    return document
