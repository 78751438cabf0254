"""The same conversations with a language model on the wire, and in text: what they leave behind is the same.

A model stands in that asks for what the flow would do, in the flow's English, over OpenAI's API: the adapter, the
stream, the tools, the claims and the translation are the product's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from _pytest.mark import ParameterSet

from stores import open_database
from tests.apps import phone_app
from tests.builders import Clock, Worker, settings
from tests.fakes import FakeTranslator
from tests.scenarios.ways import FlowStandIn, Left, Noting, Shadow, begin, left_by, scripts, unheard
from voicebot.agents.model import ChatModel
from voicebot.clients.openai_chat import OpenAIChat
from voicebot.conversation.replies import Waits
from voicebot.services import Vendors, build
from voicebot.simphone.script import Script

ALL = scripts()
KNOWN_IN_TEXT = frozenset({"cancels_unverified", "moves_unverified", "changes_mind"})
"""Over the telephone a number proves nothing; in text the API tells who speaks, so these end otherwise."""
SPOKEN = {name: script for name, script in ALL.items() if name not in KNOWN_IN_TEXT and not any(
    each.keys or each.silent or each.hangs_up or each.dial for each in script.steps
) and script.call.get("direction") != "outbound-api" and "from" not in script.call}  # fmt: skip
SAMPLE = frozenset(
    {"approved_answer", "booking", "by_mail", "changes_mind", "distress", "english_speaker", "injection", "minor",
     "moves_own_booking", "not_interested", "optout", "person", "price_line", "question_unanswered", "read_back_no",
     "refuses_all", "saturday", "someone_else_cancels"}
)  # fmt: skip
"""One of each kind of ending in `make test`, all of them in `make soak`."""


def some(names: Iterable[str]) -> list[ParameterSet]:
    """Those of the sample; the others are slow."""
    return [pytest.param(name, marks=() if name in SAMPLE else pytest.mark.slow) for name in names]


@dataclass(frozen=True)
class Ways:
    """An app whose calls rules hold, and one whose calls a model holds, on one database and one clock."""

    rules: Worker
    model: Worker
    shadow: Shadow
    clock: Clock
    known: dict[str, Left] = field(default_factory=dict)

    def by_rules(self, name: str) -> Left:
        """What the script leaves when rules hold the call by phone; played once."""
        if name not in self.known:
            self.known[name] = played(self.rules, self.clock, name, ALL[name])
        return self.known[name]


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ways]:
    url = f"sqlite:///{tmp_path_factory.mktemp('ways') / 'voicebot.db'}"
    database = open_database(url)
    database.migrate()
    database.close()
    clock, shadow = Clock(), Shadow()

    def worker(*models: ChatModel) -> Worker:
        vendors = Vendors(models=models, translators=(FakeTranslator(),) if models else ())
        services = build(settings(database_url=url), vendors, clock, waits=Waits(20, 20))
        return Worker(phone_app(services), services)

    with FlowStandIn(shadow) as standin:
        model = Noting(OpenAIChat("a-key", standin.base_url, "gpt-6-luna"), shadow)
        both = Ways(worker(), worker(model), shadow, clock)
        yield both
        for each in (both.rules, both.model):
            each.settle()
            each.stores.database.close()


def played(worker: Worker, clock: Clock, name: str, script: Script) -> Left:
    begin(worker, clock, name)
    caller = worker.caller().plays(script)
    return left_by(worker, worker.call(caller.call_sid).id)


@pytest.mark.parametrize("name", some(ALL))
def test_with_a_model_on_the_wire(name: str, ways: Ways) -> None:
    expected = ways.by_rules(name)
    ways.shadow.forget()
    assert played(ways.model, ways.clock, name, unheard(ALL[name])) == expected


def test_the_sample_is_of_these() -> None:
    assert set(ALL) >= SAMPLE


def test_the_model_was_asked_and_asked_for_tools(ways: Ways) -> None:
    """Not the rules behind it: else the comparison above would say nothing."""
    ways.shadow.forget()
    before = ways.shadow.calls
    played(ways.model, ways.clock, "booking", unheard(ALL["booking"]))
    assert ways.shadow.calls - before >= 3
    call = ways.model.stores.calls.list().items[0]
    turns = ways.model.stores.turns.for_call(call.id)
    assert {each.model for each in turns[1:]} >= {"openai"}
    assert all(not (each.links or {}).get("failures") for each in turns)


TEXT_OUTCOME = {"transferred": "transfer", "hung_up": ""}
"""In text nobody rings a person or hangs up."""


@pytest.mark.parametrize("name", some(SPOKEN))
def test_in_text(name: str, ways: Ways) -> None:
    """The text API's conversation, from the words that follow the greeting on."""
    by_phone = ways.by_rules(name)
    lead_id = begin(ways.rules, ways.clock, name)
    text, script = ways.rules.services.text, ALL[name]
    call = text.begin(script.call.get("scenario", "sales"), "he", lead_id, ())
    text.turn(call, "שלום")
    heard, ended = "", False
    for at, step in enumerate(script.steps):
        if at:
            assert [each for each in step.hears if each not in heard] == [], (at + 1, heard)
        if step.says:
            reply = text.turn(call, step.says)
            heard, ended = reply.text, reply.action in {"end_call", "transfer"}
        assert not step.ends or ended
    left = left_by(ways.rules, call.id)
    assert left == replace(by_phone, outcome=TEXT_OUTCOME.get(by_phone.outcome, by_phone.outcome))
