"""What the engines of all realtime calls work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from stores import Stores
from stores.values import Call
from voicebot.agents import stages
from voicebot.agents.state import CallState
from voicebot.agents.summary import Summarise, by_fields
from voicebot.agents.types import Scenario
from voicebot.conversation import memory
from voicebot.conversation.ports import Scenarios
from voicebot.conversation.translation import Translation
from voicebot.conversation.turns import TurnRunner
from voicebot.realtime.call_work import Observed
from voicebot.realtime.commands import Persona
from voicebot.tools.context import CallContext


@dataclass(frozen=True)
class EngineParts:
    """What every realtime call's engine works with."""

    stores: Stores
    scenarios: Scenarios
    runner: TurnRunner
    translation: Translation
    owner: str
    now: Callable[[], datetime]
    observed: Observed
    summarise: Summarise = by_fields

    def scenario(self, call: Call) -> Scenario:
        """The call's scenario, with the company as it stood when the call began."""
        return self.scenarios(call.scenario, memory.company_version(call))

    def patient(self, call: Call, state: CallState) -> str:
        """What the caller is asked in this state: the name that the flow's step has for it."""
        return self.scenario(call).agent(state.agent).flow.step(state.step).patient

    def stage_s(self, state: CallState) -> float | None:
        """What is left of the stage that runs in this state, None where none does."""
        return stages.left(state, self.now())

    def context(
        self,
        call: Call,
        heard_offers: frozenset[str] | None = frozenset(),
        said: str = "",
        began: CallState | None = None,
    ) -> CallContext:
        """What a tool of this call may reach; `said` are the caller's own words in this exchange."""
        phone = call.to_number if call.direction == "outbound" else call.from_number
        verified = memory.is_verified(call)
        return CallContext(
            self.stores, call.id, call.lead_id, phone, verified, self.now, heard_offers, said=said, began=began
        )


PersonaOf = Callable[[Call, CallState], Persona]
"""Who speaks in this state, told what is known."""
