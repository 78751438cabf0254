"""Hours of the clock from English text to Hebrew words, and from Hebrew text to English."""

import re
from datetime import datetime
from typing import Final

from language.spoken import ISRAEL, spoken_hour

_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(.*)")
_NOON: Final = 12
_DAY: Final = 24
_HOUR: Final = 60
_PARTS: Final = (" לפנות בוקר", " אחר הצהריים", " בצהריים", " בבוקר", " בערב", " בלילה")
_MORNING: Final = ("בבוקר", "לפנות בוקר")
_NIGHT_ENDS: Final = 6
"""Up to here an hour of the night is after midnight."""


def time_he(text: str) -> str:
    """ "4:00 PM" → "ארבע אחר הצהריים", "16:00" the same; "10:30" alone has no part of the day: "עשר וחצי".

    Without the preposition, that joins later. What is no time is given back.
    """
    hour, minute, rest = _read(text)
    half = rest.replace(".", "").lower()
    if half in {"am", "pm"} and 1 <= hour <= _NOON:
        return _words(hour % _NOON + (_NOON if half == "pm" else 0), minute)
    if hour >= _DAY or minute >= _HOUR:
        return text
    words = _words(hour, minute)
    if 0 < hour <= _NOON:
        part = next((each for each in _PARTS if words.endswith(each)), "")
        return words.removesuffix(part)
    return words


def time_en(text: str) -> str:
    """ "10:30 בבוקר" → "10:30 AM"; an hour without a part of the day stays as it is, with a colon."""
    hour, minute, part = _read(text)
    if hour >= _DAY or minute >= _HOUR:
        return text
    if not part or hour > _NOON or hour == 0:
        return f"{hour}:{minute:02}"
    morning = part in _MORNING or (part == "בלילה" and (hour <= _NIGHT_ENDS or hour == _NOON))
    if hour == _NOON and part in {"בבוקר", "בערב"}:
        return f"{hour}:{minute:02}"
    if part == "בצהריים" and hour == _NOON - 1:
        morning = True
    return f"{hour}:{minute:02} {'AM' if morning else 'PM'}"


def _read(text: str) -> tuple[int, int, str]:
    found = _CLOCK.fullmatch(text.strip())
    return (int(found[1]), int(found[2] or 0), found[3].strip()) if found else (_DAY, 0, "")


def _words(hour: int, minute: int) -> str:
    return spoken_hour(datetime(2000, 1, 1, hour, minute, tzinfo=ISRAEL)).removeprefix("ב")
