"""Spanish times of arrival: "a las cinco y media", "a las 15:30", "en dos horas", "mañana a las ocho".

Less than Hebrew and English have: one clock time or one span, today or tomorrow; anything else gives nothing.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from language.numerals import DIGITS
from language.times.resolve import Parsed
from language.times.zone import at_clock, elapsed

_NUMBERS: Final = {
    **{word: value for word, value in DIGITS.items() if word.isalpha() and word.isascii()},
    "diez": 10,
    "once": 11,
    "doce": 12,
    "quince": 15,
    "veinte": 20,
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
}
_NUMBER: Final = "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r"|\d{1,2}"
_CLOCK: Final = re.compile(
    rf"\ba las? (?P<hour>{_NUMBER})(?::(?P<minutes>[0-5]\d))?"
    rf"(?: y (?P<past>media|cuarto|{_NUMBER})| menos (?P<to>cuarto|{_NUMBER}))?\b(?!:)"
)
_SPAN: Final = re.compile(
    rf"\b(?:en|dentro de) (?:(?P<half>media hora)|(?P<count>{_NUMBER}) (?P<unit>horas?|minutos?)(?P<and> y media)?)\b"
)
_LENGTH: Final = re.compile(
    rf"(?:(?:me |nos )?falta[n]? |(?:en |como |unos |unas |casi |más o menos |aproximadamente |sobre )+)*"
    rf"(?:(?P<half>media hora)|(?P<count>{_NUMBER}) (?P<unit>horas?|minutos?)(?P<and> y media)?"
    r"|(?P<whole>hora) y media)"
    r"(?: más o menos| aproximadamente| más)*"
)
"""How long it takes, and nothing else: "unos diez minutos", "hora y media"."""
_MORNING, _LATER = re.compile(r"\bde la mañana\b|\bam\b"), re.compile(r"\bde la (?:tarde|noche)\b|\bpm\b")
_TOMORROW: Final = re.compile(r"(?<!de la )\bmañana\b")
_ABOUT: Final = re.compile(r"\b(?:como|más o menos|aproximadamente|sobre|hacia|casi)\b")
_PARTS: Final = {"media": 30, "cuarto": 15}
_HOUR, _HALF_DAY, _DAY = 60, 12 * 60, 24 * 60


def read_spanish(
    text: str, now: datetime, agreed: date | None = None, talked_about: time | None = None
) -> Parsed | None:
    """The one time that the words name after `now` (Israel's clock), else None.

    An hour without a day is on `agreed` where it can be; without a part of the day it is the one nearest to
    `talked_about`: after nine in the morning "a las diez" is no hour of the night.
    """
    plain = " ".join(re.sub(r"[,.;!?¿¡]", " ", text.lower()).split())
    clocks, spans = list(_CLOCK.finditer(plain)), list(_SPAN.finditer(plain))
    if len(clocks) + len(spans) != 1 or re.search(r"\bno\b.{0,20}\ba las\b", plain):
        return None
    about = bool(_ABOUT.search(plain))
    if spans:
        return Parsed(elapsed(now, _minutes(spans[0])), has_date=True, has_hour=True, approximate=about)
    at = _corrected(clocks[0], plain, now, agreed, talked_about) or _moment(clocks[0], plain, now)
    return Parsed(at, bool(_TOMORROW.search(plain)), has_hour=True, approximate=about) if at else None


def read_spanish_length(text: str, now: datetime) -> Parsed | None:
    """The moment so long after `now` as the whole answer says; "un minuto" asks for patience."""
    plain = " ".join(re.sub(r"[,.;!?¿¡]", " ", text.lower()).split())
    length = _LENGTH.fullmatch(plain)
    minutes = (90 if length["whole"] else _minutes(length)) if length else 0
    if minutes <= 1:
        return None
    return Parsed(elapsed(now, minutes), has_date=True, has_hour=True, approximate=bool(_ABOUT.search(plain)))


def _minutes(span: re.Match[str]) -> int:
    if span["half"]:
        return 30
    count = _value(span["count"])
    if span["unit"].startswith("minuto"):
        return count
    return count * _HOUR + (30 if span["and"] else 0)


def _moment(clock: re.Match[str], plain: str, now: datetime) -> datetime | None:
    """The next moment at which the clock shows that; without a part of the day a small hour is the next one."""
    hour, fits = _value(clock["hour"]), _fits(clock, plain)
    day = now.date() + timedelta(days=1 if _TOMORROW.search(plain) else 0)
    if _TOMORROW.search(plain) and hour <= 12 and not _MORNING.search(plain):
        fits = (
            fits[:1] if 6 <= hour < 12 and not _LATER.search(plain) else fits[-1:]
        )  # tomorrow at eight: in the morning
    moments = [at_clock(day + timedelta(days=ahead), each) for ahead in (0, 1) for each in fits]
    return next((each for each in moments if each is not None and each > now), None)


def _corrected(
    clock: re.Match[str], plain: str, now: datetime, agreed: date | None, talked_about: time | None
) -> datetime | None:
    """The hour on the day that is agreed on, nearest to the hour talked about; of two as near the later one."""
    if agreed is None or talked_about is None or _TOMORROW.search(plain):
        return None
    before = talked_about.hour * _HOUR + talked_about.minute
    near = sorted(_fits(clock, plain), key=lambda each: (abs(each - before), -each))
    moments = [at_clock(agreed, each) for each in near]
    return next((each for each in moments if each is not None and each > now), None)


def _fits(clock: re.Match[str], plain: str) -> list[int]:
    """Minutes after midnight that the clock may mean, in either half of the day where none is told."""
    hour = _value(clock["hour"])
    minutes = hour * _HOUR + int(clock["minutes"] or 0) + _part(clock["past"]) - _part(clock["to"])
    if not 0 <= minutes < _DAY:
        return []
    if hour > 12 or _MORNING.search(plain):
        return [minutes]
    fits = [minutes % _HALF_DAY, minutes % _HALF_DAY + _HALF_DAY]
    return fits[-1:] if _LATER.search(plain) else fits


def _part(word: str | None) -> int:
    return _PARTS.get(word, 0) or _value(word) if word else 0


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]
