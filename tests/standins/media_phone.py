"""A telephone on the realtime path, with Twilio's part: signed webhooks, the stream, 20 ms frames, marks, clear."""

import asyncio
import json
import time
import xml.etree.ElementTree as ET
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import requests
from twilio.request_validator import RequestValidator
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.standins import sound
from tests.standins.pinged import PingedClient
from tests.standins.twilio import TwilioStandIn

WEBHOOK_S, REPEATS = 15.0, 2
"""A webhook that is not answered in that time is repeated, as often as its address asks for (#rc=2)."""
FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


@dataclass
class MediaPhone:
    """One call. `speed` plays everything so many times faster than life."""

    base_url: str
    token: str
    number: str = "+972545550123"
    speed: float = 4.0
    sid: str = field(default_factory=lambda: "CA" + uuid4().hex)
    stream_sid: str = field(default_factory=lambda: "MZ" + uuid4().hex)
    heard: list[str] = field(default_factory=list)
    cleared: int = 0
    form: dict[str, str] = field(default_factory=dict)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    close_code: int | None = None
    _playing: deque[bytes | str] = field(default_factory=deque)
    _speaking: deque[bytes] = field(default_factory=deque)
    _socket: PingedClient | None = None
    redirected: list[str] = field(default_factory=list)
    _hushed: bool = False
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    # -- webhooks

    def post(self, path: str, **form: str) -> requests.Response:
        """A signed webhook of this call."""
        usual = {"From": self.number, "To": "+97233760000", "Direction": "inbound"}
        fields = {"CallSid": self.sid, **usual, **self.form, **form}
        url = self.base_url + path.partition("#")[0]
        signature = RequestValidator(self.token).compute_signature(url, fields)
        for _again in range(REPEATS):
            try:
                return requests.post(url, data=fields, headers={"X-Twilio-Signature": signature}, timeout=WEBHOOK_S)
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.5)
        return requests.post(url, data=fields, headers={"X-Twilio-Signature": signature}, timeout=WEBHOOK_S)

    async def webhook(self, path: str, **form: str) -> ET.Element:
        answer = await asyncio.to_thread(self.post, path, **form)
        assert answer.status_code == 200, answer.text
        return ET.fromstring(answer.text)  # noqa: S314 - it is our own

    async def ring(self) -> tuple[str, dict[str, str], str]:
        """The stream's address, its parameters, and what follows `<Connect>`."""
        document = await self.webhook("/realtime/voice", CallStatus="ringing")
        stream = document.find("Connect/Stream")
        assert stream is not None, ET.tostring(document)
        parameters = {each.get("name", ""): each.get("value", "") for each in stream.findall("Parameter")}
        return stream.get("url", ""), parameters, document.findtext("Redirect") or ""

    def signed(self, url: str) -> dict[str, str]:
        return {"X-Twilio-Signature": RequestValidator(self.token).compute_signature(url, {})}

    # -- the stream

    async def dial(self) -> "MediaPhone":
        """Ring, connect, and start."""
        url, parameters, _after = await self.ring()
        await self.open(url)
        await self.start(parameters)
        return self

    async def open(self, url: str, **options: Any) -> None:
        """Connect. It pings nobody: who ends a stream in a test is always the other side, or the test."""
        socket = await connect(
            url,
            additional_headers=self.signed(url),
            compression=None,
            ping_interval=None,
            create_connection=PingedClient,
            **options,
        )
        assert isinstance(socket, PingedClient)
        self._socket = socket
        self._tasks.append(asyncio.create_task(self._receive(self._socket)))

    async def start(self, parameters: dict[str, str], **changes: Any) -> None:
        about = {"streamSid": self.stream_sid, "callSid": self.sid, "mediaFormat": FORMAT}
        await self.send("connected", protocol="Call", version="1.0.0")
        await self.send("start", sequenceNumber="1", start={**about, "customParameters": parameters, **changes})
        self._tasks.append(asyncio.create_task(self._clock()))

    async def send(self, event: str, **fields: Any) -> None:
        assert self._socket
        with suppress(ConnectionClosed):
            await self._socket.send(json.dumps({"event": event, "streamSid": self.stream_sid, **fields}))

    def say(self, text: str, ms: int = 200) -> None:
        """Speak; what was being said goes first."""
        self._speaking.extend(sound.frames_of(text, ms))

    async def press(self, digit: str) -> None:
        await self.send("dtmf", dtmf={"track": "inbound_track", "digit": digit})

    async def hang_up(self) -> None:
        await self.send("stop", stop={"callSid": self.sid})
        await self.leave()

    async def leave(self) -> None:
        """Let go of everything."""
        for each in self._tasks:
            each.cancel()
        if self._socket:
            await self._socket.close()

    @property
    def pings(self) -> int:
        """How often it was asked whether it lives."""
        return self._socket.pings if self._socket else 0

    def hush(self) -> None:
        """Send no frame any more, and leave the stream open."""
        self._hushed = True

    def deafen(self) -> None:
        """Read nothing any more, and go on sending."""
        assert self._socket
        self._socket.transport.pause_reading()

    def vanish(self) -> None:
        """Be gone without a word."""
        assert self._socket
        self._socket.transport.abort()

    async def until(self, true: Callable[[], bool], timeout_s: float = 20.0) -> None:
        """Wait until something that the phone hears or sees makes it true."""
        async with asyncio.timeout(timeout_s):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    async def hears(self, text: str) -> None:
        """Wait until these words have been played."""
        await self.until(lambda: text in " ".join(self.heard))

    async def hears_out(self, text: str) -> None:
        """Wait until these words have been played, and everything after them too."""
        await self.hears(text)
        await self.until(lambda: not self._playing)

    async def after(self) -> ET.Element:
        """What Twilio gets when the stream has been closed: redirects are followed."""
        async with asyncio.timeout(20):
            await self.closed.wait()
        return await self._goes_to("/realtime/after")

    def reached_by(self, twilio: TwilioStandIn) -> None:
        """The call's own REST address. In the loop of the story; the stand-in tells from another thread."""
        loop = asyncio.get_running_loop()

        def tell(url: str) -> None:
            self.redirected.append(url)
            self._changed.set()

        twilio.connect(self.sid, self.number, lambda url: loop.call_soon_threadsafe(tell, url))

    async def leaves(self) -> ET.Element:
        """What Twilio gets when it was told to take the call out of its stream, which was open until then."""
        await self.until(lambda: bool(self.redirected))
        assert not self.closed.is_set()
        await self.send("stop", stop={"callSid": self.sid})
        async with asyncio.timeout(20):
            await self.closed.wait()
        assert self.redirected[-1].startswith(self.base_url)
        return await self._goes_to(self.redirected[-1].removeprefix(self.base_url))

    async def _goes_to(self, path: str) -> ET.Element:
        document = await self.webhook(path, CallStatus="in-progress")
        while (redirect := document.find("Redirect")) is not None and len(document) == 1:
            document = await self.webhook(redirect.text or "", CallStatus="in-progress")
        return document

    # -- inside

    async def _receive(self, socket: PingedClient) -> None:
        with suppress(ConnectionClosed):
            async for message in socket:
                self._take(json.loads(message))
        self.close_code = socket.close_code
        self.closed.set()
        self._changed.set()

    def _take(self, message: dict[str, Any]) -> None:
        assert message["streamSid"] == self.stream_sid
        match message["event"]:
            case "media":
                audio = sound.decoded(message["media"]["payload"])
                self._playing.extend(audio[at : at + sound.FRAME] for at in range(0, len(audio), sound.FRAME))
            case "mark":
                self._playing.append(message["mark"]["name"])
            case "clear":
                self.cleared += 1
                marks = [each for each in self._playing if isinstance(each, str)]
                self._playing = deque(marks)
            case other:
                raise AssertionError(f"unknown event {other}")

    async def _clock(self) -> None:
        """Every 20 ms a frame each way; marks come back when what was before them has been played."""
        loop = asyncio.get_running_loop()
        due, count = loop.time(), 0
        while not self._hushed:
            count += 1
            frame = self._speaking.popleft() if self._speaking else sound.SILENCE
            media = {"track": "inbound", "chunk": str(count), "timestamp": str(count * 20)}
            await self.send("media", sequenceNumber=str(count), media={**media, "payload": sound.encoded(frame)})
            await self._play()
            due += 0.02 / self.speed
            await asyncio.sleep(max(0.0, due - loop.time()))

    async def _play(self) -> None:
        played = False
        while self._playing and (isinstance(self._playing[0], str) or not played):
            each = self._playing.popleft()
            if isinstance(each, str):
                await self.send("mark", mark={"name": each})
                continue
            played = True
            words = sound.words_in(each)
            if words and (not self.heard or self.heard[-1] != words):
                self.heard.append(words)
        self._changed.set()
