"""What one agent hands to the next: who, why, and a summary in a strict schema. Frozen, JSON, stored with the call."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

MAX_ITEMS = 12
"""Facts, agreements and open points that a summary carries; what is beyond them is left out."""
RECENT = 8
"""Messages of the talk so far that an agent is given verbatim where there is no summary."""


def _cut(most: int, value: Any) -> Any:
    return value.strip()[:most] if isinstance(value, str) else value


Short = Annotated[str, BeforeValidator(partial(_cut, 80))]
Sentence = Annotated[str, BeforeValidator(partial(_cut, 300))]
"""What is longer is cut: a talkative model's summary is still one."""


class SummaryFact(BaseModel):
    """One thing that was learned in the call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Short
    value: Sentence


class Summary(BaseModel):
    """What an agent has to know of the call before it, in English; every part may be empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: Sentence = ""
    wants: Sentence = ""
    facts: tuple[SummaryFact, ...] = ()
    agreed: tuple[Sentence, ...] = ()
    open: tuple[Sentence, ...] = ()

    def knowing(self, fields: Mapping[str, str]) -> "Summary":
        """The summary, bounded, with what this call's tools have collected: that stands above what a model wrote."""
        collected = tuple(SummaryFact(name=name[:80], value=value[:300]) for name, value in fields.items())
        written = tuple(each for each in self.facts if each.name not in fields)
        return Summary(
            who=self.who,
            wants=self.wants,
            facts=(*collected, *written)[:MAX_ITEMS],
            agreed=self.agreed[:MAX_ITEMS],
            open=self.open[:MAX_ITEMS],
        )


class Handover(BaseModel):
    """The last hand-off of a call. `number` counts those of the call from 1; `facts` are the fields at that moment.

    `context` is what the new agent is given of the talk before: all of it, or the summary. Where a summary was wanted
    and is None there was none in time, and the last turns stand for it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: int
    from_agent: str
    to_agent: str
    reason: str
    context: Literal["history", "summary"] = "history"
    facts: dict[str, str] = {}
    summary: Summary | None = None

    def untold(self) -> "Handover":
        """This hand-off without what was learned: for another person, who may not hear it."""
        return self.model_copy(update={"facts": {}, "summary": None, "reason": "", "context": "history"})
