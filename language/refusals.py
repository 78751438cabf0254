"""A no to what was read back, with the value that is right behind it: "לא, בתשע", "no wait, the first", "no, a las 9".

A no answers by itself when a pause is behind it, when a word follows that begins anew ("לא סליחה", "no wait"), and
when it is doubled right before a value ("לא לא בתשע"). Any other one negates what follows it ("לא בתשע"), and stays.
"""

import re
from typing import Final

from language.hebrew import remove_bidi

_MOST: Final = 400
_PAUSE: Final = r"(?:\s*[,.;:!?…]+|\s+[-–—]+)\s*"
_BLAME: Final = (
    r"(?:רשמת|כתבת|הבנת|שמעת|קלטת|אמרת|חזרת) (?:(?:את זה|אותי|לי|על זה) )?(?:לא (?:נכון|טוב|בסדר)|בטעות)"
    r"|לא (?:נכון )?(?:רשמת|כתבת|הבנת|שמעת|קלטת)(?: (?:נכון|טוב|אותי))?|(?:את |אתה )?(?:טעית|התבלבלת)"
    r"|you (?:got|wrote|noted|heard|understood) (?:(?:it|that|me) )?wrong|you misunderstood(?: me)?"
)
"""That what was read back was misheard is a refusal of it as well."""
_REFUSAL: Final = (
    rf"{_BLAME}|"
    r"(?:זה )?(?:ממש )?לא (?:נכון|מתאים|מתאימה|טוב|נוח|מסתדר|אפשרי|יכולה?)(?: (?:לי|לנו|בשבילי))?"
    r"|(?:יש |זו |זאת |זה )?טעות|לא"
    r"|(?:that|it)(?:['’]s| is) (?:wrong|not right|no good)"
    r"|(?:(?:that|it) )?(?:doesn['’]t|does not|won['’]t) (?:work|suit)(?: (?:for )?(?:me|us))?"
    r"|not right|wrong|nope|no es correcto|no"
)
# With one of these a new sentence begins, also when no pause was written down.
_ANEW: Final = (
    r"אפשר|בעצם|סליחה|רגע|טעיתי|התבלבלתי|התכוונתי|אמרתי|עדיף|אני (?:רוצה|מעדיף|מעדיפה)"
    r"|wait|sorry|actually|i (?:meant|said)|make it|mejor|perdón|espere"
)
_VALUE: Final = (
    r"[בלה]\w|(?:יום|מחר|מחרתיים|עוד)\b|\d|(?:at|on|in|the|tomorrow|today|mañana|hoy|en|a las?)\b"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
)
_TWICE: Final = r"(?:לא|no)(?: (?:לא|no))+|(?:רגע|wait) (?:לא|no)|(?:לא|no) (?:רגע|wait)"
_ONCE: Final = rf"(?:{_REFUSAL})(?:{_PAUSE}|\s+(?=(?:{_ANEW})\b))"
_NO: Final = re.compile(rf"(?:{_TWICE})(?:{_PAUSE}|\s+(?={_VALUE}))|(?:לא|no)\s+(?={_ONCE})|{_ONCE}", re.IGNORECASE)
# Said around a no, these only lead to what comes.
_LEADS: Final = re.compile(
    r"(?:רק רגע|רגע|שנייה|שניה|סליחה|אה+|אמ+|אוי|טעיתי|התבלבלתי|טעות שלי|בעצם|דווקא|אמרתי|כלומר"
    r"|wait|hold on|sorry|oh|um+|uh+|actually|my mistake|i (?:meant|said)|make it|espere|perdón|eh|mejor)"
    rf"\b(?:{_PAUSE}|\s+)|התכוונתי (?=ל)",
    re.IGNORECASE,
)
# A second thought takes back what was said before it: "כן, בעצם לא, תשע", "at eight, wait no, nine".
_TAKEN_BACK: Final = re.compile(
    rf"[^?]{{1,80}}?(?<!\w)(?:בעצם|רגע|סליחה|טעיתי|אופס|actually|wait|sorry|oops|perdón),? (?:לא|no){_PAUSE}(?=\w)",
    re.IGNORECASE,
)
_INSTEAD: Final = re.compile(
    r"(?:(?:זה|זו|it['’]s|that['’]s) )?(?:לא(?! רק\b)|not(?! only\b)|no(?! s[oó]lo\b))\s[^,.;!?]{1,60}?,?\s"
    r"(?:אלא(?! אם\b)|but|sino)\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)


_COMMA: Final = r"(?:[,.;!?…]+(?!\d)|\s+[-–—]+\s)\s*"
"""A pause that is no part of an hour, a date or a sum."""
_NOT_THIS: Final = re.compile(
    rf"(?:(?:זה|זו|זאת|אני|it's|that's|i'm)\s+)?(?:לא|not|no)\s+(?=\w)(.{{1,60}}?)(?:{_COMMA})(.+)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_THAT: Final = re.compile(
    rf"(.{{1,60}}?)(?:{_COMMA})(?:ו?לא|and not|not|y no|no)(?P<pause>{_COMMA}|\s+)(.+)", re.IGNORECASE | re.DOTALL
)


def contrasts(text: str) -> tuple[tuple[str, str], ...]:
    """What may be refused, and what is meant instead of it: "לא היום, מחר", "מחר, לא היום", "היום, לא, מחר".

    Only the form is looked at: whether both are values of one kind is for whoever reads them.
    """
    said = remove_bidi(text[:_MOST]).strip()
    first, second = _NOT_THIS.match(said), _NOT_THAT.match(said)
    found = [(first[1], first[2])] if first else []
    if second:
        found.append((second[1], second[3]) if second["pause"].strip() else (second[3], second[1]))
    return tuple(found)


def beyond_refusal(text: str) -> str:
    """The words behind a refusal that they begin with; all of them when there is none, or nothing is behind it.

    Of "לא בשמונה אלא בתשע" it is what stands instead. More than 400 characters are left as they are.
    """
    if len(text) > _MOST:
        return text
    plain = remove_bidi(text).strip()
    taken_back = _TAKEN_BACK.match(plain)
    rest, refused = (plain[taken_back.end() :], True) if taken_back else (plain, False)
    while found := _NO.match(rest) or _LEADS.match(rest):
        refused = refused or found.re is _NO
        rest = rest[found.end() :]
    instead = _INSTEAD.match(rest)
    if instead:
        return instead[1]
    return rest if refused and rest else text
