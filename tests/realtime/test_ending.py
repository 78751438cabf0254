"""The end of a stream while something is at work: all of it or nothing, and the turn-based way goes on at once."""

import asyncio
import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from language.types import Language
from stores.errors import LostClaim, StaleState
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.phone.documents import document, redirect, said
from tests.realtime.porting import opened
from voicebot.agents.tool import ToolCall, apply_tool
from voicebot.agents.types import HangUp
from voicebot.realtime import conversation_port
from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.commands import (
    AskAgent,
    Deed,
    Exchange,
    Finish,
    Heard,
    KeepAgent,
    RunRules,
    RunTool,
    Spoke,
    ToolDone,
)
from voicebot.realtime.engine_lanes import EngineLanes
from voicebot.realtime.ports import CallPort, Opened
from voicebot.realtime.threads import WorkThreads
from voicebot.services import Vendors

OFFER = RunTool(ToolCall("call_1", "offer_meeting_slots", "{}"), 1)
FALLBACK = Finish("fallback", "drain")
SAID = HangUp("not_interested")


@dataclass
class Held:
    """Something that waits until it is let go on."""

    reached: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def here(self) -> None:
        self.reached.set()
        assert self.let_go.wait(20)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Tools stop before they take effect."""
    holds = Held()

    def slowly(*args: Any) -> Any:
        holds.here()
        return apply_tool(*args)

    monkeypatch.setattr("voicebot.realtime.conversation_port.apply_tool", slowly)
    monkeypatch.setattr(conversation_port, "SETTLE_S", 0.01)
    yield holds
    holds.let_go.set()


def talking(worker: Worker) -> CallPort:
    port = opened(worker).port
    port.record(Exchange(1))
    port.record(Heard(1, "כן, אפשר לקבוע"))
    return port


def goes_on(worker: Worker) -> list[str]:
    """What the caller hears who answers the question that the turn-based way begins with."""
    at = redirect(document(worker.hook("/realtime/after", "CA1")))
    assert said(document(worker.hook(at, "CA1")))
    turn = int(re.findall(r"turn=(\d+)", at)[0]) + 1
    return said(document(worker.hook(f"/twilio/process-speech?turn={turn}", "CA1", SpeechResult="כמה זה עולה?")))


def claimed(worker: Worker) -> list[int]:
    return [each.number for each in worker.turns("CA1") if each.state == "claimed" and each.number]


def test_a_tool_that_asks_a_vendor_when_the_stream_ends_is_refused_and_nobody_waits_for_it(
    app_factory: AppFactory, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation_port, "reads_only", lambda *_: True)  # no transaction is open then
    worker = app_factory(whole=True)
    port = talking(worker)
    with ThreadPoolExecutor() as pool:
        tool = pool.submit(port.tool, OFFER)
        assert held.reached.wait(20)
        port.hurry()
        port.finish(FALLBACK, {})
        assert claimed(worker) == []
        heard = goes_on(worker)
        held.let_go.set()
        with pytest.raises((LostClaim, StaleState)):
            tool.result(20)
    assert heard
    assert claimed(worker) == []
    assert not any(each.tool_calls for each in worker.turns("CA1"))
    assert not (worker.call("CA1").state or {})["offered"]
    numbers = [each.number for each in worker.turns("CA1")]
    assert numbers == sorted(set(numbers))


def test_a_tool_in_its_transaction_when_the_stream_ends_is_done_and_noted_or_neither(
    app_factory: AppFactory, held: Held
) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    with ThreadPoolExecutor() as pool:
        tool = pool.submit(port.tool, OFFER)
        assert held.reached.wait(20)
        ends = pool.submit(port.finish, FALLBACK, {})
        held.let_go.set()
        ends.result(20)
        done = _error(tool) is None
    assert claimed(worker) == []
    noted = any(each.tool_calls for each in worker.turns("CA1"))
    assert noted == bool((worker.call("CA1").state or {})["offered"]) == done
    assert goes_on(worker)


def _error(future: "Future[Any]") -> BaseException | None:
    error = future.exception(20)
    assert error is None or isinstance(error, LostClaim)
    return error


def test_nothing_is_claimed_after_the_end(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    port.finish(FALLBACK, {})
    before, state = worker.turns("CA1"), worker.call("CA1").state
    deeds: list[Callable[[], object]] = [
        lambda: port.tool(OFFER),
        lambda: port.tool(RunTool(OFFER.call, 7)),
        lambda: port.keep(KeepAgent("", 1)),
        lambda: port.rules(RunRules("תסירו אותי", "", 2)),
        lambda: port.agent(AskAgent("d1", "כן", 2)),
    ]
    for deed in deeds:
        with pytest.raises(LostClaim):
            deed()
    for late in (Exchange(2), Heard(2, "הלו"), Spoke(1, "שלום")):
        port.record(late)
    assert worker.turns("CA1") == before
    assert worker.call("CA1").state == state


@ON_SQLITE
def test_how_it_ends_is_stored_also_when_the_exchange_of_the_goodbye_is_long_over(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    done = port.tool(RunTool(ToolCall("call_1", "end_call", '{"reason": "not_interested"}'), 1))
    assert done.closing == SAID
    for number in (2, 3):  # the caller speaks on
        port.record(Exchange(number))
    port.finish(Finish("hung_up", "said", SAID), {})
    assert [each.ending for each in worker.turns("CA1")][-1] == {"kind": "hangup", "reason": "not_interested"}
    assert claimed(worker) == []


@ON_SQLITE
def test_a_tool_of_an_exchange_that_the_rules_have_answered_is_noted_all_the_same(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    port.record(Exchange(2))
    port.rules(RunRules("", "*", 2))
    port.tool(OFFER)
    port.tool(RunTool(ToolCall("call_2", "offer_meeting_slots", "{}"), 2))
    port.finish(FALLBACK, {})
    noted = [each["id"] for turn in worker.turns("CA1") for each in turn.tool_calls]
    assert noted == ["call_1", "call_2"]
    assert claimed(worker) == []


@ON_SQLITE
def test_a_tool_that_is_noted_while_a_dead_stream_s_turn_is_closed_stays_noted(
    app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    retake = worker.services.stores.turns.retake

    def just_before(*args: Any) -> Any:
        monkeypatch.undo()
        port.tool(OFFER)
        return retake(*args)

    monkeypatch.setattr(worker.services.stores.turns, "retake", just_before)
    worker.hook("/realtime/after", "CA1")
    assert [each["id"] for turn in worker.turns("CA1") for each in turn.tool_calls] == ["call_1"]


# -- slow translators


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
