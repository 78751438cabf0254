"""/company and /questions: what the agent says of the company, in versions, and what it could not answer."""

from datetime import datetime
from typing import Annotated, Any

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, BeforeValidator, Field

from stores.values import CompanyVersion
from voicebot.api.schemas import BODY_ERRORS, ErrorOut, Name, PageQuery, Request, no_bool
from voicebot.companies import OF_SETTINGS, profile_of
from voicebot.company_profile import CompanyProfile
from voicebot.services import Services

TAG = Tag(name="company", description="What the agent says of the company, and questions it could not answer.")
Number = Annotated[int, BeforeValidator(no_bool), Field(ge=0, le=2**31 - 1)]


class CompanyPut(Request):
    """A new version. With `based_on`, the version it was made from, nobody's change in between is lost: then 409."""

    profile: CompanyProfile
    author: Name = "api"
    based_on: Number | None = None


class CompanyRevert(Request):
    """Use an old version again, as a new one."""

    version: Number
    author: Name = "api"


class VersionOut(BaseModel):
    """A version: who wrote it and when, and which one it repeats. Version 0 is what the settings say."""

    version: int
    author: str
    reverts_to: int | None
    created_at: datetime | None


class CompanyOut(VersionOut):
    """A version with its profile."""

    profile: CompanyProfile


class VersionPage(BaseModel):
    """A page of versions, newest first."""

    items: list[VersionOut]
    next: str | None


class VersionPath(BaseModel):
    """The version in the address."""

    version: int


class QuestionOut(BaseModel):
    """A question without an answer: in how many calls it was asked, when last, and how it was worded in one."""

    key: str
    count: int
    last_asked_at: datetime
    sample: str | None


class QuestionPage(BaseModel):
    """A page of questions, those most often asked first."""

    items: list[QuestionOut]
    next: str | None


def add_company(blueprint: APIBlueprint, services: Services) -> None:
    """Register the routes of the profile and of questions."""
    stores = services.stores

    @blueprint.get("/company", tags=[TAG], responses={200: CompanyOut})
    def get_company() -> Response:
        """Show the profile in use; version 0 is that of the settings, as long as none was written."""
        newest = stores.companies.newest()
        return _json(_out(newest) if newest else _of_settings(services))

    @blueprint.put("/company", tags=[TAG], responses={**BODY_ERRORS, 200: CompanyOut, 409: ErrorOut})
    def put_company(body: CompanyPut) -> Response:
        """Write a new version of the profile. Calls that begin use it within seconds; running ones keep theirs."""
        made = stores.companies.add(body.profile.model_dump(mode="json"), body.author, based_on=body.based_on)
        services.companies.look_again()
        return _json(_out(made))

    @blueprint.get("/company/versions", tags=[TAG], responses={200: VersionPage, 400: ErrorOut})
    def list_versions(query: PageQuery) -> Response:
        """List the versions, newest first."""
        page = stores.companies.list(query.limit, query.after)
        items = [VersionOut.model_validate(each, from_attributes=True) for each in page.items]
        return _json(VersionPage(items=items, next=page.next))

    @blueprint.get("/company/versions/<int:version>", tags=[TAG], responses={200: CompanyOut, 404: ErrorOut})
    def get_version(path: VersionPath) -> Response:
        """Show a version with its profile."""
        return _json(_out(stores.companies.get(path.version)))

    @blueprint.post("/company/revert", tags=[TAG], responses={**BODY_ERRORS, 200: CompanyOut, 404: ErrorOut})
    def revert(body: CompanyRevert) -> Response:
        """Use an old version again: a new version with its profile."""
        made = stores.companies.revert(body.version, body.author)
        services.companies.look_again()
        return _json(_out(made))

    @blueprint.get("/questions", tags=[TAG], responses={200: QuestionPage, 400: ErrorOut})
    def list_questions(query: PageQuery) -> Response:
        """List the questions that had no answer, those asked in most calls first."""
        page = stores.questions.list(query.limit, query.after)
        items = [QuestionOut.model_validate(each, from_attributes=True) for each in page.items]
        return _json(QuestionPage(items=items, next=page.next))


def _out(version: CompanyVersion) -> CompanyOut:
    return CompanyOut.model_validate({**_told(version), "profile": dict(version.profile)})


def _told(version: CompanyVersion) -> dict[str, Any]:
    return VersionOut.model_validate(version, from_attributes=True).model_dump()


def _of_settings(services: Services) -> CompanyOut:
    profile = profile_of(services.settings)
    return CompanyOut(version=OF_SETTINGS, author="settings", reverts_to=None, created_at=None, profile=profile)


def _json(body: BaseModel) -> Response:
    return jsonify(body.model_dump(mode="json"))
