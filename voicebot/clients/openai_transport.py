"""The HTTP below OpenAI's SDK: urllib3's pool, and one deadline for the whole answer, streams included.

The SDK's own transport costs a fifth of a millisecond of CPU for each piece of a stream, and a stream whose last
bytes nobody reads costs it the connection; a phone turn has some fifty pieces. It also bounds each read only, so
that a stream that drips, or sends nothing but keep-alive comments, would never end. Loaded together with the SDK, at
the first request.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import certifi
import httpx2
import urllib3

POOL = 128
"""Connections kept per host: as many as a worker has threads for turns."""
REST_S = 0.02
"""How long the end of a stream is waited for that has said everything: it is in the last packet, or soon after."""
PIECE = 65_536


def http_client() -> httpx2.Client:
    """A client that keeps to deadlines, keeps connections open and takes nothing from the environment."""
    return httpx2.Client(transport=PooledTransport(), trust_env=False, follow_redirects=False)


class PooledTransport(httpx2.BaseTransport):
    """Sends requests through one pool, safe for threads. The request's read time-out is for all of its answer.

    The clock is looked at after each packet; a read of the body waits for what was left after the headers, so a
    stream that drips and then stalls is given up after at most twice the time-out.
    """

    def __init__(self) -> None:
        self._pool = urllib3.PoolManager(num_pools=8, maxsize=POOL, retries=False, ca_certs=certifi.where())

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer with its headers read. Raises httpx2.HTTPError."""
        timeouts: Mapping[str, float] = request.extensions["timeout"]
        ends = time.monotonic() + timeouts["read"]
        with _as_httpx_errors(request):
            answer = self._pool.urlopen(
                request.method,
                str(request.url),
                body=request.read(),
                headers={name: value for name, value in request.headers.items() if name != "connection"},
                redirect=False,
                preload_content=False,
                decode_content=False,
                timeout=urllib3.Timeout(connect=timeouts["connect"], read=timeouts["read"]),
            )
        stream = _Body(answer, ends, request)
        return httpx2.Response(answer.status, headers=list(answer.headers.items()), stream=stream)

    def close(self) -> None:
        self._pool.clear()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: urllib3.BaseHTTPResponse, ends: float, request: httpx2.Request) -> None:
        self._answer = answer
        self._ends = ends
        self._request = request
        self._over = False

    def __iter__(self) -> Iterator[bytes]:
        self._wait_at_most(max(self._ends - time.monotonic(), 0.001))
        with _as_httpx_errors(self._request):
            while piece := self._answer.read1(PIECE):
                if time.monotonic() > self._ends:
                    raise httpx2.ReadTimeout("the answer took too long", request=self._request)
                yield piece
        self._over = True

    def _wait_at_most(self, seconds: float) -> None:
        """How long each further read may take; a connection that is closed already has no socket."""
        sock = getattr(self._answer.connection, "sock", None)
        if sock is not None:
            sock.settimeout(seconds)

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


@contextmanager
def _as_httpx_errors(request: httpx2.Request) -> Iterator[None]:
    """What urllib3 raises, as the SDK's HTTP library names it."""
    try:
        yield
    except urllib3.exceptions.NewConnectionError as error:
        raise httpx2.ConnectError(str(error), request=request) from error
    except urllib3.exceptions.ConnectTimeoutError as error:
        raise httpx2.ConnectTimeout(str(error), request=request) from error
    except (urllib3.exceptions.TimeoutError, TimeoutError) as error:
        raise httpx2.ReadTimeout(str(error), request=request) from error
    except urllib3.exceptions.LocationValueError as error:
        raise httpx2.UnsupportedProtocol(str(error), request=request) from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise httpx2.ReadError(str(error), request=request) from error
