"""Times of day: 10:30, ב-15:45, 9.30 where it reads as a time, from … to …."""

import re
from typing import Final

from language.speech.nouns import count_noun
from language.speech.patterns import PART, PREFIX, after, before, prefixed, spaced
from language.speech.words import cardinal
from language.spoken import clock_words, day_part

_NOON: Final = 12
_MONTHS: Final = 12
_HOURS: Final = 24
_CLOCK: Final = (
    r"(?P<h{0}>[01]?\d|2[0-4]):(?P<m{0}>[0-5]\d)(?::(?P<s{0}>[0-5]\d))?(?:\s?(?P<half{0}>[AaPp]\.?[Mm]\b\.?))?"
)
_TIME: Final = re.compile(
    PREFIX + r"(?<![\d.,:/])" + _CLOCK.format("") + r"(?![\d:]|[.,]\d)"
    r"(?:(?P<to>\s*[-–—־]\s*|\s+עד\s+(?:ה?שעה\s+)?|\s+(?:ו?ל|ועד\s)[-־]?)" + _CLOCK.format("2") + r"(?![\d:]|[.,]\d))?"
)
_UNIT: Final = re.compile(PREFIX + r"(?<![\d.,:/])(?P<h>\d{1,2}):(?P<m>[0-5]\d)[ ](?P<unit>דקות|שעות)\b")
_DOTTED: Final = re.compile(
    r"(?P<cue>\b[ושכהמל]{0,2}ב?שעה\s+|(?<![\w\"'׳״])ו?(?:כש|ש)?[בלמ][-־]?|\bעד\s+|\bבין\s+|\bאו\s+)?(?<![\d.,:/])"
    r"(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?![\d:/]|[.,]\d)(?P<after>\s+" + PART + r")?"
)
_ALWAYS: Final = re.compile(r"(?<![\d.,:/\-])24\s?/\s?(?P<days>[67])(?![\d/])")
_FULL_HOUR: Final = re.compile(r"(?<![\d.,:/])(1[0-2]|0?[1-9])\s?([AaPp]\.?[Mm]\b)")
_AT_HOUR: Final = re.compile(r"(?<=שעה )(1[3-9]|2[0-3])(?![\d:.,/–־-])(?! (?:דקות|שעות|ו-?\d))")
_WORKING: Final = range(7, 21)
_QUARTERS: Final = ("15", "30", "45")
_AN_AMOUNT: Final = re.compile(
    r"(?:[₪$€£]|(?:^|[^א-ת])(?:של|פי|גרסה|גרסת|ציון|מדד|דירוג|ריבית|סעיף|פרק|כמעט|בערך|יותר|פחות|רק|עולה|עולים|שווה|מחיר|סכום|משקל|גובה))\s*$"
)
_SAID_BEFORE: Final = re.compile(PART + r"[, ]+(?:בשעה )?$")
_SAID_AFTER: Final = re.compile(r"[, ]*" + PART)
_BETWEEN: Final = re.compile(r"(?:^|[^א-ת])ו?בין\s+(?:ה?שעות\s+)?$")


def times(text: str) -> str:
    """The text with its times of day in words."""
    if "/" in text:
        text = _ALWAYS.sub(lambda found: spaced(found, f"{cardinal(24)} {cardinal(int(found['days']))}"), text)
    if "שעה" in text:
        text = _AT_HOUR.sub(r"\1:00", text)
    if "." in text:
        text = _DOTTED.sub(_colon, text)
    text = _FULL_HOUR.sub(r"\1:00 \2", text)
    if ":" not in text:
        return text
    if "דקות" in text or "שעות" in text:
        text = _UNIT.sub(_long, text)
    return _TIME.sub(_time, text)


def _colon(found: re.Match[str]) -> str:
    """9.30 as 9:30 where nothing else fits: after "at", "until", or before a part of the day, and no date."""
    hour = (found["cue"] or "").rstrip("-־").strip().endswith("שעה")
    is_date = 0 < int(found["m"]) <= _MONTHS and int(found["h"]) > 0
    near = found["cue"] and not is_date and not _counts(after(found))
    alone = not found["cue"] and _reads_as_clock(found)
    if hour or found["after"] or near or alone:
        return f"{found['cue'] or ''}{found['h']}:{found['m']}{found['after'] or ''}"
    return found[0]


def _reads_as_clock(found: re.Match[str]) -> bool:
    """Whether a bare 10.30 is an hour: a quarter of one within the day's work, and nothing counted by it."""
    usual = int(found["h"]) in _WORKING and found["m"] in _QUARTERS
    return usual and not _AN_AMOUNT.search(before(found)) and not _counts(after(found))


def _counts(rest: str) -> bool:
    """Whether a unit follows, so that the number before it is an amount."""
    return bool(
        re.match(
            r"\s*(?:[%₪$€£]|(?:שקל|דולר|אירו|אחוז|מטר|קיל|ליטר|אלף|מיליון|מיליארד|שעות|ימים|שנים|חדרים|דונם|נקודות)|ש[\"״]ח)",
            rest,
        )
    )


def _long(found: re.Match[str]) -> str:
    """A length, as 2:30 דקות."""
    minor = "שניות" if found["unit"] == "דקות" else "דקות"
    head = f"{int(found['h'])} {found['unit']}"
    tail = f" ו-{int(found['m'])} {minor}" if int(found["m"]) else ""
    return prefixed(found["pre"] and f"{found['pre']}-", head + tail)


def _time(found: re.Match[str]) -> str:
    first, last = _hour(found, ""), _hour(found, "2") if found["to"] else None
    if last is None:
        words = _words(first, found, with_part=True)
        return spaced(found, prefixed(found["pre"], words + _seconds(found["s"])))
    same = day_part(first[0]) == day_part(last[0]) and _needs(last)
    head = _words(first, found, with_part=not same)
    return spaced(found, prefixed(found["pre"], f"{head}{_joint(found)}{_words(last, found, with_part=True)}"))


def _joint(found: re.Match[str]) -> str:
    to = found["to"].strip().rstrip("-־")
    if to.startswith("עד") or to in {"ועד"}:
        return f" {to} "
    if to in {"ל", "ול"}:
        return f" {to}"
    return " ל" if _BETWEEN.search(before(found)) else " עד "


def _hour(found: re.Match[str], which: str) -> tuple[int, int, bool]:
    """(hour of 24, minute, whether am or pm was written)."""
    hour, minute = int(found[f"h{which}"]) % _HOURS, int(found[f"m{which}"])
    if half := found[f"half{which}"]:
        hour = hour % _NOON + (_NOON if half[0] in "Pp" else 0)
    return hour, minute, bool(half)


def _needs(at: tuple[int, int, bool]) -> bool:
    """After noon a written hour tells the part of the day; before, the text may."""
    hour, minute, half = at
    return half or hour > _NOON or (hour == 0 and minute > 0)


def _words(at: tuple[int, int, bool], found: re.Match[str], with_part: bool) -> str:
    hour, minute, _ = at
    if not hour and not minute:
        return "חצות"
    words, named = clock_words(hour, minute)
    if not with_part or not _needs(at) or _part_near(found):
        return words
    return f"{words} {day_part(named)}"


def _part_near(found: re.Match[str]) -> bool:
    """Whether the text says the part of the day itself, right before (הערב ב-20:00) or right after."""
    said_before = not (found["pre"] or "").endswith("ל") and _SAID_BEFORE.search(before(found))
    return bool(said_before or _SAID_AFTER.match(after(found)))


def _seconds(seconds: str | None) -> str:
    return f" ו{count_noun(int(seconds), 'שנייה')}" if seconds and int(seconds) else ""
