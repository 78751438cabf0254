"""Streams into a loop in this process, without a server around it: a made-up engine, and a session that is told."""

import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.sync.client import ClientConnection, connect

from tests.realtime.driving import PLAN
from tests.standins.wire import free_port
from voicebot.realtime import codec
from voicebot.realtime.codec import MAX_FRAME
from voicebot.realtime.commands import (
    AgentDone,
    AgentKept,
    AskAgent,
    Command,
    Deed,
    Finish,
    KeepAgent,
    RulesDone,
    RunRules,
    RunTool,
    ToolDone,
)
from voicebot.realtime.loop import RealtimeLoop
from voicebot.realtime.model_line import Address
from voicebot.realtime.ports import Later, Opened, Recorded

START = {
    "event": "start",
    "start": {"streamSid": "MZ1", "callSid": "CA1", "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000}},
}


@dataclass
class Told:
    """A session that does what it is told: `answers` by the event's name."""

    answers: dict[str, Callable[[], list[Command]]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def begin(self) -> list[Command]:
        return self._answer("begin")

    def on_connected(self) -> list[Command]:
        return self._answer("connected")

    def on_audio(self, payload: str) -> bytes:
        return payload.encode()

    def on_phone(self, event: codec.Incoming, now: float) -> list[Command]:
        default: list[Command] = [Finish("caller_left", "stop")] if isinstance(event, codec.Stopped) else []
        return self._answer(type(event).__name__, default)

    def on_delta(self, event: Mapping[str, Any]) -> list[bytes] | None:
        return None

    def on_model(self, event: Mapping[str, Any], now: float) -> list[Command]:
        return self._answer("model")

    def on_lost(self) -> list[Command]:
        return self._answer("lost")

    def on_timer(self, name: str, now: float) -> list[Command]:
        return self._answer(f"timer {name}")

    def on_done(self, deed: Deed, now: float) -> list[Command]:
        return self._answer("done")

    def on_prepared(self, ready: bool) -> list[Command]:
        return self._answer(f"prepared {ready}")

    def give_up(self, reason: str) -> list[Command]:
        return self._answer("give up", [Finish("fallback", reason)])

    def _answer(self, name: str, default: list[Command] | None = None) -> list[Command]:
        self.seen.append(name)
        return self.answers[name]() if name in self.answers else default or []


@dataclass
class Port:
    """An engine's port that notes what it is asked."""

    finished: list[Finish] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)
    fails: Exception | None = None

    def tool(self, asked: RunTool) -> ToolDone:
        if self.fails:
            raise self.fails
        return ToolDone(asked.call.id, "{}")

    def rules(self, asked: RunRules) -> RulesDone:
        return RulesDone(())

    def agent(self, asked: AskAgent) -> AgentDone:
        return AgentDone(asked.id, ())

    def keep(self, asked: KeepAgent) -> AgentKept:
        return AgentKept(asked.id, "{}")

    def record(self, what: Recorded) -> Later | None:
        if self.fails:
            raise self.fails
        return None

    def hurry(self) -> None:
        pass

    def finish(self, how: Finish, figures: Mapping[str, Any]) -> None:
        self.finished.append(how)
        self.done.set()

    def close(self) -> None:
        self.closed.set()


@dataclass
class MadeUp:
    """Opens every start with the same session; its model is where nobody listens, unless told otherwise."""

    session: Told = field(default_factory=Told)
    port: Port = field(default_factory=Port)
    url: str = field(default_factory=lambda: f"ws://127.0.0.1:{free_port()}")
    leave: Callable[[], None] | None = None

    def open(self, started: codec.Started) -> Opened | None:
        address = Address(self.url, {"Authorization": "Bearer sk-for-tests"})
        return Opened("call", self.port, PLAN, self.session, address, self.leave)


def stream(loop: RealtimeLoop) -> ClientConnection:
    """A client whose stream `loop` holds."""
    ours, theirs = socket.socketpair()

    def hand_over() -> None:
        protocol = ServerProtocol(max_size=MAX_FRAME)
        protocol.receive_data(theirs.recv(8192))
        (request,) = protocol.events_received()
        assert isinstance(request, Request)
        protocol.send_response(protocol.accept(request))
        theirs.setblocking(False)
        loop.adopt(theirs, protocol)

    handing = threading.Thread(target=hand_over)
    handing.start()
    client = connect(
        "ws://phone/realtime/stream", sock=ours, compression=None, open_timeout=10, max_size=None, legacy=True
    )
    handing.join(10)
    return client
