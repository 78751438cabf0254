"""Job offers as rows of tables, there and back."""

from datetime import datetime
from typing import Any, cast

from stores.codes import CodeHash, hash_code
from stores.job_offer_values import (
    Candidate,
    JobOffer,
    MarketSalary,
    NewRecruiter,
    Period,
    ProfileField,
    Recruiter,
    Release,
    Spoken,
)
from stores.phones import checked_phone
from stores.records import (
    CandidateRecord,
    JobOfferRecord,
    MarketSalaryRecord,
    ProfileFieldRecord,
    RecruiterRecord,
)


class NoCode(ValueError):
    """A recruiter came without a code, and there is none of that number to keep; `phone` says whose."""

    def __init__(self, phone: str) -> None:
        super().__init__("a new recruiter needs a code")
        self.phone = phone


def candidate_record(candidate: Candidate, now: datetime) -> CandidateRecord:
    return CandidateRecord(
        id=1,
        name=candidate.name.en,
        name_he=candidate.name.he,
        currency=candidate.currency,
        period=candidate.period,
        floor=candidate.floor,
        target=candidate.target,
        imported_at=now,
    )


def candidate(record: CandidateRecord) -> Candidate:
    return Candidate(
        Spoken(record.name_he, record.name),
        record.currency,
        cast("Period", record.period),
        record.floor,
        record.target,
        record.imported_at,
    )


def field_record(field: ProfileField, place: int) -> ProfileFieldRecord:
    return ProfileFieldRecord(
        name=field.name,
        place=place,
        label=field.label.en,
        label_he=field.label.he,
        value=field.value.en,
        value_he=field.value.he,
        words=list(field.words),
        release=field.release,
        companies=list(field.companies),
    )


def profile_field(record: ProfileFieldRecord) -> ProfileField:
    return ProfileField(
        record.name,
        Spoken(record.label_he, record.label),
        Spoken(record.value_he, record.value),
        cast("Release", record.release),
        tuple(record.words),
        tuple(record.companies),
    )


def offer_record(offer: JobOffer) -> JobOfferRecord:
    return JobOfferRecord(
        company=offer.company.en,
        company_he=offer.company.he,
        team=offer.team.en,
        team_he=offer.team.he,
        role=offer.role.en,
        role_he=offer.role.he,
        salary=offer.salary,
        equity=offer.equity.en if offer.equity else None,
        equity_he=offer.equity.he if offer.equity else None,
        signing_bonus=offer.signing_bonus,
    )


def offer(record: JobOfferRecord) -> JobOffer:
    equity = Spoken(record.equity_he, record.equity) if record.equity and record.equity_he else None
    return JobOffer(
        Spoken(record.company_he, record.company),
        Spoken(record.team_he, record.team),
        Spoken(record.role_he, record.role),
        record.salary,
        equity,
        record.signing_bonus,
    )


def market_record(salary: MarketSalary) -> MarketSalaryRecord:
    return MarketSalaryRecord(
        role=salary.role,
        low=salary.low,
        median=salary.median,
        high=salary.high,
        source=salary.source.en,
        source_he=salary.source.he,
    )


def market(record: MarketSalaryRecord) -> MarketSalary:
    return MarketSalary(record.role, record.low, record.median, record.high, Spoken(record.source_he, record.source))


def recruiter_row(new: NewRecruiter, kept: dict[str, CodeHash]) -> dict[str, Any]:
    """The columns of a new recruiter; without a code the one in `kept` for the number. Raises NoCode, ValueError."""
    one = new.recruiter
    code = hash_code(new.code) if new.code else kept.get(one.phone)
    if code is None:
        raise NoCode(one.phone)
    return {
        "phone": checked_phone(one.phone),
        "name": one.name.en,
        "name_he": one.name.he,
        "name_forms": list(one.name.forms),
        "company": one.company.en,
        "company_he": one.company.he,
        "company_forms": list(one.company.forms),
        "position": one.position.en,
        "position_forms": list(one.position.forms),
        "code_salt": code.salt,
        "code_hash": code.digest,
    }


def recruiter(record: RecruiterRecord) -> Recruiter:
    name, company, position = (
        Spoken(forms[0], forms[1], tuple(forms[2:]))
        for forms in (record.name_forms, record.company_forms, record.position_forms)
    )
    return Recruiter(name, company, position, record.phone, record.id)
