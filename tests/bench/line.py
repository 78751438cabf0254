"""A caller's line for measuring: one keep-alive connection on an asyncio loop, so that the load itself is light."""

import asyncio
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin
from uuid import uuid4

from voicebot.simphone.webhook import sign

SID = "AC" + "0" * 32
OK = 200
CHARACTERS_A_SECOND = 15
"""How fast a voice speaks Hebrew."""
GIVES_UP_S = 15.0
"""Twilio waits no longer for an answer."""
MOST_DOCUMENTS = 40
"""Of one turn; after so many the caller has long hung up."""
SAY = re.compile(r"<Say[^>]*>([^<]*)</Say>")
END_SILENCE = re.compile(r'<Record[^>]* timeout="(\d+)"')
REDIRECT = re.compile(r"<Redirect[^>]*>([^<]*)</Redirect>")

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Answered:
    """What a request brought: status 0 is no answer at all."""

    status: int
    body: str
    took_s: float


@dataclass(frozen=True)
class Turn:
    """One turn as the caller lived it: what was heard, and when, in seconds from the first webhook.

    `end_silence_s` went before that: the silence after the caller's last speech by which the recording ended.
    """

    heard: tuple[tuple[str, float], ...]
    slowest_webhook: float
    refused: tuple[int, ...]
    end_silence_s: float

    @property
    def first_sound(self) -> float:
        """When anything was heard; infinite for never."""
        return self.heard[0][1] if self.heard else float("inf")

    def first_of(self, answer: Sequence[str]) -> float:
        """When one of these sentences was heard; infinite for never."""
        return next((at for line, at in self.heard if line in answer), float("inf"))


class Line:
    """One call; posts signed webhooks."""

    def __init__(self, url: str, token: str, paced: bool = True) -> None:
        """`paced`: every line takes the time to say it."""
        self._paced = paced
        self._url = url
        self._host = url.removeprefix("http://")
        self._token = token
        self.sid = f"CA{uuid4().hex}"
        self._form = {"CallSid": self.sid, "AccountSid": SID, "From": "anonymous", "To": "+97233760000"}
        self._form |= {"CallStatus": "in-progress", "Direction": "inbound", "ApiVersion": "2010-04-01"}
        self._streams: Streams | None = None
        self._end_silence_s = 0.0

    async def post(self, path: str, **more: str) -> Answered:
        """A webhook and its answer."""
        url = urljoin(self._url, path)
        form = {**self._form, **more}
        body = urlencode(form).encode()
        head = (
            f"POST {url.removeprefix(self._url)} HTTP/1.1\r\nHost: {self._host}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"X-Twilio-Signature: {sign(self._token, url, form)}\r\n\r\n"
        )
        answered = await self._ask(head.encode() + body)
        if listens := END_SILENCE.search(answered.body):
            self._end_silence_s = float(listens[1])
        return answered

    async def record(self) -> dict[str, Any]:
        """The call as `/calls/<sid>` shows it; empty when it does not."""
        answered = await self._ask(f"GET /calls/{self.sid} HTTP/1.1\r\nHost: {self._host}\r\n\r\n".encode())
        return dict(json.loads(answered.body)) if answered.status == OK else {}

    async def turn(self, number: int) -> Turn:
        """Say something, and listen until everything has been answered."""
        started, end_silence_s = time.monotonic(), self._end_silence_s
        path, form = f"/twilio/process-recording?turn={number}", {"RecordingSid": f"RE{uuid4().hex}"}
        answers: list[Answered] = []
        heard: list[tuple[str, float]] = []
        while path and len(answers) < MOST_DOCUMENTS:
            got = await self.post(path, **form)
            answers.append(got)
            now = time.monotonic() - started
            lines = [unescape(each) for each in SAY.findall(got.body)]
            heard += [(each, now) for each in lines]
            path, form = _next(got.body), {}
            if self._paced:  # a phone speaks before it asks for more
                await asyncio.sleep(sum(map(len, lines)) / CHARACTERS_A_SECOND)
        refused = tuple(each.status for each in answers if each.status != OK)
        return Turn(tuple(heard), max(each.took_s for each in answers), refused, end_silence_s)

    async def end(self) -> Answered:
        """Report the call's end, and hang up."""
        return await self.post("/twilio/call-status", CallStatus="completed", CallDuration="60")

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None

    async def _ask(self, request: bytes) -> Answered:
        started = time.monotonic()
        reused = self._streams is not None
        try:
            status, body = await asyncio.wait_for(self._exchange(request), GIVES_UP_S)
        except (OSError, asyncio.IncompleteReadError) as error:
            self.close()
            if reused and not getattr(error, "partial", b""):
                return await self._ask(request)  # the server had closed the idle connection
            status, body = 0, ""
        except TimeoutError:
            self.close()
            status, body = 0, ""
        return Answered(status, body, time.monotonic() - started)

    async def _exchange(self, request: bytes) -> tuple[int, str]:
        if self._streams is None:
            host, port = self._host.split(":")
            self._streams = await asyncio.open_connection(host, int(port))
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        found = re.search(r"(?i)content-length: (\d+)", head)
        body = await reader.readexactly(int(found[1]) if found else 0)
        return int(head.split(" ", 2)[1]), body.decode()


def _next(twiml: str) -> str:
    """Where the caller is sent while the turn goes on; "" when the app listens, or the call is over."""
    more = REDIRECT.findall(twiml)
    if not more or "<Record" in twiml or ("<Gather" in twiml and "/twilio/turn?" not in more[0]):
        return ""
    return urldefrag(unescape(more[0])).url
