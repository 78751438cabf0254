"""A WebSocket out of a WSGI request: the handshake, and the connection taken from the server that accepted it."""

import os
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Request, Response
from websockets.frames import CloseCode
from websockets.http11 import Request as HandshakeRequest
from websockets.http11 import Response as HandshakeResponse
from websockets.server import ServerProtocol

from voicebot.realtime.codec import MAX_FRAME

SOCKETS = ("gunicorn.socket", "werkzeug.socket")
SWITCHING = 101


class NoSocket(Exception):
    """The server does not show the connection, or encrypts it itself: there is nothing to take over."""


def handshake(request: Request) -> tuple[ServerProtocol, HandshakeResponse]:
    """The protocol after this request, its answer ready to be sent, and that answer.

    Nothing is compressed, and a message above 64 kB closes the connection.
    """
    protocol = ServerProtocol(max_size=MAX_FRAME)
    lines = [f"{request.method} {request.full_path} HTTP/1.1", *(f"{k}: {v}" for k, v in request.headers)]
    protocol.receive_data("\r\n".join([*lines, "", ""]).encode("latin-1", "replace"))
    asked = next(iter(protocol.events_received()), None)
    if not isinstance(asked, HandshakeRequest):
        return protocol, protocol.reject(400, "This is a WebSocket's address.\n")
    answer = protocol.accept(asked)
    protocol.send_response(answer)
    return protocol, answer


def take(environ: Mapping[str, Any]) -> socket.socket:
    """The request's connection, ours alone from now on. Raises NoSocket.

    The server keeps its descriptor, and a dead connection behind it: it closes and counts that as always. A plain
    `detach()` would unbalance gunicorn's count of connections, a bare `dup` would let it shut ours down.
    """
    theirs = next((environ[name] for name in SOCKETS if name in environ), None)
    if not isinstance(theirs, socket.socket) or isinstance(theirs, ssl.SSLSocket):
        raise NoSocket
    ours = socket.socket(fileno=os.dup(theirs.fileno()))
    dead, other = socket.socketpair()
    with dead, other:
        os.dup2(dead.fileno(), theirs.fileno(), inheritable=False)
    ours.setblocking(False)
    return ours


class HandedOver(Response):
    """Ends the request without writing a byte, each server in the way it bears."""

    def __init__(self) -> None:
        super().__init__(status=SWITCHING)

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Raises what the server takes for a connection that is gone."""
        if "gunicorn.socket" in environ:
            raise StopIteration
        raise ConnectionError("the connection was handed over")


def refused(answer: HandshakeResponse) -> Response:
    """A handshake that was not good enough, as an ordinary response."""
    return Response(bytes(answer.body or b""), answer.status_code, content_type="text/plain; charset=utf-8")


BUSY = CloseCode.TRY_AGAIN_LATER
