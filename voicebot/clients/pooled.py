"""HTTP over urllib3's pool of open connections, with one deadline for the whole answer, streams included.

What asks several times in each turn goes through here: `requests` and vendors' SDKs build objects around the same pool
that cost more CPU than the request itself.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from threading import Lock
from typing import Any, Final

import certifi
import orjson
import urllib3
from urllib3.connectionpool import HTTPConnectionPool

from voicebot.clients.base import Fault
from voicebot.clients.deadlines import ends_within, pool_for
from voicebot.errors import VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

POOL = 128
"""Connections kept per host: as many as a worker has threads for turns."""
CONNECT_S = 5.0
REST_S = 0.02
"""How long the end of a stream is waited for that has said everything: it is in the last packet, or soon after."""
PIECE = 65_536
MAX_BYTES = 2_000_000
URLS_KEPT = 256
"""Addresses whose parts are known: those of vendors are few; a recording's is asked for once."""

_NO_RETRIES: Final = urllib3.Retry(total=False)
_Host = tuple[str, str, int | None]


class TooLong(urllib3.exceptions.HTTPError):
    """The answer is longer than anybody sensible would send."""


class PooledHttp:
    """Sends requests, safe for threads: nothing of the environment, no retries, no redirects, no cookies."""

    def __init__(self) -> None:
        self._pools: dict[_Host, HTTPConnectionPool] = {}
        self._lock = Lock()

    def open(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        timeout_s: float,
        connect_s: float = CONNECT_S,
        decode: bool = True,
    ) -> "Answer":
        """The answer with its headers read, whatever its status. Raises urllib3's HTTPError, OSError.

        `timeout_s` is for the whole answer, from connecting to its last byte.
        """
        host, target = _parts(url)
        answer = self._pool(host).urlopen(
            method,
            target,
            body=body,
            headers=headers,
            redirect=False,
            assert_same_host=False,  # a target without a host
            preload_content=False,
            decode_content=decode,
            timeout=urllib3.Timeout(connect=min(connect_s, timeout_s), total=timeout_s),
        )
        return Answer(answer)

    def close(self) -> None:
        """Close the connections that wait for a request."""
        with self._lock:
            pools, self._pools = self._pools, {}
        for each in pools.values():
            each.close()

    def _pool(self, host: _Host) -> HTTPConnectionPool:
        """Not one of urllib3's PoolManager, which works out anew for every request which pool it belongs to."""
        with self._lock:
            pool = self._pools.get(host)
            if pool is None:
                pool = self._pools[host] = pool_for(*host, maxsize=POOL, retries=_NO_RETRIES, **_options(host))
        return pool


@lru_cache(URLS_KEPT)
def _parts(url: str) -> tuple[_Host, str]:
    """Where to connect, and what to ask for there. Raises urllib3's LocationParseError."""
    parsed = urllib3.util.parse_url(url)
    return (parsed.scheme or "", parsed.host or "", parsed.port), parsed.request_uri


def _options(host: _Host) -> dict[str, Any]:
    return {"ca_certs": certifi.where()} if host[0] == "https" else {}


class Answer:
    """One answer, to be read once and then closed; `with` closes it."""

    def __init__(self, answer: urllib3.BaseHTTPResponse) -> None:
        self._answer = answer
        self._over = False
        self.status = answer.status
        self.headers = answer.headers

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives. Raises urllib3's HTTPError, its time-out past the deadline; OSError."""
        read = self._answer.read1  # `read` would wait for a full piece
        while piece := read(PIECE):
            yield piece
        self._over = True

    def read(self, most: int = MAX_BYTES) -> bytes:
        """The whole body. Raises like `pieces`, and TooLong above `most` bytes."""
        found: list[bytes] = []
        left = most
        for piece in self.pieces():
            left -= len(piece)
            if left < 0:
                raise TooLong
            found.append(piece)
        return found[0] if len(found) == 1 else b"".join(found)

    def json(self) -> Any:
        """What the body says. Raises like `read`, and orjson.JSONDecodeError."""
        return orjson.loads(self.read())

    def close(self) -> None:
        """Keep the connection for the next request if the answer is over, or ends within moments."""
        if not self._over and ends_within(self._answer, REST_S):
            with suppress(urllib3.exceptions.HTTPError, OSError):
                self._over = not self._answer.read1(PIECE)
        if self._over:
            self._answer.release_conn()
        else:
            self._answer.close()

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_FAULTS: tuple[tuple[type[Exception], Fault], ...] = (
    # A kind of time-out to urllib3, as nothing came of the connection.
    (urllib3.exceptions.NewConnectionError, Fault(VendorUnavailable, "no connection")),
    (urllib3.exceptions.TimeoutError, Fault(VendorTimeout, "")),
    (TooLong, Fault(VendorGarbage, "the answer is too large")),
    (urllib3.exceptions.DecodeError, Fault(VendorGarbage, "the answer cannot be decompressed")),
    (orjson.JSONDecodeError, Fault(VendorGarbage, "the answer is no JSON")),
    (urllib3.exceptions.LocationValueError, Fault(VendorRefused, "an address that is none")),
    (urllib3.exceptions.HTTPError, Fault(VendorUnavailable, "no connection")),
    (OSError, Fault(VendorUnavailable, "no connection")),
)


def pooled_fault(error: Exception) -> Fault | None:
    """What an exception of `PooledHttp` means; the first line of the table that fits."""
    return next((fault for kind, fault in _FAULTS if isinstance(error, kind)), None)
