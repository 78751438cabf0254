"""Sessions of `requests` for the vendors that speak plain HTTP: a deadline for the whole answer, and a cap.

`requests` itself only bounds the gap between two packets, follows proxies and .netrc of the environment, and
reads whatever is sent.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from voicebot.clients.base import Fault
from voicebot.clients.deadlines import keep_deadlines
from voicebot.errors import VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

POOL = 64
"""Connections kept per host: half of the 128 request threads of a worker wait for vendors at once."""

CHUNK = 65_536
DEFAULT_MAX_BYTES = 2_000_000


class TooLarge(requests.RequestException):
    """The answer is longer than anybody sensible would send."""


class BoundedAdapter(HTTPAdapter):
    """Reads the whole answer before it is given on. `timeout`, in seconds, is for all of it, from connecting on."""

    def __init__(self, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        super().__init__(pool_connections=4, pool_maxsize=POOL, max_retries=0)
        keep_deadlines(self.poolmanager)
        self._max_bytes = max_bytes

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """The whole answer. Raises requests.RequestException; ValueError without a time-out in seconds."""
        seconds = options.get("timeout")
        if not isinstance(seconds, int | float):
            raise ValueError("every request to a vendor needs a time-out in seconds")
        timeout = urllib3.Timeout(total=seconds)
        response = super().send(request, *args, **{**options, "timeout": timeout, "stream": True})
        try:
            with _as_requests_errors():
                body = b"".join(_packets(response.raw, self._max_bytes))
        except BaseException:
            response.close()
            raise
        response.raw.release_conn()
        _check_location(response)
        response.raw = io.BytesIO(body)
        return response


def _check_location(response: requests.Response) -> None:
    """A redirect to what is no address, which `requests` trips over even where it follows none."""
    try:
        _ = urlsplit(response.headers.get("Location", "")).port
    except ValueError:
        raise requests.exceptions.InvalidURL("a redirect to no address") from None


def _packets(raw: urllib3.BaseHTTPResponse, max_bytes: int) -> Iterator[bytes]:
    """The body as it arrives."""
    size = 0
    while packet := raw.read1(CHUNK, decode_content=True):
        size += len(packet)
        if size > max_bytes:
            raise TooLarge
        yield packet


@contextmanager
def _as_requests_errors() -> Iterator[None]:
    """What urllib3 raises while a body is read, as `requests` names it."""
    try:
        yield
    except urllib3.exceptions.TimeoutError as error:
        raise requests.ReadTimeout(error) from error
    except urllib3.exceptions.DecodeError as error:
        raise requests.exceptions.ContentDecodingError(error) from error
    except urllib3.exceptions.HTTPError as error:
        raise requests.ConnectionError(error) from error


def new_session(max_bytes: int = DEFAULT_MAX_BYTES) -> requests.Session:
    """A session that may carry credentials: nothing of the environment, no retries, no cookies kept."""
    session = requests.Session()
    bound(session, max_bytes)
    return session


def bound(session: requests.Session, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
    """Make `session` such a session."""
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, BoundedAdapter(max_bytes))


_FAULTS: tuple[tuple[type[Exception], Fault], ...] = (
    (requests.Timeout, Fault(VendorTimeout, "")),
    (TooLarge, Fault(VendorGarbage, "the answer is too large")),
    (requests.exceptions.ContentDecodingError, Fault(VendorGarbage, "the answer cannot be decompressed")),
    (requests.exceptions.JSONDecodeError, Fault(VendorGarbage, "the answer is no JSON")),
    (requests.exceptions.InvalidURL, Fault(VendorRefused, "an address that is none")),
    (requests.TooManyRedirects, Fault(VendorRefused, "a redirect")),
    (requests.RequestException, Fault(VendorUnavailable, "no connection")),
)


def http_fault(error: Exception) -> Fault | None:
    """What an exception of `requests` means; the first line of the table that fits."""
    return next((fault for kind, fault in _FAULTS if isinstance(error, kind)), None)
