"""A session, driven without any I/O: short words for what both sides send, and for what came out."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import orjson

from language.phrases import Phrase
from voicebot.agents.types import HangUp
from voicebot.realtime import codec
from voicebot.realtime.commands import (
    Command,
    Deed,
    Finish,
    Persona,
    RulesDone,
    RunRules,
    RunTool,
    StartTimer,
    StopTimer,
    ToModel,
    ToolDone,
    ToPhone,
)
from voicebot.realtime.openai_events import VoiceOptions
from voicebot.realtime.plan import CallPlan, FixedLines
from voicebot.realtime.session import RealtimeSession

LINES = FixedLines(
    greeting="שלום, כאן העוזרת הדיגיטלית.",
    goodbye="תודה ולהתראות.",
    transferring="רגע, מעבירה.",
    silent=("שומעים אותי?",),
    silent_goodbye="נדבר בפעם אחרת.",
    say_again="סליחה, אפשר לחזור על זה?",
)
PERSONA = Persona("sales", "Sell.", ({"type": "function", "name": "end_call", "parameters": {}},))
PLAN = CallPlan("MZ1", PERSONA, LINES, safety=frozenset({"optout", "emergency"}))
CHUNK = "/" * 2132
"""200 ms of audio, nearly (1,599 bytes)."""


class Driven:
    """One call. `out` gathers everything that came out since it was last looked at."""

    def __init__(self, **changes: Any) -> None:
        self.session = RealtimeSession(replace(PLAN, **changes))
        self.out: list[Command] = []
        self.timers: set[str] = set()
        self.now = 100.0
        self.count = 0
        self._take(self.session.begin())

    # what happens

    def connect(self) -> None:
        self._take(self.session.on_connected())
        self.model("session.created")
        self.model("session.updated")

    def model(self, kind: str, **fields: Any) -> None:
        self._take(self.session.on_model({"type": kind, **fields}, self.now))

    def phone(self, event: codec.Incoming) -> None:
        self._take(self.session.on_phone(event, self.now))

    def timer(self, name: str) -> None:
        assert name in self.timers, f"{name} is not running"
        self.timers.discard(name)
        self._take(self.session.on_timer(name, self.now))

    def done(self, deed: Deed) -> None:
        self._take(self.session.on_done(deed, self.now))

    def lose(self) -> None:
        self._take(self.session.on_lost())

    # several things at once

    def respond(self, chunks: int = 2, text: str = "שלום", end: bool = True) -> str:
        """The model answers with audio; its response's number."""
        self.count += 1
        number = str(self.count)
        self.model("response.created", response={"id": f"resp_{number}"})
        item = {"id": f"item_{number}", "type": "message", "role": "assistant"}
        self.model("response.output_item.added", response_id=f"resp_{number}", item=item)
        self.model("response.output_audio_transcript.delta", item_id=f"item_{number}", delta=text)
        for _ in range(chunks):
            self.audio(number)
        if end:
            self.end_response(number, text)
        return number

    def audio(self, number: str) -> None:
        self.model("response.output_audio.delta", response_id=f"resp_{number}", item_id=f"item_{number}", delta=CHUNK)

    def end_response(self, number: str, text: str = "שלום", status: str = "completed") -> None:
        self.model("response.output_audio.done", item_id=f"item_{number}")
        self.model("response.output_audio_transcript.done", item_id=f"item_{number}", transcript=text)
        self.model("response.done", response={"id": f"resp_{number}", "status": status})

    def call_tool(self, call_id: str, name: str = "book_meeting", arguments: str = "{}") -> None:
        item = {"type": "function_call", "status": "completed", "call_id": call_id, "name": name}
        self.model("response.output_item.done", item={**item, "arguments": arguments})

    def starts_to_speak(self) -> None:
        self.model("input_audio_buffer.speech_started")

    def stops(self, item_id: str) -> None:
        self.model("input_audio_buffer.speech_stopped")
        self.model("input_audio_buffer.committed", item_id=item_id)

    def transcribed(self, item_id: str, text: str) -> None:
        self.model("conversation.item.input_audio_transcription.completed", item_id=item_id, transcript=text)

    def says(self, text: str, item_id: str = "u1") -> None:
        """The caller speaks, is heard, and transcribed."""
        self.starts_to_speak()
        self.stops(item_id)
        self.transcribed(item_id, text)

    def hears_everything(self, frames: Iterable[bytes]) -> None:
        """The phone plays to the end: every mark comes back."""
        for name in marks(frames):
            self.phone(codec.Marked(name))

    def opened(self) -> "Driven":
        """Connected, greeted, and the greeting heard."""
        self.connect()
        self.respond(text=LINES.greeting)
        self.hears_everything(self.frames())
        self.look()
        return self

    # what came out

    def look(self) -> list[Command]:
        out, self.out = self.out, []
        return out

    def sent(self) -> list[dict[str, Any]]:
        """What went to the model."""
        return [dict(each.event) for each in self.out if isinstance(each, ToModel)]

    def kinds(self) -> list[str]:
        return [each["type"] for each in self.sent()]

    def frames(self) -> list[bytes]:
        return [each.frame for each in self.out if isinstance(each, ToPhone)]

    def phone_events(self) -> list[str]:
        return [orjson.loads(each)["event"] for each in self.frames()]

    def of(self, kind: type) -> list[Any]:
        return [each for each in self.out if isinstance(each, kind)]

    def finished(self) -> Finish | None:
        return next(iter(self.of(Finish)), None)

    def _take(self, commands: list[Command]) -> None:
        for each in commands:
            if isinstance(each, StartTimer):
                self.timers.add(each.name)
            elif isinstance(each, StopTimer):
                self.timers.discard(each.name)
        self.out += commands


def marks(frames: Iterable[bytes]) -> list[str]:
    found = [orjson.loads(each) for each in frames]
    return [each["mark"]["name"] for each in found if each["event"] == "mark"]


def line(text: str) -> Phrase:
    return Phrase(text, "in English")


__all__ = [
    "CHUNK",
    "LINES",
    "PLAN",
    "Driven",
    "HangUp",
    "RulesDone",
    "RunRules",
    "RunTool",
    "ToolDone",
    "VoiceOptions",
    "line",
    "marks",
]


CUTS_AT_ONCE = VoiceOptions(backchannels_pass=False)


def talked_into(played: int, options: VoiceOptions = CUTS_AT_ONCE, chunks: int = 5) -> Driven:
    """The agent speaks, `played` of its marks have come back, and the caller begins to speak."""
    call = Driven(options=options).opened()
    call.says("כמה זה עולה")
    call.look()
    call.respond(chunks=chunks, text="אחת שתיים שלוש ארבע חמש", end=False)
    for name in marks(call.frames())[:played]:
        call.phone(codec.Marked(name))
    call.look()
    call.starts_to_speak()
    return call


def with_tool() -> Driven:
    call = Driven(options=CUTS_AT_ONCE).opened()
    call.says("הראשון")
    call.look()
    call.model("response.created", response={"id": "resp_t"})
    call.call_tool("call_1", arguments='{"slot_index": 1}')
    return call
