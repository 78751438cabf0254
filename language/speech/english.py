"""English as a voice says it: only what an English voice misreads is put otherwise."""

import re
from typing import Final

from language.hebrew import remove_bidi
from language.speech.addresses import EMAIL
from language.speech.dates import is_date
from language.spoken import MONTHS_EN

_MONEY: Final = re.compile(
    r"(?:(?:₪|\bNIS|\bILS)\s?(?P<a>\d[\d,]*(?:\.\d+)?)|(?P<b>\d[\d,]*(?:\.\d+)?)\s?(?:₪|NIS\b|ILS\b))"
)
_PHONE: Final = re.compile(
    r"(?<![\w.,:/-])(?:\+\d[\d\- ()]{6,18}\d|0\d{1,2}[- ]?\d{3}[- ]?\d{3,4}|1[- ][78]00[- ]\d{3}[- ]\d{3})(?![\d-])"
)
_STAR: Final = re.compile(r"(?<![\w*])\*(\d{3,6})(?!\d)")
_DATE: Final = re.compile(r"(?<![\d./-])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?![\d/])")
_ISO: Final = re.compile(r"(?<![\d-])(\d{4})-(\d\d)-(\d\d)(?![\d-])")
_CLOCK: Final = re.compile(r"(?<![\d:.])(1[3-9]|2[0-3]|00):([0-5]\d)(?![\d:])(?!\s?[ap]\.?m)", re.IGNORECASE)
_CODE: Final = re.compile(r"(?P<cue>\b(?:code|PIN|ID|number)(?: is)?[:\s]+)(?P<n>\d{4,12})(?![\d.,:/-])", re.IGNORECASE)
_WORDS: Final = {"e.g.": "for example", "i.e.": "that is", "approx.": "approximately", "&": "and", "w/": "with"}
_WORD: Final = re.compile("|".join(rf"(?<!\S){re.escape(word)}(?!\w)" for word in _WORDS))
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LOCAL: Final = {".": " dot ", "_": " underscore ", "-": " dash ", "+": " plus ", "@": " at "}
_HALF: Final = 12


def spoken_english(text: str) -> str:
    """The sentence without direction marks; shekels, phone numbers, addresses, dates and 24-hour times as said."""
    text = _CONTROLS.sub("", remove_bidi(text))
    text = EMAIL.sub(lambda found: _address(found[0]), text)
    text = _MONEY.sub(lambda found: _shekels(found["a"] or found["b"]), text)
    text = _PHONE.sub(lambda found: _groups(found[0]), text)
    text = _STAR.sub(lambda found: f"star {' '.join(found[1])}", text)
    text = _CODE.sub(lambda found: f"{found['cue']}{' '.join(found['n'])}", text)
    text = _ISO.sub(lambda found: _date(found, found[3], found[2], found[1]), text)
    text = _DATE.sub(lambda found: _date(found, found[1], found[2], found[3]), text)
    return _WORD.sub(lambda found: _WORDS[found[0]], _CLOCK.sub(_clock, text))


def _address(address: str) -> str:
    return " ".join("".join(_LOCAL.get(each, each) for each in address).split())


def _shekels(amount: str) -> str:
    return f"{amount} {'shekel' if amount == '1' else 'shekels'}"


def _groups(written: str) -> str:
    plus = "plus " if written.startswith("+") else ""
    return plus + ", ".join(" ".join(group) for group in re.findall(r"\d+", written))


def _date(found: re.Match[str], day: str, month: str, year: str) -> str:
    """Israel writes the day first."""
    if int(year) == 0 or not is_date(int(day), int(month), int(year)):
        return found[0]
    return f"{MONTHS_EN[int(month) - 1]} {int(day)}, {year}"


def _clock(found: re.Match[str]) -> str:
    hour = int(found[1])
    return f"{(hour - 1) % _HALF + 1}:{found[2]} {'AM' if hour < _HALF else 'PM'}"
