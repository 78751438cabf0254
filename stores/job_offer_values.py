"""What the stores of job offers hand out and take in: plain frozen values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Release = Literal["verified", "offer", "companies", "nobody"]
"""Who may be told: every verified recruiter, those whose company has an offer now, those of named companies, nobody."""
Period = Literal["month", "year"]
StepKind = Literal["confirmed", "disputed", "offered", "countered", "passed_on", "agreed"]


@dataclass(frozen=True)
class Spoken:
    """A text in both languages; `also` are other spellings by which a name is recognised."""

    he: str
    en: str
    also: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.he, self.en, *self.also)


@dataclass(frozen=True)
class Candidate:
    """Whom we speak for. `floor` is for computing only: it is told to nobody, and given to no model."""

    name: Spoken
    currency: str
    period: Period
    floor: int
    target: int
    imported_at: datetime | None = None


@dataclass(frozen=True)
class ProfileField:
    """One thing known of the candidate. `words` are Hebrew or English words by which callers ask for it."""

    name: str
    label: Spoken
    value: Spoken
    release: Release
    words: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()

    def may_be_told(self, company: str, has_offer: bool) -> bool:
        """Whether a verified recruiter of this company may be told it."""
        if self.release == "companies":
            return company in self.companies
        return self.release == "verified" or (self.release == "offer" and has_offer)


@dataclass(frozen=True)
class JobOffer:
    """What a company offers now, in the candidate's currency and period."""

    company: Spoken
    team: Spoken
    role: Spoken
    salary: int
    equity: Spoken | None = None
    signing_bonus: int | None = None


@dataclass(frozen=True)
class Recruiter:
    """Somebody who may call. `phone` is E.164."""

    name: Spoken
    company: Spoken
    position: Spoken
    phone: str
    id: int = 0


@dataclass(frozen=True)
class NewRecruiter:
    """A recruiter to be stored; without a code the one that is kept for this number stays."""

    recruiter: Recruiter
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class MarketSalary:
    """What is usually paid for a role. `source` says by whom, and is told with it."""

    role: str
    low: int
    median: int
    high: int
    source: Spoken


@dataclass(frozen=True)
class JobSearch:
    """Everything that is imported together."""

    candidate: Candidate
    fields: tuple[ProfileField, ...] = ()
    offers: tuple[JobOffer, ...] = ()
    recruiters: tuple[NewRecruiter, ...] = ()
    market: tuple[MarketSalary, ...] = ()


@dataclass(frozen=True)
class NegotiationStep:
    """One step of a negotiation, as it was logged."""

    company: str
    recruiter: str
    kind: StepKind
    currency: str
    period: Period
    salary: int | None = None
    signing_bonus: int | None = None
    tactic: str | None = None
    call_id: str = ""
    at: datetime | None = None
    id: int = 0
