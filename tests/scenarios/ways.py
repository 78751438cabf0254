"""The conversations of tests/conversations, held in four ways: what each way leaves behind is the same.

By telephone and in text, with rules and with a language model on the wire: one that asks for what the flow would do, in
the flow's English, over OpenAI's API. The adapter, the stream, the tools, the claims and the translation are ours.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from language.spoken import ISRAEL
from stores import open_database
from stores.records import Base
from stores.values import Call
from tests.builders import API_KEY, MEMBER_NUMBER, Clock, Worker, settings
from tests.caller import LEAD_NUMBER
from tests.fakes import FakeTranslator
from tests.interviews.making import made
from tests.job_offers import import_example
from tests.scenarios.test_conversations import FACTS, SCRIPTS, lead_of
from tests.standins.brain import Reply
from tests.standins.openai import OpenAIStandIn
from voicebot.agents.flow import Flow
from voicebot.agents.model import ChatModel, Counted, ModelEvent, ModelRequest, Paired, StepTo, ToolMessage
from voicebot.agents.rules import RuleModel
from voicebot.agents.stuck import Stuck
from voicebot.agents.tool import ToolCall
from voicebot.conversation.replies import Waits
from voicebot.scenarios.lead_funnel_moves import TOLD_FIRST
from voicebot.services import Vendors, build
from voicebot.simphone.script import Script, Step, load_script

PHONE, TEXT = "phone", "text"
TAGS = {"he": "he-IL", "en": "en-US"}
OPENS_ITSELF = frozenset({"job_offer"})
"""Scenarios in which another agent begins the calls that we make."""
TEXT_OUTCOME = {"transferred": "transfer", "hung_up": "", "left": "live"}
"""In text nobody rings a person or hangs up."""


@dataclass(frozen=True)
class Left:
    """What a conversation leaves behind, whichever way it was held; what its scenario does not know is empty."""

    outcome: str
    meetings: tuple[str, ...]
    tasks: tuple[str, ...]
    suppressed: bool
    verified: bool
    handoffs: tuple[str, ...]
    negotiated: tuple[tuple[str, int | None, int | None], ...]
    rating: int | None
    checkin: tuple[str, ...]
    interview: tuple[str, ...]


def scenario_of(script: Script) -> str:
    return script.call.get("scenario", "sales")


def scripts() -> Mapping[str, Script]:
    """All of them, by their place: "booking", "lead_funnel/whole_way"."""
    found = sorted(SCRIPTS.rglob("*.yaml"))
    return {path.relative_to(SCRIPTS).with_suffix("").as_posix(): load_script(path) for path in found}


def why_not_in_text(script: Script) -> str | None:
    """The reason why this conversation cannot be held in text, None where it can."""
    if TEXT in script.excluded:
        return script.excluded[TEXT]
    if script.call.get("direction") == "outbound-api" and scenario_of(script) in OPENS_ITSELF:
        return "In text nobody is called: the agent that opens our own calls is not there."
    if any(each.silent for each in script.steps):
        return "In text nobody is silent."
    if any(each.keys and not _is_code(each) for each in script.steps):
        return "In text there are no keys."
    if any(each.dial and each.dial != "completed" for each in script.steps):
        return "In text nobody is rung."
    return None


def _is_code(step: Step) -> bool:
    return len((step.keys or "").strip("#*")) > 3


def begin(worker: Worker, clock: Clock, name: str, script: Script) -> int:
    """An empty database with the member, the lead and all that the script speaks of; the lead's id."""
    with worker.stores.database.begin() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())
    worker.stores.members.ensure_default("Dana", MEMBER_NUMBER)
    clock.now = Clock().now
    clock.forward(hours=FACTS[name].later_h if name in FACTS else 0)
    lead = lead_of(worker, name)
    if scenario_of(script) == "job_offer":
        import_example(worker.stores)
    if scenario_of(script) == "interview":
        given = {**dict.fromkeys(("stages", "maxDuration")), **script.given.interview}
        made(worker, **{key: value for key, value in given.items() if key != "pin"})
    return lead.id


