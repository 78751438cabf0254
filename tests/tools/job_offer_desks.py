"""A recruiter's call with the tools of the job offer scenario, on real stores."""

import json
from dataclasses import replace
from typing import Any

import pytest

from stores import Stores
from tests.builders import Clock
from tests.caller import OUR_NUMBER
from tests.job_offers import DANA_NUMBER
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall, ToolResult, apply_tool
from voicebot.companies import company_of
from voicebot.scenarios.job_offer import job_offer
from voicebot.settings import Settings
from voicebot.tools.context import CallContext

_AGENTS = job_offer(company_of(Settings())).agents.values()
TOOLS = tuple({each.name: each for agent in _AGENTS for each in agent.tools}.values())


class RecruiterDesk:
    """One call; `says` begins a turn, `uses` lets a tool take effect in it as an agent would."""

    def __init__(self, stores: Stores, clock: Clock, number: str | None, outbound: bool, sid: str) -> None:
        call, _ = stores.calls.open(
            sid,
            channel="turns",
            direction="outbound" if outbound else "inbound",
            scenario="job_offer",
            language="he",
            lead_id=None,
            from_number=OUR_NUMBER if outbound else number,
            to_number=number if outbound else OUR_NUMBER,
        )
        self.context = CallContext(stores, call.id, None, number, outbound, clock)
        self.state = CallState(scenario="job_offer", agent="authentication", step="name")

    @property
    def stores(self) -> Stores:
        return self.context.stores

    def says(self, words: str) -> "RecruiterDesk":
        self.context = replace(self.context, said=words, began=self.state)
        return self

    def uses(self, tool: str, **arguments: Any) -> ToolResult:
        call = ToolCall("call_1", tool, json.dumps(arguments))
        self.state, result, _ = apply_tool(self.state, call, TOOLS, self.context)
        return result

    def tells(self, name: str, company: str, position: str, code: str) -> ToolResult:
        """Who the caller is, and the code."""
        self.says(name).uses("note_caller", name=name)
        self.says(company).uses("note_caller", company=company)
        self.says(position).uses("note_caller", position=position)
        return self.says(code).uses("verify_caller")

    def kinds(self) -> list[str]:
        """The kinds of what was logged in this call."""
        return [each.kind for each in self.stores.negotiations.of_call(self.context.call_id)]


class Desks:
    """Opens calls."""

    def __init__(self, stores: Stores, clock: Clock) -> None:
        self._stores = stores
        self._clock = clock
        self._count = 0

    def __call__(self, number: str | None = DANA_NUMBER, outbound: bool = False) -> RecruiterDesk:
        self._count += 1
        return RecruiterDesk(self._stores, self._clock, number, outbound, f"CA{self._count}")


ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
