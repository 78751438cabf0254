"""OpenAI Realtime as far as it is used here: strict about what we send, scripted in what it says, able to misbehave.

It hears by `sound`: a caller's frames carry their words. Whatever a real server would answer with an error is
answered so, and noted in `wrong`.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Self

from openai.types.realtime import RealtimeClientEvent
from pydantic import TypeAdapter, ValidationError
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.standins import sound
from tests.standins.checked import appended, unknown_fields
from tests.standins.live import LiveTalk
from tests.standins.misbehaving import Misbehaviour
from tests.standins.pinged import PingedServer

CLIENT_EVENT: TypeAdapter[Any] = TypeAdapter(RealtimeClientEvent)
LIVE = "/v1/live/sessions"
END_OF_SPEECH = 6
"""Frames of silence that end an utterance."""
CHUNK = 5
"""Frames of one audio delta: 100 ms."""


@dataclass(frozen=True)
class Reply:
    """What the model answers: words, then tools as (name, arguments)."""

    text: str = ""
    calls: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    ms: int = 400


Think = Callable[["Talk", str], Reply]
"""From the last thing said, or a tool's output, to the answer."""


@dataclass
class Talk:
    """One session."""

    server: "RealtimeStandIn"
    socket: PingedServer
    session: dict[str, Any] = field(default_factory=dict)
    updates: int = 0
    received: list[dict[str, Any]] = field(default_factory=list)
    lengths: dict[str, int] = field(default_factory=dict)
    calls: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    last: str = ""
    active: str = ""
    task: asyncio.Task[None] | None = None
    cancelled: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    speaking: str = ""
    quiet: int = 0
    frames: int = 0
    gone: threading.Event = field(default_factory=threading.Event)

    async def run(self) -> None:
        await self.send("session.created", session={"type": "realtime", "object": "realtime.session"})
        try:
            async for message in self.socket:
                await self.take(json.loads(message))
        except ConnectionClosed:
            pass
        finally:
            self.gone.set()
            if self.task:
                self.task.cancel()

    async def take(self, event: dict[str, Any]) -> None:
        kind = event["type"]
        if kind == "input_audio_buffer.append":
            # Before the first update the session takes another format than ours; its refusal crosses audio.
            audio = appended(event, self.updates > 0, self.server.wrong)
            if audio and self.session:
                await self.hear(audio)
            return
        self.received.append(event)
        self.check(event)
        match kind:
            case "session.update":
                await self.update(event)
            case "input_audio_buffer.commit":
                await self.commit(event)
            case "response.create":
                await self.create(event)
            case "response.cancel":
                await self.cancel(event)
            case "conversation.item.truncate":
                await self.truncate(event)
            case "conversation.item.create":
                await self.add(event["item"])
            case _:
                self.server.wrong.append(f"unexpected {kind}")

    def check(self, event: dict[str, Any]) -> None:
        try:
            read = CLIENT_EVENT.validate_python(event)
        except ValidationError as error:
            self.server.wrong.append(f"{event['type']}: {error}")
            return
        if unknown := unknown_fields(read):
            self.server.wrong.append(f"{event['type']}: unknown {unknown}")

    async def hear(self, frame: bytes) -> None:
        """Server-side voice detection, by the frames themselves."""
        self.frames += 1
        words = sound.words_in(frame)
        if words:
            self.quiet = 0
            if not self.speaking:
                self.speaking = words
                await self.send("input_audio_buffer.speech_started", audio_start_ms=0, item_id="?")
        elif self.speaking:
            self.quiet += 1
            if self.quiet >= END_OF_SPEECH:
                await self.heard(self.speaking)

    async def heard(self, words: str) -> None:
        self.speaking, self.quiet = "", 0
        item_id = self.server.name("item")
        self.last = words
        await self.send("input_audio_buffer.speech_stopped", audio_end_ms=0, item_id=item_id)
        await self.send("input_audio_buffer.committed", item_id=item_id, previous_item_id=None)
        if "transcription" in self.session["audio"]["input"]:
            kind = "conversation.item.input_audio_transcription.completed"
            await self.send(kind, item_id=item_id, content_index=0, transcript=words)

    async def commit(self, event: dict[str, Any]) -> None:
        """An utterance's end may cross it."""
        if self.speaking:
            await self.heard(self.speaking)
        else:
            await self.error("input_audio_buffer_commit_empty", event)

    async def update(self, event: dict[str, Any]) -> None:
        self.updates += 1
        reject = self.server.misbehaviour.reject
        if reject and self.updates >= reject:
            await self.error("invalid_value", event)
            return
        session = event["session"]
        self.session = {**self.session, **session}
        await self.send("session.updated", session=self.session)

    async def add(self, item: dict[str, Any]) -> None:
        if item["type"] == "function_call_output":
            if item["call_id"] not in self.calls:
                self.server.wrong.append(f"an output for the unknown call {item['call_id']}")
            self.calls.discard(item["call_id"])
            self.last = f"output: {item['output']}"
        else:
            self.told.append(item["content"][0]["text"])
            if item["role"] == "user":
                self.last = item["content"][0]["text"]

    async def create(self, event: dict[str, Any]) -> None:
        if self.active:
            self.server.wrong.append("a response was asked for while another runs")
            await self.error("conversation_already_has_active_response", event)
            return
        if self.calls:
            self.server.wrong.append(f"a response was asked for while {self.calls} have no output")
        self.server.responses += 1
        bad = self.server.misbehaviour
        if bad.stall and self.server.responses >= bad.stall:
            return
        if bad.drop and self.server.responses == bad.drop:
            self.server.misbehaviour = bad.then or bad
            await self.socket.close(1011)
            return
        if bad.freeze and self.server.responses == bad.freeze:
            self.socket.transport.pause_reading()
            return
        self.active = self.server.name("resp")
        await self.send("response.created", response={"id": self.active, "status": "in_progress"})
        asked = (event.get("response") or {}).get("instructions", "")
        reply = Reply(asked.partition("\n")[2]) if asked else self.server.think(self, self.last)
        self.task = asyncio.create_task(self.answer(self.active, reply))

    async def answer(self, response_id: str, reply: Reply) -> None:
        if reply.text:
            await self.speak(response_id, reply)
        if response_id in self.cancelled:
            return
        for name, arguments in reply.calls:
            call_id = self.server.name("call")
            self.calls.add(call_id)
            item = {"id": self.server.name("item"), "type": "function_call", "status": "completed", "name": name}
            item |= {"call_id": call_id, "arguments": json.dumps(arguments)}
            await self.send("response.output_item.done", response_id=response_id, output_index=1, item=item)
        hang = self.server.misbehaviour.hang
        if not hang or self.server.responses < hang:
            await self.done(response_id, "completed")

    async def speak(self, response_id: str, reply: Reply) -> None:
        """Faster than it is heard, as the real one does; a cancel stops it."""
        item_id = self.server.name("item")
        item = {"id": item_id, "type": "message", "role": "assistant", "status": "in_progress", "content": []}
        about = {"response_id": response_id, "item_id": item_id, "output_index": 0, "content_index": 0}
        await self.send("response.output_item.added", response_id=response_id, output_index=0, item=item)
        frames = sound.frames_of(reply.text, reply.ms)
        self.lengths[item_id] = 0
        for start in range(0, len(frames), CHUNK):
            late = response_id in self.cancelled
            if late and not self.server.misbehaviour.late:
                return
            audio = b"".join(frames[start : start + CHUNK])
            if not late:
                self.lengths[item_id] += len(audio) // 8
            await self.send("response.output_audio.delta", **about, delta=sound.encoded(audio))
            await asyncio.sleep(self.server.pace_s)
        if response_id in self.cancelled:
            return
        await self.send("response.output_audio_transcript.delta", **about, delta=reply.text)
        await self.send("response.output_audio_transcript.done", **about, transcript=reply.text)
        await self.send("response.output_audio.done", **about)

    async def done(self, response_id: str, status: str) -> None:
        self.ended.add(response_id)
        if self.active == response_id:
            self.active = ""
        usage = {
            "input_token_details": {"audio_tokens": 40, "text_tokens": 100, "cached_tokens": 0},
            "output_token_details": {"audio_tokens": 20, "text_tokens": 10},
        }
        await self.send("response.done", response={"id": response_id, "status": status, "usage": usage})

    async def cancel(self, event: dict[str, Any]) -> None:
        if not self.active:
            if event.get("response_id") not in self.ended:  # a cancel may cross the response's own end
                self.server.wrong.append("a cancel without an active response")
            await self.error("response_cancel_not_active", event)
            return
        self.cancelled.add(self.active)
        await self.done(self.active, "cancelled")

    async def truncate(self, event: dict[str, Any]) -> None:
        length = self.lengths.get(event["item_id"])
        if length is None or event["audio_end_ms"] > length:
            self.server.wrong.append(f"truncated at {event['audio_end_ms']} of {length} ms")
            await self.error("invalid_value", event)

    async def error(self, code: str, event: dict[str, Any]) -> None:
        about = {"type": "invalid_request_error", "code": code, "message": code, "event_id": event.get("event_id")}
        await self.send("error", error=about)

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, "event_id": self.server.name("event"), **fields}))


