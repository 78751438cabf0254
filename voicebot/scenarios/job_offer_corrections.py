"""Who a caller says to be after all: "בעצם אני מחברת אלטק", "לא, קוראים לי דנה לוי", "רגע, התפקיד הוא מנהלת גיוס".

By form alone, whoever is known: what is led to counts, and behind a word that takes something back also a name that
stands alone.
"""

import re
from collections.abc import Mapping
from typing import Final

from language.hebrew import remove_bidi, word_set
from language.naming import said_name
from language.refusals import beyond_refusal, contrasts
from language.terms.names import names_in_hebrew
from voicebot.scenarios import job_offer_introducing as by
from voicebot.scenarios.job_offer_introductions import introduced

_CUE: Final = re.compile(
    r"^(?:(?:כן|אה+|אמ+|אז|oh|well|yes)\b\W*)*"
    r"(?:לא(?=\s*[,.;!]| קוראים| שמי| אני מ)|רגע|שנייה|סליחה|בעצם|טעיתי|התבלבלתי|אופס|תיקון|(?:זה )?לא נכון|(?:יש |זו |זאת )?טעות"
    r"|no|wait|sorry|actually|oops|correction|i meant|that's wrong)\b\W*",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"(?:(?:אני|אנחנו|מתקשרת?|מדברת?|עובדת?|זה|זאת)\s+){0,3}(?:[מב](?:חברת|קבוצת)|מטעם)\s+(?P<he>\S+(?:\s\S+){0,2})"
    r"|ו?(?:ה?חברה|שם החברה)(?: שלי| שלנו)?(?: היא| הוא| זה| זאת)\s+(?P<is>\S+(?:\s\S+){0,2})"
    r"|(?:(?:i'm|i am|we're|we are|calling|it's)\s+){0,2}from\s+(?P<en>\S+(?:\s\S+){0,2})"
    r"|(?:my|our|the) company(?: is|'s)\s+(?P<ens>\S+(?:\s\S+){0,2})",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"(?:אני|אנחנו)\s+(?:מתקשרת?\s+|מדברת?\s+)?מ[-־]?(?P<company>[^\W\d_][^\W\d_'״\"-]{2,}(?:\s\S+)?)"
)
_OF_COMPANY: Final = re.compile(
    r"(?:(?:אני|אנחנו|מתקשרת?|מדברת?|זה|זאת)\s+)*"
    r"(?:(?:מ?חברת|מ?קבוצת|מטעם)\s+(?P<of>\S+(?:\s\S+)?)|מ[-־']?(?P<he>[^\W\d_][^\W\d_'״\"-]{2,}(?:\s\S+)?))"
    r"|(?:(?:i'm|i am|we're|it's|calling)\s+)*from\s+(?P<en>\S+(?:\s\S+)?)",
    re.IGNORECASE,
)
_BUT: Final = re.compile(r"(?:לא|not)\s+(.{1,60}?),?\s+(?:אלא|but)\s+(.+)", re.IGNORECASE | re.DOTALL)
_NAMED: Final = re.compile(
    r"\bו?(?:שמי|קוראים לי|השם שלי|השם המלא|השם הוא)\b|\b(?:my|the)(?: full)? name\b", re.IGNORECASE
)
_I_AM: Final = re.compile(r"\W*(?:(?:hi|hello|yes|ok|okay|so)\W+)*(?:i'm|i am|this is|it's)\b", re.IGNORECASE)
_TIMES: Final = word_set("מחר מחרתיים מאוחר מוקדם מעכשיו מהיום")
_DOES: Final = word_set(
    "מחכה מחכים מבין מבינה מבינים מנסה מנסים מקליד מקלידה מוותר מוותרת מנתק מנתקת מסתכל מסתכלת מחייג מחייגת מאמין מאמינה "
    "מקווה מסכים מסכימה מעדיף מעדיפה מתקשר מתקשרת מדבר מדברת מתכוון מתכוונת מכיר מכירה מוצא מוצאת מתחיל מתחילה ממשיך "
    "ממשיכה מחזיק מחזיקה מבטל מבטלת מניח מניחה מרגיש מרגישה מצליח מצליחה מסביר מסבירה מתעכב מתעכבת ממהר ממהרת מאחר מאחרת "
    "מתבלבל מתבלבלת מחליט מחליטה מוסר מוסרת מתעניין מתעניינת מתנצל מתנצלת מזכיר מזכירה מסתדר מסתדרת מפריע מפריעה"
)
"""Verbs that begin as a company behind "from" would."""


def takes_back(said: str) -> bool:
    """Whether the words take something back: "לא, …", "בעצם …", "סליחה, טעיתי …", "לא יוסי, דנה לוי"."""
    return bool(_CUE.match(remove_bidi(said).strip()) or contrasts(said) or _BUT.fullmatch(remove_bidi(said).strip()))


def corrected(said: str) -> dict[str, str]:
    """What of name, company and position is told anew; {} when nothing is."""
    plain = remove_bidi(said).strip()
    cue, rest = takes_back(plain), _beyond_cue(plain)
    told = introduced(rest)
    if told:
        return told if _is_led_to(plain, told, cue) else {}
    company = _contrasted(plain) or _company(rest, cue)
    if company:
        return {"company": company}
    name = said_name(rest) if cue else None
    words = name.split() if name else []
    return {"name": name} if name and len(words) > 1 and words[0] in names_in_hebrew() else {}


def _is_led_to(said: str, told: Mapping[str, str], cue: bool) -> bool:
    """Whether a name that is told is one: said to be it, or a usual one. Any two words before a prefix look like a name
    and a company ("הפיל מנגן בפסנתר"), and what is noted anew takes the place of what was noted already.
    """
    name = told.get("name")
    if name is None or _NAMED.search(said) or name.split()[0] in names_in_hebrew():
        return True
    return name.isascii() and (cue or bool(_I_AM.match(said)))


def _beyond_cue(said: str) -> str:
    rest = beyond_refusal(said)
    while (shorter := _CUE.sub("", rest).strip()) != rest and shorter:
        rest = shorter
    return rest


def _contrasted(said: str) -> str:
    """The company that is meant instead of another one: "לא מאלטק, מנגב", "not from Altech but from Negev"."""
    but = _BUT.fullmatch(said)
    for refused, meant in (*contrasts(said), *([(but[1], but[2])] if but else [])):
        former, latter = _named(refused), _named(meant)
        if former and latter:
            return latter
    return ""


def _named(said: str) -> str:
    found = _OF_COMPANY.fullmatch(said.strip(" .,!"))
    name = next(filter(None, found.groups()), "") if found else ""
    first = name.split()[0].lower() if name else ""
    return "" if {first, f"מ{first}"} & (_DOES | _TIMES | by.STOPS) else name


def _company(said: str, cue: bool) -> str:
    rest = said.strip(" .,!")
    found = _COMPANY.fullmatch(rest)
    if found:
        return next(filter(None, found.groups()), "")
    bare = _FROM.fullmatch(rest) if cue else None
    words = bare["company"].split() if bare else []
    is_verb = bool(words) and not {words[0], f"מ{words[0]}"}.isdisjoint(_DOES | by.STOPS)
    return "" if is_verb else " ".join(words)
