"""The JSON that goes in and out. Requests are closed against unknown names and bounded in length."""

import datetime as dt
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Stripped = Annotated[str, StringConstraints(strip_whitespace=True)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}$")
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
LeadId = Annotated[int, Field(ge=1, le=2**31 - 1, strict=False)]


class Request(BaseModel):
    """Root of what comes in."""

    model_config = ConfigDict(extra="forbid")


class Consent(Request):
    """How and when the lead agreed to be called."""

    source: Name
    date: dt.date
    expires: dt.date | None = None


class LeadNew(Request):
    """A lead to be added. `phone` in any Israeli spelling; it is stored as E.164."""

    name: Name
    phone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    gender: Literal["m", "f"] | None = None
    company: Text | None = None
    email: Email | None = None
    notes: Text | None = None
    owner: LeadId | None = Field(None, description="The id of the member of the team who owns the lead.")
    consent: Consent | None = None


class LeadPatch(Request):
    """What is to be changed; a name that is left out stays as it is."""

    name: Name | None = None
    phone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = None
    gender: Literal["m", "f"] | None = None
    company: Text | None = None
    email: Email | None = None
    notes: Text | None = None
    owner: LeadId | None = None
    consent: Consent | None = None

    @model_validator(mode="after")
    def _required_stay(self) -> "LeadPatch":
        for name in ("name", "phone"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null")
        return self


class LeadOut(BaseModel):
    """A lead."""

    id: int
    name: str
    phone: str
    gender: Literal["m", "f"] | None
    company: str | None
    email: str | None
    notes: str | None
    owner: int | None
    consent: Consent | None
    suppressed: bool


class MeetingOut(BaseModel):
    """A meeting; moments are ISO 8601 in UTC."""

    id: int
    lead_id: int | None
    member_id: int
    call_id: str | None
    start: datetime
    end: datetime
    status: str


class CallOut(BaseModel):
    """A call as lists show it."""

    id: str
    sid: str | None
    channel: str
    direction: str
    scenario: str
    language: str
    lead_id: int | None
    status: str
    outcome: str | None
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    duration_s: int | None


class SentenceOut(BaseModel):
    """One sentence spoken; `he` is empty on English calls."""

    he: str
    en: str
    kind: str


class TurnOut(BaseModel):
    """One turn: what was heard and said, in both languages, and how it came about. Timings in ms."""

    number: int
    heard_he: str | None
    heard_en: str | None
    heard_by: str | None
    intents: list[str]
    agent: str | None
    said: list[SentenceOut]
    tool_calls: list[dict[str, Any]]
    model: str | None
    timings: dict[str, float]
    at: datetime


class CallDetail(CallOut):
    """A call with its transcript."""

    turns: list[TurnOut]


class LeadPage(BaseModel):
    """A page of leads; `next` is the cursor of the next page, null at the end."""

    items: list[LeadOut]
    next: str | None


class MeetingPage(BaseModel):
    """A page of meetings."""

    items: list[MeetingOut]
    next: str | None


class CallPage(BaseModel):
    """A page of calls."""

    items: list[CallOut]
    next: str | None


class PageQuery(Request):
    """Which page: at most `limit` items after the cursor."""

    limit: int = Field(50, ge=1, le=200)
    after: str | None = Field(None, max_length=400)


class LeadPath(BaseModel):
    """The lead in the address."""

    lead_id: LeadId


class CallPath(BaseModel):
    """The call in the address: our id, or Twilio's CallSid."""

    call_id: Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class SidPath(BaseModel):
    """The CallSid in the address."""

    call_sid: Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


def _as_exchange(value: Any) -> Any:
    """{"role": …, "content": …} as {"user": …} or {"agent": …}."""
    if isinstance(value, dict) and "role" in value:
        sides = {"user": "user", "caller": "user", "lead": "user", "assistant": "agent", "agent": "agent"}
        side = sides.get(str(value.get("role")))
        content = value.get("content", value.get("text"))
        if side is None or set(value) - {"role", "content", "text"}:
            raise ValueError("role must be user or assistant, with content")
        return {side: content}
    return value


class Exchange(Request):
    """One exchange of a history: {"user": …, "agent": …} or {"role": "user" | "assistant", "content": …}."""

    user: Text = ""
    agent: Text = ""


class TurnRequest(Request):
    """One turn in text. With a `conversation_id` the stored conversation goes on and a history is not used."""

    lead_id: LeadId | None = None
    user_utterance: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
    history: list[Annotated[Exchange, BeforeValidator(_as_exchange)]] = Field(default_factory=list, max_length=100)
    language: Literal["en", "he"] = "en"
    scenario: Annotated[str, StringConstraints(max_length=40)] | None = None
    conversation_id: Annotated[str, StringConstraints(max_length=64)] | None = None


class TurnReply(BaseModel):
    """The agent's answer and what it did."""

    agent_reply: str
    action: Literal["offer_slots", "book_meeting", "end_call", "transfer"] | None
    action_payload: dict[str, Any] | None
    conversation_id: str


class OutboundQuery(Request):
    """The lead to call, in the query."""

    lead_id: LeadId | None = None
    scenario: Annotated[str, StringConstraints(max_length=40)] | None = None


class OutboundReply(BaseModel):
    """A call that was placed."""

    call_id: str
    call_sid: str | None
    status: str


class ErrorBody(BaseModel):
    """What went wrong: `code` for programs, `message` for people."""

    code: str
    message: str


class ErrorOut(BaseModel):
    """Every error looks like this."""

    error: ErrorBody
