"""What somebody answers who is asked when he arrives, and what names a time only there: "רבע שעה", "כבר הגעתי", "now".

A length by itself is a time from now, and whoever is there already arrives now. "דקה" alone asks for patience, and
"אני פה" tells that somebody listens: neither is a time.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Final

from language.hebrew import fold, normalise, word_set
from language.refusals import beyond_refusal
from language.times import days_en, spans_he
from language.times.clues import About, Clue, Span
from language.times.english import read_english
from language.times.hebrew import read_hebrew
from language.times.lexer import is_hebrew, words_of
from language.times.resolve import Parsed, resolve
from language.times.spanish import read_spanish_length
from language.times.zone import israel
from language.types import Language

_FROM_NOW: Final = {True: "עוד", False: "in"}
"""With it before it a length is a time from now."""
_LEFT: Final = word_set(
    "נשאר נשארו נשארה נותר נותרו ייקח יקח לוקח "
    "about around roughly maybe approximately another more away out left take takes itll ill"
)
_ABOUT: Final = word_set("about around roughly maybe approximately")
_A_MOMENT: Final = Span(minutes=1)
_GATE: Final = "בשער|בכניסה|ברמפה|בחניה|בחנייה|אצלכם|במקום|ליד השער|מול השער|בפתח|במחסן"
_PLACED: Final = (
    rf"(?:כבר |ממש |עכשיו )*(?:{_GATE})|(?:כבר (?:ממש )?|עכשיו )(?:פה|כאן|שם)|(?:פה|כאן|שם) כבר"
    r"|(?:כבר |עכשיו |ממש )*(?:הגעתי|הגענו)"
)
_HERE: Final = re.compile(
    rf"(?:(?:כן|אז|אבל|הנה|אה|אני|אנחנו|אנו|בעצם) )*(?:{_PLACED})"
    rf"(?: (?:כבר|עכשיו|ממש|{_GATE}|לשער|למקום|אליכם))*"
    r"|(?:(?:כן|אז|ממש|בדיוק|כבר) )*(?:עכשיו|כרגע|הרגע|מייד|מיד)(?: ממש)?"
    r"|(?:(?:yes|well|but) )?(?:(?:i'm|i am|we're|we are) )?"
    r"(?:already (?:here|there|arrived)|(?:already )?at (?:the|your) (?:gate|entrance|dock))(?: now)?"
    r"|(?:(?:i|we)(?:'ve| have)? )?(?:already |just )?arrived(?: already)?"
    r"|(?:i'm |i am )?(?:here )?(?:right |just )?now"
    r"|(?:(?:sí|si|pues) )?(?:ya )?(?:he llegado|hemos llegado|llegué|llegue|llegamos)(?: ya)?"
    r"|(?:sí |si )?ya (?:estoy|estamos)(?: (?:aquí|aqui|acá|aca|ahí|ahi|allí|alli))?"
    r"|(?:ya )?(?:estoy|estamos) en (?:la (?:puerta|entrada|rampa)|el (?:portón|porton|muelle))"
    r"|ahora(?: mismo)?|ahorita(?: mismo)?",
    re.IGNORECASE,
)


def parse_arrival(text: str, language: Language, now: datetime) -> Parsed | None:
    """The moment that the words mean as an answer to when somebody arrives: how long it takes, or that it is now.

    Raises ValueError for a `now` without a time zone.
    """
    here = israel(now)
    said = beyond_refusal(text)
    if _HERE.fullmatch(" ".join(re.sub(r"[^\w\s']", " ", normalise(said).lower()).split())):
        return Parsed(here, has_date=True, has_hour=True, approximate=False)
    if language == "es":
        return read_spanish_length(said, here)
    clues = _length(words_of(said) or ())
    return resolve(clues, here) if clues else None


def _length(words: Sequence[str]) -> tuple[Clue, ...]:
    """The one length that they name, wherever it stands among words that say nothing of a time."""
    hebrew = is_hebrew(tuple(words))
    if not (spans_he if hebrew else days_en).may_be_exact(words):
        return ()  # nearly always: reading them anew for each place costs more than all other reading of a turn
    left = [each for each in words if each not in _folded_left()]
    about = (About(),) if not _ABOUT.isdisjoint(words) else ()
    for at in range(len(left)):
        given = (*left[:at], _FROM_NOW[hebrew], *left[at:])
        clues = (read_hebrew if hebrew else read_english)(given)
        kinds = [each for each in clues or () if not isinstance(each, About)]
        if len(kinds) == 1 and isinstance(kinds[0], Span):
            return (*(clues or ()), *about) if kinds[0].minutes and kinds[0] != _A_MOMENT else ()
    return ()


@cache
def _folded_left() -> frozenset[str]:
    return frozenset(map(fold, _LEFT))
