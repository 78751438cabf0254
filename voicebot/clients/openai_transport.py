"""The HTTP client given to OpenAI's SDK: its time-out is for the whole answer, streams included.

The HTTP library bounds each read only, so a stream that drips, or sends nothing but keep-alive comments,
would never end. Loaded together with the SDK, at the first request.
"""

import time
from collections.abc import Iterator
from typing import cast

import httpx2

LIMITS = httpx2.Limits(max_connections=128, max_keepalive_connections=64)


def http_client() -> httpx2.Client:
    """A client that keeps to deadlines and takes nothing from the environment."""
    transport = DeadlineTransport(trust_env=False, limits=LIMITS)
    return httpx2.Client(transport=transport, trust_env=False, follow_redirects=False)


class DeadlineTransport(httpx2.HTTPTransport):
    """Holds an answer to the request's read time-out, from the request's start to the last byte.

    The clock is looked at after each packet; a read of the body waits for what was left after the headers,
    so a stream that drips and then stalls is given up after at most twice the time-out.
    """

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        timeouts = request.extensions["timeout"]
        ends = time.monotonic() + timeouts["read"]
        response = super().handle_request(request)
        timeouts["read"] = max(ends - time.monotonic(), 0.001)
        response.stream = _Until(cast("httpx2.SyncByteStream", response.stream), ends, request)
        return response


class _Until(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream, ends: float, request: httpx2.Request) -> None:
        self._stream = stream
        self._ends = ends
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        for packet in self._stream:
            if time.monotonic() > self._ends:
                raise httpx2.ReadTimeout("the answer took too long", request=self._request)
            yield packet

    def close(self) -> None:
        self._stream.close()
