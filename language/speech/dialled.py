"""Phone numbers in groups, and codes and identity numbers digit by digit."""

import re
from typing import Final

from language.speech.patterns import PREFIX, after, prefixed, spaced
from language.speech.words import digits, grouped_digits
from language.spoken import spoken_phone

_FREE: Final = {"700": "אחת שבע מאות", "800": "אחת שמונה מאות", "599": "אחת חמש תשע תשע", "900": "אחת תשע מאות"}
_SPECIAL: Final = re.compile(
    PREFIX + r"(?<![\d.,:/+])(?<!\d-)1[- ]?(?P<kind>700|800|599|900)[- ]?(?P<a>\d{3})[- ]?(?P<b>\d{3})(?![\d-])"
)
_FREE_CALL: Final = re.compile(r"1[- ]?(?:[789]00|599)")
_STAR: Final = re.compile(PREFIX + r"(?<![\w*])(?:\*(?P<star>\d{3,6})|(?P<late>\d{4})\*)(?![\d*])")
_PHONE: Final = re.compile(
    PREFIX + r"(?<![A-Za-z\d.,:/+])(?<!\d-)(?P<n>\+\d[\d\-. ()]{6,20}\d|(?:00)?972[-. ]?\d{1,2}[-. ]?\d{3}[-. ]?\d{4}"
    r"|(?:\(0\d{1,2}\)|0\d{1,2})[-. ]?\d{3}[-. ]?\d{1,4}(?:[-. ]\d{1,4})?|0\d[-. ]\d{7})(?![\d]|[-,.:/]\d)"
)
_NUMBERED: Final = (
    "הזמנה|פנייה|לקוח|חשבון|אישור|רישיון|רכב|כרטיס|פוליסה|תיק|מעקב|משלוח|קריאה|עובד|סידורי|טלפון|נייד|זהות"
)
_CODES: Final = (
    rf"ה?קוד|תעודת ה?זהות|מספר ה?(?:{_NUMBERED})|(?:{_NUMBERED}) מספר|ה?סיסמה|סיסמת|ה?אסמכתא|ה?מיקוד|חית פא|עוסק מורשה"
    r"|ה?חשבון|ה?ספרות(?: ה?אחרונות)?|ה?מסתיימ?ת? ב|ה?מספר ה?סודי|מספר(?=\s+\d{5})|PIN|pin|ID|id"
)
_BETWEEN: Final = r"ה?אימות|ה?אישור|ה?כניסה|ה?סודי|בן \S+|שלך|שלכם|שלי|שלו|שלה|הוא|היא|זה|מספר|הבא|הבאה"
_CODE: Final = re.compile(
    rf"(?<![א-תA-Za-z])(?P<cue>[ושכבלמה]{{0,2}}(?:{_CODES}))"
    rf"(?P<gap>(?:\s+(?:{_BETWEEN})){{0,3}}\s*[:=]?\s*[-–]?\s*)"
    r"(?P<n>\d(?:[\d -]{0,24}\d)?)(?![\d₪$€%]|[.,:/]\d)"
)
_LONG: Final = re.compile(
    PREFIX + r"(?<![\d.,:/₪$€£])(?P<n>\d{7,}|0\d+|\d+(?:-\d+){2,})(?![\d₪$€£%]|[.,:/]\d|\s?[₪$€£%])"
)
_LONG_ENOUGH: Final = re.compile(r"\d{3}|0\d|\d-\d+-\d|\d \d \d|קוד|סיסמ|זהות|PIN|אסמכתא")
"""Without one of these there is neither a phone number nor a code."""
_ROUND: Final = "000"
_ISRAEL: Final = "+972"
_NOUN: Final = re.compile(r"\s+(?:שקל|דולר|אירו|איש|אנשים|תושבים|יחידות)")


def dialled(text: str) -> str:
    """The text with phone numbers, codes, and what is too long to be an amount, in words."""
    if not _LONG_ENOUGH.search(text):
        return text
    if "*" in text:
        text = _STAR.sub(_star, text)
    if _FREE_CALL.search(text):
        text = _SPECIAL.sub(_special, text)
    text = _CODE.sub(_code, _PHONE.sub(_phone, text))
    return _LONG.sub(_long, text)


def phone_words(written: str) -> str | None:
    """A phone number as it is written, in words by its usual groups; None when it is none."""
    plain = re.sub(r"\D", "", written).removeprefix("00")
    foreign = written.startswith("+") or plain.startswith(_ISRAEL.removeprefix("+"))
    try:
        return spoken_phone(f"+{plain}" if foreign else _ISRAEL + plain.removeprefix("0")).he
    except ValueError:
        return None


def _special(found: re.Match[str]) -> str:
    return spaced(found, prefixed(found["pre"], f"{_FREE[found['kind']]}, {digits(found['a'])}, {digits(found['b'])}"))


def _star(found: re.Match[str]) -> str:
    return spaced(found, prefixed(found["pre"], f"כוכבית {digits(found['star'] or found['late'])}"))


def _phone(found: re.Match[str]) -> str:
    words = phone_words(found["n"])
    if words is None:
        plus = "פלוס " if found["n"].startswith("+") else ""
        words = plus + ", ".join(digits(group) for group in re.findall(r"\d+", found["n"]))
    return spaced(found, prefixed(found["pre"], words))


def _code(found: re.Match[str]) -> str:
    groups = re.findall(r"\d+", found["n"])
    words = grouped_digits(groups[0]) if len(groups) == 1 else ", ".join(map(digits, groups))
    return f"{found['cue']}{found['gap'].rstrip('-–') if found['gap'].strip() else ' '}{words}" + (
        " " if after(found)[:1].isalnum() else ""
    )


def _long(found: re.Match[str]) -> str:
    text = found["n"]
    if "-" not in text and not text.startswith("0"):
        rest = after(found)
        if text.endswith(_ROUND) or _NOUN.match(rest):
            return found[0]
    groups = text.split("-")
    words = ", ".join(map(digits, groups)) if len(groups) > 1 else grouped_digits(text)
    return spaced(found, prefixed(found["pre"], words))
