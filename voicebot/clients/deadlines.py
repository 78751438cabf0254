"""Connections of urllib3 that keep to one deadline for a whole answer: its headers, its body, and every pause in them.

urllib3 and `requests` bound each read by itself, so an answer that drips, a byte in every second, never ends: not in
its headers either, which are read before anybody could look at a clock. Here each read waits for what is left.
"""

import socket
import time
from collections.abc import Mapping
from functools import partial
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


NEVER_S = 86_400.0
"""Where a request has no time-out at all."""


class _Reader(RawIOBase):
    """What comes from a socket until `ends`, a moment of the monotonic clock."""

    def __init__(self, sock: socket.socket, ends: float) -> None:
        self._socket = sock
        self._held = sock.makefile(
            "rb", buffering=0
        )  # a connection that is closed leaves the socket open until this is
        self.ends = ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        """Raises TimeoutError when the time is up."""
        left_s = self.ends - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("the answer took too long")
        self._socket.settimeout(left_s)
        return self._socket.recv_into(buffer)

    def close(self) -> None:
        self._held.close()
        super().close()


class _Source:
    """Stands for the socket where an answer asks for what it can read from."""

    def __init__(self, reader: _Reader) -> None:
        self._reader = reader

    def makefile(self, _mode: str) -> BufferedReader:
        return BufferedReader(self._reader)


class _Response(HTTPResponse):
    """An answer that is read by a `_Reader`."""

    def __init__(self, sock: socket.socket, *args: Any, ends: float, **options: Any) -> None:
        self.reader = _Reader(sock, ends)
        super().__init__(_Source(self.reader), *args, **options)  # type: ignore[arg-type]  # all it asks of a socket


class _Plain(HTTPConnection):
    """Over TCP."""

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as urllib3's own
        _limit(self)
        return super().getresponse()


class _Secure(HTTPSConnection):
    """Over TLS."""

    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as urllib3's own
        _limit(self)
        return super().getresponse()


def _limit(connection: HTTPConnection) -> None:
    """Have the next answer end when the time that is left for reading has passed.

    urllib3 sets `timeout` to that before it asks for the answer: of a total, what is left of it.
    """
    ends = time.monotonic() + (NEVER_S if connection.timeout is None else connection.timeout)
    connection.response_class = partial(_Response, ends=ends)  # type: ignore[assignment]  # it is called as one


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


_POOLS: Final[Mapping[str, type[HTTPConnectionPool]]] = MappingProxyType({"http": _PlainPool, "https": _SecurePool})


def keep_deadlines(pools: urllib3.PoolManager) -> None:
    """Have each answer through these pools end within its request's time-out, counted from its first byte awaited."""
    pools.pool_classes_by_scheme = dict(_POOLS)


def pool_for(scheme: str, host: str, port: int | None, **options: Any) -> HTTPConnectionPool:
    """A pool of connections to one host; each answer ends within its request's time-out, counted from its first byte
    awaited. Raises urllib3's LocationValueError for an address that is none.
    """
    if scheme not in _POOLS:
        raise urllib3.exceptions.URLSchemeUnknown(scheme)
    return _POOLS[scheme](host, port, **options)


def ends_within(answer: urllib3.BaseHTTPResponse, seconds: float) -> bool:
    """Let what is still to be read of an answer of such pools wait at most that long; False if it cannot be told."""
    original = getattr(answer, "_original_response", None)
    if not isinstance(original, _Response):
        return False
    original.reader.ends = min(original.reader.ends, time.monotonic() + seconds)
    return True