def left_by(worker: Worker, call: Call) -> Left:
    """Every row points to the call, but for a meeting from before; no turn was left unfinished."""
    stores, meetings, tasks = worker.stores, worker.meetings(), worker.tasks()
    assert {each.call_id for each in meetings} | {each.call_id for each in tasks} <= {call.id, None}
    turns = stores.turns.for_call(call.id)
    assert {each.state for each in turns} == {"done"}
    made_in = [each["result"] for turn in turns for each in turn.tool_calls if each["status"] == "handed_over"]
    negotiated = stores.negotiations.of_call(call.id)
    return Left(
        call.outcome or "",
        tuple(f"{each.starts_at:%Y-%m-%d %H:%M}" for each in meetings if each.status == "booked"),
        tuple(each.kind for each in tasks),
        stores.suppressions.contains(LEAD_NUMBER),
        bool((call.state or {}).get("verified")),
        tuple(f"{each['from']}-{each['to']}" for each in made_in),
        tuple((each.kind, each.salary, each.signing_bonus) for each in negotiated),
        stores.satisfaction.get(call.id),
        tuple(_checkin(worker)),
        tuple(_interview(worker)),
    )


def _checkin(worker: Worker) -> Iterator[str]:
    for each in worker.stores.checkins.list().items:
        yield from (each.driver_name, each.tractor_number, each.tractor_plates)
        yield from (each.trailer_number or "", each.trailer_plates or "")
        yield from (f"{each.eta.astimezone(ISRAEL):%H:%M}", each.language)


def _interview(worker: Worker) -> Iterator[str]:
    for each in worker.stores.interviews.list().items:
        yield each.end_reason or each.status
        yield from (stage.name for stage in worker.stores.interviews.stages(each.id))


def in_text(left: Left) -> Left:
    """The same, as it is called in text."""
    return replace(
        left,
        outcome=TEXT_OUTCOME.get(left.outcome, left.outcome),
        interview=tuple(TEXT_OUTCOME.get(each, each) for each in left.interview),
    )


def unheard(script: Script) -> Script:
    """The script without what must be heard: a model says the same in other words."""
    return replace(script, steps=tuple(replace(each, hears=(), hears_not=(), hears_regex=()) for each in script.steps))


@dataclass
class Ways:
    """Apps whose calls rules hold, and apps whose calls a model holds, on one database and one clock."""

    url: str
    shadow: "Shadow"
    model: ChatModel
    transcripts: Path
    clock: Clock = field(default_factory=Clock)
    workers: dict[tuple[bool, str], Worker] = field(default_factory=dict)
    known: dict[str, Left] = field(default_factory=dict)

    def worker(self, script: Script, *, with_model: bool) -> Worker:
        """The app for the language of the script; made once."""
        key = (with_model, script.given.language or "he")
        if key not in self.workers:
            self.workers[key] = self._made(*key)
        return self.workers[key]

    def _made(self, with_model: bool, language: str) -> Worker:
        vendors = Vendors(models=(self.model,), translators=(FakeTranslator(),)) if with_model else Vendors()
        given = settings(database_url=self.url, caller_language=TAGS[language], transcript_dir=str(self.transcripts))
        services = build(given, vendors, self.clock, waits=Waits(20, 20))
        app: Flask = create_app(given, services)
        return Worker(app, services)

    def by_rules(self, name: str, script: Script) -> Left:
        """What the script leaves when rules hold the call by phone; played once."""
        if name not in self.known:
            self.known[name] = self.phoned(name, script, with_model=False)
        return self.known[name]

    def phoned(self, name: str, script: Script, *, with_model: bool) -> Left:
        """What it leaves by telephone."""
        worker = self.worker(script, with_model=with_model)
        self.shadow.forget()
        begin(worker, self.clock, name, script)
        caller = worker.caller().plays(unheard(script) if with_model else script)
        assert caller.problems == []
        return left_by(worker, worker.call(caller.call_sid))

    def typed(self, name: str, script: Script, *, with_model: bool) -> Left:
        """What it leaves in text, from the words that follow the greeting on."""
        worker = self.worker(script, with_model=with_model)
        self.shadow.forget()
        lead_id = begin(worker, self.clock, name, script)
        talk = Typed(worker, script, None if "from" in script.call else lead_id)
        talk.plays(unheard(script) if with_model else script)
        return left_by(worker, worker.stores.calls.get(talk.id))

    def close(self) -> None:
        for each in self.workers.values():
            each.settle()
            each.stores.database.close()


