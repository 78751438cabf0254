"""The HTTP below OpenAI's SDK: our pool, and one deadline for the whole answer.

The SDK's own transport bounds each read only, so that an answer that drips would never end, and takes more CPU. Loaded
together with the SDK, at the first request.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx2
import urllib3

from voicebot.clients.pooled import Answer, PooledHttp


def http_client() -> httpx2.Client:
    """A client that keeps to deadlines, keeps connections open and takes nothing from the environment."""
    return httpx2.Client(transport=PooledTransport(), trust_env=False, follow_redirects=False)


class PooledTransport(httpx2.BaseTransport):
    """Sends requests through one pool, safe for threads. The request's read time-out is for all of its answer."""

    def __init__(self) -> None:
        self._http = PooledHttp()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer with its headers read. Raises httpx2.HTTPError."""
        timeouts: Mapping[str, float] = request.extensions["timeout"]
        headers = {name: value for name, value in request.headers.items() if name != "connection"}
        with _as_httpx_errors(request):
            answer = self._http.open(
                request.method,
                str(request.url),
                headers,
                request.read(),
                timeouts["read"],
                timeouts["connect"],
                decode=False,  # the SDK's library does
            )
        return httpx2.Response(answer.status, headers=list(answer.headers.items()), stream=_Body(answer, request))

    def close(self) -> None:
        self._http.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: Answer, request: httpx2.Request) -> None:
        self._answer = answer
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_errors(self._request):
            yield from self._answer.pieces()

    def close(self) -> None:
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
