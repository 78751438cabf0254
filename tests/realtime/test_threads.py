"""The threads for what blocks."""

import asyncio
import gc
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.jobs.waiting import until
from tests.realtime.ending import Held
from tests.realtime.streaming import MadeUp, Port
from voicebot.agents.tool import ToolCall
from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.codec import Started
from voicebot.realtime.commands import AgentDone, AskAgent, Deed, RunTool, ToolDone
from voicebot.realtime.engine_lanes import EngineLanes
from voicebot.realtime.threads import WorkThreads


class Given:
    """Something a call hands to a thread."""

    def used(self) -> None:
        pass


def test_a_thread_without_work_keeps_nothing_of_what_it_did() -> None:
    threads = WorkThreads(limit=1)
    given = Given()
    left = weakref.ref(given)

    async def work(given: Given) -> None:
        await threads.run(given.used)

    def is_gone() -> bool:
        gc.collect()
        return left() is None

    asyncio.run(work(given))
    del given
    until(is_gone, "what was given to be let go", 10)
    threads.close()


def test_what_is_quick_does_not_wait_behind_what_is_slow() -> None:
    threads = WorkThreads(limit=1)
    let_go = threading.Event()

    async def work() -> str:
        waiting = [threads.run(let_go.wait, 20, slow=True) for _ in range(3)]
        async with asyncio.timeout(10):
            opened = await threads.run(lambda: "opened")
        let_go.set()
        await asyncio.gather(*waiting)
        return opened

    assert asyncio.run(work()) == "opened"
    threads.close()


def test_what_is_slow_is_bounded_as_well() -> None:
    threads = WorkThreads(limit=2)
    at_work, most = [0], [0]
    lock = threading.Lock()
    both = threading.Barrier(2)

    def wait() -> None:
        with lock:
            at_work[0] += 1
            most[0] = max(most[0], at_work[0])
        both.wait(10)
        with lock:
            at_work[0] -= 1

    async def work() -> None:
        await asyncio.gather(*(threads.run(wait, slow=True) for _ in range(6)))

    asyncio.run(work())
    assert most == [2]
    threads.close()


@dataclass
class Thinks(Port):
    """Its agent's model does not answer before it is let go on."""

    held: Held = field(default_factory=Held)

    def agent(self, asked: AskAgent) -> AgentDone:
        self.held.here()
        return super().agent(asked)


def test_a_tool_of_one_call_does_not_wait_for_the_agent_of_another() -> None:
    threads = WorkThreads(limit=1)
    port = Thinks()

    async def work() -> Deed:
        done: asyncio.Future[Deed] = asyncio.get_running_loop().create_future()

        def lanes(tell: Callable[[Deed], None]) -> EngineLanes:
            call = MadeUp(port=port).open(Started("MZ1", "CA1", {}))
            assert call is not None
            return EngineLanes(call, threads, BridgeTimes(), tell, lambda _error: None)

        answers: asyncio.Future[Deed] = asyncio.get_running_loop().create_future()
        lanes(answers.set_result).ask(AskAgent("d1", "שאלה", 1))
        await asyncio.to_thread(port.held.reached.wait, 10)
        lanes(done.set_result).ask(RunTool(ToolCall("c1", "end_call", "{}"), 1))
        async with asyncio.timeout(10):
            deed = await done
        port.held.let_go.set()
        await answers
        return deed

    assert isinstance(asyncio.run(work()), ToolDone)
    threads.close()
