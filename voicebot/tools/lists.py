"""Tools about the calling list: off it for good, and how a number came to be on it."""

import re
from typing import Final, Literal

from language.hebrew import script
from language.phrases import Phrase
from language.spoken_values import spoken_date
from stores.errors import NotFound
from voicebot.agents.sentences import storable
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolResult, tool
from voicebot.errors import ToolRefused
from voicebot.tools.context import CallContext
from voicebot.tools.leads import Text

WhyRemoved = Literal["asked", "deceased"]
MAX_SOURCE = 120
"""Characters of a consent's source that are said."""

SOURCES: Final = (
    (("web", "site", "form", "landing", "online", "contact"), Phrase("מטופס באתר שלנו", "a form on our website")),
    (("facebook", "instagram", "meta", "linkedin", "tiktok", "social"), Phrase("מפנייה ברשת חברתית", "social media")),
    (("whatsapp", "sms", "message", "chat"), Phrase("מהודעה שנשלחה אלינו", "a message that was sent to us")),
    (("mail", "newsletter"), Phrase("מפנייה במייל", "an e-mail")),
    (("phone", "call", "telephone"), Phrase("משיחת טלפון איתנו", "a phone call with us")),
    (("event", "conference", "expo", "fair", "booth", "webinar"), Phrase("מאירוע שלנו", "an event of ours")),
    (("referral", "referred", "friend", "recommend"), Phrase("מהמלצה", "a recommendation")),
    (("customer", "client", "contract", "purchase", "order"), Phrase("מקשר קודם איתנו", "earlier dealings with us")),
)  # fmt: skip
"""How sources that are noted in English are said; the first that fits."""
UNKNOWN_SOURCE: Final = Phrase("מהסכמה שרשומה אצלנו", "a consent that is on our records")
HEBREW_SOURCE: Final = Phrase("מ{source}", "{source}")


@tool
def remove_from_list(context: CallContext, state: CallState, why: WhyRemoved = "asked") -> ToolResult:
    """Remove the caller's number from all calling lists, for good. Call it at once when the caller asks not to be
    called again, or says that the person we call has died; and never otherwise.

    why: asked, or deceased when the person we call has died
    """
    removed = _suppress(context, "asked in a call" if why == "asked" else "the lead has died")
    if why == "deceased":
        _tell_member(
            context,
            "deceased",
            "The lead has died, as we were told in a call. The number is suppressed; please update the records."
            if removed
            else "The lead has died, as we were told in a call. The number is withheld: nothing is suppressed.",
        )
        return ToolResult("removed_deceased", effect="suppressed" if removed else None)
    if not removed:
        raise ToolRefused("no_number", "The caller's number is withheld, so there is nothing to remove.")
    return ToolResult("removed", effect="removed")


@tool
def where_number_from(context: CallContext, state: CallState) -> ToolResult:
    """Look up how we have come by the caller's number: call it when the caller asks where we have the number from.
    Without a consent on record the number is removed from all lists, and the call ends with an apology; of a number
    that is withheld nothing can be told.
    """
    lead = context.lead()
    if lead is None or lead.consent is None:
        if not _suppress(context, "no consent on record when asked for it"):
            return ToolResult("no_number", {"note": "The caller's number is withheld: nothing is known, or removed."})
        return ToolResult(
            "no_consent", {"note": "There is no consent on record; the number is removed."}, effect="suppressed"
        )
    values = {"source": spoken_source(lead.consent.source), "date": spoken_date(lead.consent.date, context.now())}
    return ToolResult("known", {"source": lead.consent.source[:MAX_SOURCE], "date": str(lead.consent.date)}, values)


@tool
def note_mourning(context: CallContext, state: CallState, said: Text) -> ToolResult:
    """Leave a caller in peace who mourns somebody of their own, such as a parent: a member of the team is told. Call it
    when nobody has said that the person we call has died; nothing is removed.

    said: what the caller said of it
    """
    _tell_member(
        context,
        "mourning",
        "A death in the family, as we were told in a call; nobody said that the lead died. Find out before anybody"
        f" calls again. What was said: {said}",
    )
    return ToolResult("mourning_noted", effect="task")


def spoken_source(source: str) -> Phrase:
    """A consent's source as it is said, in both languages; one that Hebrew could not say becomes a general word."""
    plain = " ".join(storable(source).split())[:MAX_SOURCE]
    if script(plain) == "hebrew":
        return HEBREW_SOURCE.fill(source=plain)
    words = re.findall(r"[a-z]+", plain.lower())
    known = next((line for marks, line in SOURCES if any(each.startswith(marks) for each in words)), UNKNOWN_SOURCE)
    return Phrase(known.he, plain or known.en)


def _suppress(context: CallContext, reason: str) -> bool:
    """Whether there was a number to suppress: the call's and the lead's."""
    lead = context.lead()
    numbers = {phone for phone in (context.phone, lead.phone if lead else None) if phone}
    for phone in sorted(numbers):
        context.stores.suppressions.add(phone, reason=reason, source="call", call_id=context.call_id)
    return bool(numbers)


def _tell_member(context: CallContext, about: str, text: str) -> None:
    """A task, once in a call, for the lead's owner, else for whoever is the team's default member."""
    lead = context.lead()
    owner = lead.owner_id if lead else None
    try:
        member_id = owner or context.stores.members.default().id
    except NotFound:
        member_id = None
    context.stores.tasks.add(
        "follow_up",
        text,
        lead_id=context.known_lead_id(),
        call_id=context.call_id,
        member_id=member_id,
        key=f"{about}:{context.call_id}",
    )
