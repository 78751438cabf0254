"""How long an app under test waits for what, in its environment."""

import json
from dataclasses import asdict, dataclass, field

from voicebot.realtime.bridge_times import BridgeTimes
from voicebot.realtime.loop import LoopLimits
from voicebot.realtime.model_line import PING_S

IMPATIENT = "tests.realtime.served.impatient:app"
VARIABLE = "WAITS_IN_TESTS"
HELD = "/held"
"""Where the impatient app says what its loop holds."""


@dataclass(frozen=True)
class Waits:
    """Of `limits` the number of calls stays the setting's."""

    times: BridgeTimes = field(default_factory=BridgeTimes)
    limits: LoopLimits = field(default_factory=LoopLimits)
    ping_s: float = PING_S

    def settings(self) -> dict[str, str]:
        return {VARIABLE: json.dumps(asdict(self))}
