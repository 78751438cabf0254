"""A caller who corrects himself within one utterance: "מחר בעשר, סליחה, באחת עשרה", "at ten, no, eleven", "אופס, השני".

The last correction counts. "לא" alone is one only between two pauses ("בעשר, לא, באחת עשרה"): without them it negates
what stands beside it. What a no to the other side's words leaves standing is read by `refusals`.
"""

import re
from dataclasses import dataclass
from typing import Final

from language.hebrew import remove_bidi

_MOST: Final = 400
_PAUSE: Final = r"(?:\s*[,.;:!?…]+|\s+[-–—]+)\s*"
_HESITATES: Final = r"רק רגע|רגע|שנייה|שניה|אה+|אמ+|אוי|hold on|oh|u[hm]+|eh|espere"
_ANEW: Final = (
    r"בעצם|סליחה(?! (?:על|ש\w))|אופסי?|טעיתי|התבלבלתי|טעות שלי|כלומר|זאת אומרת|(?:או )?(?:ליתר דיוק|יותר נכון)"
    r"|(?:אני )?(?:התכוונתי|מתכוון|מתכוונת)(?: להגיד| לומר)?(?= (?:ש?[לבה]\w|את\b))"
    r"|actually|sorry(?! (?:for|about)\b)|oops|i meant?|my mistake|rather|make (?:it|that)"
    r"|perdón|mejor dicho|digo|quiero decir|me equivoqué"
)
_NO: Final = rf"(?:לא|no)(?={_PAUSE}|\s+(?:{_HESITATES}|{_ANEW})\b)"
_STOP: Final = rf"(?:{_PAUSE}|\s+)"
_MARK: Final = re.compile(
    rf"(?:(?:^|{_STOP})(?:(?:{_HESITATES}){_STOP})*(?:{_ANEW})\b|(?:^|{_PAUSE})(?:(?:{_HESITATES}){_STOP})*{_NO})"
    rf"(?:{_STOP}(?:(?:{_HESITATES}|{_ANEW})\b|{_NO}))*"
    rf"{_STOP}(?=\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Correction:
    """What was said first, "" for an utterance that begins with the correction, and what stands instead."""

    before: str
    instead: str


def corrected(text: str) -> Correction | None:
    """The last correction in the words; None when there is none, or nothing behind it, and for over 400 characters."""
    said = remove_bidi(text).strip()
    if len(said) > _MOST:
        return None
    marks = list(_MARK.finditer(said))
    return Correction(said[: marks[-1].start()], said[marks[-1].end() :]) if marks else None
