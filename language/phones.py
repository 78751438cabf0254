"""One place that parses, validates and classifies phone numbers. Numbers are E.164 everywhere else."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

from language.hebrew import remove_bidi
from language.types import LanguageError

PhoneKind = Literal[
    "mobile",
    "landline",
    "mobile_or_landline",
    "voip",
    "premium",
    "shared_cost",
    "toll_free",
    "short",
    "voicemail",
    "pager",
    "personal",
    "unknown",
]
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
REGIONS: Final = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""ISO codes of all countries whose numbers can be told."""
_KINDS: Final[dict[int, PhoneKind]] = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "landline",
    # North America's numbers do not tell which they are.
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "mobile_or_landline",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.SHARED_COST: "shared_cost",
    PhoneNumberType.UAN: "shared_cost",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.VOICEMAIL: "voicemail",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
}
_DIALLABLE: Final = frozenset(("mobile", "landline", "mobile_or_landline", "voip"))
_REFUSED_KINDS: Final[dict[PhoneKind, PhoneProblem]] = {
    "short": "short",
    "premium": "premium",
    "shared_cost": "shared_cost",
    "toll_free": "toll_free",
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
_SPACE: Final = re.compile(r"\s")
_DASH: Final = re.compile("[\u2010-\u2015\u2212\u05be]")
# ASCII digits and what people put between them.
_WRITTEN: Final = re.compile(r"\+?[0-9 ().\-/]*")
_STARRED: Final = re.compile(r"\*[0-9 \-]+")
# 1xx and 1xxx: emergency, electricity, home front, municipality, directory enquiries.
_SHORT_IN_ISRAEL: Final = re.compile(r"1\d{2,3}")
# 056 and 059 ring in the Palestinian networks, though Israel's numbering plan has them (Ministry of Communications).
_PALESTINIAN: Final = re.compile(r"5[69]\d{7}")
_SHOWN_START: Final = 6
_SHOWN_END: Final = 2


class BadPhone(LanguageError):
    """A number that cannot or must not be dialled; `code` says why, `message` in a sentence."""

    def __init__(self, code: PhoneProblem, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class PhoneInfo:
    """What a written number is; `problem` is why it is not dialled, None when it may be.

    `e164` is "" and `region` None when it cannot be read as a number; `region` is an ISO country code.
    """

    kind: PhoneKind
    e164: str
    region: str | None
    problem: PhoneProblem | None

    @property
    def message(self) -> str:
        """Why it is not dialled, in a sentence without the number; "" when it may be."""
        return _MESSAGES[self.problem] if self.problem else ""


def classify(text: str, default_region: str = "IL", allowed: Collection[str] = ALLOWED_REGIONS) -> PhoneInfo:
    """What this number is and whether it may be dialled; never raises.

    `allowed` are ISO country codes: +1 809 and the like look ordinary to every library.
    """
    text = _plain(text)
    if _STARRED.fullmatch(text) and len(text) <= _MAX_LENGTH:
        return PhoneInfo("short", "", default_region, "short")
    try:
        number = _parse(text, default_region)
    except BadPhone as error:
        return PhoneInfo("unknown", "", None, error.code)
    kind, region = _kind(number, default_region), _region(number)
    e164 = "" if kind == "short" else phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return PhoneInfo(kind, e164, region, _problem(number, kind, region, allowed))


def parse_phone(text: str, default_region: str = "IL", allowed: Collection[str] = ALLOWED_REGIONS) -> str:
    """The E.164 form of a number that may be dialled; `allowed` are ISO country codes. Raises BadPhone."""
    info = classify(text, default_region, allowed)
    if info.problem:
        raise _bad(info.problem)
    return info.e164


def mask_phone(e164: str) -> str:
    """For logs: +97254•••••21; a number too short to hide anything in is hidden as a whole."""
    hidden = len(e164) - _SHOWN_START - _SHOWN_END
    if hidden <= _SHOWN_END:
        return "•" * len(e164)
    return e164[:_SHOWN_START] + "•" * hidden + e164[-_SHOWN_END:]


def _bad(code: PhoneProblem) -> BadPhone:
    return BadPhone(code, _MESSAGES[code])


def _plain(text: str) -> str:
    """Without direction marks, with one kind of space and of dash."""
    return _DASH.sub("-", _SPACE.sub(" ", remove_bidi(text).strip()))


def _parse(text: str, region: str) -> PhoneNumber:
    if len(text) > _MAX_LENGTH or not _WRITTEN.fullmatch(text):
        raise _bad("malformed")
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException as error:
        short = error.error_type == NumberParseException.TOO_SHORT_NSN
        raise _bad("too_short" if short else "malformed") from error


def _kind(number: PhoneNumber, region: str) -> PhoneKind:
    home = number.country_code == phonenumbers.country_code_for_region(region)
    if home and _is_short(number, region):
        return "short"
    return _KINDS.get(phonenumbers.number_type(number), "unknown")


def _region(number: PhoneNumber) -> str | None:
    region = phonenumbers.region_code_for_number(number)
    if region == "IL" and _PALESTINIAN.fullmatch(str(number.national_number)):
        return "PS"
    return region


def _problem(number: PhoneNumber, kind: PhoneKind, region: str | None, allowed: Collection[str]) -> PhoneProblem | None:
    if refused := _REFUSED_KINDS.get(kind):
        return refused
    if not phonenumbers.is_valid_number(number):
        return _REFUSED_LENGTHS.get(phonenumbers.is_possible_number_with_reason(number), "not_valid")
    if region not in allowed:
        return "foreign"
    return None if kind in _DIALLABLE else "not_diallable"


def _is_short(number: PhoneNumber, region: str) -> bool:
    digits = phonenumbers.national_significant_number(number)
    if region == "IL" and _SHORT_IN_ISRAEL.fullmatch(digits):
        return True
    return phonenumbers.is_valid_short_number(number) or phonenumbers.is_emergency_number(digits, region)
