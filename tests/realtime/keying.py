"""Keys pressed in a driven call, of either voice."""

from tests.realtime.driving import Driven, RunRules
from tests.realtime.live_driving import Driven as LiveDriven
from voicebot.realtime import codec

Call = Driven | LiveDriven


def press(call: Call, keys: str) -> None:
    for key in keys:
        commands = call.session.on_phone(codec.Key(key), 1.0)
        call.take(commands) if isinstance(call, LiveDriven) else call._take(commands)


def told(call: Call) -> list[str]:
    return [each.digits for each in call.of(RunRules)]


def press_stop(call: Call) -> None:
    commands = call.session.on_phone(codec.Stopped(), 1.0)
    call.take(commands) if isinstance(call, LiveDriven) else call._take(commands)
    assert call.finished()