class Typed:
    """One conversation through POST /agent/turn."""

    def __init__(self, worker: Worker, script: Script, lead_id: int | None) -> None:
        self._worker = worker
        language = script.given.language or "he"
        self._next: dict[str, Any] = {"scenario": scenario_of(script), "language": language, "lead_id": lead_id}
        self.id, self.heard, self.ended = "", "", False
        flow = worker.services.scenarios[scenario_of(script)].first("text").flow
        if flow.start != flow.greeted:  # else the first words are taken as they are after a spoken greeting
            self._says("שלום" if language == "he" else "Hello")

    def plays(self, script: Script) -> None:
        for at, step in enumerate(script.steps):
            if at:
                assert [each for each in step.hears if each not in self.heard] == [], (at + 1, self.heard)
            words = step.says or (step.keys or "").strip("#*")
            if words:
                self._says(words)
            assert not step.ends or self.ended, (at + 1, self.heard)
            if step.hangs_up:
                return

    def _says(self, words: str) -> None:
        got = self._worker.client.post(
            "/agent/turn", json={**self._next, "user_utterance": words}, headers={"X-API-Key": API_KEY}
        )
        assert got.status_code == 200, got.text
        reply = got.get_json()
        self.id, self.heard = reply["conversation_id"], reply["agent_reply"]
        self.ended = reply["action"] in {"end_call", "transfer"} or bool(
            (reply["action_payload"] or {}).get("ends_call")
        )
        self._next = {"conversation_id": self.id}


@dataclass
class Shadow:
    """Decides as the flow would, from what the model was asked: it keeps the step that no model knows of.

    What it is told before it may ask, it keeps in mind (`told`) and notes when the flow comes to ask for it: a tool
    reads back at once what a model notes, as if it had asked already.
    """

    request: ModelRequest | None = None
    step: str = ""
    agent: str = ""
    answered: int = 0
    seen: str = ""
    calls: int = 0
    told: tuple[ToolCall, ...] = ()
    stuck: Stuck | None = None

    def forget(self) -> None:
        """The next request is of another call."""
        self.request, self.step, self.agent, self.answered, self.seen, self.told = None, "", "", 0, "", ()
        self.stuck = None

    def reply(self) -> Reply:
        """The answer for the wire: the flow's lines in English, and the tools that it asks for."""
        request = self.request
        assert request is not None, "the model was asked around the adapter"
        answered = [each for each in request.messages if isinstance(each, ToolMessage)]
        new = answered[self.answered :] if len(answered) >= self.answered else answered
        moves = [request.agent.flow.after(each.call.name, each.result.status) for each in new]
        elsewhere = (self.agent, self.seen) != (request.state.agent, request.state.step)
        if not self.step or any(move and move.next for move in moves) or elsewhere:
            self.step = request.state.step  # a tool, or rules that answered alone, have moved the conversation on
        self.answered, self.agent, self.seen = len(answered), request.state.agent, request.state.step
        state = request.state.but(step=self._known(request.agent.flow), stuck=self.stuck)
        events = list(RuleModel().stream(replace(request, state=state)))
        self.step = next((each.step for each in events if isinstance(each, StepTo)), self.step)
        self.stuck = next((each.stuck for each in events if isinstance(each, Counted)), None)
        calls = [each for each in events if isinstance(each, ToolCall)]
        text = " ".join(each.line.en for each in events if isinstance(each, Paired))
        if self.step == TOLD_FIRST and calls:
            self.told, calls, text = tuple(calls), [], request.agent.flow.step(self.step).ask.en
        elif any(self.step in json.loads(each.arguments) for each in self.told):
            self.told, calls, text = (), list(self.told), ""
        self.calls += len(calls)
        return Reply(text, [(each.name, json.loads(each.arguments)) for each in calls])

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


def migrated(url: str) -> str:
    """The same url, its tables made."""
    database = open_database(url)
    database.migrate()
    database.close()
    return url
