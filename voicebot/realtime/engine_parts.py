"""What the engines of all realtime calls work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stores import Stores
from stores.values import Call
from voicebot.agents.state import CallState
from voicebot.agents.summary import Summarise, by_fields
from voicebot.agents.types import Scenario
from voicebot.conversation import memory
from voicebot.conversation.translation import Translation
from voicebot.conversation.turns import TurnRunner
from voicebot.realtime.call_work import Observed
from voicebot.realtime.commands import Persona
from voicebot.tools.context import CallContext


@dataclass(frozen=True)
class EngineParts:
    """What every realtime call's engine works with."""

    stores: Stores
    scenarios: Callable[[str], Scenario]
    runner: TurnRunner
    translation: Translation
    owner: str
    now: Callable[[], datetime]
    observed: Observed
    summarise: Summarise = by_fields

    def context(self, call: Call, state: CallState, heard_offers: frozenset[str] | None = frozenset()) -> CallContext:
        """What a tool of this call may reach."""
        phone = call.to_number if call.direction == "outbound" else call.from_number
        verified = memory.is_verified(call)
        return CallContext(self.stores, call.id, call.lead_id, phone, verified, self.now, heard_offers)


PersonaOf = Callable[[Call, CallState], Persona]
"""Who speaks in this state, told what is known."""
