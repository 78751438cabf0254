"""/job-offer: the candidate, offers and recruiters that calls know. Codes and the floor go in and never come out."""

from typing import Any, Literal

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from stores.job_offer_values import NegotiationStep, Spoken
from voicebot.api.schemas import BODY_ERRORS, ErrorOut, PageQuery
from voicebot.errors import ApiError
from voicebot.job_offer_file import BadJobOffer, store_job_offer
from voicebot.job_offer_schema import JobOfferIn
from voicebot.services import Services

TAG = Tag(name="job offer", description="What calls about job offers know, and what they have negotiated.")
MOST_TOLD = 5
"""Problems that an error tells of."""


class TextOut(BaseModel):
    """A text in both languages."""

    he: str
    en: str


class NameOut(TextOut):
    """A name; `also` are other spellings by which callers may be recognised."""

    also: list[str]


class CandidateOut(BaseModel):
    """Whom we speak for."""

    name: TextOut


class ProfileFieldOut(BaseModel):
    """One thing known of the candidate; `tell`: verified, offer, nobody, or the companies that may be told."""

    label: TextOut
    value: TextOut
    tell: Literal["verified", "offer", "nobody"] | list[str]
    words: list[str]


class OfferOut(BaseModel):
    """What a company offers now."""

    company: NameOut
    team: TextOut
    role: TextOut
    salary: int
    equity: TextOut | None
    signing_bonus: int | None


class RecruiterOut(BaseModel):
    """A recruiter, without the code."""

    name: NameOut
    company: NameOut
    position: NameOut
    phone: str


class MarketOut(BaseModel):
    """What is usually paid for a role."""

    role: str
    low: int
    median: int
    high: int
    source: TextOut


class TermsOut(BaseModel):
    """How pay is counted, and what is aimed at; the floor is not given out."""

    currency: str
    period: Literal["month", "year"]
    target: int


class JobOfferOut(BaseModel):
    """The document of PUT /job-offer without codes and the floor: it can be put back as it is."""

    candidate: CandidateOut
    negotiation: TermsOut
    profile: dict[str, ProfileFieldOut]
    offers: list[OfferOut]
    recruiters: list[RecruiterOut]
    market: list[MarketOut]


class NegotiationStepOut(BaseModel):
    """One step of a negotiation; moments are ISO 8601 in UTC."""

    id: int
    at: str
    call_id: str
    company: str
    recruiter: str
    kind: Literal["confirmed", "disputed", "offered", "countered", "passed_on", "agreed"]
    salary: int | None
    signing_bonus: int | None
    currency: str
    period: Literal["month", "year"]
    tactic: str | None


class NegotiationPage(BaseModel):
    """A page of steps."""

    items: list[NegotiationStepOut]
    next: str | None


def add_job_offer(blueprint: APIBlueprint, services: Services) -> None:
    """Register the routes of job offers."""
    stores = services.stores

    @blueprint.get("/job-offer", tags=[TAG], responses={200: JobOfferOut, 404: ErrorOut})
    def get_job_offer() -> Response:
        """Show what calls about job offers know, without codes and floor."""
        return _json(_present(services))

    @blueprint.put("/job-offer", tags=[TAG], responses={**BODY_ERRORS, 200: JobOfferOut})
    def put_job_offer(body: JobOfferIn) -> Response:
        """Replace all of it, or nothing. A floor and codes that are left out stay as they are."""
        try:
            store_job_offer(body, stores, services.calling.parse)
        except BadJobOffer as error:
            raise ApiError(422, "invalid_request", " ".join(error.problems[:MOST_TOLD])) from error
        return _json(_present(services))

    @blueprint.get("/job-offer/negotiations", tags=[TAG], responses={200: NegotiationPage, 400: ErrorOut})
    def list_negotiations(query: PageQuery) -> Response:
        """List what was offered, countered and agreed, oldest first."""
        page = stores.negotiations.list(query.limit, query.after)
        return _json(NegotiationPage(items=[_step(each) for each in page.items], next=page.next))


def _json(model: BaseModel) -> Response:
    return jsonify(model.model_dump(mode="json"))


def _present(services: Services) -> JobOfferOut:
    known = services.stores.job_offers
    candidate = known.candidate()
    if candidate is None:
        raise ApiError(404, "not_found", "No job offer was stored yet.")
    profile = {each.name: _plain(each) for each in known.fields()}
    for each in known.fields():
        profile[each.name]["tell"] = list(each.companies) if each.release == "companies" else each.release
    return JobOfferOut.model_validate(
        {
            "candidate": _plain(candidate),
            "negotiation": _plain(candidate),
            "profile": profile,
            "offers": [_plain(each) for each in known.offers()],
            "recruiters": [_plain(each) for each in known.recruiters()],
            "market": [_plain(each) for each in known.market()],
        }
    )


def _plain(value: Any) -> dict[str, Any]:
    """A stored value by its names; what the schema does not have is left out there."""
    return {name: _plain(each) if isinstance(each, Spoken) else each for name, each in vars(value).items()}


def _step(step: NegotiationStep) -> NegotiationStepOut:
    at = step.at.isoformat() if step.at else ""
    return NegotiationStepOut.model_validate({**vars(step), "at": at})
