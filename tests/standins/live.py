"""GPT-Live as far as it is used here: it hears, delegates every utterance, and says what it is told to."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from openai.types.live import ClientEvent, SessionClosedEvent
from pydantic import TypeAdapter, ValidationError
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from tests.standins import sound
from tests.standins.checked import appended, unknown_fields

if TYPE_CHECKING:
    from tests.standins.realtime import RealtimeStandIn

CLIENT_EVENT: TypeAdapter[Any] = TypeAdapter(ClientEvent)
END_OF_SPEECH = 6
"""Frames of silence that end an utterance."""
SAYING_MS, FRAME_S = 300, 0.005
"""How much audio it makes of whatever it is told, and how long it takes for a frame: it hears nothing meanwhile."""
WORD_FOR_WORD = "Say word for word: "


class LiveTalk:
    """One session."""

    def __init__(self, server: "RealtimeStandIn", socket: ServerConnection) -> None:
        self.server, self.socket = server, socket
        self.received: list[dict[str, Any]] = []
        self.delegated: list[str] = []
        self.session: dict[str, Any] = {}
        self.closed = False
        self.speaking, self.quiet = "", 0
        self.started, self.told, self.frames = False, 0, 0

    async def run(self) -> None:
        try:
            async for message in self.socket:
                await self.take(json.loads(message))
        except ConnectionClosed:
            pass

    async def take(self, event: dict[str, Any]) -> None:
        kind = event["type"]
        if kind == "session.input_audio.append":
            if self.closed:
                self.server.wrong.append("audio after session.close")
            elif audio := appended(event, self.started, self.server.wrong):
                self.frames += 1
                await self.hear(audio)
            return
        self.received.append(event)
        self.check(event)
        if kind == "session.start":
            await self.start(event)
        elif kind == "session.close":
            await self.close()
        elif kind == "session.commentary.append":
            if event["delegation_id"] not in {None, *self.delegated}:
                self.server.wrong.append(f"an unknown delegation {event['delegation_id']}")
            self.told += 1
            if not self.muted():
                await self.say(event["content"].removeprefix(WORD_FOR_WORD))

    def muted(self) -> bool:
        mute = self.server.misbehaviour.mute
        return bool(mute) and self.told >= mute

    def check(self, event: dict[str, Any]) -> None:
        if not self.started and event["type"] != "session.start":
            self.server.wrong.append(f"{event['type']} before the session")
        try:
            read = CLIENT_EVENT.validate_python(event)
        except ValidationError as error:
            self.server.wrong.append(f"{event['type']}: {error}")
            return
        if unknown := unknown_fields(read):
            self.server.wrong.append(f"{event['type']}: unknown {unknown}")

    async def start(self, event: dict[str, Any]) -> None:
        if self.server.misbehaviour.reject:
            await self.send(
                "error", error={"type": "invalid_request_error", "code": "model_not_found", "message": "no"}
            )
            return
        self.started = True
        about = {"id": self.server.name("session"), "status": "active", "expires_at": 1_900_000_000}
        self.session = event["session"] | about
        await self.send("session.started", session=self.session)

    @property
    def usage(self) -> dict[str, float]:
        """So far, in whole seconds."""
        return {"seconds": float(self.frames // 50)}

    async def close(self) -> None:
        self.closed = True
        closed = {"reason": "close_requested", "session": self.session, "usage": self.usage}
        SessionClosedEvent.model_validate({"type": "session.closed", "event_id": "", **closed}, strict=True)
        await self.send("session.closed", **closed)
        await self.socket.close()

    async def hear(self, frame: bytes) -> None:
        words = sound.words_in(frame)
        if words:
            self.quiet, self.speaking = 0, words
        elif self.speaking:
            self.quiet += 1
            if self.quiet >= END_OF_SPEECH:
                await self.heard()

    async def heard(self) -> None:
        words, self.speaking, self.quiet = self.speaking, "", 0
        if self.server.misbehaviour.ahead:
            await self.delegate()
            await self.write(words)
        else:
            await self.write(words)
            await self.delegate()

    async def write(self, words: str) -> None:
        half = len(words) // 2
        for piece in (words[:half], words[half:]):
            await self.send("session.input_transcript.delta", delta=piece, start_ms=0, end_ms=0)

    async def delegate(self) -> None:
        if self.server.misbehaviour.keep:
            return
        self.delegated.append(self.server.name("delegation"))
        about = {"id": self.delegated[-1], "type": "delegation", "target": "client"}
        await self.send("session.delegation.created", delegation=about, offset_ms=0)

    async def say(self, text: str) -> None:
        """As fast as it is heard, as a full-duplex model does."""
        await self.send("session.output_transcript.delta", delta=text, start_ms=0, end_ms=0)
        for frame in sound.frames_of(text, SAYING_MS):
            await self.send("session.output_audio.delta", delta=sound.encoded(frame))
            await asyncio.sleep(FRAME_S)
        await self.send("session.usage.updated", usage=self.usage)

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, "event_id": self.server.name("event"), **fields}))
