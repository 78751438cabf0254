"""One call's engine without a stream: the port of a call that has rung, on the whole app's services."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.builders import Worker
from voicebot.realtime import engine_of
from voicebot.realtime.call_work import Observed
from voicebot.realtime.codec import Started
from voicebot.realtime.commands import (
    AgentDone,
    AgentKept,
    AskAgent,
    Finish,
    KeepAgent,
    RulesDone,
    RunRules,
    RunTool,
    ToolDone,
)
from voicebot.realtime.engine import ConversationEngine
from voicebot.realtime.ports import CallPort, Opened, Recorded


def opened(
    worker: Worker, sid: str = "CA1", observed: Observed | None = None, at_once: bool = True, **form: str
) -> Opened:
    """Ring, and start the stream. `at_once`: what is recorded is translated before `record` is back."""
    document = ET.fromstring(worker.hook("/realtime/voice", sid, **form).text)  # noqa: S314 - it is our own
    parameter = document.find("Connect/Stream/Parameter")
    assert parameter is not None
    engine = observing(engine_of(worker.services), observed)
    call = engine.open(Started("MZ1", sid, {"token": parameter.get("value", "")}))
    assert call is not None
    return replace(call, port=AtOnce(call.port)) if at_once else call


@dataclass
class AtOnce:
    """A port that leaves nothing for later, as when there is time enough."""

    port: CallPort

    def record(self, what: Recorded) -> None:
        later = self.port.record(what)
        if later is not None:
            later()

    def finish(self, how: Finish, figures: Mapping[str, int]) -> None:
        self.port.finish(how, figures)
        self.port.close()

    def tool(self, asked: RunTool) -> ToolDone:
        return self.port.tool(asked)

    def rules(self, asked: RunRules) -> RulesDone:
        return self.port.rules(asked)

    def agent(self, asked: AskAgent) -> AgentDone:
        return self.port.agent(asked)

    def keep(self, asked: KeepAgent) -> AgentKept:
        return self.port.keep(asked)

    def hurry(self) -> None:
        self.port.hurry()

    def close(self) -> None:
        self.port.close()


def observing(engine: ConversationEngine, observed: Observed | None) -> ConversationEngine:
    if observed is not None:
        engine._parts = replace(engine._parts, observed=observed)
    return engine
