"""Wishes that rules act on: to be called back, and to cancel or to move what was just set ("לא, תבטלי", "no, move it").

The latter are meant for the moment after a booking, and read generously: whoever acts on them asks before anything is
changed.
"""

import re
from typing import Final, Literal

from language.hebrew import normalise

Change = Literal["cancel", "move"]

_MEETING: Final = r"(?:[לבו]?ה?(?:פגישה|מועד|תור)|שקבענו|שקבעתי|אותה|meeting|appointment|it)"
_CANCEL: Final = r"(?:ש?תבטל[יו]?|בטל[יו]?|לבטל|[מנא]בטל(?:ת|ים)?|cancel(?:ling)?)"
_MOVE: Final = (
    r"(?:ש?ת(?:זיז|קדים)(?:י|ו)?|ש?תזיז[יו]|ש?תדח(?:ה|י|ו)|להזיז|לדחות|להקדים|נזיז|נדחה|נקדים|אזיז|postpone|reschedule)"
)
_SHIFT: Final = r"(?:ש?תעביר[יו]?|ש?תשנ(?:ה|י|ו)|להעביר|לשנות|נעביר|נשנה|להחליף|move|change|push|shift)"
_DAY: Final = (
    r"[לבה]?(?:יום|מחר|מחרתיים|ראשון|שני|שלישי|רביעי|חמישי|שישי|שעה|שבוע|(?:mon|tues|wednes|thurs|fri|sun)day|tomorrow)"
)
_HOUR: Final = (
    r"(?:[לב](?:שעה )?(?:(?:שתים|שתיים|אחת)(?: עשרה)?|שלוש|ארבע|חמש|שש|שבע|שמונה|תשע|עשר)|[לב]-?\d{1,2})"
    r"\b(?! (?:דקות|מילים|שניות|מכם|מהם|השאלות))"
)
_INSTEAD: Final = r"(?:אפשר|עדיף|טעיתי|התבלבלתי|התכוונתי|נעשה|בעצם|אופס|make it)"
# Directly before the verb: it is not wanted. A no with a pause behind it is the answer to another question.
_KEPT: Final = re.compile(
    r"\b(?:אל|בלי|do not|don't|no need to|not)\s+(?:(?:ת|ל|cancel|move|change|postpone|resch|push|shift)\w*)"
    r"|\bלא (?:(?:רוצה|רוצים|צריך|צריכה|צריכים|התכוונתי|ביקשתי|אמרתי|כדאי) )?"
    r"(?:לבטל|להזיז|לדחות|להקדים|להעביר|לשנות|להחליף)\b"
    r"|\bלא (?:[מנא]בטל(?:ת|ים)?|נזיז|אזיז|נדחה|נקדים|נעביר|נשנה|מתחרטת?|מתחרטים|התחרטתי|התחרטנו)\b"
)
_CANCELS: Final = re.compile(
    rf"\b{_CANCEL}\b"
    r"|^\W*(?:(?:רגע|סליחה|אופס|בעצם|לא|אז|אני|רוצה|צריך|צריכה|אפשר|בבקשה)\W+)*ביטול(?: (?:של )?הפגישה)?(?: בבקשה)?\W*$"
    r"|\b(?:מתחרטת?|מתחרטים|התחרטתי|התחרטנו)\b"
    r"|\bלא (?:צריך|צריכה|צריכים|רוצה|רוצים) (?:את )?(?:ה?פגישה)\b(?! (?:נוספת|אחרת|שנייה|שניה))"
    r"|\bלא (?:אגיע|אבוא|נגיע|נבוא|אוכל להגיע|נוכל להגיע) (?:לפגישה)\b"
)
_MOVES: Final = re.compile(
    rf"\b{_MOVE}\b"
    rf"|\b{_SHIFT}\b.{{0,20}}?\b(?:{_MEETING}|{_DAY})\b"
    rf"|\b{_INSTEAD}\W+(?:(?:בבקשה|אולי|דווקא|בעצם|לי|לנו|במקום(?: זה)?)\W+)*(?:{_DAY}\b|{_HOUR}|ב?אותו ה?יום\b)"
    r"|\bה?(?:שעה|מועד|יום|זמן)(?: הזאת| הזה)? (?:כבר )?לא (?:טוב|נוח|מתאי|מסתדר)\w*"
)


CALLS: Final = (
    r"(?:ש?(?:ת|י)תקשר(?:י|ו)?|להתקשר|ש?(?:ת|י)צלצל(?:י|ו)?|ש?תטלפנ?(?:י|ו|ן)?"
    r"|ש?ת(?:רים|רימי|רימו)(?= (?:לי |לנו )?טלפון)|ת(?:נסה|נסי|נסו|תפוס|תפסי|תפסו)(?= אותי)"
    r"|ש?(?:ת|י)חזור|ש?(?:ת|י)חזר(?:י|ו)|לחזור(?= אלי)|ש?(?:ת|י)חזיר(?:י|ו)?(?= לי)"
    r"|ש?ת?(?:דבר|דברי|דברו)(?= (?:אי?תי|אי?תנו))|(?:תנו|תני|תן) (?:לי )?(?:צלצול|טלפון)"
    r"|(?<!phone )(?:call|ring|phone)(?= (?:me|us|back|again|tomorrow|on|at|in)\b))(?!\w)"
)
"""What somebody is asked to do who is to call."""
_CALL: Final = re.compile(rf"(?<!\w){CALLS}(?! (?:על|לנושא))", re.IGNORECASE)
_NO_CALL: Final = re.compile(
    r"\b(?:(?:אל|לא|בלי|למה|שלא|do not|don['’]t|never|not|why)\s+(?:\w+\s+)?|(?:אם|if|will|i['’]ll|i|we)\s+)$",
    re.IGNORECASE,
)


_THINKS: Final = re.compile(
    r"(?<!\w)(?:לחשוב|אחשוב|נחשוב|חושבת? על זה|להתייעץ|אתייעץ|נתייעץ|מתלבט\w*|(?:לשאול|אשאל|נשאל) את|אישור|לאשר|להחליט"
    r"|(?:לבדוק|אבדוק|נבדוק)(?: את זה)? (?:עם|מול)"
    r"|think (?:about it|it over)|consult|ask my|check with|talk it over)(?!\w)",
    re.IGNORECASE,
)


def thinks_over(text: str) -> bool:
    """Whether what is put off is the decision, and not the time for it: asked of words that mean "later"."""
    return bool(_THINKS.search(normalise(text)))


def wished_call(text: str) -> bool:
    """Whether the words ask to be called: "תתקשרו מחר בעשר", "תחזרו אליי ביום רביעי", "call me tomorrow"."""
    said = normalise(text).lower()
    return any(not _NO_CALL.search(said[: found.start()]) for found in _CALL.finditer(said))


def wished_change(text: str) -> Change | None:
    """What is to happen to the meeting that was just set, if the words say so."""
    said = _KEPT.sub(" ", normalise(text).lower())
    if _CANCELS.search(said):
        return "cancel"
    return "move" if _MOVES.search(said) else None
