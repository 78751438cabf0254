"""What an engine is asked to do at once and in its order: the end is not behind what is slow, tools hold no thread."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from language.types import Language
from stores.errors import StoreUnavailable
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.fakes import ScriptedModel, calls, says
from tests.phone.documents import document, redirect
from tests.realtime.ending import FALLBACK, SAID, Held, claimed
from tests.realtime.porting import opened
from voicebot.agents.model import ModelEvent, ModelRequest
from voicebot.agents.tool import ToolCall
from voicebot.realtime import conversation_port
from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.commands import AskAgent, Deed, Exchange, Finish, Heard, RunTool, Spoke, ToolDone
from voicebot.realtime.engine_lanes import EngineLanes
from voicebot.realtime.ports import CallPort, Later, Opened, Recorded
from voicebot.realtime.threads import WorkThreads
from voicebot.services import Vendors


@dataclass
class Stalls:
    """A translator that does not answer before it is let go on."""

    held: Held
    name: str = "stalls"

    def translate(self, texts: Sequence[str], source: Language, target: Language, timeout_s: float) -> list[str]:
        self.held.here()
        return ["in English" for _ in texts]


TEXTS = ("אפשר לשאול משהו", "בטח, בבקשה", "זה יקר מדי בשבילי", "אין בעיה, יום נעים")


def told(lanes: EngineLanes) -> None:
    """Two exchanges; the goodbye is said in the second."""
    for exchange, heard, answer in ((1, *TEXTS[:2]), (2, *TEXTS[2:])):
        lanes.ask(Exchange(exchange))
        lanes.ask(Heard(exchange, heard))
        lanes.ask(Spoke(exchange, answer))


def lanes_of(call: Opened, threads: WorkThreads) -> EngineLanes:
    return EngineLanes(call, threads, BridgeTimes(heard_s=60), lambda _deed: None, lambda _error: None)


@pytest.mark.parametrize("how", [Finish("hung_up", "said", SAID), FALLBACK])
def test_the_end_does_not_wait_for_a_translator_and_every_text_is_stored(app_factory: AppFactory, how: Finish) -> None:
    translator = Stalls(Held())
    worker = app_factory(Vendors(translators=(translator,)), whole=True)
    call = opened(worker, at_once=False)
    threads = WorkThreads()

    async def story() -> None:
        lanes = lanes_of(call, threads)
        told(lanes)
        await asyncio.to_thread(translator.held.reached.wait, 20)
        await lanes.finish(how, {}, 60)
        assert not translator.held.let_go.is_set()
        before = texts(worker)
        at = await asyncio.to_thread(lambda: redirect(document(worker.hook("/realtime/after", "CA1"))))
        ended = [each.tag for each in document(await asyncio.to_thread(worker.hook, at, "CA1"))]
        translator.held.let_go.set()
        await rest()
        assert before == [(each, each) for each in TEXTS]
        assert ("Hangup" in ended) == (how.closing is not None)
        assert texts(worker)[: len(TEXTS)] == [(each, "in English") for each in TEXTS]

    asyncio.run(story())
    threads.close()


async def rest() -> None:
    while running := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(running)


def texts(worker: Worker) -> list[tuple[str | None, str | None]]:
    found: list[tuple[str | None, str | None]] = []
    for turn in worker.turns("CA1")[1:]:
        if turn.heard_he:
            found.append((turn.heard_he, turn.heard_en))
        found += [(each.he, each.en) for each in turn.sentences if turn.source == "realtime"]
    return found


@ON_SQLITE
def test_an_answer_comes_after_the_translation_of_what_it_answers(app_factory: AppFactory) -> None:
    translator = Stalls(Held())
    translator.held.let_go.set()
    worker = app_factory(Vendors(translators=(translator,)), whole=True)
    call = opened(worker, at_once=False)
    threads = WorkThreads()

    async def story() -> None:
        lanes = lanes_of(call, threads)
        lanes.ask(Exchange(1))
        lanes.ask(Heard(1, TEXTS[0]))
        lanes.ask(AskAgent("d1", TEXTS[0], 1))
        await rest()
        await lanes.finish(Finish("caller_left", "stop"), {}, 60)

    asyncio.run(story())
    threads.close()
    (turn,) = worker.turns("CA1")[1:]
    assert turn.heard_en == "in English"
    assert turn.sentences


def test_the_end_does_not_wait_for_an_answer_that_nobody_will_hear(
    app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call's limit has come while our agent thinks."""
    monkeypatch.setattr(conversation_port, "SETTLE_S", 0.01)
    held = Held()

    def thinks(_request: ModelRequest) -> Sequence[ModelEvent]:
        held.here()
        return calls("offer_meeting_slots")

    worker = app_factory(Vendors(models=(ScriptedModel(thinks, says("When?")),)), whole=True)
    call = opened(worker, at_once=False)
    threads = WorkThreads()

    async def story() -> None:
        lanes = lanes_of(call, threads)
        lanes.ask(Exchange(1))
        lanes.ask(Heard(1, TEXTS[0]))
        lanes.ask(AskAgent("d1", TEXTS[0], 1))
        await asyncio.to_thread(held.reached.wait, 20)
        lanes.ask(AskAgent("d2", TEXTS[2], 2))
        await lanes.finish(Finish("hung_up", "said", SAID), {}, 60)
        assert claimed(worker) == []
        held.let_go.set()
        await rest()

    asyncio.run(story())
    threads.close()
    assert [each.ending for each in worker.turns("CA1")][-1] == {"kind": "hangup", "reason": "not_interested"}
    assert claimed(worker) == []
    assert not any(each.tool_calls for each in worker.turns("CA1"))
    assert not (worker.call("CA1").state or {})["offered"]


