"""The loop of a process: one thread, started with its first call (hence after a fork), ended with its last one."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog
from websockets.frames import CloseCode
from websockets.server import ServerProtocol

from voicebot.realtime.bridge import Bridge, BridgeOwner
from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.phone_line import PhoneLine
from voicebot.realtime.ports import Engine
from voicebot.realtime.threads import WorkThreads

try:
    import uvloop
except ImportError:  # not on every platform; slower without it, and otherwise the same
    uvloop = None  # type: ignore[assignment]  # not on every platform

log = structlog.get_logger()

TICK_S = 0.25
START_S = 5.0
REST_S = 1.0
"""At a process's end, for what is still written of calls whose streams are closed, and for closing handshakes."""


@dataclass(frozen=True)
class LoopLimits:
    """`calls`: at most so many in this process, and as many connections beside them that have not begun; above that the
    oldest of those is closed, as Twilio starts a stream at once. A drain hands its calls over after `hand_over_s`, and
    has cut whatever is left `cut_s` after its beginning: gunicorn kills after 25 s."""

    calls: int = 200
    hand_over_s: float = 20.0
    cut_s: float = 23.0


def main_thread_ended() -> bool:
    """Whether the server has left its own loop and the interpreter only waits for us: the end of a SIGTERM."""
    return not threading.main_thread().is_alive()


class RealtimeLoop:
    """Takes connections over and holds their calls. Thread-safe where it says so.

    The thread is no daemon: when the server ends, the interpreter waits for it, and so for its calls.
    """

    def __init__(
        self,
        engine: Callable[[], Engine],
        limits: LoopLimits | None = None,
        times: BridgeTimes | None = None,
        stopping: Callable[[], bool] = main_thread_ended,
    ) -> None:
        self._engine = engine
        self._limits = limits or LoopLimits()
        self._times = times or BridgeTimes()
        self._stopping = stopping
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._threads = WorkThreads()
        self._bridges: set[Bridge] = set()
        self._unstarted: dict[Bridge, None] = {}  # the oldest first
        self._held = self._calls = 0
        self._draining_since: float | None = None
        self._told_to_drain = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, stopping: Callable[[], bool]) -> None:
        """Drain as soon as this is true: a server knows better than its interpreter when it ends."""
        self._stopping = stopping

    def drain(self) -> None:
        """Let calls end, hand over those that last, and come back when none is left. What a process does before it
        gives back what calls work with."""
        self._told_to_drain.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(self._limits.cut_s + 2.0)

    @property
    def _ends(self) -> bool:
        return self._told_to_drain.is_set() or self._stopping() or main_thread_ended()

    @property
    def calls(self) -> int:
        """How many calls are held here. Thread-safe."""
        return self._calls

    def has_room(self) -> bool:
        """Whether another call would be taken. Thread-safe."""
        return self._calls < self._limits.calls and self._draining_since is None and not self._ends

    def adopt(self, sock: socket.socket, protocol: ServerProtocol) -> None:
        """Hold this connection from here on; one above the limit is closed as soon as it is open. Thread-safe.

        It counts as a call only when its start is good: whoever just connects takes nobody's place.
        """
        with self._lock:
            loop = self._loop or self._start()
            taken = self.has_room()
            if taken:
                self._held += 1
        try:
            loop.call_soon_threadsafe(lambda: loop.create_task(self._open(sock, protocol, taken)))
        except RuntimeError:  # the loop has just ended
            sock.close()

    def _start(self) -> asyncio.AbstractEventLoop:
        loop: asyncio.AbstractEventLoop = (uvloop or asyncio).new_event_loop()
        self._loop = loop
        self._thread = threading.Thread(target=self._run, args=(loop,), name="realtime", daemon=False)
        self._thread.start()
        return loop

    # -- in the loop's thread

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(self._until_stopped())
        finally:
            self._threads.close()
            loop.close()

    async def _until_stopped(self) -> None:
        """Look a few times a second whether the server ends; then drain."""
        while not self._drained():
            await asyncio.sleep(TICK_S)
        with suppress(TimeoutError):
            async with asyncio.timeout(REST_S):
                while rest := asyncio.all_tasks() - {asyncio.current_task()}:
                    await asyncio.wait(rest)

    def _drained(self) -> bool:
        if not self._ends:
            return False
        now = time.monotonic()
        if self._draining_since is None:
            self._draining_since = now
            log.info("realtime.draining", calls=self._calls)
        lasted = now - self._draining_since
        for bridge in list(self._bridges):
            if lasted >= self._limits.cut_s:
                bridge.abort()
            elif lasted >= self._limits.hand_over_s:
                bridge.give_up("drain")
        return self._held == 0

    async def _open(self, sock: socket.socket, protocol: ServerProtocol, taken: bool) -> None:
        loop = asyncio.get_running_loop()
        if not taken:
            await self._turn_away(sock, protocol)
            return
        if len(self._unstarted) >= self._limits.calls:
            next(iter(self._unstarted)).give_up("others came")
        bridge = Bridge(self._engine(), self._threads, self._times, BridgeOwner(self._admit, self._ended))
        self._bridges.add(bridge)
        self._unstarted[bridge] = None
        line = PhoneLine(protocol, bridge.on_frame, bridge.on_phone_closed)
        bridge.attach(line)
        try:
            if sock.family != socket.AF_UNIX:  # behind a proxy on the same machine
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await loop.connect_accepted_socket(lambda: line, sock)
        except OSError as error:
            sock.close()
            bridge.on_phone_closed(type(error).__name__)
            return
        await line.lost.wait()  # the process does not end in the midst of a closing handshake

    async def _turn_away(self, sock: socket.socket, protocol: ServerProtocol) -> None:
        """Open and close at once, so that Twilio goes on with what follows `<Connect>`."""
        log.warning("realtime.full", calls=self._calls)
        line = PhoneLine(protocol, lambda _frame: None, lambda _why: None)
        with suppress(OSError):
            await asyncio.get_running_loop().connect_accepted_socket(lambda: line, sock)
            line.close(CloseCode.TRY_AGAIN_LATER)
            await line.lost.wait()

    def _admit(self, bridge: Bridge) -> bool:
        """Count it as a call, if there is still room for one."""
        with self._lock:
            admitted = self.has_room()
            if admitted:
                self._calls += 1
                self._unstarted.pop(bridge, None)
        return admitted

    def _ended(self, bridge: Bridge) -> None:
        self._bridges.discard(bridge)
        with self._lock:
            self._held -= 1
            if bridge in self._unstarted:
                del self._unstarted[bridge]
            else:
                self._calls -= 1
