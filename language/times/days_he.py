"""Hebrew days: relative ones, weekdays, weeks and dates."""

import re
from typing import Final

from language.hebrew import word_set, word_values
from language.times.clues import (
    LAST_DAY,
    LAST_MONTH,
    About,
    Doubt,
    Edge,
    Found,
    MonthDay,
    Offset,
    Part,
    Week,
    Weekday,
    Which,
    Words,
    word_at,
)
from language.times.numbers_he import HOURS, MASCULINE, digits, number, unprefixed

_RELATIVE: Final = word_values("היום=0 להיום=0 מחר=1 למחר=1 מחרתים=2 למחרתים=2")
_NAMES: Final = word_values("ראשון=6 ראשן=6 שני=0 שלישי=1 רביעי=2 חמישי=3 חמשי=3 שישי=4 ששי=4 שבת=5")
_LETTERS: Final = word_values("א=6 ב=0 ג=1 ד=2 ה=3 ו=4")
_NO_ORDINAL: Final = word_set("חמישי חמשי שישי ששי שבת")
_DAY: Final = word_set("יום ביום ליום")
_NEAR: Final = word_set("הקרוב הקרובה הזה הזאת הזו זה")
_NEXT: Final = word_set("הבא הבאה")
_MONTHS: Final = word_values(
    "ינואר=1 פברואר=2 מרץ=3 מרס=3 אפריל=4 מאי=5 יוני=6 יולי=7 אוגוסט=8 ספטמבר=9 אוקטובר=10 נובמבר=11 דצמבר=12"
)
_ORDINALS: Final = word_values(
    "ראשון=1 ראשן=1 שני=2 שלישי=3 רביעי=4 חמישי=5 חמשי=5 שישי=6 ששי=6 שביעי=7 שמיני=8 תשיעי=9 עשירי=10"
)
_MONTH_NOUN: Final = word_set("לחודש בחודש לחדש בחדש")
_DATE_NOUN: Final = word_set("בתאריך תאריך לתאריך")
_DATE: Final = re.compile(r"([בלה]?)(\d{1,2})([./])(\d{1,2})(?:\3(\d{4}|\d{2}))?")
_YEAR: Final = re.compile(r"20\d\d")
_CENTURY: Final = 2000
_HOURS_A_DAY: Final = 24
_WEEKEND: Final = word_set("סופש בסופש לסופש")
_EDGES: Final[dict[str, Edge]] = {
    **dict.fromkeys(("תחילת", "בתחילת", "לתחילת", "ראשית", "בראשית"), "start"),
    **dict.fromkeys(("סוף", "בסוף", "לסוף"), "end"),
}
_THURSDAY: Final = 3
_SHABBAT: Final = 5
_AFTER_SHABBAT: Final = word_set("מוצאי צאת אחרי לאחר")


def relative_day(words: Words, at: int) -> Found | None:
    """ "היום", "מחר", "מחרתיים"; also "מחרתיים" as "יום אחרי מחר" is unknown on purpose: it is read both ways."""
    distance = _RELATIVE.get(word_at(words, at))
    return None if distance is None else Found(1, (Offset(distance),))


def weekday(words: Words, at: int) -> Found | None:
    """ "ביום שני", "בשני", "יום ב'", "שבת הקרובה", "יום ראשון הבא", "מוצאי שבת"; "יום ה-10" may be a date."""
    if found := _after_shabbat(words, at):
        return found
    named = word_at(words, at) in _DAY
    word = word_at(words, at + named)
    letter = _LETTERS.get(word) if named else None
    found_name = unprefixed(word, _NAMES, "" if named else "בל")
    if letter is None and not found_name:
        return None
    prefix, day = found_name or ("", letter or 0)
    if letter == _THURSDAY and word_at(words, at + named + 1).isdigit():
        return Found(named + 2, (Doubt(),))
    which, more = _which(words, at + named + 1)
    sure = named or bool(prefix or which) or word in _NO_ORDINAL
    return Found(named + 1 + more, (Weekday(day, which, sure),))


def _after_shabbat(words: Words, at: int) -> Found | None:
    word = word_at(words, at)
    short = word.removeprefix("ב") == "מוצש"
    if not short and not (word.removeprefix("ב") in _AFTER_SHABBAT and word_at(words, at + 1) in ("שבת", "השבת")):
        return None
    size = 1 if short else 2
    which, more = _which(words, at + size)
    return Found(size + more, (Weekday(_SHABBAT, which, today=True), Part("after_shabbat")))


def _which(words: Words, at: int) -> tuple[Which, int]:
    word = word_at(words, at)
    if word in _NEAR:
        return "near", 1
    return ("next", 1) if word in _NEXT else ("", 0)


