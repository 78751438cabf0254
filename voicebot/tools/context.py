"""What a tool may reach: this call's lead and number, and nobody else's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stores import Stores
from stores.errors import NotFound
from stores.values import Lead


@dataclass(frozen=True)
class CallContext:
    """The call a tool acts in.

    `lead_id` is the lead this call is with, None for an unknown caller; `phone` the other side's E.164 number,
    None when withheld. `verified` says that we know whom we talk to: a caller's number alone is only a hint.
    """

    stores: Stores
    call_id: str
    lead_id: int | None
    phone: str | None
    verified: bool
    now: Callable[[], datetime]

    def lead(self) -> Lead | None:
        """The call's lead as it is stored now; None for an unknown caller and for a lead erased meanwhile."""
        if self.lead_id is None:
            return None
        try:
            return self.stores.leads.get(self.lead_id)
        except NotFound:
            return None

    def known_lead_id(self) -> int | None:
        """The lead's id for a new row; None when the lead is unknown or was erased meanwhile."""
        lead = self.lead()
        return lead.id if lead else None

    def reachable(self) -> bool:
        """Whether the team will know which number to call back."""
        return self.phone is not None or self.lead() is not None
