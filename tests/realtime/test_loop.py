"""The loop and the bridge at their edges: silence, slowness, crashes, limits, drains. What breaks touches one call."""

import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from stores.errors import StoreUnavailable
from tests.jobs.waiting import until
from tests.realtime.looping import STAYS, Loops, is_closed, started
from tests.realtime.streaming import START, MadeUp, Told, stream
from voicebot.agents.tool import ToolCall
from voicebot.realtime import bridge
from voicebot.realtime.bridge import BridgeOwner
from voicebot.realtime.bridge_times import IDLE_LOOKS, BridgeTimes
from voicebot.realtime.codec import Started
from voicebot.realtime.commands import Command, Finish, Heard, Note, RunTool, StartTimer, ToPhone
from voicebot.realtime.loop import LoopLimits, RealtimeLoop
from voicebot.realtime.ports import Opened
from voicebot.realtime.threads import WorkThreads
from voicebot.realtime.timers import Timers


def test_a_stream_that_never_starts_is_closed(loops: Loops) -> None:
    loop = loops.make(MadeUp(), BridgeTimes(start_s=0.1))
    client = stream(loop)
    until(lambda: is_closed(client), "the close")
    until(lambda: loop.calls == 0, "the count")


def test_a_stream_that_stops_without_a_word_is_closed_and_handed_over(loops: Loops) -> None:
    engine = MadeUp(Told(dict(STAYS)))
    loop = loops.make(engine, BridgeTimes(idle_s=0.1, connect_s=0.1))
    client = started(loop)
    until(lambda: is_closed(client), "the close")
    assert engine.port.finished == [Finish("fallback", "idle")]


def test_a_reader_who_is_too_slow_is_given_up(loops: Loops) -> None:
    frame = b'{"event":"media"}' + b" " * 60_000
    engine = MadeUp(Told({**STAYS, "begin": lambda: [ToPhone(frame)] * 100}))
    loop = loops.make(engine)
    client = started(loop)  # and never reads
    assert engine.port.done.wait(20)
    assert engine.port.finished == [Finish("caller_left", "stop")]
    until(lambda: loop.calls == 0, "the count")
    client.close_socket()


def crash() -> list[Command]:
    raise ZeroDivisionError


def test_what_breaks_in_one_call_touches_no_other(loops: Loops) -> None:
    broken, good = Told({**STAYS, "Key": crash}), Told(dict(STAYS))
    engine = MadeUp(good)
    loop = loops.make(engine)
    stays = started(loop)
    until(lambda: "begin" in good.seen, "the first call")
    engine.session = broken
    breaks = started(loop)
    until(lambda: "begin" in broken.seen, "the second call")
    breaks.send(json.dumps({"event": "dtmf", "dtmf": {"digit": "1"}}))
    until(lambda: is_closed(breaks), "the close")
    assert engine.port.finished == [Finish("fallback", "broken")]
    stays.send(json.dumps({"event": "dtmf", "dtmf": {"digit": "1"}}))
    until(lambda: "Key" in good.seen, "the other call")
    assert not is_closed(stays)
    stays.close_socket()  # its session would hold the loop until the drain is over


def test_a_model_out_of_reach_hands_the_call_over(loops: Loops) -> None:
    engine = MadeUp()
    client = started(loops.make(engine))
    until(lambda: is_closed(client), "the close")
    assert engine.port.finished == [Finish("fallback", "model unreachable")]


