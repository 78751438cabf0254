"""The other language's form of what has one by itself: numbers, money, addresses, dates, times.

Hebrew is written as it is said wherever gender and order are sure (money, phones, dates, hours). A number alone
keeps its digits: its gender is its noun's, which only the finished sentence tells.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

from language.spoken import MONTHS_EN, MONTHS_HE, WEEKDAYS_EN, WEEKDAYS_HE, spoken_number
from language.terms.amounts import money_en, money_he, percent_en, percent_he, phone_he
from language.terms.clock import time_en, time_he
from language.terms.patterns import moment
from language.terms.types import Kind, Term
from language.types import Language

_DIGITS: Final = re.compile(r"\d+")
_ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMERIC: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?")
_LETTERS: Final = {letter: index for index, letter in enumerate("אבגדהו")}
_LAST_DAY: Final = 31
_MONTHS: Final = 12
_YEAR_FROM: Final = 1000
_CENTURY: Final = 2000


@lru_cache(maxsize=2048)
def structural(kind: Kind, text: str, source: Language) -> Term:
    """The term of that kind that `text` is, with its form in the other language."""
    if source == "en":
        return Term(kind, text, _TO_HEBREW.get(kind, str)(text))
    return Term(kind, _TO_ENGLISH.get(kind, str)(text), text)


def _date_he(text: str) -> str:
    if found := _ISO.fullmatch(text):
        return _day_month_he(int(found[3]), int(found[2]), int(found[1])) or text
    if found := _NUMERIC.fullmatch(text):
        return _american(int(found[1]), int(found[2]), int(found[3] or 0)) or text
    weekday = next((index for index, name in enumerate(WEEKDAYS_EN) if text.startswith(name)), None)
    month = next((index for index, name in enumerate(MONTHS_EN, 1) if re.search(rf"\b{name[:3]}", text)), None)
    numbers = [int(each) for each in _DIGITS.findall(text)]
    day = next((each for each in numbers if each <= _LAST_DAY), None)
    year = next((each for each in numbers if each >= _YEAR_FROM), 0)
    said = _day_month_he(day, month, year) if day and month else ""
    named = _weekday_he(weekday) if weekday is not None else ""
    return ", ".join(filter(None, (named, said))) or text


def _american(first: int, second: int, year: int) -> str:
    """A date of slashes: only one that can be read in one way, 11/22/2026 or 22/11/2026, is put into words."""
    if first > _MONTHS >= second:
        return _day_month_he(first, second, year)
    if second > _MONTHS >= first:
        return _day_month_he(second, first, year)
    return _day_month_he(first, second, year) if first == second else ""


def _day_month_he(day: int, month: int, year: int = 0) -> str:
    if not _is_date(day, month):
        return ""
    said = f"{spoken_number(day, 'm').he} ב{MONTHS_HE[month - 1]}"
    return f"{said} {spoken_number(_full(year)).he}" if year else said


def _weekday_he(index: int) -> str:
    name = WEEKDAYS_HE[index]
    return name if name == "שבת" else f"יום {name}"


def _date_en(text: str) -> str:
    if found := _NUMERIC.fullmatch(text):
        return _day_month_en(int(found[1]), int(found[2]), int(found[3] or 0)) or text
    month = next((index for index, name in enumerate(MONTHS_HE, 1) if name in text.replace("מרס", "מרץ")), None)
    numbers = [int(each) for each in _DIGITS.findall(text)]
    year = numbers[1] if len(numbers) > 1 else 0
    said = _day_month_en(numbers[0], month, year) if numbers and month else ""
    return ", ".join(filter(None, (_weekday_en(text), said))) or text


def _weekday_en(text: str) -> str:
    words = text.replace(",", " ").split()
    if len(words) < 2 or words[0] != "יום":
        return ""
    name = words[1]
    if name in WEEKDAYS_HE:
        return WEEKDAYS_EN[WEEKDAYS_HE.index(name)]
    return WEEKDAYS_EN[(_LETTERS[name[0]] - 1) % 7] if name[:1] in _LETTERS else ""


def _day_month_en(day: int, month: int, year: int = 0) -> str:
    if not _is_date(day, month):
        return ""
    return f"{MONTHS_EN[month - 1]} {day}" + (f", {_full(year)}" if year else "")


def _is_date(day: int, month: int) -> bool:
    try:
        date(2024, month, day)  # a leap year
    except ValueError:
        return False
    return True


def _full(year: int) -> int:
    return year if year >= _YEAR_FROM else _CENTURY + year


def _moment_he(text: str) -> str:
    found = moment("en").fullmatch(text)
    return f"{_date_he(found['day'])}, ב{time_he(found['hour'])}" if found else text


def _moment_en(text: str) -> str:
    found = moment("he").fullmatch(text)
    return f"{_date_en(found['day'])}, at {time_en(found['hour'])}" if found else text


_TO_HEBREW: Final[dict[Kind, Callable[[str], str]]] = {
    "slot": _moment_he,
    "date": _date_he,
    "time": time_he,
    "money": money_he,
    "percent": percent_he,
    "phone": phone_he,
}
_TO_ENGLISH: Final[dict[Kind, Callable[[str], str]]] = {
    "slot": _moment_en,
    "date": _date_en,
    "time": time_en,
    "money": money_en,
    "percent": percent_en,
}
