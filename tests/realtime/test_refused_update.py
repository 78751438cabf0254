"""A model that refuses another agent in mid-call, on a real connection: its error names our event."""

import json
from dataclasses import dataclass, replace
from typing import Any, cast

from tests.jobs.waiting import until
from tests.realtime.driving import PLAN
from tests.realtime.looping import QUICK, Loops
from tests.realtime.streaming import START, MadeUp, Port, stream
from tests.standins import sound
from tests.standins.misbehaving import Misbehaviour
from tests.standins.realtime import END_OF_SPEECH, RealtimeStandIn, Reply
from voicebot.realtime.commands import Persona, RunTool, ToolDone
from voicebot.realtime.session import RealtimeSession


@dataclass
class HandsOver(Port):
    """Its only tool brings another agent."""

    def tool(self, asked: RunTool) -> ToolDone:
        return ToolDone(asked.call.id, "{}", persona=Persona("closer", "Close."))


def test_the_call_goes_on_turn_by_turn(loops: Loops) -> None:
    session, port = RealtimeSession(replace(PLAN, greeted=True)), HandsOver()
    with RealtimeStandIn(lambda _talk, _last: Reply(calls=(("handoff", {"to": "closer"}),))) as openai:
        openai.misbehaviour = Misbehaviour(reject=2)
        url = f"ws://127.0.0.1:{openai.port}/v1/realtime?model=m"
        phone = stream(loops.make(MadeUp(cast("Any", session), port, url), QUICK))
        phone.send(json.dumps(START))
        until(lambda: any(each.session for each in openai.talks), "the model")
        for frame in (*sound.frames_of("כן, בוא נמשיך", 60), *[sound.SILENCE] * END_OF_SPEECH):
            media = {"track": "inbound", "payload": sound.encoded(frame)}
            phone.send(json.dumps({"event": "media", "media": media}))
        until(port.done.is_set, "the end")
        phone.close()
        assert openai.wrong == []
    (finish,) = port.finished
    assert (finish.by, finish.reason) == ("fallback", "update refused")
