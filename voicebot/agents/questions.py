"""What kind of answer a question waits for, read from its English. Pure."""

import re

_DICTATION = re.compile(
    r"\b(?:spell|e-?mail|phone number|number to (?:call|reach)|(?:your|the) (?:full )?name|address|plate)\b"
    r"[^?]*\?$"
)
_YES_NO = re.compile(
    r"^(?:(?:and|so|but|then|great|ok|okay|well|now|also)[, ]+)*"
    r"(?:is|are|am|was|were|do|does|did|have|has|had|can|could|would|will|shall|should|may|might|isn't|aren't|don't|"
    r"doesn't|won't|wouldn't|right|sounds)\b"
)
_CHOICE = re.compile(r"\b(?:or|which|what|when|where|who|how|why)\b")


def patience_of(sentence: str) -> str:
    """ "yes_no", "open" or "dictation" for a question; "" for a sentence that asks nothing."""
    plain = sentence.strip().lower()
    if not plain.endswith("?"):
        return ""
    if _DICTATION.search(plain):
        return "dictation"
    return "yes_no" if _YES_NO.match(plain) and not _CHOICE.search(plain) else "open"
