"""The state of a call as the agents see it: frozen, JSON, versioned, stored with the call."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from voicebot.agents.handover import Handover
from voicebot.agents.stuck import Stuck

VERSION = 1


class OfferedSlot(BaseModel):
    """A slot that was offered in this call. `start` is ISO 8601 in UTC; `he` and `en` are its spoken forms."""

    model_config = ConfigDict(frozen=True)

    index: int
    start: str
    member_id: int
    he: str
    en: str


class SpokenMoment(BaseModel):
    """A moment that was offered: ISO 8601 on Israel's clock, and its spoken forms."""

    model_config = ConfigDict(frozen=True)

    start: str
    he: str
    en: str


class Unconfirmed(BaseModel):
    """A value of a form that was heard and read back, and waits for a yes."""

    model_config = ConfigDict(frozen=True)

    field: str
    value: str
    he: str
    en: str
    es: str = ""


class AskedHandoff(BaseModel):
    """The agent that the caller was asked to go on with.

    `question` is what was said, in English; empty until it has been said, and where a voice words it itself.
    """

    model_config = ConfigDict(frozen=True)

    to: str
    question: str = ""


class CallState(BaseModel):
    """Where a call stands. A change makes a new state: `state.but(step="close")`.

    `done` names the effects that really happened in this call ("booked", "removed", "task", …): claims are
    checked against it. The counters count in a row and go back to zero when the caller is heard.

    `pending` is the slot that was read back and waits for a yes; its spoken forms are what was read back.
    `confirmed` says that the caller's last utterance was that yes: without it nothing is booked; `conceded`, that it
    began with a yes to a form's value and went on: "yes, but the tractor is 780". `wished_day`
    (ISO) was named without an hour. `callback` is the moment offered instead of one that is not allowed.
    `meeting_start` (ISO 8601) is when the meeting begins that was booked, or is being moved, in this call.
    `moving` is the id of the stored meeting for which another time is being looked for.
    `gender` is the caller's, as far as it is known; `language` the one that was chosen in the call. `others` counts how
    often another person took the phone. `company` is the version of the company's profile that the call is held with,
    0 for the settings'.

    `fields` are the facts that this call's tools have collected, `unconfirmed` the one that waits for a yes, `tries`
    counts what was asked for in vain, by name. `kept` is what tools keep for themselves until the caller has said the
    rest: it is shown to no model, and no fact of the call. `verified` is set only by a tool that has verified the
    caller.
    `stage` began at `stage_since` and is over time from `stage_until` on (ISO, UTC); `stages_done` are those that were
    left. `handover` is the last hand-off, `asked_handoff` the one that the caller was asked for; `agreed_handoffs` are
    those to which the caller's newest words agree, or that they ask for themselves.
    `stuck` counts what has moved nothing at the present step.
    `tool_calls` counts calls by tool, `tokens` what models have spent on this call.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = VERSION
    scenario: str
    agent: str
    step: str
    company: int = 0
    fields: dict[str, str] = Field(default_factory=dict)
    kept: dict[str, str] = Field(default_factory=dict)
    unconfirmed: Unconfirmed | None = None
    tries: dict[str, int] = Field(default_factory=dict)
    stage: str | None = None
    stage_since: str | None = None
    stage_until: str | None = None
    stages_done: tuple[str, ...] = ()
    handover: Handover | None = None
    asked_handoff: AskedHandoff | None = None
    agreed_handoffs: tuple[str, ...] = ()
    stuck: Stuck | None = None
    tool_calls: dict[str, int] = Field(default_factory=dict)
    tokens: int = 0
    offered: tuple[OfferedSlot, ...] = ()
    offered_before: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    meeting_id: int | None = None
    meeting_start: str | None = None
    verified: bool = False
    gender: Literal["m", "f"] | None = None
    language: Literal["he", "en", "es"] | None = None
    pending: OfferedSlot | None = None
    confirmed: bool = False
    conceded: bool = False
    wished_day: str | None = None
    callback: SpokenMoment | None = None
    moving: int | None = None
    others: int = 0
    silences: int = 0
    unheard: int = 0
    ended: bool = False

    def but(self, **changes: Any) -> "CallState":
        """This state with these fields changed. Raises ValueError for a name that is no field."""
        unknown = set(changes) - set(type(self).model_fields)
        if unknown:
            raise ValueError(f"CallState has no {', '.join(sorted(unknown))}")
        return self.model_copy(update=changes)

    def having_done(self, effect: str) -> "CallState":
        """This state with `effect` among what was done."""
        return self if effect in self.done else self.but(done=(*self.done, effect))
