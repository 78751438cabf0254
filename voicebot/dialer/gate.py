"""The one question before every call we place: may this number be called?"""

from dataclasses import dataclass
from datetime import date

from language.phones import BadPhone, parse_phone
from stores.values import Lead


@dataclass(frozen=True)
class Refusal:
    """Why not. `code` is for programs, `message` for people; `invalid` says that the number itself is at fault."""

    code: str
    message: str
    invalid: bool = False


def refusal(lead: Lead, in_call: bool, today: date) -> Refusal | None:
    """Why this lead must not be called now, or None when it may be.

    Pure: what it needs to know comes in. A number that asked to be left alone stays so for ever; a consent
    that has run out is no consent (Consumer Protection Law, Amendment 61: a year).
    """
    if lead.suppressed:
        return Refusal("suppressed", "This number is on the do-not-call list.")
    try:
        parse_phone(lead.phone)
    except BadPhone as error:
        return Refusal(error.code, error.message, invalid=True)
    if lead.consent and lead.consent.expires and lead.consent.expires < today:
        return Refusal("consent_expired", "The lead's consent to be called has expired.")
    if in_call:
        return Refusal("call_in_progress", "This lead is in a call already.")
    return None
