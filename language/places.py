"""A place in an answer: "אני מחיפה" is חיפה, "מודיעין" stays; what names no place, a wish or a question, is none."""

import re
from collections.abc import Iterator
from typing import Final

from language.calling_calendar.cities import CITIES
from language.hebrew import normalise, tokens, word_set
from language.intents import read_intents
from language.naming import NO_NAMES
from language.questions import is_question
from language.words_he import WORDS

_MORE: Final = """
    מצפה רמון|מעלות|מעלות תרשיחא|מגדל העמק|מטולה|מבשרת ציון|מבשרת|מעלה אדומים|מזכרת בתיה|מודיעין עילית|מודיעין|
    מגדל|מנחמיה|מרום גולן|מושב|מרכז|ביתר עילית|בית שאן|באר יעקב|בנימינה|בית דגן|באר טוביה|בועז|ביר אל מכסור|
    ירושלים|תל אביב יפו|תל אביב|יפו|אילת|דימונה|ערד|ירוחם|אופקים|יקנעם|קיסריה|גבעתיים|גבעת שמואל|רמת השרון|
    הוד השרון|ראש העין|נס ציונה|יבנה|גדרה|קריית אונו|קריית מוצקין|קריית ביאליק|קריית אתא|קריית ים|טירת כרמל|נשר|
    אור יהודה|אור עקיבא|שוהם|אלעד|צור יגאל|כוכב יאיר|פרדס חנה|עומר|להבים|מיתר|נוף הגליל|רהט|אום אל פחם|סחנין|
    שפרעם|טמרה|טייבה|טירה|כפר קאסם|ראשון|פתח תקוה|הצפון|הדרום|המרכז|השרון|הגליל|הגולן|הנגב|השפלה|העמק|
    צפון|דרום|יהוד|אזור|עפולה|נהריה|גן יבנה|מזכרת|הקריות|קריות
"""
KNOWN: Final = frozenset(
    normalise(each) for each in (*re.split(r"[|\n]\s*", _MORE.strip()), *(city.he for city in CITIES))
)
"""Names of places, whole, without a prefix; those that begin with מ or ב among them lose no letter."""
_KINDS: Final = word_set("קיבוץ מושב יישוב קרית קריית אזור רמת גבעת כפר שכונת")
_PREFIXES: Final = ("מ", "ב")
_LEAD: Final = re.compile(
    r"^(?:(?:כן|אז|אה|טוב|בטח|ו?אני|אנחנו|ו?נמצאת?|ו?גרה?|גרים|ו?מדברת?|ו?מתקשרת?|פה|כאן|yes|well"
    r"|i'm|i am|we're|we are|i live|we live|living|based|located|calling|and)\b[\s,]*)+",
    re.IGNORECASE,
)
_AREA: Final = re.compile(r"^(?:מאזור|באזור|אזור|מהאזור של|from|in|near|around|desde|de|en)\b[\s,]*", re.IGNORECASE)
_NONE: Final = NO_NAMES - {"מושב"}
_CLAUSE: Final = re.compile(r"[,.;!?]+|\s(?=ו?אני\b)|\s(?=i'm\b|i am\b)", re.IGNORECASE)
_MOST_WORDS: Final = 6
_TAKEN_BACK: Final = re.compile(
    r"^.*\b(?:אלא(?! אם\b)|בעצם|סליחה|actually|sorry|sino|perdón)\b(?=.*\w)", re.IGNORECASE | re.DOTALL
)
"""Up to one of these stands what the caller takes back: "מתל אביב, בעצם מרמת גן"."""
_DENIAL: Final = re.compile(
    r"^(?P<before>.*?)\b(?:לא(?! רחוק| הרחק)|not(?! far)|no|(?:is|are|do)n['’]t)\b\s*(?P<denied>.*)$", re.IGNORECASE
)
_NO_TOWN: Final = re.compile(
    r"^(?:[במ]ה?(?:"
    + "|".join((*WORDS["busy_place"].split(), "משרד", "מכונית", "טלפון"))
    + r")\b|[במ]ה?בית(?: (?:שלי|שלנו|עכשיו|כרגע))?$"
    + r"|(?:at |in |from )?(?:the |my )?(?:work|home|car|office|road|train|bus)$)",
    re.IGNORECASE,
)
"""Where somebody is who tells of no town: "בעבודה", "in the car"."""


