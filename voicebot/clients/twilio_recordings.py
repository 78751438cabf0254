"""Fetching and deleting the recordings of callers, by SID and from our own settings' address only."""

import re
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import requests

from language.types import Recording
from voicebot.clients.base import Deadline, Fault, PerProcess, asking, status_fault
from voicebot.clients.http import VendorHttp, http_fault
from voicebot.errors import VendorRefused

VENDOR = "twilio"
RECORDING_SID = re.compile(r"RE[0-9a-fA-F]{32}")
MAX_BYTES = 25_000_000
MAX_SECONDS = 20.0
MAX_REDIRECTS = 3

TRIES = 5
WAIT_S = 0.25
"""A recording may answer 404 for a moment after its webhook. RapidPro tries again 4 times, 250 ms apart."""

OK, NO_CONTENT, NOT_FOUND = 200, 204, 404
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class TwilioRecordings:
    """The recordings of one account. `sleep` waits between two tries."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        base_url: str = "https://api.twilio.com",
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._base = f"{base_url.rstrip('/')}/2010-04-01/Accounts/{account_sid}/Recordings"
        self._auth = (account_sid, auth_token)
        self._sleep = sleep
        self._http = PerProcess(lambda: VendorHttp(MAX_BYTES))

    def fetch(self, recording_sid: str, timeout_s: float) -> Recording:
        """The recording as WAV, within `timeout_s` and 20 s.

        Raises VendorRefused with status 404 when it is gone, VendorError, and ValueError for what is no
        recording's SID: it becomes part of the URL.
        """
        url = f"{self._base}/{_checked(recording_sid)}.wav"
        timeout_s = min(timeout_s, MAX_SECONDS)
        with asking(VENDOR, "fetch recording", http_fault, timeout_s):
            response = self._when_ready(url, Deadline(timeout_s))
            return Recording(response.content, response.headers.get("Content-Type", "audio/wav"))

    def delete(self, recording_sid: str, timeout_s: float = 10.0) -> None:
        """Delete the recording; one that is gone already is fine. Raises like fetch."""
        url = f"{self._base}/{_checked(recording_sid)}.json"
        with asking(VENDOR, "delete recording", http_fault, timeout_s):
            response = self._send("DELETE", url, Deadline(timeout_s))
            if response.status_code not in {OK, NO_CONTENT, NOT_FOUND}:
                raise status_fault(response.status_code).error(VENDOR, "delete recording")

    def _when_ready(self, url: str, deadline: Deadline) -> requests.Response:
        for attempt in range(1, TRIES + 1):
            response = self._send("GET", url, deadline)
            if response.status_code == OK:
                return response
            if response.status_code != NOT_FOUND or attempt == TRIES or deadline.left() <= WAIT_S:
                break
            self._sleep(WAIT_S)
        raise status_fault(response.status_code).error(VENDOR, "fetch recording")

    def _send(self, method: str, url: str, deadline: Deadline) -> requests.Response:
        """The answer, after at most three redirects within one origin: our credentials go nowhere else."""
        for _ in range(MAX_REDIRECTS + 1):
            response = self._http.get().send(method, url, deadline.left(), auth=self._auth)
            if response.status_code not in REDIRECTS:
                return response
            target = urljoin(url, response.headers.get("Location", ""))
            if _origin(target) != _origin(url):
                raise _refused("a redirect to another host", response)
            url = target
        raise _refused("too many redirects", response)


def _checked(recording_sid: str) -> str:
    if not RECORDING_SID.fullmatch(recording_sid):
        raise ValueError("not the SID of a recording")
    return recording_sid


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _refused(detail: str, response: requests.Response) -> Exception:
    return Fault(VendorRefused, detail, response.status_code).error(VENDOR, "recording")
