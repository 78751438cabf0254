"""Placing, redirecting and ending calls through Twilio's own client, sent to the configured base URL."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import requests

from voicebot.clients.base import Fault, PerProcess, Unreadable, asking, status_fault
from voicebot.clients.http import http_fault, new_session
from voicebot.dialer.ports import CallOrder, Standing
from voicebot.errors import VendorGarbage, VendorRefused

if TYPE_CHECKING:
    from twilio.http.response import Response
    from twilio.rest import Client

VENDOR = "twilio"
API = "https://api.twilio.com"
TIMEOUT_S = 10.0
REDIRECT_S = 2.0
"""A caller waits for it in silence, and closing the stream does the same."""
EVENTS = ("initiated", "ringing", "answered", "completed")
CALL_SID = re.compile(r"CA[0-9a-fA-F]{32}")
STATUSES = frozenset(
    {"queued", "initiated", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"}
)

NOT_FOUND = 404
NOT_IN_PROGRESS = 21220
"""Twilio's error for a change to a call that is over."""


class TwilioTelephone:
    """Calls of one account. Nothing is ever sent twice: after an error a call may exist or not."""

    def __init__(self, account_sid: str, auth_token: str, base_url: str = API, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._soon_s = min(timeout_s, REDIRECT_S)
        self._client = PerProcess(lambda: _connect(account_sid, auth_token, base_url, timeout_s))
        self._soon = PerProcess(lambda: _connect(account_sid, auth_token, base_url, self._soon_s))

    def place(self, order: CallOrder) -> str:
        """The new call's SID. Raises VendorError; after a time-out or lost connection the call may exist."""
        with asking(VENDOR, "place call", twilio_fault, self._timeout_s):
            call = self._client.get().calls.create(
                to=order.to,
                from_=order.from_,
                url=order.url,
                method="POST",
                status_callback=order.status_url,
                status_callback_event=list(EVENTS),
                status_callback_method="POST",
                timeout=order.ring_timeout_s,
                time_limit=order.time_limit_s,
                # A file on some server for files, which often takes no POST.
                **({"fallback_url": order.fallback_url, "fallback_method": "GET"} if order.fallback_url else {}),
            )
            if not isinstance(call.sid, str) or not CALL_SID.fullmatch(call.sid):
                raise Unreadable("no call SID in the answer")
            return call.sid

    def end(self, call_sid: str) -> None:
        """Hang up. A call that is over, or that Twilio no longer knows, is fine. Raises VendorError.

        Raises ValueError for what is no call's SID: it becomes part of a URL.
        """
        _check(call_sid)
        with asking(VENDOR, "end call", twilio_fault, self._timeout_s):
            try:
                self._client.get().calls(call_sid).update(status="completed")
            except _twilio_errors() as error:
                if error.status != NOT_FOUND and error.code != NOT_IN_PROGRESS:
                    raise

    def redirect(self, call_sid: str, url: str) -> None:
        """Let a live call leave what it is at, a stream as well, for the TwiML of `url`.

        Raises VendorError, also for a call that is over, and ValueError like `end`. After a time-out or lost
        connection it may have been redirected.
        """
        _check(call_sid)
        with asking(VENDOR, "redirect call", twilio_fault, self._soon_s):
            self._soon.get().calls(call_sid).update(url=url, method="POST")

    def standing(self, call_sid: str) -> Standing | None:
        """Where the call stands; None when Twilio does not know it. Raises VendorError, and ValueError like `end`."""
        _check(call_sid)
        with asking(VENDOR, "look up call", twilio_fault, self._timeout_s):
            try:
                call = self._client.get().calls(call_sid).fetch()
            except _twilio_errors() as error:
                if error.status == NOT_FOUND:
                    return None
                raise
            status = str(call.status)
            if status not in STATUSES:
                raise Unreadable("no status that Twilio's API describes")
            ended = call.end_time if isinstance(call.end_time, datetime) else None
            return Standing(status, int(call.duration) if call.duration else None, ended)


def _check(call_sid: str) -> None:
    if not CALL_SID.fullmatch(call_sid):
        raise ValueError("not the SID of a call")


class RebasedHttp:
    """Twilio's client sends through this, to `base_url`: it has no option for that of its own.

    Not its own HTTP client either: that one logs numbers, and has no time-out and no bound for an answer.
    """

    def __init__(self, base_url: str, timeout_s: float) -> None:
        self._base_url = base_url.rstrip("/")
        self._timeout_s = timeout_s
        self._session = new_session()

    def request(self, method: str, url: str, **options: Any) -> "Response":
        """One request, sent once; a redirect is an answer. Raises requests.RequestException."""
        from twilio.http.response import Response  # the SDK is loaded by now

        if not url.startswith(f"{API}/"):
            raise requests.exceptions.InvalidURL("only Twilio's REST API is asked through this")
        answer = self._session.request(
            method,
            self._base_url + url.removeprefix(API),
            **{**options, "timeout": self._timeout_s, "allow_redirects": False},
        )
        return Response(answer.status_code, answer.text, answer.headers)


def _connect(account_sid: str, auth_token: str, base_url: str, timeout_s: float) -> "Client":
    from twilio.rest import Client  # only where calls are placed

    # An environment of our own: TWILIO_EDGE and TWILIO_REGION would change the address behind our back.
    environment = {"TWILIO_EDGE": "", "TWILIO_REGION": ""}
    return Client(account_sid, auth_token, http_client=RebasedHttp(base_url, timeout_s), environment=environment)


def _twilio_errors() -> tuple[type[Any], type[Any]]:
    from twilio.base.exceptions import TwilioRestException, TwilioServiceException  # loaded by now

    return TwilioRestException, TwilioServiceException


def twilio_fault(error: Exception) -> Fault | None:
    """What an exception means: Twilio's, of `requests`, or what its client trips over in odd answers."""
    if isinstance(error, _twilio_errors()):
        return _rest_fault(error)
    if fault := http_fault(error):
        return fault
    if isinstance(error, ValueError | TypeError | AttributeError | KeyError):
        return Fault(VendorGarbage, "the answer is not what Twilio's API describes")
    return None


def _rest_fault(error: Any) -> Fault:
    """Status and Twilio's code. A success that Twilio's client does not accept is no success."""
    if error.status < requests.codes.bad_request:
        return Fault(VendorRefused, f"HTTP {error.status}", error.status)
    return status_fault(error.status, None if error.code == error.status else error.code)
