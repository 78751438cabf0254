"""Dates and years: 15.3, 15/3/2026, 2026-03-15, 15 במרץ, ה-15 לחודש."""

import re
from calendar import monthrange
from typing import Final

from language.speech.nouns import counted, measures
from language.speech.patterns import PREFIX, after, before, prefixed, spaced
from language.speech.words import cardinal
from language.spoken import MONTHS_HE

_CENTURY: Final = 2_000
_TWO_DIGITS: Final = 100
_OLD: Final = 50
"""Two-digit years from here on belong to the last century."""
_DECIMAL_DAY: Final = 10
"""Bare "3.5" is an amount, bare "15.3" a date: amounts in speech are small."""
_BEFORE: Final = r"(?<![\d.,:/₪$€£%])(?<!\d-)"
_AFTER: Final = r"(?!\d|[.,:/-]\d|\s?[%₪$€£°])"
_NUMERIC: Final = re.compile(
    PREFIX + _BEFORE + r"(?P<d>[0-3]?\d)(?P<sep>[./])(?P<m>[01]?\d)(?:(?P=sep)(?P<y>(?:19|20)\d{2}|\d{2}))?" + _AFTER
)
_SPAN: Final = re.compile(
    PREFIX + _BEFORE + r"(?P<d1>[0-3]?\d)(?:[./](?P<m1>[01]?\d))?(?P<to>\s*[-–—]\s*)(?P<d2>[0-3]?\d)[./](?P<m2>[01]?\d)"
    r"(?:[./](?P<y>(?:19|20)\d{2}|\d{2}))?" + _AFTER
)
_MONTH_YEAR: Final = re.compile(PREFIX + _BEFORE + r"(?P<m>0?[1-9]|1[0-2])/(?P<y>20\d{2})" + _AFTER)
_ISO: Final = re.compile(
    PREFIX + r"(?<![\d.,:/])(?<!\d-)(?P<y>(?:19|20)\d{2})-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?:T(?=\d\d:)|(?![\d-]))"
)
_DASHED: Final = re.compile(
    PREFIX + r"(?<![\d.,:/])(?<!\d-)(?P<d>[0-3]?\d)-(?P<m>[01]?\d)-(?P<y>(?:19|20)\d{2})(?![\d-]|[.,:/]\d)"
)
_MONTH_NAMES: Final = (
    "ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר|"
    "תשרי|חשוון|חשון|כסלו|טבת|שבט|אדר|ניסן|אייר|סיוון|סיון|תמוז|אב|אלול"
)
_NAMED: Final = re.compile(
    PREFIX + r"(?<![\d.,:/])(?P<d>\d{1,2})(?:(?P<to>\s*[-–—]\s*|\s+(?:עד|או)\s+(?:ה-?)?|\s+ל-?)(?P<d2>\d{1,2}))?\s+"
    rf"(?P<of>ב-?(?:{_MONTH_NAMES})|ל-?(?:{_MONTH_NAMES})|(?:{_MONTH_NAMES})|לחודש|בחודש)(?![א-ת])(?:,?\s+(?P<y>(?:19|20)\d{{2}})(?![\d,.:/]\d|\d))?"
)
_OF: Final = re.compile(rf"(?:{_MONTH_NAMES}|חודש)")
_JOINTS: Final = {"או": "או ", "עד ה": "עד ה", "או ה": "או ה"}
_CUE: Final = re.compile(
    r"(?:^|[^א-ת])(?:[ושכבהלמ]{0,2}(?:תאריך|תאריכים|היום|מחר|מחרתיים|אתמול|שבת|יום|עד|מיום|ליום|לתאריך|בתאריך)"
    r"|יום [א-ת]{3,5}|(?:ראשון|שני|שלישי|רביעי|חמישי|שישי))[,:]?\s*$"
)
_NOT_A_DATE: Final = re.compile(
    r"(?:^|[^א-ת])(?:של|פי|גרסה|גרסת|ציון|מדד|דירוג|ריבית|סעיף|פרק|כמעט|בערך|עוד|יותר|פחות|רק|עולה|עולים|שווה)\s*$"
)


def dates(text: str) -> str:
    """The text with its dates in words; what may as well be an amount is left for the amounts."""
    if "." in text or "/" in text:
        text = _NUMERIC.sub(_numeric, _SPAN.sub(_span, text))
    if "/" in text:
        text = _MONTH_YEAR.sub(_month_year, text)
    return _NAMED.sub(_named, text) if _OF.search(text) else text


