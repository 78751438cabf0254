"""What a tool may reach: this call's lead and number, and nobody else's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from language.calling_calendar import Allowed, CallingRules, Refused, may_call
from stores import Stores
from stores.errors import NotFound, PhoneTaken
from stores.values import Lead
from voicebot.agents.state import CallState

MayCall = Callable[[datetime], Allowed | Refused]
"""The calling calendar: may somebody be called, or met, at that moment."""


def by_default_rules(at: datetime) -> Allowed | Refused:
    """The calendar with the careful default rules."""
    return may_call(at, CallingRules())


@dataclass(frozen=True)
class CallContext:
    """The call a tool acts in.

    `lead_id` is the lead this call is with, None for an unknown caller; `phone` the other side's E.164 number,
    None when withheld. `verified` says that we know whom we talk to: a caller's number alone is only a hint.
    `heard_offers` are the starts of the slots that were offered before this turn, and so could be chosen in it;
    None where nobody listens (a history that is replayed). `may_call` is the calling calendar. `said` are the
    caller's own words in this turn, with what is private in them: for tools that go by those, whatever a model
    makes of them. `began` is the call's state before this turn: what stands there, the caller has heard.
    """

    stores: Stores
    call_id: str
    lead_id: int | None
    phone: str | None
    verified: bool
    now: Callable[[], datetime]
    heard_offers: frozenset[str] | None = None
    may_call: MayCall = by_default_rules
    said: str = ""
    began: CallState | None = None

    def lead(self) -> Lead | None:
        """The call's lead as it is stored now; None for an unknown caller and for a lead erased meanwhile."""
        if self.lead_id is None:
            return None
        try:
            return self.stores.leads.get(self.lead_id)
        except NotFound:
            return None

    def lead_or_new(self, name: str | None = None) -> Lead | None:
        """The call's lead; an unknown caller with a number becomes one, so that the team knows whom to meet."""
        lead = self.lead()
        if lead is not None or self.lead_id is not None or not self.phone:
            return lead  # one that was erased meanwhile is not made anew
        try:
            lead = self.stores.leads.add(name or self.phone, self.phone)
        except PhoneTaken as taken:
            lead = self.stores.leads.get(taken.holder_id)
        self.stores.calls.set_lead(self.call_id, lead.id)
        return lead

    def known_lead_id(self) -> int | None:
        """The lead's id for a new row; None when the lead is unknown or was erased meanwhile."""
        lead = self.lead()
        return lead.id if lead else None

    def reachable(self) -> bool:
        """Whether the team will know which number to call back."""
        return self.phone is not None or self.lead() is not None
