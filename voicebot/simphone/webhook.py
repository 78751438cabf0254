"""Twilio's half of a webhook: the form it posts, the signature it adds, the redirects it follows."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Literal
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import requests
from twilio.request_validator import RequestValidator

from voicebot.simphone.events import (
    Answer,
    Event,
    Exchanged,
    Fetch,
    Fetched,
    Hearer,
    NotReachable,
    Transport,
    new_sid,
)

Direction = Literal["inbound", "outbound-api"]
SIGNATURE_HEADER = "X-Twilio-Signature"
# What Twilio sends as From when the caller withholds the number: "ANONYMOUS" on a keypad.
WITHHELD = "+266696687"
# Twilio's limits: 5 s to connect, 15 s to answer, ten redirects.
TIMEOUTS_S = (5.0, 15.0)
MAX_REDIRECTS = 10
KEEP_METHOD = frozenset({307, 308})
MOVED = frozenset({301, 302, 303}) | KEEP_METHOD


def without_fragment(url: str) -> str:
    """The URL as it is requested and signed: `#rc=2&rp=all` is an instruction to Twilio, never sent."""
    return urldefrag(url).url


def sign(token: str, url: str, form: Mapping[str, str]) -> str:
    """X-Twilio-Signature: base64 HMAC-SHA1 of the URL and the sorted form fields."""
    return str(RequestValidator(token).compute_signature(without_fragment(url), dict(form)))


@dataclass(frozen=True)
class Identity:
    """The parameters that stay the same through a call."""

    from_: str
    to: str
    account_sid: str
    call_sid: str
    direction: Direction = "inbound"

    def fields(self, status: str) -> dict[str, str]:
        """Twilio's standard voice parameters, with empty places as Twilio sends them for Israel."""
        sender = WITHHELD if self.from_ == "withheld" else self.from_
        sides = {"From": sender, "Caller": sender, "To": self.to, "Called": self.to}
        places = {
            f"{side}{part}": ("IL" if part == "Country" and number.startswith("+972") else "")
            for side, number in sides.items()
            for part in ("City", "State", "Zip", "Country")
        }
        return {
            "CallSid": self.call_sid,
            "AccountSid": self.account_sid,
            "CallStatus": status,
            "Direction": self.direction,
            "ApiVersion": "2010-04-01",
            **sides,
            **places,
        }


def completed_fields(direction: Direction, seconds: float) -> dict[str, str]:
    """The parameters a status callback has besides the standard ones; Duration is in begun minutes."""
    return {
        "CallDuration": str(round(seconds)),
        "Duration": str(max(1, math.ceil(seconds / 60))),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": "0" if direction == "inbound" else "3",
        "Timestamp": format_datetime(datetime.now(UTC)),
    }


@dataclass(frozen=True)
class Webhooks:
    """Sends the webhooks of one call.

    The app is known to Twilio by `base_url`, which is what is signed; `target_url`, when it differs, is where
    the requests are really sent, as through a proxy.
    """

    transport: Transport
    token: str
    identity: Identity
    base_url: str
    target_url: str = ""

    def fetch(self, fetch: Fetch, hear: Hearer) -> Fetched:
        """Asks the app for a document and follows redirects, a POST becoming a GET on 301 to 303.

        Raises NotReachable when nobody listens there.
        """
        form = self.identity.fields(fetch.status) | dict(fetch.fields)
        url, method = without_fragment(fetch.url), fetch.method
        if method == "GET":
            url, form = with_query(url, form), {}
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._send(method, url, form)
            sent: Event = Exchanged(Fetch(url, method, fetch.fields, fetch.status), form, answer)
            hear(sent)
            if answer.status not in MOVED or not answer.location:
                break
            url = without_fragment(urljoin(url, answer.location))
            if answer.status not in KEEP_METHOD:
                # The fields are lost with the body, as they are at Twilio.
                method, form = "GET", {}
        return Fetched(answer, url)

    def _send(self, method: str, url: str, form: Mapping[str, str]) -> Answer:
        if urlsplit(url).scheme not in {"http", "https"}:
            return Answer(0, problem=f"{url} is no web address")
        headers = {
            SIGNATURE_HEADER: sign(self.token, url, form),
            "I-Twilio-Idempotency-Token": new_sid(""),
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
        }
        if method == "GET":
            return self.transport.get(self._target(url), headers)
        return self.transport.post(self._target(url), form, headers)

    def _target(self, url: str) -> str:
        base = self.base_url.rstrip("/")
        if self.target_url and (url == base or url.startswith((f"{base}/", f"{base}?"))):
            return self.target_url.rstrip("/") + url[len(base) :]
        return url


def with_query(url: str, fields: Mapping[str, str]) -> str:
    """The URL with fields added to its query."""
    if not fields:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(fields)}"


class HttpTransport:
    """Posts over real HTTP, within Twilio's time limits, following nothing."""

    def __init__(self) -> None:
        self._session = requests.Session()
        # The proxies and .netrc of this machine are not Twilio's.
        self._session.trust_env = False
        # A server may drop an idle connection while the caller thinks: every webhook gets its own.
        self._session.headers["Connection"] = "close"

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        return self._send("POST", url, urlencode(form).encode(), {**headers, **kind})

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        return self._send("GET", url, None, headers)

    def _send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        started = time.monotonic()
        try:
            got = self._session.request(
                method, url, data=body, headers=dict(headers), timeout=TIMEOUTS_S, allow_redirects=False
            )
        except requests.ReadTimeout:
            return Answer(0, took_ms=_ms_since(started), problem="the app did not answer within 15 s")
        except (requests.ConnectionError, requests.Timeout) as error:
            if isinstance(error, requests.Timeout) or _never_connected(error):
                raise NotReachable(f"nothing answers at {url}") from error
            return Answer(0, took_ms=_ms_since(started), problem="the app broke off the connection")
        except requests.RequestException as error:
            return Answer(0, took_ms=_ms_since(started), problem=f"the app's answer is no HTTP: {error}")
        kind, place = got.headers.get("Content-Type", ""), got.headers.get("Location", "")
        return Answer(got.status_code, got.content, kind, _ms_since(started), place)


def _never_connected(error: requests.ConnectionError) -> bool:
    """Whether the connection was never made: urllib3 then gives the reason why its retries ran out."""
    return bool(error.args) and getattr(error.args[0], "reason", None) is not None


def _ms_since(started: float) -> float:
    return (time.monotonic() - started) * 1000
