"""Exact renderings of structured data, in both languages: dates, relative days, money, durations, addresses, counts."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from language.phrases import Phrase
from language.speech.addresses import EMAIL, email_words
from language.speech.amounts import CURRENCIES, money_words, percent_words
from language.speech.dates import date_words
from language.speech.english import spoken_english
from language.speech.nouns import count_noun
from language.spoken import ISRAEL, MONTHS_EN, WEEKDAYS_EN, spoken_hour, spoken_slot, weekday_he

_RELATIVE: Final = {
    -2: ("שלשום", "the day before yesterday"),
    -1: ("אתמול", "yesterday"),
    0: ("היום", "today"),
    1: ("מחר", "tomorrow"),
    2: ("מחרתיים", "the day after tomorrow"),
}
_WEEK: Final = 7
_SYMBOLS: Final = {"ILS": "₪", "USD": "$", "EUR": "€", "GBP": "£"}
_HOUR: Final = 60
_DAY: Final = 24 * _HOUR
# Parts of an hour that have a name: alone, and after a whole number of hours.
_ALONE: Final = {15: "רבע שעה", 30: "חצי שעה", 45: "שלושת רבעי שעה"}
_AND: Final = {15: "ורבע", 30: "וחצי"}


def spoken_date(at: date, now: datetime) -> Phrase:
    """Weekday and date, with the year when it is another: "יום שלישי, עשרים וארבעה בנובמבר"; English keeps digits.

    A moment is taken in Israel's time. ValueError for one without a time zone.
    """
    day, today = _day(at), _day(now)
    year = day.year if day.year != today.year else None
    english = f"{WEEKDAYS_EN[day.weekday()]}, {MONTHS_EN[day.month - 1]} {day.day}" + (f", {year}" if year else "")
    return Phrase(f"{weekday_he(day)}, {date_words(day.day, day.month, year)}", english)


def relative_day(at: date, now: datetime) -> Phrase:
    """ "מחר", "מחרתיים", "ביום שלישי" within a week, else the date: "בעשרים וארבעה בנובמבר"."""
    day, distance = _day(at), (_day(at) - _day(now)).days
    if distance in _RELATIVE:
        return Phrase(*_RELATIVE[distance])
    name, english = f"ב{weekday_he(day)}", f"on {WEEKDAYS_EN[day.weekday()]}"
    if 0 < distance < _WEEK:
        return Phrase(name, english)
    year = day.year if day.year != _day(now).year else None
    dated = f"on {MONTHS_EN[day.month - 1]} {day.day}" + (f", {year}" if year else "")
    return Phrase(f"ב{date_words(day.day, day.month, year)}", dated)


def read_back(at: datetime, now: datetime) -> Phrase:
    """A moment as it is read back before it is booked: relative day, weekday, date and hour, nothing left out.

    "מחר, יום ראשון, עשרים ושניים בנובמבר, בעשר בבוקר"; "tomorrow, Sunday, November 22, at 10:00 AM".
    """
    slot, local = spoken_slot(at, now), at.astimezone(ISRAEL)
    near = _RELATIVE.get((local.date() - _day(now)).days)
    year = f" {local.year}" if local.year != _day(now).year else ""
    he = f"{weekday_he(local)}, {date_words(local.day, local.month, int(year or 0) or None)}, {spoken_hour(local)}"
    en = slot.en.replace(", at", f",{year}, at") if year else slot.en
    return Phrase(f"{near[0]}, {he}", f"{near[1]}, {en}") if near else Phrase(he, en)


def spoken_money(amount: Decimal | int, currency: str = "ILS") -> Phrase:
    """ "תשעים ותשעה שקלים ותשעים אגורות" and "₪99.90". Raises ValueError for an unknown currency (ISO 4217)."""
    if currency not in CURRENCIES:
        raise ValueError(f"an unknown currency: {currency!r}")
    rounded = abs(Decimal(amount).quantize(Decimal("0.01")))
    text = f"{rounded:,.2f}".removesuffix(".00")
    minus, sign = ("מינוס ", "-") if amount < 0 else ("", "")
    return Phrase(minus + money_words(text, CURRENCIES[currency]), f"{sign}{_SYMBOLS[currency]}{text}")


def spoken_percent(value: Decimal | int) -> Phrase:
    """ "שלושה וחצי אחוזים" and "3.5%"."""
    text = _plain(abs(Decimal(value)))
    minus, sign = ("מינוס ", "-") if value < 0 else ("", "")
    return Phrase(minus + percent_words(text), f"{sign}{text}%")


def spoken_duration(length: timedelta) -> Phrase:
    """ "שעה וחצי" and "1 hour and 30 minutes"; to the minute. Raises ValueError for a negative one."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 0:
        raise ValueError("a negative length of time")
    days, hours, rest = minutes // _DAY, minutes % _DAY // _HOUR, minutes % _HOUR
    named = [(days, "יום", "day"), (hours, "שעה", "hour"), (rest, "דקה", "minute")]
    parts = [(number, he, en) for number, he, en in named if number] or [(0, "דקה", "minute")]
    english = _joined([f"{number} {en}{'' if number == 1 else 's'}" for number, _, en in parts], " and ")
    if minutes in _ALONE:
        return Phrase(_ALONE[minutes], english)
    if hours and rest in _AND:
        parts = parts[:-1]
    hebrew = _joined([he if number == 1 else count_noun(number, he) for number, he, _ in parts], " ו")
    return Phrase(f"{hebrew} {_AND[rest]}" if hours and rest in _AND else hebrew, english)


def spoken_email(address: str) -> Phrase:
    """ "דנה שטרודל אקזמפל נקודה קו נקודה איי אל" and "dana at example dot co dot il". Raises ValueError."""
    if not EMAIL.fullmatch(address):
        raise ValueError("not an e-mail address")
    return Phrase(email_words(address), spoken_english(address))


def spoken_count(amount: int, noun: Phrase, plural_en: str = "") -> Phrase:
    """A number of things, from the noun in the singular: (2, פגישה/meeting) is "שתי פגישות" and "2 meetings"."""
    english = noun.en if abs(amount) == 1 else plural_en or f"{noun.en}s"
    return Phrase(count_noun(amount, noun.he), f"{amount:,} {english}")


def _day(at: date) -> date:
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(ISRAEL).date()


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _joined(parts: list[str], last: str) -> str:
    return last.join(filter(None, (", ".join(parts[:-1]), parts[-1])))
