"""What tests of a stream's end share."""

import threading
from dataclasses import dataclass, field

from tests.builders import Worker
from voicebot.agents.types import HangUp
from voicebot.realtime.commands import Finish

FALLBACK = Finish("fallback", "drain")
SAID = HangUp("not_interested")


@dataclass
class Held:
    """Something that waits until it is let go on."""

    reached: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def here(self) -> None:
        self.reached.set()
        assert self.let_go.wait(20)


def claimed(worker: Worker) -> list[int]:
    return [each.number for each in worker.turns("CA1") if each.state == "claimed" and each.number]
