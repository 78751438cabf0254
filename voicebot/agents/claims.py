"""What was not done is not claimed: sentences are held against the effects this call really had."""

import re

from voicebot.agents.state import CallState
from voicebot.agents.types import Claim, Line

_CLAUSE = re.compile(r"[,;:—–]|\s-\s|\band\b|\bbut\b|\bso\b")
_HEDGE = re.compile(
    r"\b(?:if|once|when|until|before|unless|would|could|can|cannot|should|shall|may|might|not|never|nothing|whether"
    r"|haven't|hasn't|isn't|aren't|wasn't|weren't|can't|couldn't|won't|let me|let's|want|to be|to get"
    r"|לא|אם|כש\w+|לפני|אפשר|אוכל|נוכל|רוצה|רוצים)\b"
)
_QUESTION = re.compile(
    r"^\s*(?:is|are|was|were|am|have|has|had|do|does|did|shall|should|would|could|can|will|may"
    r"|what|when|which|how|who|where|why|איך|האם|מתי|מה|מי|איפה|למה|כמה)\b.*\?\W*$",
    re.DOTALL,
)


def false_claim(sentence: str, claims: tuple[Claim, ...], state: CallState) -> Line | None:
    """The line to say instead when `sentence` claims an effect that this call did not have, else None.

    Each clause is looked at by itself: a hedge before it ("once it is booked", "has not been sent") or a
    question ("have you booked before?") makes no claim.
    """
    plain = sentence.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    clauses = [each for each in _CLAUSE.split(plain) if not _QUESTION.match(each)]
    for claim in claims:
        if claim.proof not in state.done and any(_claims(claim.pattern, each) for each in clauses):
            return claim.instead
    return None


def _claims(pattern: str, clause: str) -> bool:
    found = re.search(pattern, clause)
    return found is not None and not _HEDGE.search(clause[: found.start()])
