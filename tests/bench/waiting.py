"""How long callers wait for the first word, with vendors as slow as real ones."""

import asyncio
import re
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin
from uuid import uuid4

from tests.bench.vendors import CRITICAL_S, HEBREW
from voicebot.simphone.webhook import sign

SID = "AC" + "0" * 32
SAY = re.compile(r"<Say[^>]*>([^<]*)</Say>")
REDIRECT = re.compile(r"<Redirect[^>]*>([^<]*)</Redirect>")


@dataclass(frozen=True)
class Turn:
    """One turn as the caller lived it, in seconds from the webhook."""

    first_word: float
    whole: float
    fillers: int
    slowest_webhook: float


class Line:
    """One call's keep-alive connection to the server; posts signed webhooks."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._form = {"CallSid": f"CA{uuid4().hex}", "AccountSid": SID, "From": "anonymous", "To": "+97233760000"}
        self._form |= {"CallStatus": "in-progress", "Direction": "inbound", "ApiVersion": "2010-04-01"}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, **more: str) -> str:
        """The TwiML that answers a webhook. Raises RuntimeError for any status but 200."""
        url = urljoin(self._url, path)
        form = {**self._form, **more}
        body = urlencode(form).encode()
        host, port = self._url.removeprefix("http://").split(":")
        head = (
            f"POST {url.removeprefix(self._url)} HTTP/1.1\r\nHost: {host}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"X-Twilio-Signature: {sign(self._token, url, form)}\r\n\r\n"
        )
        if self._streams is None:
            self._streams = await asyncio.open_connection(host, int(port))
        reader, writer = self._streams
        writer.write(head.encode() + body)
        return await _answer(reader)

    async def turn(self, number: int) -> Turn:
        """Say something, and listen until everything has been answered."""
        started = time.monotonic()
        sid = f"RE{uuid4().hex}"
        twiml = await self.post(f"/twilio/process-recording?turn={number}", RecordingSid=sid, RecordingDuration="3")
        took = [time.monotonic() - started]
        first, fillers = None, 0
        while True:
            for said in SAY.findall(twiml):
                if said in HEBREW:
                    first = first or time.monotonic() - started
                else:
                    fillers += 1
            more = REDIRECT.findall(twiml)
            if "<Record" in twiml or not more:
                break
            before = time.monotonic()
            twiml = await self.post(more[0].replace("&amp;", "&"))
            took.append(time.monotonic() - before)
        return Turn(first or float("inf"), time.monotonic() - started, fillers, max(took))


async def _answer(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    if " 200 " not in head.split("\r\n", 1)[0]:
        raise RuntimeError(head.split("\r\n", 1)[0])
    found = re.search(r"(?i)content-length: (\d+)", head)
    return (await reader.readexactly(int(found[1]) if found else 0)).decode()


async def one_call(url: str, token: str, turns: int, after_s: float) -> list[Turn]:
    """A call of some turns that begins after a while."""
    await asyncio.sleep(after_s)
    line = Line(url, token)
    await line.post("/twilio/voice")
    return [await line.turn(number) for number in range(1, turns + 1)]


async def wait_for_words(url: str, token: str, at_once: int, turns: int) -> list[Turn]:
    """Calls at once, arriving over two seconds."""
    calls = [one_call(url, token, turns, 2 * each / at_once) for each in range(at_once)]
    return [turn for call in await asyncio.gather(*calls) for turn in call]


def row(at_once: int, turns: list[Turn]) -> str:
    """A line of the table: times to the first word, and how they compare with the critical path."""
    first = sorted(turn.first_word for turn in turns)
    p95 = first[int(len(first) * 0.95)]
    median = statistics.median(first)
    over = f"{median / CRITICAL_S:>12.3f} {p95 / CRITICAL_S:>7.3f}"
    return (
        f"{at_once:>13} {len(turns):>6} {median:>13.3f} {p95:>8.3f} {over}"
        f" {max(turn.slowest_webhook for turn in turns):>12.2f} {sum(turn.fillers for turn in turns):>8}"
    )
