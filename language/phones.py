"""One place that parses, validates and classifies phone numbers. Numbers are E.164 everywhere else."""

from collections.abc import Collection
from typing import Final, Literal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

from language.hebrew import remove_bidi
from language.types import LanguageError

PhoneProblem = Literal[
    "malformed",
    "too_short",
    "too_long",
    "not_valid",
    "foreign",
    "premium",
    "shared_cost",
    "toll_free",
    "short",
    "not_diallable",
]

ALLOWED_REGIONS: Final = frozenset({"IL"})
_DIALLABLE: Final = frozenset(
    (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.VOIP)
)
_REFUSED_TYPES: Final[dict[int, PhoneProblem]] = {
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.UAN: "shared_cost",
    PhoneNumberType.TOLL_FREE: "toll_free",
}
_REFUSED_LENGTHS: Final[dict[int, PhoneProblem]] = {
    phonenumbers.ValidationResult.TOO_SHORT: "too_short",
    phonenumbers.ValidationResult.TOO_LONG: "too_long",
}
_MESSAGES: Final[dict[PhoneProblem, str]] = {
    "malformed": "this is not a phone number",
    "too_short": "the phone number is too short",
    "too_long": "the phone number is too long",
    "not_valid": "no such phone number can exist",
    "foreign": "numbers of this country are not called",
    "premium": "premium-rate numbers are never called",
    "shared_cost": "shared-cost numbers are never called",
    "toll_free": "toll-free numbers are never called",
    "short": "short and emergency numbers are never called",
    "not_diallable": "only mobile, landline and VoIP numbers are called",
}
_MAX_LENGTH: Final = 40
_SHOWN_START: Final = 6
_SHOWN_END: Final = 2


class BadPhone(LanguageError):
    """A number that cannot or must not be dialled; `code` says why, `message` in a sentence."""

    def __init__(self, code: PhoneProblem, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def parse_phone(text: str, default_region: str = "IL", allowed: Collection[str] = ALLOWED_REGIONS) -> str:
    """The E.164 form of a number that may be dialled; `allowed` are ISO country codes.

    Raises BadPhone. +1 809 and the like look ordinary to every library: hence the list of countries.
    """
    number = _parse(remove_bidi(text).strip(), default_region)
    if problem := _problem(number, default_region, allowed):
        raise _bad(problem)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mask_phone(e164: str) -> str:
    """For logs: +97254•••••21; a number too short to hide anything in is hidden as a whole."""
    hidden = len(e164) - _SHOWN_START - _SHOWN_END
    if hidden <= _SHOWN_END:
        return "•" * len(e164)
    return e164[:_SHOWN_START] + "•" * hidden + e164[-_SHOWN_END:]


def _bad(code: PhoneProblem) -> BadPhone:
    return BadPhone(code, _MESSAGES[code])


def _parse(text: str, region: str) -> PhoneNumber:
    if len(text) > _MAX_LENGTH or any(letter.isalpha() for letter in text):
        raise _bad("malformed")
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as error:
        short = error.error_type == NumberParseException.TOO_SHORT_NSN
        raise _bad("too_short" if short else "malformed") from error
    if number.extension:
        raise _bad("malformed")
    return number


def _problem(number: PhoneNumber, region: str, allowed: Collection[str]) -> PhoneProblem | None:
    if number.country_code == phonenumbers.country_code_for_region(region) and _is_short(number, region):
        return "short"
    kind = phonenumbers.number_type(number)
    if refused := _REFUSED_TYPES.get(kind):
        return refused
    if not phonenumbers.is_valid_number(number):
        return _REFUSED_LENGTHS.get(phonenumbers.is_possible_number_with_reason(number), "not_valid")
    if phonenumbers.region_code_for_number(number) not in allowed:
        return "foreign"
    return None if kind in _DIALLABLE else "not_diallable"


def _is_short(number: PhoneNumber, region: str) -> bool:
    digits = phonenumbers.national_significant_number(number)
    return phonenumbers.is_valid_short_number(number) or phonenumbers.is_emergency_number(digits, region)
