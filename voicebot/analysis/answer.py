"""The schema that a model answers in, made for the facts of one scenario, and how its answer is validated."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from voicebot.agents.sentences import storable
from voicebot.agents.tool import strict_schema
from voicebot.agents.types import Fact
from voicebot.analysis.outcomes import OpenOutcome

NAME = "call_analysis"
MAX_SUMMARY, MAX_SENTENCE, MAX_FACT, MAX_REASONS = 800, 200, 300, 5
"""Characters, and grounds of a score; what is beyond them is cut, as models do not count."""
_KEPT = 32
"""Scenarios whose models are kept: making one costs 4 ms, and every call that ends needs it."""


def _cut_to(length: int) -> AfterValidator:
    return AfterValidator(lambda text: " ".join(storable(text).split())[:length])


Sentence = Annotated[str, _cut_to(MAX_SENTENCE)]
Sentiment = Literal["positive", "neutral", "negative"]


class Answered(BaseModel):
    """What every call is asked about; `facts` are added for each scenario."""

    model_config = ConfigDict(extra="forbid")

    outcome: OpenOutcome
    summary: Annotated[str, _cut_to(MAX_SUMMARY)]
    sentiment: Sentiment
    score: Annotated[int, Field(ge=0, le=100)]
    reasons: Annotated[list[Sentence], AfterValidator(lambda given: given[:MAX_REASONS])]
    next_step: Sentence


def answer_model(facts: Sequence[Fact]) -> type[Answered]:
    """The model of an answer for these facts: each is a value of its kind, or null when it was not said."""
    return _answer_model(tuple(facts))


@lru_cache(_KEPT)
def _answer_model(facts: tuple[Fact, ...]) -> type[Answered]:
    fields: dict[str, Any] = {each.name: (_kind(each) | None, Field(description=each.about)) for each in facts}
    known = create_model("Facts", __config__=ConfigDict(extra="forbid"), **fields)
    return create_model("CallAnalysis", __base__=Answered, facts=(known, ...))


def answer_schema(facts: Sequence[Fact]) -> Mapping[str, Any]:
    """Its strict JSON schema; not to be changed, as all calls of these facts share it."""
    return _answer_schema(tuple(facts))


@lru_cache(_KEPT)
def _answer_schema(facts: tuple[Fact, ...]) -> Mapping[str, Any]:
    return strict_schema(answer_model(facts).model_json_schema())


def facts_of(answered: Answered) -> dict[str, Any]:
    """The facts that were said, as JSON."""
    given: Mapping[str, Any] = answered.model_dump(mode="json")["facts"]
    return {name: value for name, value in given.items() if value is not None and value != ""}


def read_fact(fact: Fact, text: str) -> Any:
    """A collected field as a value of the fact's kind; None when it is none."""
    try:
        return _value_model(fact).model_validate({"value": text}).model_dump(mode="json")["value"]
    except ValueError:
        return None


@lru_cache(_KEPT * 8)
def _value_model(fact: Fact) -> type[BaseModel]:
    model: type[BaseModel] = create_model("One", __config__=ConfigDict(extra="forbid"), value=(_kind(fact), ...))
    return model


def _kind(fact: Fact) -> Any:
    match fact.kind:
        case "number":
            return float
        case "yes_no":
            return bool
        case "date":
            return date
        case "choice":
            return Literal[fact.choices]
        case _:
            return Annotated[str, _cut_to(MAX_FACT)]
