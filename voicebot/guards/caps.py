"""Caps on calls and on money: whether a call is held at all, decided when it is opened."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

import structlog

from language.phrases import Phrase
from stores.guards import Caps, Refusal
from stores.phones import phone_hash
from stores.values import Call

log = structlog.get_logger()

BUSY = Phrase(
    he="כל הקווים שלנו תפוסים כרגע. אפשר לנסות שוב מאוחר יותר. תודה ולהתראות.",
    en="All our lines are busy right now. Please try again later. Thank you, and goodbye.",
)
"""What a caller beyond a cap hears, before we hang up; no vendor is asked."""

MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "money_today": "Today's money for calls is spent (MAX_MONEY_PER_DAY_USD).",
        "live_calls": "As many calls are live as may be (MAX_LIVE_CALLS).",
        "live_calls_of_number": "This number is in as many live calls as it may be (MAX_LIVE_CALLS_PER_NUMBER).",
        "calls_of_number_today": "This number had as many calls today as it may have (MAX_CALLS_PER_NUMBER_PER_DAY).",
    }
)
"""A refusal's cap → why, for the people who run the dialer."""


class Admissions(Protocol):
    """Where admissions are decided for all workers."""

    def admit(self, call_id: str, number_hash: str | None, now: datetime, caps: Caps) -> Refusal | None:
        """None: let in. The same answer for the same call, for ever."""
        ...


class Admission:
    """Lets calls in, as far as the caps go."""

    def __init__(self, store: Admissions, caps: Caps, now: Callable[[], datetime]) -> None:
        self._store = store
        self._caps = caps
        self._now = now

    def decide(self, call: Call) -> Refusal | None:
        """Why the call is not held, or None. Call it in the transaction that opens the call. Raises StoreError.

        Inbound calls count like outbound ones; a conversation in text takes no line.
        """
        if call.channel == "text":
            return None
        number = call.to_number if call.direction == "outbound" else call.from_number
        refusal = self._store.admit(call.id, phone_hash(number) if number else None, self._now(), self._caps)
        if refusal is not None:
            log.warning("call.not_admitted", call_id=call.id, cap=refusal.cap, direction=call.direction)
        return refusal
