"""The one question before every call we place: may this number be called?"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from language.calling_calendar import QuietHours, Refused
from language.phones import BadPhone
from stores.values import Lead
from voicebot.calling import Calling

JERUSALEM = ZoneInfo("Asia/Jerusalem")


@dataclass(frozen=True)
class Refusal:
    """Why not. `code` is for programs, `message` for people; `invalid` says that the number itself is at fault.

    `next_allowed` is when the reason has passed, where that is known.
    """

    code: str
    message: str
    invalid: bool = False
    next_allowed: datetime | None = None


def refusal(
    lead: Lead,
    in_call: bool,
    now: datetime,
    calling: Calling,
    quiet: QuietHours | None = None,
    emergency_today: bool = False,
) -> Refusal | None:
    """Why this lead must not be called now, or None when it may be.

    Pure: what it needs to know comes in. A number that asked to be left alone stays so for ever; a consent
    that has run out is no consent (Consumer Protection Law, Amendment 61: a year). What passes by itself is told last.
    """
    if lead.suppressed:
        return Refusal("suppressed", "This number is on the do-not-call list.")
    try:
        calling.parse(lead.phone)
    except BadPhone as error:
        return Refusal(error.code, error.message, invalid=True)
    today = now.astimezone(JERUSALEM).date()
    if lead.consent and lead.consent.expires and lead.consent.expires < today:
        return Refusal("consent_expired", "The lead's consent to be called has expired.")
    if emergency_today:
        return Refusal("emergency_today", "A call ended today because the lead was in an emergency; not again today.")
    if in_call:
        return Refusal("call_in_progress", "This lead is in a call already.")
    said = calling.may_call(now, quiet)
    return _not_now(said) if isinstance(said, Refused) else None


def _not_now(said: Refused) -> Refusal:
    moment = said.next_allowed
    when = f"The next allowed moment is {moment.isoformat(timespec='minutes')}." if moment else "No moment is allowed."
    return Refusal("not_now", f"{said.line.en} {when}", next_allowed=moment)
