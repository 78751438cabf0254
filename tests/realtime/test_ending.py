"""The end of a stream while something is at work: all of it or nothing, and the turn-based way goes on at once."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from stores.errors import LostClaim, StaleState, StoreUnavailable
from tests.apps import ON_SQLITE, AppFactory
from tests.builders import Worker
from tests.phone.documents import document, redirect, said
from tests.realtime.ending import FALLBACK, SAID, Held, claimed
from tests.realtime.porting import opened
from voicebot.agents.tool import ToolCall, apply_tool
from voicebot.realtime import conversation_port
from voicebot.realtime.commands import (
    AskAgent,
    Exchange,
    Finish,
    Heard,
    KeepAgent,
    RunRules,
    RunTool,
    Spoke,
)
from voicebot.realtime.ports import CallPort

OFFER = RunTool(ToolCall("call_1", "offer_meeting_slots", "{}"), 1)


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
def test_what_is_said_after_rules_that_ran_twice_in_an_exchange_is_stored(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    for _ in range(2):
        port.rules(RunRules("", "*", 1))
    for number, words in ((2, "ומה המחיר?"), (3, "תודה")):
        port.record(Exchange(number))
        port.record(Heard(number, words))
    port.finish(FALLBACK, {})
    assert [each.heard_he for each in worker.turns("CA1") if each.heard_he][-2:] == ["ומה המחיר?", "תודה"]
    assert claimed(worker) == []


@ON_SQLITE
def test_words_that_come_after_the_end_of_the_last_turn_make_no_other(app_factory: AppFactory) -> None:
    """The greeting, into which a machine spoke."""
    worker = app_factory(whole=True)
    port = talking(worker)
    port.rules(RunRules("תסירו אותי מהרשימה", "", 1))
    port.record(Spoke(0, "שלום, כאן העוזרת הדיגיטלית.", fixed=True))
    port.finish(FALLBACK, {})
    assert [each.number for each in worker.turns("CA1")] == [0, 1]


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


END = RunTool(ToolCall("call_1", "end_call", '{"reason": "not_interested"}'), 1)


@ON_SQLITE
@pytest.mark.parametrize("spoke_on", [False, True])
def test_a_call_whose_process_dies_over_its_goodbye_says_it_and_ends(app_factory: AppFactory, spoke_on: bool) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    assert port.tool(END).closing == SAID
    for number in (2, 3) if spoke_on else ():
        port.record(Exchange(number))
    for _again in range(2):
        at = redirect(document(worker.hook("/realtime/after", "CA1")))
        ending = document(worker.hook(at, "CA1"))
        assert said(ending) == [worker.services.scenarios["sales"].lines.goodbye.he]
        assert [each.tag for each in ending] == ["Say", "Hangup"]
    assert worker.turns("CA1")[-1].ending == {"kind": "hangup", "reason": "not_interested"}
    assert claimed(worker) == []


@ON_SQLITE
def test_a_call_that_is_handed_over_before_its_goodbye_says_it_and_ends(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    port.tool(END)
    port.finish(FALLBACK, {})
    ending = document(worker.hook(redirect(document(worker.hook("/realtime/after", "CA1"))), "CA1"))
    assert [each.tag for each in ending] == ["Say", "Hangup"]


@ON_SQLITE
def test_an_end_that_was_heard_is_not_said_again(app_factory: AppFactory) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    port.tool(END)
    port.record(Spoke(1, "להתראות"))
    port.finish(Finish("hung_up", "said", SAID), {})
    ending = document(worker.hook(redirect(document(worker.hook("/realtime/after", "CA1"))), "CA1"))
    assert [each.tag for each in ending] == ["Hangup"]


@ON_SQLITE
def test_an_end_that_could_not_be_stored_is_none(app_factory: AppFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = app_factory(whole=True)
    port = talking(worker)
    turns = worker.services.stores.turns

    def fails(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(turns, "save_ending", fails)
    with pytest.raises(StoreUnavailable):
        port.tool(END)
    port.finish(FALLBACK, {})
    assert [each.ending for each in worker.turns("CA1")][-1] == {"kind": "listen"}
    assert not any(each.tool_calls for each in worker.turns("CA1"))