def test_an_engine_that_cannot_open_closes_the_stream(loops: Loops, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: MadeUp, _started: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(MadeUp, "open", broken)
    client = started(loops.make(MadeUp()))
    until(lambda: is_closed(client), "the close")


def test_a_tool_whose_store_is_gone_hands_the_call_over_but_a_lost_note_does_not(loops: Loops) -> None:
    answers: dict[str, Callable[[], list[Command]]] = {
        "begin": lambda: [Heard(1, "x"), StartTimer("soon", 0.01)],
        "timer soon": lambda: [RunTool(ToolCall("1", "book", "{}"), 1)],
    }
    gave_up = threading.Event()

    def give_up() -> list[Command]:
        if "timer soon" in engine.session.seen:
            gave_up.set()
        return []

    engine = MadeUp(Told({**answers, "give up": give_up}))
    engine.port.fails = StoreUnavailable()
    client = started(loops.make(engine))
    assert gave_up.wait(20)
    client.close()


def test_above_the_limit_a_stream_is_closed_at_once(loops: Loops) -> None:
    loop = loops.make(MadeUp(Told(dict(STAYS))), limits=LoopLimits(calls=1))
    first = started(loop)
    until(lambda: not loop.has_room(), "the first call")
    second = stream(loop)
    until(lambda: is_closed(second), "the close")
    assert second.close_code == 1013
    assert not is_closed(first)
    first.close()
    until(loop.has_room, "room again")


def test_who_only_connects_takes_nobody_s_place(loops: Loops) -> None:
    engine = MadeUp(Told(dict(STAYS)))
    loop = loops.make(engine, limits=LoopLimits(calls=2))
    silent = [stream(loop) for _ in range(5)]
    assert loop.has_room()
    calls = [started(loop) for _ in range(2)]
    until(lambda: loop.calls == 2, "both calls")
    until(lambda: sum(map(is_closed, silent)) >= 3, "the oldest to be closed")
    assert not any(map(is_closed, calls))
    for each in (*silent, *calls):
        each.close_socket()
    until(lambda: loop.calls == 0, "the count")


def test_a_start_that_comes_when_all_places_are_taken_is_refused_and_settled(loops: Loops) -> None:
    engine = MadeUp(Told(dict(STAYS)))
    loop = loops.make(engine, limits=LoopLimits(calls=2))
    late = stream(loop)
    first = started(loop)
    until(lambda: loop.calls == 1, "the first call")
    second = started(loop)
    until(lambda: loop.calls == 2, "the second call")
    late.send(json.dumps(START))
    until(lambda: is_closed(late), "the close")
    assert engine.port.closed.wait(20)
    assert engine.port.finished == [Finish("fallback", "full")]
    assert not is_closed(first)
    first.close_socket()
    second.close_socket()


def test_who_leaves_while_the_start_is_checked_leaves_nothing_open(
    loops: Loops, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_answer = threading.Event(), threading.Event()
    opens = MadeUp.open

    def slowly(self: MadeUp, event: Started) -> Opened | None:
        asked.set()
        assert may_answer.wait(20)
        return opens(self, event)

    monkeypatch.setattr(MadeUp, "open", slowly)
    engine = MadeUp()
    loop = loops.make(engine)
    client = started(loop)
    assert asked.wait(20)
    client.close_socket()
    until(lambda: not loop._held, "the connection to be given up")
    may_answer.set()
    assert engine.port.closed.wait(20)
    assert engine.port.finished == [Finish("caller_left", "gone")]


@dataclass
class Hearing(Told):
    """Notes the audio, too."""

    heard: list[str] = field(default_factory=list)

    def on_audio(self, payload: str) -> bytes:
        self.heard.append(payload)
        return b""


def test_what_comes_while_the_start_is_checked_is_kept(loops: Loops, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of audio the last two seconds, as for a model that is being reached."""
    may_answer, opens = threading.Event(), MadeUp.open

    def slowly(self: MadeUp, event: Started) -> Opened | None:
        assert may_answer.wait(20)
        return opens(self, event)

    monkeypatch.setattr(MadeUp, "open", slowly)
    told = Hearing(dict(STAYS))
    loop = loops.make(MadeUp(told))
    client = started(loop)
    client.send(json.dumps({"event": "dtmf", "dtmf": {"digit": "9"}}))
    for count in range(150):
        client.send(json.dumps({"event": "media", "media": {"payload": f"{count:04}"}}))
    until(lambda: next(iter(loop._bridges))._frames == 152, "all of it")
    may_answer.set()
    until(lambda: "Key" in told.seen, "the key")
    assert told.seen[:2] == ["begin", "Key"]
    assert (told.heard[0], len(told.heard)) == ("0050", 100)
    client.close_socket()


def test_a_session_that_breaks_at_its_start_connects_to_no_model(loops: Loops, monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[object] = []
    monkeypatch.setattr(bridge, "ModelSide", lambda *made: connected.append(made))
    engine = MadeUp(Told({"begin": crash}))
    client = started(loops.make(engine))
    assert engine.port.done.wait(20)
    until(lambda: is_closed(client), "the close")
    assert engine.port.finished == [Finish("fallback", "broken")]
    assert connected == []


def test_a_stream_is_idle_after_as_many_looks_without_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Often enough that it is closed soon after its time, whenever its last frame came."""
    looks: list[float] = []
    monkeypatch.setattr(Timers, "start", lambda _self, _name, seconds, _then: looks.append(seconds))

    async def story() -> None:
        owner = BridgeOwner(lambda _bridge: True, lambda _bridge: None)
        held = bridge.Bridge(MadeUp(), WorkThreads(), BridgeTimes(start_s=0, idle_s=20), owner)
        held.on_frame(b'{"event":"connected"}')
        for _look in range(IDLE_LOOKS):
            held._watch_idle()
        held.on_frame(b'{"event":"weather"}')
        for _look in range(IDLE_LOOKS):
            held._watch_idle()
            assert not held._closing
        held._watch_idle()
        assert held._closing
        await asyncio.gather(*held._tasks)

    asyncio.run(story())
    assert set(looks[1:]) == {20 / IDLE_LOOKS}


def test_what_a_drain_cuts_is_settled_too(loops: Loops) -> None:
    engine = MadeUp(Told({"give up": list}))
    loop = loops.make(engine, limits=LoopLimits(hand_over_s=0.1, cut_s=0.2))
    client = started(loop)
    until(lambda: "begin" in engine.session.seen, "the call")
    loops.stopped.set()
    until(lambda: is_closed(client), "the cut")
    assert engine.port.closed.wait(20)
    assert engine.port.finished == [Finish("fallback", "aborted")]


def test_a_drain_hands_over_what_lasts_and_cuts_what_does_not_go(loops: Loops) -> None:
    engine = MadeUp()
    limits = LoopLimits(hand_over_s=0.1, cut_s=0.4)
    engine.session = Told({"give up": list})
    loop = loops.make(engine, limits=limits)
    client = started(loop)
    until(lambda: "begin" in engine.session.seen, "the call")
    loops.stopped.set()
    until(lambda: is_closed(client), "the cut")
    assert "give up" in engine.session.seen


def test_a_drain_waits_for_its_calls_and_takes_no_new_ones(loops: Loops) -> None:
    engine = MadeUp(Told(dict(STAYS)))
    loop = loops.make(engine)
    client = started(loop)
    until(lambda: "begin" in engine.session.seen, "the call")
    loops.stopped.set()
    assert not loop.has_room()
    client.send(json.dumps({"event": "dtmf", "dtmf": {"digit": "1"}}))
    until(lambda: "Key" in engine.session.seen, "the key")
    client.close()
    assert engine.port.done.wait(20)


def test_nothing_is_left_behind(loops: Loops) -> None:
    engine = MadeUp(Told({**STAYS, "begin": lambda: [Note("realtime.note", {"ms": 3}), StartTimer("long", 999)]}))
    loop = loops.make(engine)
    for count in range(1, 21):
        client = started(loop)
        until(lambda count=count: engine.session.seen.count("begin") == count, "the call")  # type: ignore[misc]  # its default
        client.send(json.dumps({"event": "stop", "stop": {}}))
        until(lambda client=client: is_closed(client), "the close")  # type: ignore[misc]  # its default
    until(lambda: loop.calls == 0, "the count")
    assert len(engine.port.finished) == 20
    until(lambda: tasks_of(loop) <= 1, "the tasks of the calls to end")  # the loop's own


def tasks_of(loop: RealtimeLoop) -> int:
    running = loop._loop
    assert running is not None
    return sum(not each.done() for each in asyncio.all_tasks(running))
