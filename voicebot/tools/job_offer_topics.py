"""What of the profile a caller's question is about: by a field's name, or by the words that stand with it."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from language.hebrew import fold, strip_prefixes, tokens, word_set
from language.questions import is_question
from stores.job_offer_values import ProfileField

QUESTION: Final = "question"
"""Field: what the caller asked before it was clear who that is; it is answered afterwards."""
PUT_OFF: Final = "question_put_off"
"""Field: the caller was told that nothing can be told before verification."""
_ENDING: Final = re.compile(r"(?<=[a-z]{3})(?:e|es|s|ing|ed)$")
_COMMON: Final[Mapping[str, str]] = {
    "experience": "ניסיון נסיון ותק קריירה קורות experience career seniority",
    "education": (
        "השכלה השכלתי השכלתית אקדמי אקדמית אקדמיים אקדמיה תואר תארים לימודים לימודי למד למדה לומדת לומד אוניברסיטה "
        "מכללה בוגר בוגרת education educational academic degree degrees university college studied studies graduate"
    ),
    "notice_period": "להתחיל מתחילה מתחיל תתחיל התחלה זמינות זמינה start available availability notice",
    "references": "ממליצים ממליץ ממליצה המלצה המלצות reference references",
    "languages": "שפה שפות אנגלית language languages",
    "home_address": "כתובת מגורים address",
}
"""Words by which everybody asks for fields of these names, beside those of the profile."""
_AMOUNTS: Final[Mapping[str, str]] = {
    "experience": (
        r"כמה (?:שנים|שנות|זמן)\b.*\b(?:היא|הוא|לה|לו|עובדת?|עבדה?|ב(?:תפקיד|תחום|מקצוע|שוק))\b|^כמה שנים\W*$"
        r"|how (?:long|many years)\b.*\b(?:she|he|they|work\w*|in (?:the|this) (?:field|position|role|industry))\b"
    )
}
"""What asks for such a field only where nothing else is named: "כמה שנים היא עובדת", but not "כמה זמן היא למדה"."""
_TAKEN_IN: Final = frozenset(map(fold, word_set(
    "הבנתי מובן ברור מעניין מעניינת יפה מרשים מרשימה מעולה נהדר נהדרת אחלה יופי סבבה רשמתי קיבלתי שמעתי ראיתי אוקיי "
    "אוקי טוב טובה וואו הגיוני בסדר נכון תודה רבה כל הכבוד נשמע נשמעת מצוין מצוינת כיף לי לנו זה זאת אז אה אהה מאוד "
    "מאד ממש באמת הכול הכל גמור "
    "i we see got it understood interesting nice impressive okay ok good great fine noted wow right cool makes sense "
    "that thats is sounds very really well thanks thank you all perfect"
)))  # fmt: skip
"""Nothing but these: what was told was taken in."""
_OF_OURSELVES: Final = re.compile(
    r"^(?:(?:טוב|אז|אוקיי|כן|ok|okay|well|so)\W+)*(?:אני|אנחנו|אצלנו|i|we|i'm|we're|i'll|we'll)\b", re.IGNORECASE
)
_REQUESTS: Final = re.compile(
    r"ת?ספר[יו]?\b|תגיד|\bתאר|לדעת|לשמוע|לשאול|\bשאלה|לברר|מעניין אותי|אפשר|רוצ|צרי[כך]|אשמח|נשמח|חסר|מחפש|בודק|שואל"
    r"|\b(?:tell|know|ask|asking|hear|describe|explain|want|like to|need|wonder\w*|curious|check\w*|looking)\b",
    re.IGNORECASE,
)
_GENERAL: Final = frozenset(map(fold, word_set("רקע background")))
"""Beside a word of another field these say no more than "what there is": "הרקע האקדמי", "her academic background"."""


def topics_in(fields: Sequence[ProfileField], question: str) -> list[ProfileField]:
    """The field of that name, else those one of whose words is in the question."""
    by_name = [each for each in fields if each.name == question.strip().lower().replace(" ", "_")]
    if by_name:
        return by_name
    said = [_forms(each) for each in tokens(question)]
    hits = {each.name: _hits(each, said) for each in fields}
    meant = [each for each in fields if hits[each.name] - _general(each.name, hits, said)]
    if meant:
        return meant
    return [each for each in fields if each.name in _AMOUNTS and re.search(_AMOUNTS[each.name], question.lower())]


def asks_nothing(said: str) -> bool:
    """Whether it is no question and no wish, but takes in what was told, or speaks of the caller: "הבנתי", "אני רושמת".

    A topic alone ("תחביבים") is a question.
    """
    if "?" in said or is_question(said) or _REQUESTS.search(said):
        return False
    words = [fold(each) for each in tokens(said.lower())]
    return bool(words) and (_TAKEN_IN.issuperset(words) or bool(_OF_OURSELVES.search(said.strip())))


def _hits(field: ProfileField, said: Sequence[set[str]]) -> set[int]:
    """The places of the words that name the field."""
    words = {stem for word in (*field.words, *_COMMON.get(field.name, "").split()) for stem in _stems(fold(word))}
    return {at for at, forms in enumerate(said) if forms & words}


def _general(name: str, hits: Mapping[str, set[int]], said: Sequence[set[str]]) -> set[int]:
    """The places of general words that stand beside a word of another field."""
    others = {at for other, places in hits.items() if other != name for at in places - hits[name]}
    return {at for at, forms in enumerate(said) if forms & _GENERAL and {at - 1, at + 1} & others}


def _forms(token: str) -> set[str]:
    """A word of the question without its prefixes and endings."""
    return {stem for prefix in strip_prefixes(fold(token)) for stem in _stems(prefix)}


def _stems(word: str) -> set[str]:
    """The word, and an English one also without its ending: earn, earns, earning."""
    return {word, _ENDING.sub("", word)} if word.isascii() else {word}
