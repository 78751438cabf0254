"""A question that is asked again behind an apology, without the apology or the thanks that it begins with. Pure."""

import re
from dataclasses import dataclass
from typing import Any

from voicebot.agents.types import Gender, Line

_OPENING = re.compile(
    r"\s*(?:סליחה|(?:אני )?(?:עדיין )?לא (?:קלטתי|הבנתי|שמעתי)|תודה"
    r"|sorry|thank|(?:i'm sorry, )?i (?:still )?(?:missed|didn't)"
    r"|perdón|disculpe|gracias|(?:todavía )?no (?:le |lo |la |los |las )?(?:entendí|oí|escuché|capté))"
    r"\b[^.!?]*[.!]\s+(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Unopened:
    """The line from its first sentence on that neither apologises nor thanks; a line of one sentence is kept."""

    line: Line

    @property
    def he(self) -> str:
        return _unopened(self.line.he)

    @property
    def en(self) -> str:
        return _unopened(self.line.en)

    @property
    def es(self) -> str:
        return _unopened(self.line.es)

    @property
    def placeholders(self) -> frozenset[str]:
        return self.line.placeholders

    def fill(self, **values: Any) -> "Unopened":
        """The same of the filled line."""
        return Unopened(self.line.fill(**values))

    def for_gender(self, lead: Gender | None, agent: Gender = "f") -> "Unopened":
        """The same of the line in that form."""
        return Unopened(self.line.for_gender(lead, agent))


def _unopened(text: str) -> str:
    opening = _OPENING.match(text)
    return text[opening.end() :] if opening else text
