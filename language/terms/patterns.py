"""What terms look like by themselves: addresses, numbers, money, dates and times, in English and in Hebrew text.

One pattern a language; the outermost group that matched names the kind. Every part begins at the edge of a word and
is bounded, so that a long hostile text costs no more than its length.
"""

import re
from functools import cache
from typing import Final

from language.types import Language

_EMAIL: Final = (
    r"(?<![A-Za-z0-9_.+])(?<![A-Za-z0-9_.+]-)"
    r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
)
_URL: Final = (
    r"(?<![A-Za-z0-9_@.])(?<![A-Za-z0-9_@.]-)(?:https?://|www\.)[^\s<>\"']{0,200}[A-Za-z0-9/]"
    r"|(?<![A-Za-z0-9_@.])(?<![A-Za-z0-9_@.]-)(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|net|org|io|ai|co|il|info)(?![\w-])"
)
_PHONE: Final = (
    r"(?<![\w+*.,-])(?:\+\d(?:[ .()-]{0,2}\d){7,13}|\(?0\d{1,2}\)?(?:[ -]?\d){7}|1[ -]?[789]\d\d(?:[ -]?\d){6}"
    r"|\*\d{4,5})(?![\w-]*\d)"
)
_AMOUNT: Final = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,4})?"
_EDGE: Final = r"(?<![\d.,/:A-Za-z])"
"""Before a number: a Hebrew prefix may be there, a digit may not."""
_NUMBER: Final = rf"{_EDGE}{_AMOUNT}(?:/\d{{1,4}})?(?![\w/:])(?!,\d|\.\d)"
_CODE: Final = (
    r"(?<![\w.])[A-Za-z]{1,12}-?\d[A-Za-z0-9]{0,12}(?![\w])"
    r"|(?<![\w.])(?!\d{1,4}(?:st|nd|rd|th)\b)\d{1,6}[A-Za-z]{1,4}(?![\w])"
)

_WEEKDAY_EN: Final = r"(?:Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday)"
_MONTH_EN: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY_EN: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:,?[ ]\d{4}(?!\d))?"
_SCALE_EN: Final = r"(?:[ ]?(?:k|K|thousand|million)\b)?"
_CURRENCY: Final = r"(?:₪|\$|€|£|\b(?:NIS|ILS|USD|EUR|GBP)\b)"
_HALF: Final = r"[AaPp](?:[Mm]\b|\.[Mm]\b(?:\.(?!\s*$))?)"
_DATE_EN: Final = (
    rf"\b(?:{_WEEKDAY_EN},?[ ](?:the[ ])?)?(?:{_MONTH_EN}[ ]{_DAY_EN}\b{_YEAR}"
    rf"|{_DAY_EN}[ ](?:of[ ])?{_MONTH_EN}{_YEAR})(?![\w])"
    r"|(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])|(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/])"
    rf"|\b{_WEEKDAY_EN}(?!\w)"
)
_TIME_EN: Final = (
    rf"{_EDGE}\d{{1,2}}[:.]\d{{2}}[ ]?{_HALF}|{_EDGE}\d{{1,2}}:\d{{2}}(?![\d:])"
    rf"|{_EDGE}\d{{1,2}}[ ]?{_HALF}|{_EDGE}\d{{1,2}}[ ]?o['’]clock\b"
    r"|(?:(?<=\bat )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|(?<=\btill )|(?<=\bbefore )|(?<=\bafter ))"
    r"\d{1,2}\.\d{2}(?!\d|\.\d|%)"
)
_ENGLISH: Final = {
    "phone": _PHONE,
    "money": rf"{_CURRENCY}[ ]?{_AMOUNT}{_SCALE_EN}(?![\d%])"
    rf"|{_EDGE}{_AMOUNT}{_SCALE_EN}[ ]?(?:{_CURRENCY}|(?:shekels?|dollars?|euros?|pounds?|agorot)\b)",
    "percent": rf"{_EDGE}{_AMOUNT}[ ]?(?:%|percent\b|per cent\b)",
    "slot": rf"(?P<day>{_DATE_EN}),?[ ](?:at[ ])?(?P<hour>{_TIME_EN})",
    "date": _DATE_EN,
    "time": _TIME_EN,
    "code": _CODE,
    "number": _NUMBER,
}

