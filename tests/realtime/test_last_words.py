"""What a session still asks of the rules with its last words is done before the end is stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.jobs.waiting import until
from tests.realtime.looping import STAYS, Loops, started
from tests.realtime.streaming import MadeUp, Port, Told
from voicebot.realtime.commands import Finish, RulesDone, RunRules


@dataclass
class Ordered(Port):
    """Notes what comes when."""

    order: list[str] = field(default_factory=list)

    def rules(self, asked: RunRules) -> RulesDone:
        self.order.append(asked.text)
        return super().rules(asked)

    def finish(self, how: Finish, figures: Mapping[str, Any]) -> None:
        self.order.append(how.by)
        super().finish(how, figures)


def test_who_asks_to_be_removed_and_hangs_up_is_removed(loops: Loops) -> None:
    told = Told({**STAYS, "Stopped": lambda: [RunRules("תסירו אותי", "", 1), Finish("caller_left", "stop")]})
    port = Ordered()
    client = started(loops.make(MadeUp(told, port)))
    until(lambda: "begin" in told.seen, "the start")
    client.send(json.dumps({"event": "stop", "streamSid": "MZ1"}))
    assert port.done.wait(20)
    assert port.order == ["תסירו אותי", "caller_left"]
    client.close_socket()
