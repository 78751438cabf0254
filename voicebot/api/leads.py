"""/leads: the people to talk to."""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from language.phones import BadPhone
from stores.values import Consent as StoredConsent
from voicebot.api.errors import error_response
from voicebot.api.present import lead_out
from voicebot.api.schemas import (
    BODY_ERRORS,
    ErrorOut,
    LeadNew,
    LeadOut,
    LeadPage,
    LeadPatch,
    LeadPath,
    PageQuery,
    Request,
)
from voicebot.services import Services

TAG = Tag(name="leads", description="The people to talk to.")


def add_leads(blueprint: APIBlueprint, services: Services) -> None:
    """Register the routes of leads."""
    leads, parse = services.stores.leads, services.calling.parse

    @blueprint.get("/leads", tags=[TAG], responses={200: LeadPage, 400: ErrorOut})
    def list_leads(query: PageQuery) -> Response:
        """List leads, oldest first."""
        page = leads.list(query.limit, query.after)
        return jsonify(LeadPage(items=[lead_out(each) for each in page.items], next=page.next).model_dump(mode="json"))

    @blueprint.post("/leads", tags=[TAG], responses={**BODY_ERRORS, 201: LeadOut, 409: ErrorOut})
    def add_lead(body: LeadNew) -> tuple[Response, int]:
        """Add a lead; the number is checked and stored as E.164."""
        columns = columns_of(body, parse)
        lead = leads.add(columns.pop("name"), columns.pop("phone"), **columns)
        return _json(lead_out(lead)), 201

    @blueprint.get("/leads/<int:lead_id>", tags=[TAG], responses={200: LeadOut, 404: ErrorOut})
    def get_lead(path: LeadPath) -> Response:
        """Show a lead."""
        return _json(lead_out(leads.get(path.lead_id)))

    @blueprint.patch(
        "/leads/<int:lead_id>",
        tags=[TAG],
        responses={**BODY_ERRORS, 200: LeadOut, 404: ErrorOut, 409: ErrorOut},
    )
    def change_lead(path: LeadPath, body: LeadPatch) -> Response:
        """Change some of a lead's fields; null empties one."""
        return _json(lead_out(leads.update(path.lead_id, **columns_of(body, parse))))

    @blueprint.delete("/leads/<int:lead_id>", tags=[TAG], responses={204: None, 404: ErrorOut, 409: ErrorOut})
    def delete_lead(path: LeadPath) -> tuple[str, int]:
        """Erase a lead and what was said in its calls. A removal from the calling lists stays."""
        leads.delete(path.lead_id)
        return "", 204

    @blueprint.errorhandler(BadPhone)
    def bad_phone(error: BadPhone) -> Response:
        return error_response(422, error.code, error.message)


def columns_of(body: Request, parse: Callable[[str], str]) -> dict[str, Any]:
    """What the request gives, under the store's names; `parse` reads a phone number. Raises BadPhone."""
    given = {name: getattr(body, name) for name in body.model_fields_set}
    if "phone" in given:
        given["phone"] = parse(given["phone"])
    if "owner" in given:
        given["owner_id"] = given.pop("owner")
    consent = given.get("consent")
    if consent is not None:
        given["consent"] = StoredConsent(consent.source, consent.date, consent.expires)
    return given


def _json(lead: LeadOut) -> Response:
    return jsonify(lead.model_dump(mode="json"))
