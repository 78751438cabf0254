"""Calls as JSON: their record, their transcript, and what they came to."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class AnalysisOut(BaseModel):
    """What a call came to. `by` is "rules" or the model that read it, `why` what kept models from it.

    What tools and the ending prove stands above what a model thinks. `score` is 0 to 100, `facts` are the scenario's.
    """

    by: str
    why: str
    outcome: str
    summary: str
    facts: dict[str, Any]
    sentiment: Literal["positive", "neutral", "negative"]
    score: int = Field(ge=0, le=100)
    reasons: list[str]
    next_step: str


class CallOut(BaseModel):
    """A call as lists show it; `analysis` is null until the call is over and was read."""

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
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    duration_s: int | None
    analysis: AnalysisOut | None = None


class SentenceOut(BaseModel):
    """One sentence and the agent who spoke it; `he` is empty on English calls, `es` is there on Spanish ones."""

    he: str
    en: str
    kind: str
    agent: str | None
    es: str | None


class FailureOut(BaseModel):
    """One link that was asked in vain. `why` is the kind of error, with the HTTP status where there was one:
    `VendorTimeout`, `VendorRefused HTTP 401`, `CircuitOpen` for one that was left alone, ….
    """

    ability: Literal["model", "translator", "transcriber"]
    link: str
    why: str


class LinksOut(BaseModel):
    """Which link of each chain gave what: null or empty where none was asked.

    `translate_in` is `none` where the caller's own words went on; in `translate_out` `terms` and `pair` need no link.
    """

    transcriber: str | None
    translate_in: str | None
    model: str | None
    translate_out: list[str]
    failures: list[FailureOut]


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
    links: LinksOut
    timings: dict[str, float]
    at: datetime


class HandoffOut(BaseModel):
    """One agent handed the caller to another, in this turn; `summary` is what went with it, if one was made."""

    model_config = ConfigDict(populate_by_name=True)

    turn: int
    from_agent: str = Field(alias="from")
    to: str
    reason: str
    summary: dict[str, Any] | None


class CallDetail(CallOut):
    """A call with its transcript and hand-offs, and its summary once it is over.

    `company_version` is the version of the company's profile it is held with: 0 for the settings'.
    """

    summary: str | None
    company_version: int | None
    handoffs: list[HandoffOut]
    satisfaction: int | None
    turns: list[TurnOut]
    usd: Decimal = Field(description="What its vendors cost by the price table, in USD; a lower bound.")
    stream: dict[str, Any] | None = Field(
        description="What its streams counted: first_audio_ms over first_audios, interrupted, tool_ms, used, ….",
    )


class CallPage(BaseModel):
    """A page of calls."""

    items: list[CallOut]
    next: str | None