_WEEKDAY_HE: Final = r"יום[ ](?:ראשון|שני|שלישי|רביעי|חמישי|שישי|שבת|[אבגדהו]['׳])"
_MONTH_HE: Final = (
    r"(?:ינואר|פברואר|מרץ|מרס|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)"
)  # fmt: skip
_PART_HE: Final = r"(?:[ ](?:בבוקר|בצהריים|אחר הצהריים|אחרי הצהריים|אחה[\"״]צ|בערב|בלילה|לפנות בוקר)(?!\w))"
_SCALE_HE: Final = r"(?:[ ](?:אלף|מיליון)(?!\w))?"
_COIN_HE: Final = (
    r"(?:₪|\$|€|£|(?:ש[\"״'׳]{1,2}ח|שקל(?:ים)?(?:[ ]חדש(?:ים)?)?|דולר(?:ים)?|אירו|יורו|אגורות)(?!\w))"
)  # fmt: skip
_DATE_HE: Final = (
    rf"(?:{_WEEKDAY_HE},?[ ](?:ה-?|ב-?)?)?{_EDGE}\d{{1,2}}[ ][בל]?-?{_MONTH_HE}(?:,?[ ]\d{{4}}(?!\d))?(?!\w)"
    r"|(?<![\d./])(?!24/7(?![\d/]))\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/]|\.\d)|(?<![\d./])\d{1,2}\.\d{1,2}\.\d{2,4}(?!\d|\.\d)"
    rf"|{_WEEKDAY_HE}(?!\w)"
)
# After ב alone 22.11 is a date as likely as an hour, and stays as it is; 10.30 and 10.00 are no dates.
_TIME_HE: Final = (
    rf"{_EDGE}\d{{1,2}}[:.]\d{{2}}{_PART_HE}|{_EDGE}\d{{1,2}}:\d{{2}}(?![\d:])|{_EDGE}\d{{1,2}}{_PART_HE}"
    r"|(?<=שעה )\d{1,2}\.[0-5]\d(?!\d|\.\d|%)"
    r"|(?:(?<=ב)|(?<=ב-)|(?<=ב־)|(?<=עד )|(?<=אחרי )|(?<=לפני ))\d{1,2}\.(?:00|1[3-9]|[2-5]\d)(?!\d|\.\d|%)"
)
_HEBREW: Final = {
    "phone": _PHONE.replace(r"(?<![\w+*.,-])", r"(?<![\d+*.,A-Za-z])"),
    "money": rf"(?:₪|\$|€|£)[ ]?{_AMOUNT}{_SCALE_HE}|{_EDGE}{_AMOUNT}{_SCALE_HE}[ ]?{_COIN_HE}",
    "percent": rf"{_EDGE}{_AMOUNT}[ ]?(?:%|אחוז(?:ים)?(?!\w))",
    "slot": rf"(?P<day>{_DATE_HE}),?[ ](?:ב-?|בשעה[ ])?(?P<hour>{_TIME_HE})",
    "date": _DATE_HE,
    "time": _TIME_HE,
    "code": _CODE,
    "number": _NUMBER.replace(r"(?![\w/:])", r"(?![A-Za-z\d/:])"),
}


# How any of these can begin: most places in a text are passed over at once.
_BEGINS: Final[dict[Language, str]] = {
    "en": r"(?:(?=[\d+*(₪$€£])|\b(?=[A-Z])|(?<![\w.])(?=[a-z]{1,12}-?\d))",
    "he": r"(?:(?=[\d+*(₪$€£])|(?=יום[ ])|\b(?=[A-Za-z]))",
}


@cache
def structure(language: Language) -> re.Pattern[str]:
    """The pattern of that language; `match.lastgroup` is the kind."""
    parts = _HEBREW if language == "he" else _ENGLISH
    alternatives = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in parts.items())
    return re.compile(f"{_BEGINS[language]}(?:{alternatives})")


@cache
def addresses() -> re.Pattern[str]:
    """E-mail and web addresses alone, which are the same in both languages."""
    return re.compile(f"(?P<email>{_EMAIL})|(?P<url>{_URL})")


@cache
def moment(language: Language) -> re.Pattern[str]:
    """A day and an hour alone, as the groups `day` and `hour`."""
    return re.compile((_HEBREW if language == "he" else _ENGLISH)["slot"])