@ON_SQLITE
def test_a_tool_does_not_wait_behind_translators_and_answers(app_factory: AppFactory) -> None:
    """One thread for what is quick, one for what is slow: a translator has that one, and our agent waits for it."""
    translator = Stalls(Held())
    call = opened(app_factory(Vendors(translators=(translator,)), whole=True), at_once=False)
    threads = WorkThreads(limit=1)

    async def story() -> Deed:
        done: asyncio.Future[Deed] = asyncio.get_running_loop().create_future()
        lanes = EngineLanes(call, threads, BridgeTimes(heard_s=60), done.set_result, lambda _error: None)
        told(lanes)
        await asyncio.to_thread(translator.held.reached.wait, 20)
        lanes.ask(RunTool(ToolCall("call_1", "offer_meeting_slots", "{}"), 1))
        async with asyncio.timeout(20):
            answered = await done
        translator.held.let_go.set()
        await rest()
        return answered

    assert isinstance(asyncio.run(story()), ToolDone)
    threads.close()


# -- waiting for the caller's words


@ON_SQLITE
@pytest.mark.parametrize("transcribed", [True, False])
def test_a_tool_waits_for_the_caller_s_words_without_a_thread_and_for_none_that_never_come(
    app_factory: AppFactory, transcribed: bool
) -> None:
    """One thread does it all: if a tool held it while it waits, the words could not be stored."""
    worker = app_factory(whole=True, realtime_transcribe_model="gpt-transcribe" if transcribed else "")
    call = opened(worker, at_once=False)
    threads = WorkThreads(limit=1)
    answers: list[Deed] = []

    async def story() -> None:
        lanes = EngineLanes(call, threads, BridgeTimes(heard_s=600), answers.append, lambda _error: None)
        lanes.ask(Exchange(1))
        lanes.ask(RunTool(ToolCall("call_1", "offer_meeting_slots", "{}"), 1))
        if transcribed:
            lanes.ask(Heard(1, "כן, אפשר לקבוע"))
        async with asyncio.timeout(60):
            await rest()
        await lanes.finish(Finish("caller_left", "stop"), {}, 60)

    asyncio.run(story())
    threads.close()
    (done,) = answers
    assert isinstance(done, ToolDone)
    assert json.loads(done.output)["status"] == "offered"


# -- a database that is away for a moment


@dataclass
class Goes:
    """A port whose database is away for some of its records; `None`: for good."""

    port: CallPort
    away: int | None
    tried: list[object] = field(default_factory=list)

    def record(self, what: Recorded) -> Later | None:
        self.tried.append(what)
        if self.away is None or len(self.tried) <= self.away:
            raise StoreUnavailable
        return self.port.record(what)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.port, name)


def away(call: Opened, times: int | None) -> Opened:
    return replace(call, port=cast("CallPort", Goes(call.port, times)))


AT_ONCE = BridgeTimes(again_s=0.0)


@ON_SQLITE
def test_what_was_said_while_the_database_was_away_is_stored_in_its_order(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    call = away(opened(worker, at_once=False), 5)
    threads = WorkThreads()

    async def story() -> None:
        lanes = EngineLanes(call, threads, AT_ONCE, lambda _deed: None, lambda _error: None)
        told(lanes)
        await rest()
        await lanes.finish(Finish("caller_left", "stop"), {}, 60)

    asyncio.run(story())
    threads.close()
    assert [he for he, _ in texts(worker)] == list(TEXTS)
    assert "unrecorded" not in (worker.services.stores.figures.get(worker.call("CA1").id) or {})


@ON_SQLITE
def test_a_database_that_stays_away_costs_the_texts_and_not_the_end(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    call = away(opened(worker, at_once=False), None)
    threads = WorkThreads()

    async def story() -> None:
        lanes = EngineLanes(call, threads, replace(AT_ONCE, away_s=0.0), lambda _deed: None, lambda _error: None)
        told(lanes)
        await rest()
        await lanes.finish(Finish("caller_left", "stop"), {}, 60)

    asyncio.run(story())
    threads.close()
    assert (worker.services.stores.figures.get(worker.call("CA1").id) or {})["unrecorded"] == 6


@ON_SQLITE
def test_nothing_is_tried_again_once_the_end_is_over(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    call = away(opened(worker, at_once=False), None)
    threads = WorkThreads()

    async def story() -> None:
        lanes = EngineLanes(call, threads, AT_ONCE, lambda _deed: None, lambda _error: None)
        told(lanes)
        await lanes.finish(Finish("fallback", "drain"), {}, 0.0)
        async with asyncio.timeout(20):
            await rest()

    asyncio.run(story())
    threads.close()


@ON_SQLITE
def test_an_answer_that_cannot_be_had_in_time_is_given_up(app_factory: AppFactory) -> None:
    """The caller hears nothing meanwhile, and the turn-based way has words for it."""
    worker = app_factory(whole=True)
    call = away(opened(worker, at_once=False), None)
    threads = WorkThreads()

    async def story() -> BaseException:
        failed: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()

        def fails(error: BaseException) -> None:
            if not failed.done():
                failed.set_result(error)

        lanes = EngineLanes(call, threads, replace(AT_ONCE, answer_s=0.0), lambda _deed: None, fails)
        lanes.ask(Exchange(1))
        lanes.ask(Heard(1, TEXTS[0]))
        lanes.ask(AskAgent("d1", TEXTS[0], 1))
        async with asyncio.timeout(20):
            error = await failed
        await lanes.finish(Finish("fallback", "deed failed"), {}, 0.0)
        await rest()
        return error

    assert isinstance(asyncio.run(story()), StoreUnavailable)
    threads.close()
