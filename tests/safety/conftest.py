"""One app for all attacks, on a database of its own; the model is in the attacker's hands."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import delete, or_, update

from stores import Stores, open_database
from stores.records import CallRecord, LeadRecord, SuppressionRecord, TaskRecord
from stores.values import Call, Lead, Turn
from tests.builders import MEMBER_NUMBER, Clock, settings
from tests.caller import LEAD_NUMBER, OUR_NUMBER
from tests.conversation.talking import UNCLEAR
from tests.fakes import FakeTranslator, says
from tests.safety.world import Others, populate
from voicebot.agents.model import ModelEvent, ModelRequest, ToolMessage, UserMessage
from voicebot.agents.state import CallState
from voicebot.agents.tool import ToolCall
from voicebot.agents.types import Scenario
from voicebot.conversation.types import Input
from voicebot.services import Services, Vendors, build
from voicebot.simphone.events import new_sid

OWNER = "w"


@dataclass
class TakenOver:
    """A ChatModel that asks for what it was told to, one round each, and then says something harmless."""

    name: str = "taken-over"
    rounds: list[Sequence[ToolCall]] = field(default_factory=list)
    requests: list[ModelRequest] = field(default_factory=list)

    def stream(self, request: ModelRequest) -> Iterator[ModelEvent]:
        self.requests.append(request)
        if self.rounds:
            yield from self.rounds.pop(0)
        else:
            yield from says("All right.")

    @property
    def results(self) -> list[str]:
        """The statuses of the last turn's tools, as the model was told."""
        told: list[str] = []
        for message in self.requests[-1].messages if self.requests else ():
            told = [] if isinstance(message, UserMessage) else told
            if isinstance(message, ToolMessage):
                told.append(message.result.status)
        return told


@dataclass
class Victim:
    """The app under attack. `call` opens a call of the lead's; `turn` lets the model act in it."""

    services: Services
    model: TakenOver
    lead: Lead
    others: Others

    @property
    def stores(self) -> Stores:
        return self.services.stores

    def call(self, scenario: Scenario) -> Call:
        call, _ = self.stores.calls.open(
            new_sid("CA"), channel="turns", direction="inbound", scenario=scenario.name, language="he",
            lead_id=self.lead.id, from_number=LEAD_NUMBER, to_number=OUR_NUMBER, status="in-progress",
        )  # fmt: skip
        self.put(call, state_at(scenario, scenario.entry))
        return self.stores.calls.get(call.id)

    def put(self, call: Call, state: CallState) -> None:
        """Where the call stands now."""
        version = self.stores.calls.get(call.id).state_version
        self.stores.calls.save_state(call.id, state.model_dump(mode="json"), version)

    def forget(self, call: Call, *tasks: int) -> None:
        """The next call begins as this one did: what was within its rights is taken back."""
        with self.stores.database.begin() as session:
            session.execute(delete(TaskRecord).where(or_(TaskRecord.call_id == call.id, TaskRecord.id.in_(tasks))))
            session.execute(delete(SuppressionRecord).where(SuppressionRecord.call_id == call.id))
            session.execute(delete(CallRecord).where(CallRecord.id == call.id))
            session.execute(update(LeadRecord).where(LeadRecord.id == self.lead.id).values(notes=None, gender=None))

    def state(self, call: Call) -> CallState:
        return CallState.model_validate(self.stores.calls.get(call.id).state)

    def turn(self, call: Call, *rounds: Sequence[ToolCall], words: str = UNCLEAR) -> Turn:
        self.model.rounds, self.model.requests = list(rounds), []
        claim = self.stores.turns.claim(call.id, None, "text", OWNER).turn
        self.services.runner.run(self.stores.calls.get(call.id), claim, Input("text", text=words))
        return self.stores.turns.get(call.id, claim.number)


def state_at(scenario: Scenario, agent: str, **changes: object) -> CallState:
    """The beginning of the agent's part of a call."""
    return CallState(scenario=scenario.name, agent=agent, step=scenario.agent(agent).flow.greeted).but(**changes)


def asked(tool: str, arguments: object = None, number: int = 1) -> ToolCall:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments or {})
    return ToolCall(f"call_{number}", tool, text)


@pytest.fixture(scope="session")
def safety_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('safety') / 'voicebot.db'}"
    database = open_database(url)
    database.migrate()
    database.close()
    return url


@pytest.fixture(scope="session")
def target(safety_url: str) -> Iterator[Victim]:
    """Attacks must leave no trace beyond their call, so all of them share one."""
    model = TakenOver()
    vendors = Vendors(models=(model,), translators=(FakeTranslator(),))
    services = build(settings(database_url=safety_url), vendors, Clock())
    services.stores.members.ensure_default("Dana", MEMBER_NUMBER)
    lead, others = populate(services.stores)
    yield Victim(services, model, lead, others)
    services.close()
