"""All vendors in one process, with fixed delays: what a call would wait for in reality.

Run as `python -m tests.bench.vendors PORT [FACTOR]`: the delays times FACTOR. Speaks just enough of each
vendor's protocol, on one asyncio loop, so that the load it makes is small beside the server's.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

FETCH_S = 0.050
TRANSCRIBE_S = 0.600
TRANSLATE_S = 0.100
FIRST_TOKEN_S = 0.350
TOKEN_S = 1 / 60
SAID = "כן, יש לנו צוות של חמישה אנשים"
SENTENCES = (
    "Thank you, that is good to know.",
    "We help teams like yours to call every new lead within a minute.",
    "What happens today when a new lead comes in?",
    "Do you have somebody who calls them at once?",
    "Would it help you to see that in a short meeting?",
)
"""The first two are always said; one of the questions comes last: one is open, two can be answered by yes or no."""
HEBREW = (
    "תודה, טוב לדעת.",
    "אנחנו עוזרים לצוותים כמו שלכם להתקשר לכל ליד חדש תוך דקה.",
    "מה קורה היום כשנכנס ליד חדש?",
    "יש מישהו שמתקשר אליהם מיד?",
    "יעזור לכם לראות את זה בפגישה קצרה?",
)
WAV = (Path(__file__).parent / "data" / "spoken.wav").read_bytes()
"""3.6 s of Hebrew as espeak-ng speaks it, mu-law of 8 kHz: a detector of speech hears speech in it."""
FIRST_TOKENS = len(SENTENCES[0].split()) + 1
CRITICAL_S = FETCH_S + TRANSCRIBE_S + TRANSLATE_S + FIRST_TOKEN_S + FIRST_TOKENS * TOKEN_S + TRANSLATE_S
"""Nobody can speak the first sentence sooner than this after the webhook. Tokens are words here."""


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    body: bytes


class Vendors:
    """Answers requests of all vendors on one port."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._numbers = count(1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests on one connection until it closes."""
        try:
            while asked := await _read(reader):
                await self._answer(asked, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        if "/Recordings/" in asked.path and asked.method == "DELETE":
            await self._wait(FETCH_S)
            _send(writer, "application/json", b"", "204 No Content")
        elif "/Recordings/" in asked.path:
            await self._wait(FETCH_S)
            _send(writer, "audio/x-wav", WAV)
        elif asked.path.endswith("/audio/transcriptions"):
            await self._wait(TRANSCRIBE_S)
            # Never the same twice, or translations would be remembered.
            text = f"{SAID} {_word(next(self._numbers), 'אבגדהזחטיכ')}"
            _send(writer, "application/json", json.dumps({"text": text}).encode())
        elif asked.path.endswith("/language/translate/v2"):
            await self._wait(TRANSLATE_S)
            _send(writer, "application/json", _translated(asked.body))
        elif b'"stream": true' in asked.body or b'"stream":true' in asked.body:
            await self._chat(writer)
        else:
            await self._wait(FIRST_TOKEN_S)
            _send(writer, "application/json", _completion())
        await writer.drain()

    async def _chat(self, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        await self._wait(FIRST_TOKEN_S)
        async for event in self._tokens():
            data = f"data: {event}\n\n".encode()
            writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")

    async def _tokens(self) -> AsyncIterator[str]:
        number = next(self._numbers)
        unique = _word(number, "abcdefghij")
        for sentence in (*SENTENCES[:2], SENTENCES[2 + number % 3]):
            for word in f"{sentence[:-1]} {unique}{sentence[-1]}".split():
                await self._wait(TOKEN_S)
                yield _chunk({"content": f"{word} "}, None)
        yield _chunk({}, "stop")
        yield "[DONE]"

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds * self._factor)


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    """The next request, None when there is none."""
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(first.split(" ")[0], first.split(" ")[1], body)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readline()
    return body


def _send(writer: asyncio.StreamWriter, content_type: str, body: bytes, status: str = "200 OK") -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)


def _chunk(delta: dict[str, str], finish: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps({"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]})


def _completion() -> bytes:
    """An answer in one piece: what is asked beside calls, as a summary."""
    message = {"role": "assistant", "content": "The caller has a team of five people."}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return json.dumps(
        {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    ).encode()


def _translated(body: bytes) -> bytes:
    asked = json.loads(body)
    texts = [_rendering(each) for each in asked["q"]]
    return json.dumps({"data": {"translations": [{"translatedText": each} for each in texts]}}).encode()


def _word(number: int, letters: str) -> str:
    """A word of its own for each number: digits would be protected terms, of which a real sentence has few."""
    return "".join(letters[int(digit)] for digit in str(number)) + letters[0]


def _rendering(text: str) -> str:
    for english, hebrew in zip(SENTENCES, HEBREW, strict=True):
        if text.startswith(english[:-1]):
            return hebrew
    return "Yes, we have a team of five people."


async def main(port: int, factor: float) -> None:
    vendors = Vendors(factor)
    server = await asyncio.start_server(vendors.serve, "127.0.0.1", port, backlog=1024)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0))
