"""Hebrew that a voice can say: times, numbers and phone numbers without a digit."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import phonenumbers
from num2words import num2words

from language.phrases import Phrase
from language.types import Gender, SpokenTime

ISRAEL: Final = ZoneInfo("Asia/Jerusalem")
WEEKDAYS_HE: Final = ("שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת", "ראשון")
WEEKDAYS_EN: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_HE: Final = (
    *("ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני"),
    *("יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"),
)
MONTHS_EN: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SHABBAT: Final = 5
_NOON: Final = 12
_RELATIVE: Final = {0: "היום", 1: "מחר", 2: "מחרתיים"}
# (first hour, words): the part of the day as people say it after an hour.
_PARTS: Final = (
    (22, "בלילה"),
    (18, "בערב"),
    (15, "אחר הצהריים"),
    (12, "בצהריים"),
    (6, "בבוקר"),
    (4, "לפנות בוקר"),
    (0, "בלילה"),
)
_QUARTER: Final = 15
_QUARTER_TO: Final = 45
# Minutes with a form of their own; the others are counted in דקות.
_MINUTES: Final = {
    0: "",
    1: " ודקה",
    2: " ושתי דקות",
    5: " וחמישה",
    10: " ועשרה",
    _QUARTER: " ורבע",
    20: " ועשרים",
    30: " וחצי",
}
_MINUTES_TO: Final = {_QUARTER_TO: "רבע", 50: "עשרה", 55: "חמישה"}
_IL: Final = 972
_MOBILE_PREFIX: Final = 3
_LANDLINE_DIGITS: Final = 8


def spoken_number(number: int, gender: Gender = "f") -> Phrase:
    """A whole number in words; counting, hours and digits are feminine, days of the month masculine."""
    return Phrase(num2words(number, lang="he", gender=gender), f"{number:,}")


def spoken_slot(at: datetime, now: datetime) -> Phrase:
    """Day and hour of a moment, in Israel's time.

    Hebrew: "מחר, יום ראשון, בעשר בבוקר", and with the date from three days on; English keeps digits:
    "Sunday, November 22, at 10:00 AM". Both arguments are aware; ValueError otherwise.
    """
    local, today = _local(at), _local(now).date()
    distance = (local.date() - today).days
    day = weekday_he(local)
    when = f"{_RELATIVE[distance]}, {day}" if distance in _RELATIVE else f"{day}, {_date(local)}"
    return Phrase(f"{when}, {spoken_hour(local)}", _english(local))


def spoken_time(at: datetime, now: datetime) -> SpokenTime:
    """`spoken_slot` with the moment it speaks of."""
    phrase = spoken_slot(at, now)
    return SpokenTime(at, phrase.he, phrase.en)


def spoken_hour(at: datetime) -> str:
    """The hour in Hebrew, with the part of the day: "בשלוש וחצי אחר הצהריים", "ברבע לחמש אחר הצהריים"."""
    if not at.hour and not at.minute:
        return "בחצות"
    words, named = clock_words(at.hour, at.minute)
    return f"ב{words} {day_part(named)}"


def clock_words(hour: int, minute: int) -> tuple[str, int]:
    """(words on a clock of twelve hours, the hour they name of 24): ("רבע לחמש", 17) for 16:45."""
    if to := _MINUTES_TO.get(minute):
        named = (hour + 1) % 24
        return f"{to} ל{_hour(named)}", named
    return f"{_hour(hour)}{_minutes(minute)}", hour


def day_part(hour: int) -> str:
    """The part of the day of an hour, as people say it: בבוקר, בצהריים, אחר הצהריים, בערב, בלילה."""
    return next(words for first, words in _PARTS if hour >= first)


def spoken_phone(e164: str) -> Phrase:
    """A phone number by groups: "אפס חמש ארבע, שבע שש חמש, ארבע שלוש שתיים אחת" and "054-765-4321".

    Raises ValueError for what is not an E.164 number.
    """
    digits = e164.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("not an E.164 number")
    groups = _groups(e164)
    plus = "" if groups[0].startswith("0") else "פלוס "
    spoken = ", ".join(" ".join(_words(int(digit)) for digit in group) for group in groups)
    return Phrase(plus + spoken, ("+" if plus else "") + "-".join(groups))


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(ISRAEL)


def weekday_he(at: date) -> str:
    """ "יום ראשון" … "יום שישי", "שבת"."""
    name = WEEKDAYS_HE[at.weekday()]
    return name if at.weekday() == _SHABBAT else f"יום {name}"


def _date(at: datetime) -> str:
    return f"{_words(at.day, 'm')} ב{MONTHS_HE[at.month - 1]}"


def _english(at: datetime) -> str:
    hour = f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'AM' if at.hour < _NOON else 'PM'}"
    return f"{WEEKDAYS_EN[at.weekday()]}, {MONTHS_EN[at.month - 1]} {at.day}, at {hour}"


def _hour(hour: int) -> str:
    return _words((hour - 1) % 12 + 1)


def _minutes(minute: int) -> str:
    return _MINUTES[minute] if minute in _MINUTES else f" ו{_words(minute)} דקות"


def _words(number: int, gender: Gender = "f") -> str:
    return spoken_number(number, gender).he


def _groups(e164: str) -> list[str]:
    """National groups for Israel (3-3-4, or 2-3-4 for a landline); else the country code and threes."""
    try:
        parsed = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException as error:
        raise ValueError("not an E.164 number") from error
    national = phonenumbers.national_significant_number(parsed)
    if parsed.country_code != _IL:
        return [str(parsed.country_code), *_threes(national)]
    area = _MOBILE_PREFIX if len(national) > _LANDLINE_DIGITS else _MOBILE_PREFIX - 1
    dialled = "0" + national
    return [part for part in (dialled[:area], dialled[area : area + 3], dialled[area + 3 :]) if part]


def _threes(digits: str) -> list[str]:
    """Groups of three, the last of three or four, as phone numbers are read."""
    ends = [*range(3, len(digits) - 1, 3)]
    starts = [0, *ends]
    stops = [*ends, len(digits)]
    return [digits[a:b] for a, b in zip(starts, stops, strict=True)]
