"""What was not done is not claimed: sentences are held against the effects this call really had."""

import re

from voicebot.agents.state import CallState
from voicebot.agents.types import Claim, Line

_CLAUSE = re.compile(r"[,;:—–]|\s-\s|\band\b|\bbut\b|\bso\b")
# Anywhere before it, these make a claim conditional; directly before it, the others deny it.
_CONDITION = re.compile(r"\b(?:if|once|when|until|before|unless|whether|as soon as|after|אם|כש\w+|לפני|אחרי|ברגע)\b")
_DENIAL = re.compile(
    r"\b(?:not|never|nothing|none|no|neither|haven't|hasn't|isn't|aren't|wasn't|weren't|can't|couldn't|won't|would|could"
    r"|might|may|should|shall|let me|let's|לא|אי אפשר|אפשר|אוכל|נוכל|רוצה ש?|רוצים ש?)(?:\W+\w+){0,2}\W*$"
)
_QUESTION = re.compile(
    r"^\s*(?:is|are|was|were|am|have|has|had|do|does|did|shall|should|would|could|can|will|may"
    r"|what|when|which|how|who|where|why|איך|האם|מתי|מה|מי|איפה|למה|כמה)\b.*\?\W*$",
    re.DOTALL,
)


def false_claim(sentence: str, claims: tuple[Claim, ...], state: CallState) -> Line | None:
    """The line to say instead when `sentence` claims an effect that this call did not have, else None.

    Each clause is looked at by itself: a condition before it ("once it is booked"), a denial right before it
    ("has not been sent") or a question ("have you booked before?") makes no claim.
    """
    plain = sentence.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    clauses = [each for each in _CLAUSE.split(plain) if not _QUESTION.match(each)]
    for claim in claims:
        if claim.proof not in state.done and any(_claims(claim.pattern, each) for each in clauses):
            return claim.instead
    return None


def _claims(pattern: str, clause: str) -> bool:
    for found in re.finditer(pattern, clause):
        before = clause[: found.start()]
        if not _CONDITION.search(before) and not _DENIAL.search(before):
            return True
    return False
