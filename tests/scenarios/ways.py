"""The conversations of tests/conversations, held in other ways: what each way must leave behind is the same."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from stores.records import Base
from tests.builders import MEMBER_NUMBER, Clock, Worker
from tests.caller import LEAD_NUMBER
from tests.scenarios.test_conversations import FACTS, SCRIPTS, lead_of
from tests.standins.brain import Reply
from tests.standins.openai import OpenAIStandIn
from voicebot.agents.flow import Flow
from voicebot.agents.model import ChatModel, ModelEvent, ModelRequest, Paired, StepTo, ToolMessage
from voicebot.agents.rules import RuleModel
from voicebot.agents.tool import ToolCall
from voicebot.simphone.script import Script, load_script


@dataclass(frozen=True)
class Left:
    """What a conversation leaves behind, whichever way it was held."""

    outcome: str
    meetings: tuple[str, ...]
    tasks: tuple[str, ...]
    suppressed: bool


def scripts() -> Mapping[str, Script]:
    return {path.stem: load_script(path) for path in sorted(SCRIPTS.glob("*.yaml"))}


def begin(worker: Worker, clock: Clock, name: str) -> int:
    """An empty database with the member and the lead that the script's facts speak of; the lead's id."""
    with worker.stores.database.begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    worker.stores.members.ensure_default("Dana", MEMBER_NUMBER)
    clock.now = Clock().now
    clock.forward(hours=FACTS[name].later_h if name in FACTS else 0)
    return lead_of(worker, name).id


def left_by(worker: Worker, call_id: str) -> Left:
    """Every row points to the call, but for a meeting from before."""
    meetings, tasks = worker.meetings(), worker.tasks()
    assert {each.call_id for each in meetings} | {each.call_id for each in tasks} <= {call_id, None}
    return Left(
        worker.stores.calls.get(call_id).outcome or "",
        tuple(f"{each.starts_at:%Y-%m-%d %H:%M}" for each in meetings if each.status == "booked"),
        tuple(each.kind for each in tasks),
        worker.stores.suppressions.contains(LEAD_NUMBER),
    )


def unheard(script: Script) -> Script:
    """The script without what must be heard: a model says the same in other words."""
    return replace(script, steps=tuple(replace(each, hears=(), hears_not=(), hears_regex=()) for each in script.steps))


@dataclass
class Shadow:
    """Decides as the flow would, from what the model was asked: it keeps the step that no model knows of."""

    request: ModelRequest | None = None
    step: str = ""
    agent: str = ""
    answered: int = 0
    calls: int = 0

    def forget(self) -> None:
        """The next request is of another call."""
        self.request, self.step, self.agent, self.answered = None, "", "", 0

    def reply(self) -> Reply:
        """The answer for the wire: the flow's lines in English, and the tools that it asks for."""
        request = self.request
        assert request is not None, "the model was asked around the adapter"
        answered = [each for each in request.messages if isinstance(each, ToolMessage)]
        new = answered[self.answered :] if len(answered) >= self.answered else answered
        moves = [request.agent.flow.after(each.call.name, each.result.status) for each in new]
        if not self.step or any(move and move.next for move in moves) or self.agent != request.state.agent:
            self.step = request.state.step  # a tool has moved the conversation on
        self.answered, self.agent = len(answered), request.state.agent
        state = request.state.but(step=self._known(request.agent.flow))
        events = list(RuleModel().stream(replace(request, state=state)))
        self.step = next((each.step for each in events if isinstance(each, StepTo)), self.step)
        self.calls += sum(isinstance(each, ToolCall) for each in events)
        calls = [(each.name, json.loads(each.arguments)) for each in events if isinstance(each, ToolCall)]
        return Reply(" ".join(each.line.en for each in events if isinstance(each, Paired)), calls)

    def _known(self, flow: Flow) -> str:
        return self.step if self.step in flow.steps else flow.greeted


@dataclass
class Noting:
    """A ChatModel that shows the shadow what it is asked before it asks over the wire."""

    inner: ChatModel
    shadow: Shadow

    @property
    def name(self) -> str:
        return self.inner.name

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        self.shadow.request = request
        yield from self.inner.stream(request)


class FlowStandIn(OpenAIStandIn):
    """OpenAI's API with a model behind it that wants what the flow wants."""

    def __init__(self, shadow: Shadow) -> None:
        super().__init__()
        self.shadow = shadow

    def _reply(self, body: Mapping[str, Any]) -> Reply:
        return super()._reply(body) if "response_format" in body else self.shadow.reply()
