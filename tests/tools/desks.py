"""A call with its tools, on real stores."""

import json
from dataclasses import dataclass, replace
from typing import Any

from stores import Stores
from stores.values import Call, Lead
from tests.builders import Clock
from tests.caller import LEAD_NUMBER, OUR_NUMBER
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall, ToolResult, apply_tool
from voicebot.agents.types import Action
from voicebot.companies import company_of
from voicebot.scenarios.sales import sales
from voicebot.settings import Settings
from voicebot.tools.context import CallContext

TOOLS = sales(company_of(Settings())).agent("sales").tools


@dataclass
class Desk:
    """One call; `uses` lets a tool take effect as an agent would."""

    context: CallContext
    state: CallState
    actions: tuple[Action, ...] = ()

    def uses(self, tool: str, **arguments: Any) -> ToolResult:
        return self.uses_raw(tool, json.dumps(arguments))

    def uses_raw(self, tool: str, arguments: str) -> ToolResult:
        self.state, result, self.actions = apply_tool(
            self.state, ToolCall("call_1", tool, arguments), TOOLS, self.context
        )
        return result

    @property
    def stores(self) -> Stores:
        return self.context.stores

    def but(self, **changes: Any) -> "Desk":
        """The same call seen otherwise."""
        return Desk(replace(self.context, **changes), self.state)


def open_call(stores: Stores, sid: str, lead: Lead | None, number: str | None) -> Call:
    call, _ = stores.calls.open(
        sid,
        channel="turns",
        direction="inbound",
        scenario="sales",
        language="he",
        lead_id=lead.id if lead else None,
        from_number=number,
        to_number=OUR_NUMBER,
    )
    return call


def desk_for(
    stores: Stores,
    clock: Clock,
    sid: str = "CA1",
    lead: Lead | None = None,
    number: str | None = LEAD_NUMBER,
    verified: bool = False,
) -> Desk:
    """A call that has just begun."""
    call = open_call(stores, sid, lead, number)
    context = CallContext(stores, call.id, lead.id if lead else None, number, verified, clock)
    return Desk(context, CallState(scenario="sales", agent="sales", step="team"))
