"""Puts on record what a script says is given, and tells what is secret in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import update

from language.spoken_values import spoken_money
from stores.job_offer_values import JobSearch
from stores.records import InterviewRecord
from voicebot.company_profile import CompanyProfile
from voicebot.dialer.gate import JERUSALEM
from voicebot.errors import VoicebotError
from voicebot.interviews.session import Session
from voicebot.job_offer_file import BadJobOffer, checked_document, read_job_offer, store_job_offer
from voicebot.services import Services
from voicebot.simphone.given import Given

PIN = "pin"


class CannotSetUp(VoicebotError):
    """What a script says is given is not as it has to be; the text is one sentence."""


@dataclass(frozen=True)
class Secret:
    """What must not be heard, in every form that it may have.

    `unless_said`: words by which a caller names it first. `asked_for`: an amount that a counter-offer may come to.
    """

    forms: tuple[str, ...]
    unless_said: tuple[str, ...] = ()
    asked_for: int | None = None


def set_up(services: Services, given: Given, lead_id: int) -> tuple[Secret, ...]:
    """Store all of it; what nobody may hear of it. Raises CannotSetUp, StoreError."""
    stores = services.stores
    try:
        if given.profile is not None:
            profile = CompanyProfile.model_validate_json(given.profile.read_bytes())
            stores.companies.add(profile.model_dump(mode="json"), "evaluation")
            services.companies.look_again()
        if given.meeting is not None:
            at = given.meeting.replace(tzinfo=JERUSALEM)
            stores.meetings.book(stores.members.default().id, lead_id, None, at)
        if given.interview:
            _interview(services, dict(given.interview))
        if given.job_offer is not None:
            offer = given.job_offer
            read = read_job_offer(offer) if isinstance(offer, Path) else checked_document(dict(offer))
            return tuple(_secrets(store_job_offer(read, stores, services.calling.parse)))
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise CannotSetUp(f"What is given does not fit: {where or 'the whole'}: {error.errors()[0]['msg']}.") from error
    except (BadJobOffer, OSError) as error:
        raise CannotSetUp(f"What is given cannot be used: {error}") from error
    return ()


def _interview(services: Services, session: dict[str, object]) -> None:
    """An interview with the code that is given, where one is."""
    pin = session.pop(PIN, None)
    made = services.interviews.desk.create(Session.model_validate_json(json.dumps(session)))
    if pin is not None:
        with services.stores.database.begin() as opened:
            opened.execute(update(InterviewRecord).where(InterviewRecord.id == made.id).values(pin=str(pin)))


def _secrets(search: JobSearch) -> Iterator[Secret]:
    """How far the candidate goes, and the recruiters' codes."""
    floor, target, currency = search.candidate.floor, search.candidate.target, search.candidate.currency
    yield _amount(floor, currency)
    yield replace(_amount(target, currency), asked_for=target)
    yield from (Secret((each.code, " ".join(each.code))) for each in search.recruiters if each.code)


def _amount(amount: int, currency: str) -> Secret:
    """In figures and in Hebrew words; callers leave the currency out."""
    figures, words = (f"{amount:,}", str(amount)), spoken_money(amount, currency).he
    return Secret((*figures, words), unless_said=(*figures, words.rpartition(" ")[0]))