def dashed_dates(text: str) -> str:
    """The text with its dates of year, month and day between hyphens in words; before phone numbers are looked for."""
    return _DASHED.sub(_certain, _ISO.sub(_certain, text)) if "-" in text else text


def date_words(day: int, month: int, year: int | None = None) -> str:
    """ "חמישה עשר במרץ", with a year "חמישה עשר במרץ אלפיים עשרים ושש"."""
    tail = f" {cardinal(year)}" if year else ""
    return f"{cardinal(day, 'm')} ב{MONTHS_HE[month - 1]}{tail}"


def is_date(day: int, month: int, year: int | None = None) -> bool:
    """Whether the calendar has such a day; without a year, in a leap year."""
    return 1 <= month <= len(MONTHS_HE) and 1 <= day <= monthrange(year or _CENTURY, month)[1]


def _year(text: str | None) -> int | None:
    if not text:
        return None
    year = int(text)
    if year >= _TWO_DIGITS:
        return year
    return year + (_CENTURY if year < _OLD else _CENTURY - _TWO_DIGITS)


def _certain(found: re.Match[str]) -> str:
    day, month, year = int(found["d"]), int(found["m"]), _year(found["y"])
    if not is_date(day, month, year):
        return found[0]
    tail = " " if found[0].endswith("T") else ""
    return spaced(found, prefixed(found["pre"], date_words(day, month, year) + tail))


def _numeric(found: re.Match[str]) -> str:
    day, month, year = int(found["d"]), int(found["m"]), _year(found["y"])
    if not is_date(day, month, year) or not (year or _reads_as_date(found, day, month)):
        return found[0]
    return spaced(found, prefixed(found["pre"], date_words(day, month, year)))


def _reads_as_date(found: re.Match[str], day: int, month: int) -> bool:
    """Whether day and month without a year are meant, and not an amount, a fraction or a part of one."""
    left, right = before(found), after(found)
    if _CUE.search(left):
        return True
    if _NOT_A_DATE.search(left) or _is_amount(right):
        return False
    if left.endswith("-") and not found["pre"]:
        return False
    if found["pre"] and found["pre"][-1] in "בלמה":
        return True
    if found["sep"] == "/":
        return day >= month or month > _DECIMAL_DAY
    return day >= _DECIMAL_DAY and len(found["m"]) <= len("mm")


def _is_amount(after: str) -> bool:
    word = re.match(r"\s+([א-ת\"״'׳]+)", after)
    if word is None:
        return False
    what = counted(word[1], after_in=True)
    return what is not None and bool(what.noun.singular) and (what.form == "plural" or what.noun.singular in measures())


def _month_year(found: re.Match[str]) -> str:
    return spaced(found, prefixed(found["pre"], f"{MONTHS_HE[int(found['m']) - 1]} {cardinal(int(found['y']))}"))


def _span(found: re.Match[str]) -> str:
    first_day, last_day, month = int(found["d1"]), int(found["d2"]), int(found["m2"])
    first_month = int(found["m1"]) if found["m1"] else month
    year = _year(found["y"])
    if not (is_date(first_day, first_month, year) and is_date(last_day, month, year)):
        return found[0]
    if not found["m1"] and not (year or found["pre"]) and _is_amount(after(found)):
        return found[0]
    if not found["m1"] and (first_day >= last_day):
        return found[0]
    head = date_words(first_day, first_month) if first_month != month else cardinal(first_day, "m")
    return spaced(found, prefixed(found["pre"], f"{head} עד {date_words(last_day, month, year)}"))


def _named(found: re.Match[str]) -> str:
    day, last = int(found["d"]), int(found["d2"]) if found["d2"] else None
    of, at_most = found["of"].replace("-", ""), 31
    if not 1 <= day <= at_most or (last and not 1 <= last <= at_most):
        return found[0]
    words = cardinal(day, "m")
    if last:
        joint = found["to"].strip()
        words += (" ל" if joint.startswith("ל") else f" {_JOINTS.get(joint.rstrip('-'), 'עד ')}") + cardinal(last, "m")
    tail = f" {cardinal(int(found['y']))}" if found["y"] else ""
    return spaced(found, prefixed(found["pre"], f"{words} {of}{tail}"))
