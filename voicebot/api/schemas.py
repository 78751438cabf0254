"""The JSON that goes in and out. Requests are closed against unknown names and bounded in length."""

import datetime as dt
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from language.hebrew import has_direction_marks


def _without_nul(value: str) -> str:
    """PostgreSQL refuses the character NUL, SQLite does not; nobody means it."""
    if "\x00" in value:
        raise ValueError("must not contain the character NUL")
    return value


def no_bool(value: Any) -> Any:
    """For Python a true is a 1: without this, {"lead_id": true} would be somebody."""
    if isinstance(value, bool):
        raise ValueError("must be a whole number")
    return value


def _without_direction(value: str) -> str:
    """They are invisible, and mirror what an operator reads."""
    if has_direction_marks(value):
        raise ValueError("must not contain invisible characters that change the direction of text")
    return value


NoNul = AfterValidator(_without_nul)
OneWay = AfterValidator(_without_direction)
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), NoNul, OneWay]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}$"), NoNul
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000), NoNul]
Utterance = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
LeadId = Annotated[int, BeforeValidator(no_bool), Field(ge=1, le=2**31 - 1)]
ConversationId = Annotated[str, StringConstraints(max_length=64), NoNul]
ScenarioName = Annotated[str, StringConstraints(max_length=40)]


class Request(BaseModel):
    """Root of what comes in."""

    model_config = ConfigDict(extra="forbid")


def like(**example: Any) -> ConfigDict:
    """The configuration of a request with this example; the library lets no `examples` through."""
    return ConfigDict(extra="forbid", json_schema_extra={"example": example})


class Consent(Request):
    """How and when the lead agreed to be called."""

    source: Name
    date: dt.date
    expires: dt.date | None = None


class LeadNew(Request):
    """A lead to be added. `phone` in any Israeli spelling (DIAL_COUNTRIES); it is stored as E.164."""

    model_config = like(
        name="Noa Levi",
        phone="054-765-4321",
        gender="f",
        company="Galil",
        consent={"source": "form", "date": "2026-11-01"},
    )

    name: Name
    phone: Phone
    gender: Literal["m", "f"] | None = None
    company: Annotated[Text, OneWay] | None = None
    email: Email | None = None
    notes: Text | None = None
    owner: LeadId | None = Field(None, description="The id of the member of the team who owns the lead.")
    consent: Consent | None = None


class LeadPatch(Request):
    """What is to be changed; a name that is left out stays as it is."""

    model_config = like(notes="Prefers mornings.", company=None)

    name: Name | None = None
    phone: Phone | None = None
    gender: Literal["m", "f"] | None = None
    company: Annotated[Text, OneWay] | None = None
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


class TaskOut(BaseModel):
    """Something a person has to do: call back, answer a question, follow up."""

    id: int
    kind: str
    text: str
    lead_id: int | None
    call_id: str | None
    member_id: int | None
    status: str
    due_at: datetime | None = Field(description="When to call back, where the caller named a time; null for no time.")
    created_at: datetime


class TaskPage(BaseModel):
    """A page of tasks."""

    items: list[TaskOut]
    next: str | None


class LeadPage(BaseModel):
    """A page of leads; `next` is the cursor of the next page, null at the end."""

    items: list[LeadOut]
    next: str | None


class MeetingPage(BaseModel):
    """A page of meetings."""

    items: list[MeetingOut]
    next: str | None


class PageQuery(Request):
    """Which page: at most `limit` items after the cursor."""

    limit: int = Field(50, ge=1, le=200)
    after: str | None = Field(None, max_length=400)


class LeadPath(BaseModel):
    """The lead in the address; a number that no lead can have is one that is not found."""

    lead_id: int


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

    user: Utterance = ""
    agent: Utterance = ""


class TurnRequest(Request):
    """One turn in text. With a `conversation_id` the stored conversation goes on and a history is not used."""

    model_config = like(user_utterance="כן, נשמע מעניין", language="he")

    lead_id: LeadId | None = None
    user_utterance: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
    history: list[Annotated[Exchange, BeforeValidator(_as_exchange)]] = Field(default_factory=list, max_length=100)
    language: Literal["en", "he", "es"] = "en"
    scenario: ScenarioName | None = None
    conversation_id: ConversationId | None = None


class TurnReply(BaseModel):
    """The agent's answer and what it did."""

    agent_reply: str
    action: Literal["offer_slots", "book_meeting", "end_call", "transfer"] | None
    action_payload: dict[str, Any] | None
    conversation_id: str


class OutboundQuery(Request):
    """The lead to call, in the query or in a JSON body."""

    lead_id: LeadId | None = None
    scenario: ScenarioName | None = None


class OutboundReply(BaseModel):
    """A call that was placed."""

    call_id: str
    call_sid: str | None
    status: str


class DebugEventOut(BaseModel):
    """One webhook of a call."""

    at: datetime
    kind: str
    data: dict[str, Any]


class DebugPage(BaseModel):
    """The last webhooks of a call; there is no next page."""

    items: list[DebugEventOut]
    next: None


class HealthOut(BaseModel):
    """The process serves."""

    status: Literal["ok"]


class ReadyOut(BaseModel):
    """Whether calls can be taken, what was checked, and which part runs on what."""

    status: Literal["ready", "not_ready"]
    checks: dict[str, str]
    parts: dict[str, str]


class ErrorBody(BaseModel):
    """What went wrong: `code` for programs, `message` for people."""

    code: str
    message: str


class ErrorOut(BaseModel):
    """Every error looks like this."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"error": {"code": "not_found", "message": "There is nothing with this id."}}}
    )

    error: ErrorBody


BODY_ERRORS: dict[str | int, type[BaseModel] | dict[Any, Any] | None] = {400: ErrorOut, 413: ErrorOut, 415: ErrorOut}
"""What a route that reads a body may answer to one it cannot read."""
