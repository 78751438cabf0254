"""One call's engine without a stream: the port of a call that has rung, on the whole app's services."""

import xml.etree.ElementTree as ET
from dataclasses import replace

from tests.builders import Worker
from voicebot.realtime import engine_of
from voicebot.realtime.call_work import Observed
from voicebot.realtime.codec import Started
from voicebot.realtime.engine import ConversationEngine
from voicebot.realtime.ports import Opened


def opened(worker: Worker, sid: str = "CA1", observed: Observed | None = None, **form: str) -> Opened:
    """Ring, and start the stream."""
    document = ET.fromstring(worker.hook("/realtime/voice", sid, **form).text)  # noqa: S314 - it is our own
    parameter = document.find("Connect/Stream/Parameter")
    assert parameter is not None
    engine = observing(engine_of(worker.services), observed)
    call = engine.open(Started("MZ1", sid, {"token": parameter.get("value", "")}))
    assert call is not None
    return call


def observing(engine: ConversationEngine, observed: Observed | None) -> ConversationEngine:
    if observed is not None:
        engine._parts = replace(engine._parts, observed=observed)
    return engine
