"""Spanish times of arrival: "a las cinco y media", "a las 15:30", "en dos horas", "mañana a las ocho".

Less than Hebrew and English have: one clock time or one span, today or tomorrow; anything else gives nothing.
"""

import re
from datetime import datetime, timedelta
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
_MORNING, _LATER = re.compile(r"\bde la mañana\b|\bam\b"), re.compile(r"\bde la (?:tarde|noche)\b|\bpm\b")
_TOMORROW: Final = re.compile(r"(?<!de la )\bmañana\b")
_ABOUT: Final = re.compile(r"\b(?:como|más o menos|aproximadamente|sobre|hacia|casi)\b")
_PARTS: Final = {"media": 30, "cuarto": 15}
_HOUR, _HALF_DAY, _DAY = 60, 12 * 60, 24 * 60


def read_spanish(text: str, now: datetime) -> Parsed | None:
    """The one time that the words name after `now` (Israel's clock), else None."""
    plain = " ".join(re.sub(r"[,.;!?¿¡]", " ", text.lower()).split())
    clocks, spans = list(_CLOCK.finditer(plain)), list(_SPAN.finditer(plain))
    if len(clocks) + len(spans) != 1 or re.search(r"\bno\b.{0,20}\ba las\b", plain):
        return None
    about = bool(_ABOUT.search(plain))
    if spans:
        return Parsed(elapsed(now, _minutes(spans[0])), has_date=True, has_hour=True, approximate=about)
    at = _moment(clocks[0], plain, now)
    return Parsed(at, bool(_TOMORROW.search(plain)), has_hour=True, approximate=about) if at else None


def _minutes(span: re.Match[str]) -> int:
    if span["half"]:
        return 30
    count = _value(span["count"])
    if span["unit"].startswith("minuto"):
        return count
    return count * _HOUR + (30 if span["and"] else 0)


def _moment(clock: re.Match[str], plain: str, now: datetime) -> datetime | None:
    """The next moment at which the clock shows that; without a part of the day a small hour is the next one."""
    hour = _value(clock["hour"])
    past = int(clock["minutes"] or 0) + _part(clock["past"]) - _part(clock["to"])
    minutes = hour * _HOUR + past
    if not 0 <= minutes < _DAY:
        return None
    day = now.date() + timedelta(days=1 if _TOMORROW.search(plain) else 0)
    fits = [minutes] if hour > 12 or _MORNING.search(plain) else [minutes % _HALF_DAY, minutes % _HALF_DAY + _HALF_DAY]
    if _LATER.search(plain) and hour <= 12:
        fits = fits[-1:]
    elif _TOMORROW.search(plain) and hour <= 12 and not _MORNING.search(plain):
        fits = [minutes] if hour >= 6 else fits[-1:]  # tomorrow at eight: in the morning
    moments = [at_clock(day + timedelta(days=ahead), each) for ahead in (0, 1) for each in fits]
    return next((each for each in moments if each is not None and each > now), None)


def _part(word: str | None) -> int:
    return _PARTS.get(word, 0) or _value(word) if word else 0


def _value(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]
