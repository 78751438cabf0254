"""A call read by rules alone: what is on record, and a score that anybody can add up. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from stores.values import Analysis, Call, Turn
from voicebot.agents.types import Fact
from voicebot.analysis.answer import Sentiment, read_fact
from voicebot.analysis.outcomes import meaning_of, proven_outcome

RULES = "rules"

SIGNALS: Mapping[str, tuple[int, str]] = {
    "interested": (25, "Sounded interested."),
    "price": (10, "Asked about the price."),
    "later": (5, "Asked for another time."),
    "who_are_you": (0, "Asked who is calling."),
    "not_interested": (-30, "Said that it is of no interest."),
    "optout": (-40, "Asked not to be called."),
}
"""Intents that move the score of a call in which nothing was agreed, once each."""

FELT: Mapping[str, Sentiment] = {
    "booked": "positive",
    "agreed": "positive",
    "removed": "negative",
    "no_consent": "negative",
    "distress": "negative",
    "mourning": "negative",
    "emergency": "negative",
}
WISHED = {"optout": "not_interested", "not_interested": "not_interested", "wrong_number": "wrong_person"} | {
    "later": "asked_to_be_called", "interested": "interested", "price": "interested"
}  # fmt: skip
"""What the last telling intent says of a call whose ending says nothing."""


def by_rules(call: Call, turns: Sequence[Turn], facts: Sequence[Fact], summary: str, why: str) -> Analysis:
    """The analysis of a call without a model; `why` says why none was asked, or what it did wrong."""
    heard = [intent for turn in turns for intent in turn.intents]
    meaning, score, reasons = meaning_of(call), 0, list[str]()
    if proven_outcome(call) is None:
        moved = [SIGNALS[name] for name in dict.fromkeys(heard) if name in SIGNALS]
        score = sum(points for points, _ in moved)
        reasons = [reason for _, reason in moved]
    return Analysis(
        by=RULES,
        why=why,
        outcome=proven_outcome(call) or _wished(heard),
        summary=summary,
        facts=known_facts(call, facts),
        sentiment=FELT.get(proven_outcome(call) or "", _felt(heard)),
        score=meaning.bounded(meaning.score + score),
        reasons=(meaning.reason, *reasons)[:5],
        next_step=meaning.next_step,
    )


def known_facts(call: Call, facts: Sequence[Fact]) -> dict[str, Any]:
    """What the call's tools have collected of the scenario's facts, each as a value of its kind."""
    fields = (call.state or {}).get("fields", {})
    read = {each.name: read_fact(each, str(fields[each.name])) for each in facts if fields.get(each.name)}
    return {name: value for name, value in read.items() if value is not None}


def _wished(heard: Sequence[str]) -> str:
    return next((WISHED[name] for name in reversed(heard) if name in WISHED), "unclear")


def _felt(heard: Sequence[str]) -> Sentiment:
    last = next((name for name in reversed(heard) if name in SIGNALS), "")
    points = SIGNALS.get(last, (0, ""))[0]
    return "positive" if points > 0 else "negative" if points < 0 else "neutral"
