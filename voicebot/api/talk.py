"""/agent/turn and /outbound: talking in text, and placing calls."""

from flask import Response, jsonify
from flask import request as flask_request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import ValidationError

from stores.values import Call
from voicebot.api.errors import validation_error
from voicebot.api.schemas import BODY_ERRORS, ErrorOut, OutboundQuery, OutboundReply, TurnReply, TurnRequest
from voicebot.conversation.text import Past
from voicebot.errors import ApiError
from voicebot.services import Services

AGENT = Tag(name="agent", description="The agent, one turn of text at a time.")
OUTBOUND = Tag(name="outbound", description="Placing calls.")
OUTBOUND_BODY = {
    "required": False,
    "content": {"application/json": {"schema": OutboundQuery.model_json_schema()}},
}
"""The query's fields may come in a body instead; the library describes a body only where it is required."""


def add_talk(blueprint: APIBlueprint, services: Services) -> None:
    """Register the routes of the agent and of outbound calls."""

    @blueprint.post(
        "/agent/turn", tags=[AGENT], responses={**BODY_ERRORS, 200: TurnReply, 404: ErrorOut, 409: ErrorOut}
    )
    def agent_turn(body: TurnRequest) -> Response:
        """Answer one utterance. English by default; Hebrew in and out with `"language": "he"`, Spanish with `"es"` in a
        scenario that speaks it, else 422 `unspoken_language`. When the agent ends the conversation or transfers it, it
        is analysed like a call: `GET /calls/<conversation_id>` has the analysis soon after.
        """
        text = services.text
        call = _resume(body, services) if body.conversation_id else _begin(body, services)
        reply = text.turn(call, body.user_utterance)
        return jsonify(
            TurnReply(
                agent_reply=reply.text,
                action=reply.action,
                action_payload=dict(reply.payload) if reply.payload is not None else None,
                conversation_id=reply.conversation_id,
            ).model_dump(mode="json")
        )

    @blueprint.post(
        "/outbound/initiate-call",
        tags=[OUTBOUND],
        responses={**BODY_ERRORS, 201: OutboundReply, 404: ErrorOut, 409: ErrorOut, 502: ErrorOut},
        openapi_extensions={"requestBody": OUTBOUND_BODY},
    )
    def initiate_call(query: OutboundQuery) -> tuple[Response, int] | Response:
        """Call a lead. `lead_id` (and `scenario`) stand in the query or in a JSON body."""
        try:
            wanted = OutboundQuery.model_validate(flask_request.get_json()) if flask_request.data else query
        except ValidationError as error:
            return validation_error(error)
        lead_id = wanted.lead_id if wanted.lead_id is not None else query.lead_id
        if lead_id is None:
            raise ApiError(422, "invalid_request", "lead_id is missing")
        scenario = known_scenario(wanted.scenario or query.scenario, services)
        call = services.dialer.call_lead(lead_id, scenario)
        body = OutboundReply(call_id=call.id, call_sid=call.sid, status=call.status)
        return jsonify(body.model_dump(mode="json")), 201

    @blueprint.post("/outbound/campaign", tags=[OUTBOUND], responses={501: ErrorOut})
    def campaign() -> Response:
        """Call all callable leads. Not built yet."""
        raise ApiError(501, "not_implemented", "Campaigns are not available in this version.")


def known_scenario(name: str | None, services: Services) -> str | None:
    """`name` if it is a scenario. Raises ApiError 422."""
    if name is not None and name not in services.scenarios:
        raise ApiError(422, "unknown_scenario", f"Known scenarios are: {', '.join(sorted(services.scenarios))}.")
    return name


def _resume(body: TurnRequest, services: Services) -> Call:
    """The stored conversation. Raises ApiError 409 when the request names another lead, language or scenario."""
    call = services.text.resume(body.conversation_id or "")
    for name in ("lead_id", "language", "scenario"):
        given = getattr(body, name)
        if name in body.model_fields_set and given is not None and given != getattr(call, name):
            raise ApiError(409, "other_conversation", f"This conversation has another {name}; begin a new one.")
    return call


def _begin(body: TurnRequest, services: Services) -> Call:
    scenario = known_scenario(body.scenario, services) or services.settings.scenario
    spoken = services.scenarios[scenario].languages
    if body.language not in spoken:
        raise ApiError(422, "unspoken_language", f"The scenario {scenario} speaks {', '.join(spoken)}.")
    if body.lead_id is not None:
        services.stores.leads.get(body.lead_id)  # an unknown lead is a 404
    history = [Past(each.user, each.agent) for each in body.history]
    return services.text.begin(scenario, body.language, body.lead_id, history)
