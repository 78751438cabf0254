"""HTTP over urllib3's pool of open connections, with one deadline for the whole answer, streams included.

What asks several times in each turn goes through here: `requests` and vendors' SDKs build objects around the same pool
that cost more CPU than the request itself, and bound only the gap between two packets, so that a stream that drips
would never end.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import certifi
import orjson
import urllib3

from voicebot.clients.base import Fault
from voicebot.errors import VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

POOL = 128
"""Connections kept per host: as many as a worker has threads for turns."""
CONNECT_S = 5.0
REST_S = 0.02
"""How long the end of a stream is waited for that has said everything: it is in the last packet, or soon after."""
PIECE = 65_536
MAX_BYTES = 2_000_000


class TooLong(urllib3.exceptions.HTTPError):
    """The answer is longer than anybody sensible would send."""


class PooledHttp:
    """Sends requests, safe for threads: nothing of the environment, no retries, no redirects, no cookies."""

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(num_pools=8, maxsize=POOL, retries=False, ca_certs=certifi.where())

    def open(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        timeout_s: float,
        connect_s: float = CONNECT_S,
        decode: bool = True,
    ) -> "Answer":
        """The answer with its headers read, whatever its status. Raises urllib3's HTTPError, OSError.

        `timeout_s` is for the whole answer. The clock is looked at after each packet; a read of the body waits for
        what was left after the headers, so a stream that drips and then stalls is given up after at most twice that.
        """
        ends = time.monotonic() + timeout_s
        answer = self._pool.urlopen(
            method,
            url,
            body=body,
            headers=headers,
            redirect=False,
            preload_content=False,
            decode_content=decode,
            timeout=urllib3.Timeout(connect=min(connect_s, timeout_s), read=timeout_s),
        )
        return Answer(answer, ends)

    def close(self) -> None:
        """Close the connections that wait for a request."""
        self._pool.clear()


class Answer:
    """One answer, to be read once and then closed; `with` closes it."""

    def __init__(self, answer: urllib3.BaseHTTPResponse, ends: float) -> None:
        self._answer = answer
        self._ends = ends
        self._over = False
        self.status = answer.status
        self.headers = answer.headers

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives. Raises urllib3's HTTPError, TimeoutError past the deadline, OSError."""
        self._wait_at_most(max(self._ends - time.monotonic(), 0.001))
        read = self._answer.read1  # `read` would wait for a full piece, and miss the deadline
        while piece := read(PIECE):
            if time.monotonic() > self._ends:
                raise TimeoutError
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
        if not self._over:
            self._wait_at_most(REST_S)
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

    def _wait_at_most(self, seconds: float) -> None:
        """How long each further read may take; a connection that is closed already has no socket."""
        sock = getattr(self._answer.connection, "sock", None)
        if sock is not None:
            sock.settimeout(seconds)


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
