"""Fetching and deleting the recordings of callers, by SID and from our own settings' address only."""

import re
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import urllib3

from language.types import Recording
from voicebot.clients.base import Deadline, Fault, PerProcess, asking, status_fault
from voicebot.clients.pooled import Answer, PooledHttp, pooled_fault
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
        self._headers = {**urllib3.make_headers(basic_auth=f"{account_sid}:{auth_token}"), "User-Agent": "voicebot"}
        self._sleep = sleep
        self._http = PerProcess(PooledHttp)

    def fetch(self, recording_sid: str, timeout_s: float) -> Recording:
        """The recording as WAV, within `timeout_s` and 20 s.

        Raises VendorRefused with status 404 when it is gone, VendorError, and ValueError for what is no
        recording's SID: it becomes part of the URL.
        """
        url = f"{self._base}/{_checked(recording_sid)}.wav"
        timeout_s = min(timeout_s, MAX_SECONDS)
        with asking(VENDOR, "fetch recording", pooled_fault, timeout_s):
            return self._when_ready(url, Deadline(timeout_s))

    def delete(self, recording_sid: str, timeout_s: float = 10.0) -> None:
        """Delete the recording; one that is gone already is fine. Raises like fetch."""
        url = f"{self._base}/{_checked(recording_sid)}.json"
        with (
            asking(VENDOR, "delete recording", pooled_fault, timeout_s),
            self._send("DELETE", url, Deadline(timeout_s)) as answer,
        ):
            if answer.status not in {OK, NO_CONTENT, NOT_FOUND}:
                raise status_fault(answer.status).error(VENDOR, "delete recording")

    def _when_ready(self, url: str, deadline: Deadline) -> Recording:
        for attempt in range(1, TRIES + 1):
            with self._send("GET", url, deadline) as answer:
                if answer.status == OK:
                    return Recording(answer.read(MAX_BYTES), answer.headers.get("Content-Type", "audio/wav"))
            if answer.status != NOT_FOUND or attempt == TRIES or deadline.left() <= WAIT_S:
                break
            self._sleep(WAIT_S)
        raise status_fault(answer.status).error(VENDOR, "fetch recording")

    def _send(self, method: str, url: str, deadline: Deadline) -> Answer:
        """The answer, after at most three redirects within one origin: our credentials go nowhere else."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._http.get().open(method, url, self._headers, None, deadline.left())
            if answer.status not in REDIRECTS:
                return answer
            answer.close()
            target = _within_origin(url, answer.headers.get("Location", ""))
            if target is None:
                raise _refused("a redirect to another host", answer)
            url = target
        raise _refused("too many redirects", answer)


def _checked(recording_sid: str) -> str:
    if not RECORDING_SID.fullmatch(recording_sid):
        raise ValueError("not the SID of a recording")
    return recording_sid


def _within_origin(url: str, location: str) -> str | None:
    """Where a redirect leads from `url`; None for another origin, and for no address at all."""
    try:
        target = urljoin(url, location)
        return target if _origin(target) == _origin(url) else None
    except ValueError:
        return None


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port. Raises ValueError."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _refused(detail: str, answer: Answer) -> Exception:
    return Fault(VendorRefused, detail, answer.status).error(VENDOR, "recording")
