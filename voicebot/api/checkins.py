"""/checkins: what drivers told on their way."""

from datetime import datetime
from typing import Annotated

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from stores.values import Checkin
from voicebot.api.schemas import ErrorOut, PageQuery
from voicebot.services import Services

TAG = Tag(name="checkins", description="Drivers' check-ins.")


class CheckinOut(BaseModel):
    """One check-in; `eta` is when the driver will arrive. Without a trailer its number and plates are null,
    and a trailer may have no plates."""

    id: int
    call_id: str
    language: str
    driver_name: str
    tractor_number: str
    tractor_plates: str
    trailer_number: str | None
    trailer_plates: str | None
    eta: datetime
    created_at: datetime


class CheckinPage(BaseModel):
    """A page of check-ins."""

    items: list[CheckinOut]
    next: str | None


class CheckinPath(BaseModel):
    """The check-in in the address."""

    checkin_id: Annotated[int, Field(ge=1, le=2**31 - 1)]


def add_checkins(blueprint: APIBlueprint, services: Services) -> None:
    """Register the routes of check-ins."""
    checkins = services.stores.checkins

    @blueprint.get("/checkins", tags=[TAG], responses={200: CheckinPage, 400: ErrorOut})
    def list_checkins(query: PageQuery) -> Response:
        """List drivers' check-ins, oldest first."""
        page = checkins.list(query.limit, query.after)
        return jsonify(CheckinPage(items=list(map(_out, page.items)), next=page.next).model_dump(mode="json"))

    @blueprint.get("/checkins/<checkin_id>", tags=[TAG], responses={200: CheckinOut, 404: ErrorOut})
    def get_checkin(path: CheckinPath) -> Response:
        """Show one check-in."""
        return jsonify(_out(checkins.get(path.checkin_id)).model_dump(mode="json"))


def _out(checkin: Checkin) -> CheckinOut:
    return CheckinOut.model_validate(checkin, from_attributes=True)