def week(words: Words, at: int) -> Found | None:
    """ "בשבוע הבא", "השבוע", "תחילת שבוע הבא", "סוף השבוע"; a whole week is no day by itself."""
    first = word_at(words, at)
    if first in _WEEKEND:
        which, more = _which(words, at + 1)
        return Found(1 + more, (Week(int(which == "next"), "end"),))
    edge: Edge = _EDGES.get(first, "")
    here = at + bool(edge)
    word, after = word_at(words, here), word_at(words, here + 1)
    if word in ("שבוע", "בשבוע", "השבוע", "לשבוע") and (after in _NEXT or (after == "בא" and word != "השבוע")):
        return Found(here + 2 - at, (Week(1, edge),))
    if edge == "end" and word in ("שבוע", "השבוע"):
        return Found(here + 1 - at + (after in _NEAR), (Week(0, "end"),))
    return Found(1, (Week(0),)) if word == "השבוע" and not edge else None


def date(words: Words, at: int) -> Found | None:
    """ "ה-15 לחודש", "חמישה עשר במרץ", "15.3", "15/3/2026", "ראשון בינואר", "15 לשלישי"."""
    start = at + (word_at(words, at) in _DATE_NOUN)
    found = _numeric(words, start, start > at) or _worded(words, start) or _bare(words, start, start > at)
    return Found(found.size + start - at, found.clues) if found else _month_start(words, at)


def _month_start(words: Words, at: int) -> Found | None:
    """ "תחילת אפריל", "תחילת החודש הבא"."""
    word, after = word_at(words, at + 1), word_at(words, at + 2)
    if _EDGES.get(word_at(words, at)) != "start":
        return None
    if word in _MONTHS:
        return Found(2, (MonthDay(1, _MONTHS[word]), About()))
    return Found(3, (MonthDay(1, ahead=1), About())) if word in ("חודש", "החודש") and after in _NEXT else None


def _numeric(words: Words, at: int, named: bool) -> Found | None:
    found = _DATE.fullmatch(word_at(words, at))
    if not found or not found[2].isascii():
        return None
    day, month, year = int(found[2]), int(found[4]), int(found[5] or 0)
    if not (0 < day <= LAST_DAY and 0 < month <= LAST_MONTH):
        return None
    like_an_hour = found[3] == "." and not year and len(found[4]) > 1 and day < _HOURS_A_DAY and found[1] != "ה"
    if like_an_hour and not named:
        return None
    return Found(1, (MonthDay(day, month, year + _CENTURY if 0 < year < _CENTURY else year),))


def _worded(words: Words, at: int) -> Found | None:
    day, size, ordinal = _day_number(words, at)
    doubtful = word_at(words, at).startswith("ב") and size > 1 and word_at(words, at + 1) == "עשרה"
    if not 0 < day <= LAST_DAY:
        return None
    word, after = word_at(words, at + size), word_at(words, at + size + 1)
    if word in _MONTH_NOUN:
        ahead = 1 if after in _NEXT else 0 if after in (*_NEAR, "הנוכחי") else None
        return Found(size + 1 + (ahead is not None), (MonthDay(day, ahead=ahead, doubtful=doubtful),))
    month = unprefixed(word, _MONTHS, "בל")
    if not month and not ordinal and word[:1] == "ל" and (month := unprefixed(word, _ORDINALS, "ל")):
        in_words = number(words, at, MASCULINE, "בלה") or word_at(words, at).startswith("ה")
        if not in_words:
            return Found(size + 1, (Doubt(),))
    if not month:
        return None
    year = int(after) if _YEAR.fullmatch(after) else 0
    return Found(size + 1 + bool(year), (MonthDay(day, month[1], year, doubtful=doubtful),))


def begins_date(words: Words, at: int) -> bool:
    """Whether a day of a month is named there, so that its number belongs to no hour before it."""
    return _worded(words, at) is not None


def _day_number(words: Words, at: int) -> tuple[int, int, bool]:
    """A day of the month, how many words it takes, and whether it was said as an ordinal."""
    plain = digits(word_at(words, at))
    if plain:
        return (plain[1], 1, False) if plain[0] in ("", *"בלה") else (0, 0, False)
    if ordinal := unprefixed(word_at(words, at), _ORDINALS, "בלה"):
        return ordinal[1], 1, True
    found = number(words, at, MASCULINE, "בלה") or number(words, at, HOURS, "בלה")
    return (found[1], found[2], False) if found else (0, 0, False)


def _bare(words: Words, at: int, named: bool) -> Found | None:
    """ "ה-15", "בתאריך 15": a day of this month or the next."""
    plain = digits(word_at(words, at))
    if not plain or not (named or plain[0] == "ה") or not 0 < plain[1] <= LAST_DAY:
        return None
    return Found(1, (MonthDay(plain[1]),))


def days_between(words: Words, at: int) -> Found | None:
    """ "בין ראשון לרביעי", "מיום ראשון עד יום שלישי": the first of them."""
    between = word_at(words, at) == "בין"
    here = at + between
    word = word_at(words, here)
    if not between and not word.startswith("מ"):
        return None
    first = weekday([*words[:here], word if between else word[1:], *words[here + 1 :]], here)
    if not first or not isinstance(first.clues[0], Weekday):
        return None
    here += first.size
    until = word_at(words, here) == "עד"
    last = weekday(words, here + until)
    if not last or not (until or word_at(words, here).startswith("ל")) or len(first.clues) + len(last.clues) > 2:
        return None
    return Found(here + until + last.size - at, (Weekday(first.clues[0].day, first.clues[0].which),))