class RealtimeStandIn:
    """A server on a thread of its own; `talks` are its sessions, the newest last."""

    def __init__(self, think: Think = lambda _talk, _last: Reply("בסדר."), pace_s: float = 0.0) -> None:
        self.think = think
        self.pace_s = pace_s
        self.misbehaviour = Misbehaviour()
        self.talks: list[Talk] = []
        self.lives: list[LiveTalk] = []
        self.wrong: list[str] = []
        self.responses = self.handshakes = self.refused = 0
        self.port = 0
        self._count = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: Server | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count}"

    async def _serve(self) -> None:
        self._server = await serve(
            self._talk,
            "127.0.0.1",
            0,
            process_request=self._admit,
            compression=None,
            create_connection=PingedServer,
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def _close(self) -> None:
        for each in self.talks:
            each.socket.transport.resume_reading()  # of a frozen one; else it is nothing new
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """What the real one refuses: no key, the beta's header, another address."""
        bad = self.misbehaviour
        self.handshakes += 1
        if bad.hold:
            await connection.wait_closed()
        if bad.refuse and (not bad.refusals or self.refused < bad.refusals):
            self.refused += 1
            return connection.respond(HTTPStatus(bad.refuse), "no")
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            return connection.respond(HTTPStatus.UNAUTHORIZED, "no key")
        if "OpenAI-Beta" in request.headers:
            return connection.respond(HTTPStatus.BAD_REQUEST, "beta")
        if not request.path.startswith("/v1/realtime?model=") and request.path != LIVE:
            return connection.respond(HTTPStatus.NOT_FOUND, "unknown address")
        return None

    async def _talk(self, socket: ServerConnection) -> None:
        if socket.request and socket.request.path == LIVE:
            live = LiveTalk(self, socket)
            self.lives.append(live)
            await live.run()
            return
        assert isinstance(socket, PingedServer)
        talk = Talk(self, socket)
        self.talks.append(talk)
        await talk.run()
