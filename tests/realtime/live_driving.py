"""A GPT-Live session, driven without any I/O: short words for what both sides send, and for what came out."""

from dataclasses import replace
from typing import Any

from tests.realtime.driving import CHUNK, LINES, PLAN
from voicebot.realtime import codec
from voicebot.realtime.commands import AgentDone, Command, Finish, StartTimer, StopTimer, ToModel, ToPhone
from voicebot.realtime.live_session import LiveSession


class Driven:
    """One call."""

    def __init__(self, **changes: Any) -> None:
        self.session = LiveSession(replace(PLAN, **changes))
        self.out: list[Command] = []
        self.timers: set[str] = set()
        self.take(self.session.begin())

    def take(self, commands: list[Command]) -> None:
        for each in commands:
            if isinstance(each, StartTimer):
                self.timers.add(each.name)
            elif isinstance(each, StopTimer):
                self.timers.discard(each.name)
        self.out += commands

    def connect(self) -> "Driven":
        self.take(self.session.on_connected())
        self.model("session.started")
        return self

    def model(self, kind: str, **fields: Any) -> None:
        self.take(self.session.on_model({"type": kind, **fields}, 1.0))

    def timer(self, name: str) -> None:
        assert name in self.timers
        self.timers.discard(name)
        self.take(self.session.on_timer(name, 1.0))

    def hears(self, text: str, start_ms: int = 0) -> None:
        self.model("session.input_transcript.delta", delta=text, start_ms=start_ms, end_ms=start_ms + 500)

    def asks(self, text: str) -> None:
        """The caller says it, to the end; the model does nothing yet."""
        self.hears(text)
        self.timer("utterance")

    def answers(self, *sentences: str) -> None:
        """Our agent does."""
        self.take(self.session.on_done(AgentDone("", sentences), 1.0))

    def press(self, digit: str) -> None:
        self.take(self.session.on_phone(codec.Key(digit), 1.0))

    def delegates(self, name: str) -> None:
        self.model("session.delegation.created", delegation={"id": name, "target": "client"})

    def speaks(self, text: str, end_ms: int = 0) -> None:
        self.model("session.output_transcript.delta", delta=text, start_ms=0, end_ms=end_ms)
        self.sounds()

    def sounds(self) -> None:
        """Audio, and no words."""
        event = {"type": "session.output_audio.delta", "delta": CHUNK}
        frames = self.session.on_delta(event)
        if frames is None:
            self.take(self.session.on_model(event, 1.0))
        else:
            self.out += map(ToPhone, frames)

    def said(self) -> list[tuple[str, str | None]]:
        """What the model was told to say, and for which delegation."""
        told = [each for each in self.sent() if each["type"] == "session.commentary.append"]
        return [(each["content"], each["delegation_id"]) for each in told]

    def sent(self) -> list[dict[str, Any]]:
        return [dict(each.event) for each in self.out if isinstance(each, ToModel)]

    def frames(self) -> list[bytes]:
        return [each.frame for each in self.out if isinstance(each, ToPhone)]

    def finished(self) -> Finish | None:
        """How it ends, if it does; the vendor's last word does not come."""
        if "parting" in self.timers:
            self.timer("parting")
        return next(iter(self.of(Finish)), None)

    def ended(self) -> list[Finish]:
        """All that is said of its end."""
        self.finished()
        return self.of(Finish)

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.out if isinstance(each, kind)]

    def opened(self) -> "Driven":
        self.connect()
        self.speaks(LINES.greeting)
        self.timer("quiet")
        self.out.clear()
        return self
