"""One call, read by the first model that gives a usable answer, else by rules. What is proven is never a model's."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog
from pydantic import ValidationError

from language.phrases import Phrase
from stores.values import Analysis, Call, Turn
from voicebot.agents.claims import false_claim
from voicebot.agents.state import CallState
from voicebot.agents.structured import StructuredModel, StructuredRequest
from voicebot.agents.types import Claim, Fact
from voicebot.analysis.answer import NAME, Answered, answer_model, answer_schema, facts_of
from voicebot.analysis.outcomes import OVER, meaning_of, proven_outcome
from voicebot.analysis.prompt import call_data, instructions_for
from voicebot.analysis.rules import by_rules, known_facts
from voicebot.errors import VendorError

log = structlog.get_logger()

BUDGET_S = 40.0
"""Seconds that all models together may take: nobody waits, but the job's process may want to end."""
NOTHING_SAID, NO_MODEL = "nothing was said", "no model is configured"

_NOTHING = Phrase("", "")
_BOOKED = (
    r"\b(?:meeting|appointment|demo|slot|visit)\b.{0,40}\b(?:booked|scheduled|arranged|confirmed|fixed|set)\b"
    r"|\b(?:booked|scheduled|arranged|set up|fixed|confirmed)\b.{0,30}\b(?:meeting|appointment|demo|slot|visit)\b"
)
_REMOVED = r"\b(?:was|were|is|has been|have been|got) (?:\w+ )?(?:removed|unsubscribed|deleted|taken off)\b"
_CLAIMS = (Claim(_BOOKED, "booked", _NOTHING), Claim(_REMOVED, "removed", _NOTHING))


@dataclass(frozen=True)
class Question:
    """What is to be read: a call that is over, its turns, the facts that its scenario wants, and a summary by rules.

    `measured` is what its scenario calls a success; the score says how likely it is. `heard` are facts that rules take
    from the caller's words, where no model reads them and nothing better is on record.
    """

    call: Call
    turns: Sequence[Turn]
    facts: Sequence[Fact]
    summary: str
    measured: str
    heard: Mapping[str, str] = field(default_factory=dict)


def analyse(question: Question, models: Sequence[StructuredModel]) -> Analysis:
    """The analysis; `by` says who made it, and `why` what stood against the models before."""
    if not any(turn.heard_he or turn.heard_en for turn in question.turns):
        return _by_rules(question, NOTHING_SAID)
    failures, until = list[str](), time.monotonic() + BUDGET_S
    for model in models:
        try:
            answered = _ask(question, model, until - time.monotonic())
            return _settled(question, answered, model.name, "; ".join(failures))
        except VendorError as error:
            failures.append(f"{model.name}: {type(error).__name__}")
        except ValidationError as error:
            failures.append(f"{model.name}: not in the schema ({error.error_count()} faults)")
        log.info("analysis.failed", call_id=question.call.id, reason=failures[-1])
    return _by_rules(question, "; ".join(failures) or NO_MODEL)


def _by_rules(question: Question, why: str) -> Analysis:
    state = question.call.state or {}
    call = replace(question.call, state={**state, "fields": {**question.heard, **state.get("fields", {})}})
    return by_rules(call, question.turns, question.facts, question.summary, why)


def _ask(question: Question, model: StructuredModel, left_s: float) -> Answered:
    request = StructuredRequest(
        NAME,
        instructions_for(question.facts, question.measured),
        call_data(question.call, question.turns),
        answer_schema(question.facts),
        timeout_s=min(StructuredRequest.timeout_s, left_s),
    )
    return answer_model(question.facts).model_validate(model.ask(request).value)


def _settled(question: Question, answered: Answered, by: str, why: str) -> Analysis:
    """The model's answer within what the record proves: outcome, bounds of the score, and whom nobody calls."""
    call = question.call
    proven, meaning = proven_outcome(call), meaning_of(call)
    next_step = _true(answered.next_step, call)
    return Analysis(
        by=by,
        why=why,
        outcome=proven or answered.outcome,
        summary=_true(answered.summary, call) or question.summary,
        facts={**facts_of(answered), **known_facts(call, question.facts)},
        sentiment=answered.sentiment,
        score=meaning.bounded(answered.score),
        reasons=tuple(kept for each in answered.reasons if (kept := _true(each, call))) or (meaning.reason,),
        next_step=meaning.next_step if proven in OVER or not next_step else next_step,
    )


def _true(text: str, call: Call) -> str:
    """`text` without the sentences that claim what this call did not do."""
    done = tuple((call.state or {}).get("done", ()))
    state = CallState(scenario=call.scenario, agent="", step="", done=done)
    sentences = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(each for each in sentences if false_claim(each, _CLAIMS, state) is None).strip()
