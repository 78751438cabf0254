"""Loops in this process: made, connected to, and ended."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.realtime.streaming import START, MadeUp, stream
from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.commands import Command
from voicebot.realtime.loop import LoopLimits, RealtimeLoop

QUICK = BridgeTimes(start_s=60, idle_s=60, connect_s=0.2, record_s=1, record_left_s=1)
STAYS: dict[str, Callable[[], list[Command]]] = {"give up": list}
"""Answers of a session that does not end when its model cannot be reached."""


@dataclass
class Loops:
    """Makes loops; `stopped` ends them."""

    stopped: threading.Event = field(default_factory=threading.Event)
    made: list[RealtimeLoop] = field(default_factory=list)

    def make(self, engine: MadeUp, times: BridgeTimes = QUICK, limits: LoopLimits | None = None) -> RealtimeLoop:
        loop = RealtimeLoop(lambda: engine, limits or LoopLimits(), times, self.stopped.is_set)
        self.made.append(loop)
        return loop


def started(loop: RealtimeLoop) -> ClientConnection:
    client = stream(loop)
    client.send(json.dumps(START))
    return client


def is_closed(client: ClientConnection) -> bool:
    try:
        while True:
            client.recv(timeout=0)
    except TimeoutError:
        return False
    except ConnectionClosed:
        return True
