"""Money, percentages and phone numbers, from English text to Hebrew words and from Hebrew text to English."""

import re
from decimal import Decimal
from typing import Final

import phonenumbers

from language.spoken import spoken_number, spoken_phone

_AMOUNT: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_THOUSAND: Final = re.compile(r"\d\s?(?:k\b|thousand)|אלף", re.IGNORECASE)
_MILLION: Final = re.compile(r"million|מיליון", re.IGNORECASE)
# (what names the coin, one, many, a hundredth, its plural; English): all masculine but agorot.
_COINS: Final = (
    (re.compile(r"agorot|אגורות"), "agorot"),
    (re.compile(r"₪|NIS|ILS|shekel|שקל|ש[\"״'׳]{1,2}ח", re.IGNORECASE), "shekels"),
    (re.compile(r"\$|USD|dollar|דולר", re.IGNORECASE), "dollars"),
    (re.compile(r"€|EUR|אירו|יורו", re.IGNORECASE), "euros"),
    (re.compile(r"£|GBP|pound", re.IGNORECASE), "pounds"),
)
_ONE_MANY: Final = {
    "shekels": ("שקל", "שקלים"),
    "dollars": ("דולר", "דולר"),
    "euros": ("אירו", "אירו"),
    "pounds": ("פאונד", "פאונד"),
}
_HUNDREDTHS: Final = {"shekels": "אגורות", "dollars": "סנט", "euros": "סנט", "pounds": "פני"}
_ONE, _TWO, _FEW, _HUNDRED = 1, 2, 10, 100
_MOST: Final = 10**12


def money_he(text: str) -> str:
    """ "$1,500" → "אלף חמש מאות דולר", "99.90 NIS" → "תשעים ותשעה שקלים ותשעים אגורות"."""
    amount, coin = _read(text)
    if amount is None or coin not in _ONE_MANY:
        return f"{_AMOUNT.search(text)[0]} אגורות" if coin == "agorot" else text  # type: ignore[index]  # it has one
    whole, cents = divmod(int(amount * _HUNDRED), _HUNDRED)
    if not cents:
        return _coins(whole, coin)
    small = f"{spoken_number(cents, 'f' if coin == 'shekels' else 'm').he} {_HUNDREDTHS[coin]}"
    return f"{_coins(whole, coin)} ו{small}" if whole else small


def money_en(text: str) -> str:
    """ "1,500 ש״ח" → "1,500 shekels"."""
    amount, coin = _read(text)
    if amount is None or not coin:
        return text
    shown = f"{amount:,}" if amount != int(amount) else f"{int(amount):,}"
    return f"{shown} {coin}"


def percent_he(text: str) -> str:
    """ "20%" → "עשרים אחוז"; a fraction keeps its digits."""
    number = _AMOUNT.search(text)
    if number is None:
        return text
    amount = Decimal(number[0].replace(",", ""))
    if amount != int(amount) or amount >= _MOST:
        return f"{number[0]} אחוז"
    if amount == _ONE:
        return "אחוז אחד"
    return f"{_counted(int(amount))} {'אחוזים' if _TWO <= amount <= _FEW else 'אחוז'}"


def percent_en(text: str) -> str:
    """ "20 אחוז" → "20%"."""
    number = _AMOUNT.search(text)
    return f"{number[0]}%" if number else text


def phone_he(text: str) -> str:
    """A number by groups in words; "*2700" by digits. One that is no Israeli or international number stays."""
    if text.startswith("*"):
        return f"כוכבית {_digit_by_digit(text[1:])}"
    if re.match(r"1\D?[789]\d\d", text):  # 1-700 and 1-800 have no zero before them
        digits = re.sub(r"\D", "", text)
        return ", ".join(_digit_by_digit(each) for each in (digits[:4], digits[4:7], digits[7:]))
    try:
        parsed = phonenumbers.parse(text, "IL")
        return spoken_phone(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)).he
    except (phonenumbers.NumberParseException, ValueError):
        return text


def _digit_by_digit(digits: str) -> str:
    return " ".join(spoken_number(int(digit)).he for digit in digits)


def _read(text: str) -> tuple[Decimal | None, str]:
    """The amount (None when it is too large to be said) and the coin."""
    coin = next((name for pattern, name in _COINS if pattern.search(text)), "")
    number = _AMOUNT.search(text)
    if number is None:
        return None, coin
    amount = Decimal(number[0].replace(",", ""))
    amount *= 1_000_000 if _MILLION.search(text) else 1000 if _THOUSAND.search(text) else 1
    return (amount if amount < _MOST else None), coin


def _coins(number: int, coin: str) -> str:
    one, many = _ONE_MANY[coin]
    if number == _ONE:
        return f"{one} אחד"
    return f"{_counted(number)} {many if _TWO <= number <= _FEW or coin == 'shekels' else one}"


def _counted(number: int) -> str:
    """A masculine number before its noun."""
    return "שני" if number == _TWO else spoken_number(number, "m").he
