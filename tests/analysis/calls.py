"""Calls that are over, for tests of what they came to."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from stores.values import Call, Sentence, Turn
from voicebot.agents.structured import StructuredAnswer, StructuredRequest
from voicebot.agents.types import Fact

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CALL = Call(
    id="c", sid="CA1", channel="turns", direction="inbound", scenario="sales", language="he", lead_id=None,
    from_number=None, to_number=None, status="completed", outcome="hung_up", state={}, state_version=1,
    created_at=AT, answered_at=AT, ended_at=AT, duration_s=185,
)  # fmt: skip
TURN = Turn(call_id="c", number=1, source="RE1", state="done", owner="w", epoch=1, claimed_at=AT)
FACTS = (
    Fact("team", "whether there is a team for new leads", "yes_no"),
    Fact("leads_a_month", "new leads a month", "number"),
    Fact("decides_on", "when they decide", "date"),
    Fact("channel", "where their leads come from", "choice", ("web", "phone")),
    Fact("pain", "what bothers them, in their words"),
)
GOOD = {
    "outcome": "interested", "summary": "Wants a demo.", "sentiment": "positive", "score": 66,
    "reasons": ["Asked for a demo."], "next_step": "Send an offer.",
    "facts": {"team": True, "leads_a_month": 40, "decides_on": "2026-12-01", "channel": "web", "pain": None},
}  # fmt: skip


def call(outcome: str | None = "hung_up", **state: Any) -> Call:
    return replace(CALL, outcome=outcome, state=state)


def turn(heard: str, *intents: str, said: str = "Hello.", number: int = 1) -> Turn:
    return replace(
        TURN, number=number, heard_en=heard, intents=intents, sentences=(Sentence(0, "answer", "", said, AT),)
    )


@dataclass
class Analyst:
    """A StructuredModel that gives these answers in turn and remembers what it was asked."""

    answers: Sequence[Any]
    name: str = "analyst"
    asked: list[StructuredRequest] = field(default_factory=list)

    def ask(self, request: StructuredRequest) -> StructuredAnswer:
        self.asked.append(request)
        given = self.answers[len(self.asked) - 1]
        if isinstance(given, Exception):
            raise given
        return StructuredAnswer(given)
