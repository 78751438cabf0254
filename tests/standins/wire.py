"""A small HTTP server for tests: it records what it was asked, answers, and can be told to misbehave."""

import io
import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from werkzeug.datastructures import Headers, MultiDict
from werkzeug.formparser import parse_form_data


@dataclass(frozen=True)
class Asked:
    """One request as it arrived. Header names are in lower case."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> list[tuple[str, str]]:
        """The fields of a urlencoded body, in order, repeats included."""
        return parse_qsl(self.body.decode(), keep_blank_values=True)

    def multipart(self) -> tuple[MultiDict[str, str], MultiDict[str, Any]]:
        """(fields, files) of a multipart body."""

        environ = {
            "wsgi.input": io.BytesIO(self.body),
            "REQUEST_METHOD": self.method,
            "CONTENT_TYPE": self.headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(self.body)),
        }
        _, fields, files = parse_form_data(environ)
        return fields, files


@dataclass(frozen=True)
class Answer:
    """What a stand-in says. A body of several parts is streamed, each part as a chunk of its own."""

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: object, status: int = 200, **headers: str) -> Self:
        """`data` as JSON."""
        return cls(status, json.dumps(data, ensure_ascii=False).encode(), headers=headers)

    def json(self) -> Any:
        """The body of an answer made with `of`."""
        assert isinstance(self.body, bytes)
        return json.loads(self.body)


@dataclass(frozen=True)
class Reset:
    """The connection is reset before an answer."""


@dataclass(frozen=True)
class Stall:
    """No answer until the stand-in stops."""


@dataclass(frozen=True)
class Cut:
    """The true answer's first `parts` of a stream, or half of a plain body; then the connection ends."""

    parts: int = 1


@dataclass(frozen=True)
class StallAfter:
    """The true answer's first `parts` of a stream, then nothing until the stand-in stops."""

    parts: int = 1


@dataclass(frozen=True)
class Drip:
    """`piece` again and again, one each `every_s` seconds, until the other side has had enough."""

    piece: bytes = b" "
    every_s: float = 0.02
    content_type: str = "application/json"


@dataclass(frozen=True)
class DripHeaders:
    """A status line, and then one more byte of a header each `every_s` seconds, for `for_s` at most."""

    every_s: float = 0.02
    for_s: float = float("inf")


Misbehaviour = Answer | Reset | Stall | Cut | StallAfter | Drip | DripHeaders


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    standin: "StandIn"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what these tests are about."""


class StandIn:
    """Base of the stand-ins. `answer` is theirs; `next` makes the coming requests go wrong, one each."""

    def __init__(self, port: int = 0) -> None:
        self.asked: list[Asked] = []
        self.connections = 0
        self.stopped = threading.Event()
        self._wrongs: deque[Misbehaviour | None] = deque()
        self._lock = threading.Lock()
        self._port = port
        self._server: _Server | None = None

    def answer(self, asked: Asked) -> Answer:
        raise NotImplementedError

    def next(self, *wrongs: Misbehaviour) -> None:
        """Misbehave like this, one request after the other."""
        self._wrongs.extend(wrongs)

    def after(self, count: int, wrong: Misbehaviour) -> None:
        """Misbehave like this once, after so many requests that are answered."""
        self._wrongs.extend([*[None] * count, wrong])

    @property
    def port(self) -> int:
        assert self._server is not None, "the stand-in does not run"
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Self:
        self._server = _Server(("127.0.0.1", self._port), _Handler)
        self._server.standin = self
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def stop(self) -> None:
        self.stopped.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _take(self, asked: Asked) -> Misbehaviour | None:
        with self._lock:
            self.asked.append(asked)
            return self._wrongs.popleft() if self._wrongs else None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body waits 40 ms for the client to acknowledge its head
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.standin.connections += 1

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: what was asked is recorded."""

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        asked = Asked(self.command, parts.path, tuple(parse_qsl(parts.query)), headers, body)
        standin = self.server.standin
        match standin._take(asked):
            case None:
                self._send(standin.answer(asked))
            case Answer() as answer:
                self._send(answer)
            case Reset():
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self._end()
            case Stall():
                standin.stopped.wait()
                self._end()
            case Cut(parts=count):
                self._send(standin.answer(asked), count)
                self._end()
            case StallAfter(parts=count):
                self._send(standin.answer(asked), count)
                standin.stopped.wait()
                self._end()
            case Drip() as drip:
                self._drip(drip)
            case DripHeaders() as drip:
                self._drip_headers(drip)

    do_GET = do_POST = do_DELETE = do_PUT = _handle

    def _end(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _send(self, answer: Answer, parts: int | None = None) -> None:
        """Send all of it, or of a stream the first `parts`, of a plain body the first half."""
        self._head(answer)
        if isinstance(answer.body, bytes):
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body if parts is None else answer.body[: len(answer.body) // 2])
        else:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for count, piece in enumerate(answer.body):
                if count == parts:
                    break
                self._chunk(piece)
            if parts is None:
                self._chunk(b"")
        self.wfile.flush()

    def _drip(self, drip: Drip) -> None:
        self._head(Answer(content_type=drip.content_type))
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while not self.server.standin.stopped.wait(drip.every_s):
            self._chunk(drip.piece)

    def _drip_headers(self, drip: DripHeaders) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Endless: ")
        ends = time.monotonic() + drip.for_s
        while time.monotonic() < ends and not self.server.standin.stopped.wait(drip.every_s):
            self.wfile.write(b"x")
            self.wfile.flush()
        self._end()

    def _head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in Headers({"Content-Type": answer.content_type, **answer.headers}).items():
            self.send_header(name, value)

    def _chunk(self, piece: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.flush()


def free_port() -> int:
    """A port for a server that a test starts itself."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def closed_port() -> int:
    """A port of this machine where nobody answers: bound and never listened on, so that no other test gets it."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    _TAKEN.append(taken)
    return int(taken.getsockname()[1])


_TAKEN: list[socket.socket] = []
"""Held until the process ends."""
