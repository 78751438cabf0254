"""Which follow-up fits what was said: the question's own, or one that fits any answer. Pure."""

import re
from typing import Final

from language.hebrew import fold, tokens, word_set
from language.phrases import Phrase

GENERAL: Final = (
    Phrase("אפשר לפרט קצת יותר, אולי עם דוגמה?", "Could you say a little more, perhaps with an example?"),
    Phrase("אפשר להרחיב על זה קצת?", "Could you tell me a little more about that?"),
    Phrase("אפשר להסביר את זה במשפט או שניים?", "Could you explain that in a sentence or two?"),
)
"""Asked after a short answer where the question has no follow-up of its own, or its own does not fit what was said."""
_EMPTY: Final = frozenset(
    map(
        fold,
        word_set(
            "כן לא בטח ברור בסדר טוב אוקיי אוקי סבבה אולי תלוי נכון אין יש לי כלום שום דבר משהו ככה כזה זה די סתם רגיל "
            "yes no sure ok okay fine maybe depends nothing something not really so"
        ),
    )
)
"""Words that tell nothing that could be asked about."""
_ASKS_LENGTH: Final = re.compile(r"כמה זמן|כמה שנים|\bhow long\b|\bhow many years\b", re.IGNORECASE)
_LENGTH: Final = re.compile(
    r"\b(?:שנה|שנתיים|שנים|שנות|חודש|חודשיים|חודשים|שבועות?|שבועיים|years?|months?|weeks?)\b", re.IGNORECASE
)
_ASKS_EXAMPLE: Final = re.compile(r"דוגמה|\bexample\b", re.IGNORECASE)
_EXAMPLE: Final = re.compile(r"למשל|לדוגמה|\bfor (?:example|instance)\b", re.IGNORECASE)


def fits(own: Phrase, said: str) -> bool:
    """Whether the question's own follow-up fits the answer: something was told, and not already what it asks for."""
    if all(fold(each) in _EMPTY for each in tokens(said.lower())):
        return not said.strip()
    asked = f"{own.he} {own.en}"
    if _ASKS_LENGTH.search(asked) and _LENGTH.search(said):
        return False
    return not (_ASKS_EXAMPLE.search(asked) and _EXAMPLE.search(said))
