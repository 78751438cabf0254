"""What was not done is not claimed: sentences are held against the effects this call really had."""

import re

from voicebot.agents.state import CallState
from voicebot.agents.types import Claim, Line

_CLAUSE = re.compile(r"[,;:—–]|\s-\s|\band\b|\bbut\b|\bso\b")
_HEDGE = re.compile(
    r"\b(?:if|once|when|until|before|unless|would|could|can|cannot|should|shall|may|might|not|never|nothing"
    r"|haven't|hasn't|isn't|aren't|wasn't|weren't|can't|couldn't|won't|to be|to get)\b"
)


def false_claim(sentence: str, claims: tuple[Claim, ...], state: CallState) -> Line | None:
    """The line to say instead when `sentence` claims an effect that this call did not have, else None.

    Each clause is looked at by itself: a hedge ("once it is booked", "has not been sent") makes no claim.
    """
    plain = sentence.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for claim in claims:
        if claim.proof in state.done:
            continue
        for clause in _CLAUSE.split(plain):
            found = re.search(claim.pattern, clause)
            if found and not _HEDGE.search(clause[: found.end()]):
                return claim.instead
    return None