def said_place(text: str) -> str | None:
    """The place that an answer gives, without what leads to it: no prefix, no "I live in". None where there is none.

    What is denied or taken back is never it: "לא מתל אביב, מבאר שבע" is באר שבע.
    """
    plain = _undenied(normalise(text).strip())
    inside = told_place(plain)
    if inside:
        return inside
    led = _LEAD.match(plain)
    led_to = (plain[led.end() :] if led else plain).strip(" .,!?")
    rest = _AREA.sub("", led_to)
    words = rest.split()
    if not 0 < len(words) <= _MOST_WORDS or not re.search(r"[^\W\d_]{2}", rest) or is_question(plain, 3):
        return None
    if _NO_TOWN.match(led_to) or not _NONE.isdisjoint(tokens(rest.lower())) or read_intents(rest, "he"):
        return None
    return _bare(rest, bool(led and led.end()))[:80]


def told_place(text: str) -> str | None:
    """A known place that the words tell the caller is at, wherever it stands: "קוראים לי דנה, אני מחיפה" gives חיפה."""
    for clause in _clauses(text):
        led = _LEAD.match(clause)
        rest = _AREA.sub("", clause[led.end() :] if led else clause).strip()
        if rest in KNOWN and (led or rest != "ראשון"):
            return rest
        if _without(rest):
            return _without(rest)
        if found := ends_with_place(rest):
            return found[1]
    return None


def ends_with_place(words: str) -> tuple[str, str] | None:
    """What stands before a known place with a prefix at the end, and the place: "רונית לוי מחיפה"."""
    parts = words.split()
    for at in range(1, len(parts)):
        place = _without(" ".join(parts[at:]))
        if place:
            return " ".join(parts[:at]), place
    return None


def _clauses(text: str) -> Iterator[str]:
    return (each.strip() for each in _CLAUSE.split(_undenied(normalise(text))) if each and each.strip())


def _undenied(plain: str) -> str:
    """The words without what they take back, and without the clauses that only deny; as they are where none does."""
    right = _TAKEN_BACK.sub("", plain).strip(" ,.").removesuffix(" בעצם")
    if not _DENIAL.search(right):
        return right
    return ", ".join(left for each in _CLAUSE.split(right) if each and (left := _affirmed(each.strip())))


def _affirmed(clause: str) -> str:
    """What a clause tells beside its denial: what follows a known place that is denied; nothing of what is unknown."""
    denial = _DENIAL.match(clause)
    if denial is None:
        return clause
    words = denial["denied"].split()
    for at in range(len(words) - 1, 0, -1):
        denied = " ".join(words[:at])
        if denied in KNOWN or _without(denied):
            return " ".join(words[at:])
    return ""


def _without(place: str) -> str | None:
    """The known place without the prefix that it has here; None where it has none, or is unknown."""
    return next((place[1:] for each in _PREFIXES if place.startswith(each) and place[1:] in KNOWN), None)


def _bare(place: str, led: bool) -> str:
    """The place without a prefix: of an unknown one only where the words lead to it, or it doubles its letter."""
    if place in KNOWN:
        return place
    known, first = _without(place), place.split(maxsplit=1)[0]
    if known:
        return known
    prefixed = first.startswith(_PREFIXES) and len(first) > 3
    if prefixed and (led or first[1:] in _KINDS or first[1] == first[0] or first[1] == "ה"):
        return place[1:]
    return place
