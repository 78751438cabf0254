"""What the stores hand out: plain frozen values. Moments are aware, in UTC; numbers are E.164."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")

Json = Mapping[str, Any]
# Weekday ("sun" … "sat") → pieces of the day as wall times, "24:00" being the day's end.
Hours = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `next` is the cursor of the page after it, None at the end."""

    items: tuple[T, ...]
    next: str | None = None


@dataclass(frozen=True)
class Member:
    """Somebody of the team who takes calls and meetings; `name_he` is the spelling for speaking."""

    id: int
    name: str
    phone: str | None
    hours: Hours
    name_he: str | None = None
    time_zone: str = "Asia/Jerusalem"
    active: bool = True
    last_assigned_at: datetime | None = None
    created_at: datetime | None = None


@dataclass(frozen=True)
class Absence:
    """A member is away from `starts_at` until just before `ends_at`."""

    id: int
    member_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Consent:
    """The lead agreed to be called: how we know, since when, and until when (None: until revoked)."""

    source: str
    date: Day
    expires: Day | None = None


@dataclass(frozen=True)
class Lead:
    """Somebody to talk to. `gender` is "m", "f" or None; `suppressed` means: never to be dialled."""

    id: int
    name: str
    phone: str
    created_at: datetime
    updated_at: datetime
    name_he: str | None = None
    gender: str | None = None
    company: str | None = None
    email: str | None = None
    notes: str | None = None
    owner_id: int | None = None
    consent: Consent | None = None
    suppressed: bool = False


@dataclass(frozen=True)
class CompanyVersion:
    """One version of the company's profile; `reverts_to` is the earlier one that it repeats."""

    version: int
    profile: Json
    author: str
    reverts_to: int | None
    created_at: datetime


@dataclass(frozen=True)
class AskedQuestion:
    """A question that had no answer: in how many calls, when last, and how it was worded in one (None: erased)."""

    key: str
    count: int
    last_asked_at: datetime
    sample: str | None


@dataclass(frozen=True)
class Call:
    """One conversation, by whichever channel; `status` is Twilio's word, or "new" before Twilio spoke."""

    id: str
    sid: str | None
    channel: str
    direction: str
    scenario: str
    language: str
    lead_id: int | None
    from_number: str | None
    to_number: str | None
    status: str
    outcome: str | None
    state: Json | None
    state_version: int
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    duration_s: int | None


@dataclass(frozen=True)
class Sentence:
    """One sentence spoken to the caller by `agent`; `kind` is "fixed", "answer" or "filler", `es` its Spanish."""

    idx: int
    kind: str
    he: str
    en: str
    created_at: datetime
    agent: str | None = None
    es: str | None = None


@dataclass(frozen=True)
class Turn:
    """One exchange: what the caller said and what was answered. `timings` are milliseconds by name.

    `given` is what the turn has to answer, while it runs. `links` tells which link of each chain answered, and why
    those before it did not.
    """

    call_id: str
    number: int
    source: str
    state: str
    owner: str
    epoch: int
    claimed_at: datetime
    finished_at: datetime | None = None
    heard_he: str | None = None
    heard_en: str | None = None
    heard_by: str | None = None
    intents: tuple[str, ...] = ()
    agent: str | None = None
    tool_calls: tuple[Json, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)
    model: str | None = None
    links: Json | None = None
    ending: Json | None = None
    given: Json | None = None
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Claim:
    """The answer to a claim: the turn as stored, and whether it is the asker's to run."""

    turn: Turn
    won: bool


@dataclass(frozen=True)
class Meeting:
    """A member's half hour with a lead; `status` is "booked" or "cancelled"."""

    id: int
    member_id: int
    lead_id: int | None
    call_id: str | None
    starts_at: datetime
    ends_at: datetime
    status: str
    created_at: datetime


@dataclass(frozen=True)
class Analysis:
    """What a call came to. `by` is "rules" or the model's link, `why` what kept models from it ("" for nothing).

    `facts` are the scenario's, by name; `score` is 0 to 100; `sentiment` is "positive", "neutral" or "negative".
    """

    by: str
    why: str
    outcome: str
    summary: str
    facts: Json
    sentiment: str
    score: int
    reasons: tuple[str, ...]
    next_step: str


@dataclass(frozen=True)
class Prompt:
    """One version of an agent's instructions."""

    hash: str
    scenario: str
    agent: str
    text: str
    first_seen: datetime


@dataclass(frozen=True)
class Task:
    """Something a person has to do; `status` is "open" or "done"."""

    id: int
    kind: str
    text: str
    lead_id: int | None
    call_id: str | None
    member_id: int | None
    due_at: datetime | None
    status: str
    key: str | None
    created_at: datetime


@dataclass(frozen=True)
class Checkin:
    """What a driver told on the way; `eta` is when the driver will arrive."""

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


@dataclass(frozen=True)
class DebugEvent:
    """One thing that happened in a call, kept only while DEBUG_CALL_EVENTS is on."""

    id: int
    call_sid: str
    at: datetime
    kind: str
    data: Json
