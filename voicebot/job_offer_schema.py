"""The job offer file and the body of PUT /job-offer: one shape, closed against unknown names, bounded in length."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from language.hebrew import script

MOST_MONEY = 100_000_000
MOST_ROWS = 200


def _hebrew(text: str) -> str:
    if script(text) != "hebrew":
        raise ValueError("must be in Hebrew letters: it is spoken as it stands")
    return text


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be one line without control characters")
    return text


def _digits(code: Any) -> Any:
    if code is not None and not (isinstance(code, str) and re.fullmatch("[0-9]{6,10}", code)):
        raise ValueError("must be six to ten digits, in quotes")
    return code


def _release(tell: Any) -> Any:
    named = isinstance(tell, list) and tell and all(isinstance(each, str) and each.strip() for each in tell)
    if not named and tell not in ("verified", "offer", "nobody"):
        raise ValueError("must be verified, offer, nobody or a list of companies")
    return tell


Text = Annotated[
    str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=300), AfterValidator(_printable)
]
Hebrew = Annotated[Text, AfterValidator(_hebrew)]
Money = Annotated[int, Field(strict=True, gt=0, le=MOST_MONEY)]
FieldName = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Code = Annotated[str | None, BeforeValidator(_digits), Field(description="Six to ten digits; never given out.")]
Tell = Annotated[Literal["verified", "offer", "nobody"] | list[str], BeforeValidator(_release), Field(max_length=50)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SpokenText(_Closed):
    """A text in Hebrew, as it is spoken, and in English."""

    he: Hebrew
    en: Text


class SpokenName(SpokenText):
    """A name; `also` are other spellings by which callers may be recognised."""

    also: list[Text] = Field(default_factory=list, max_length=20)


class CandidateIn(_Closed):
    """Whom we speak for."""

    name: SpokenText


class NegotiationIn(_Closed):
    """How far we go. `floor` is never told to anybody; left out, the stored one stays."""

    currency: Literal["ILS", "USD", "EUR"]
    period: Literal["month", "year"]
    floor: Money | None = None
    target: Money


class ProfileFieldIn(_Closed):
    """One thing known of the candidate, and who may be told: verified recruiters, those whose company has an offer,
    those of named companies, or nobody."""

    label: SpokenText
    value: SpokenText
    tell: Tell
    words: list[Text] = Field(default_factory=list, max_length=40)


class OfferIn(_Closed):
    """What a company offers now."""

    company: SpokenName
    team: SpokenText
    role: SpokenText
    salary: Money
    equity: SpokenText | None = None
    signing_bonus: Money | None = None


class RecruiterIn(_Closed):
    """Somebody who may call. Without a code the one stored for this number stays."""

    name: SpokenName
    company: SpokenName
    position: SpokenName
    phone: Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=40)]
    code: Code = Field(default=None, repr=False)


class MarketIn(_Closed):
    """What is usually paid for a role; `source` is told with the figures."""

    role: Text
    low: Money
    median: Money
    high: Money
    source: SpokenText

    @model_validator(mode="after")
    def _in_order(self) -> "MarketIn":
        if not self.low <= self.median <= self.high:
            raise ValueError("low, median and high must be in this order")
        return self


class JobOfferIn(_Closed):
    """Everything that calls about job offers know; it replaces what is stored, as a whole."""

    candidate: CandidateIn
    negotiation: NegotiationIn
    profile: dict[FieldName, ProfileFieldIn] = Field(default_factory=dict, max_length=MOST_ROWS)
    offers: list[OfferIn] = Field(default_factory=list, max_length=MOST_ROWS)
    recruiters: list[RecruiterIn] = Field(default_factory=list, max_length=MOST_ROWS)
    market: list[MarketIn] = Field(default_factory=list, max_length=MOST_ROWS)
