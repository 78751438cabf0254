"""A time with an excuse beside it, which is left out: "אני נוהג עכשיו, תתקשרו מחר בעשר", "לא יכול היום, ביום רביעי".

An excuse is a clause in which rules read that somebody has no time, cannot or is not there, and no wish to be called;
beside such a wish it is whatever else was said ("אני טס ביום ראשון, תתקשרו מחר") that is no condition or alternative.
What it names itself ("לא יכול מחר") is no time that is meant: beside such a one only a time with its own day is.
"""

import re
from datetime import date, datetime, time
from typing import Final

from language.choices import mentions_time
from language.intents import read_intents
from language.times import Parsed, parse
from language.types import Language
from language.wishes import CALLS, wished_call

_MOST: Final = 400
_MOST_CLAUSES: Final = 8
_EXCUSES: Final = frozenset({"later", "no", "other_person"})
_CLAUSE: Final = re.compile(
    rf"\s*[,.;!?…]+\s*|\s+[-–—]+\s+|\s+(?=(?:כי|אבל|אז|because|but|so)\b)|\s+(?=(?:ש|ו|אז )?{CALLS})", re.IGNORECASE
)
_LEADS: Final = re.compile(r"^(?:(?:אבל|אז|כי|but|so|because)\s+)+", re.IGNORECASE)
_TURNS: Final = re.compile(r"ו?(?:או|אם|לא|אלא|עד|רק|אל|בלי|or|if|not|unless|only|don['’]t)\b", re.IGNORECASE)
"""What begins so may turn what stands beside it."""
_SUGGESTS: Final = re.compile(r"^\W*(?:אולי|maybe|perhaps)\s+", re.IGNORECASE)


def time_in(
    text: str, language: Language, now: datetime, *, day: date | None = None, hour: time | None = None
) -> Parsed | None:
    """The one time that the words mean, as `times.parse` reads it; also beside an excuse, and proposed ("אולי מחר").

    For times that are said back before anything is kept.
    """
    found = parse(text, language, now, day=day, hour=hour)
    if found or len(text) > _MOST:
        return found
    clauses = [each for each in map(_plain, _CLAUSE.split(text)) if each]
    if len(clauses) > _MOST_CLAUSES:
        return None
    calls = any(map(wished_call, clauses))
    if calls and not wished_call(text):  # "ביקשתי שלא תתקשרו בשמונה"
        return None
    excuses = [each for each in clauses if _is_excuse(each, language, now, calls=calls)]
    rest = _SUGGESTS.sub("", ", ".join(each for each in clauses if each not in excuses))
    if not rest:
        return None
    named = any(mentions_time(each, language, now) for each in excuses)
    found = parse(rest, language, now, day=None if named else day, hour=hour)
    return None if found and named and not found.has_date else found


def _plain(clause: str) -> str:
    return _LEADS.sub("", clause.strip())


def _is_excuse(clause: str, language: Language, now: datetime, *, calls: bool) -> bool:
    intents = read_intents(clause, language)
    excused = (calls and not _TURNS.match(clause)) or (intents and _EXCUSES.issuperset(intents))
    if not excused or wished_call(clause):
        return False
    return parse(_SUGGESTS.sub("", clause), language, now) is None
