"""What gunicorn loads in tests of the loop: the app, with shorter waits, and an address that says what its loop holds.

The waits are no settings: nobody who runs the app has a reason to change them.
"""

import asyncio
import gc
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import replace

from tests.realtime.served.waits import HELD, VARIABLE
from voicebot.realtime import EXTENSION, model_line
from voicebot.realtime.bridge import Bridge
from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.loop import RealtimeLoop
from voicebot.realtime.model_line import ModelLine
from voicebot.realtime.model_side import ModelSide
from voicebot.realtime.phone_line import PhoneLine
from wsgi import app

POOLS = ("realtime-work", "ThreadPoolExecutor")
"""Threads of the process and of no call: their pools are bounded."""
WARMING = "warming"
OF_A_CALL = (Bridge, PhoneLine, ModelSide, ModelLine)


def _shorten(loop: RealtimeLoop, waits: Mapping[str, Mapping[str, float]]) -> None:
    loop._times = BridgeTimes(**waits["times"])
    limits = waits["limits"]
    loop._limits = replace(loop._limits, hand_over_s=limits["hand_over_s"], cut_s=limits["cut_s"])


def _held() -> dict[str, object]:
    """Of this process: what is there of calls, and threads that are not in a pool."""
    threads = sorted(each.name for each in threading.enumerate() if not each.name.startswith(POOLS))
    if WARMING in threads:
        return {"warm": False}  # and no collection beside the one that ends it
    gc.collect()
    tasks = asyncio.all_tasks(_loop._loop) if _loop._loop else set()
    objects = [type(each).__name__ for each in gc.get_objects() if isinstance(each, OF_A_CALL)]
    return {
        "warm": True,
        "calls": _loop.calls,
        "connections": _loop._held,
        "tasks": sorted(each.get_name() for each in tasks if not each.done()),
        "objects": sorted(objects),
        "threads": threads,
    }


_loop: RealtimeLoop = app.extensions[EXTENSION]
if VARIABLE in os.environ:
    _given = json.loads(os.environ[VARIABLE])
    _shorten(_loop, _given)
    model_line.PING_S = _given["ping_s"]
app.add_url_rule(HELD, view_func=_held)
