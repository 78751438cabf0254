"""Who may call a webhook: only Twilio, proved by the signature over our public URL and the whole form."""

import hmac

from flask import Request, abort
from twilio.request_validator import RequestValidator

from voicebot.observability.unsigned import UnsignedWebhooks

SIGNATURE = "X-Twilio-Signature"
CHECKED = "voicebot.signed"
"""In a request's environment, where a client can set names beginning with HTTP_ only."""


class TwilioGate:
    """Checks signatures against the configured public URL, never against what a request says of itself.

    The algorithm is the account token's HMAC-SHA1; a request cannot choose another. Source:
    https://www.twilio.com/docs/usage/security#validating-requests
    """

    def __init__(self, token: str, base_url: str) -> None:
        self._validator = RequestValidator(token)
        self._base_url = base_url.rstrip("/")
        self._unsigned = UnsignedWebhooks(base_url)
        self._prefix = "/" + self._base_url.split("://", 1)[1].partition("/")[2]

    def check(self, request: Request) -> None:
        """Abort with 403 unless the request is signed. The body is read as it was sent."""
        if not self.is_signed(request):
            self._unsigned.refused(request.headers.get("Host", ""), request.path, SIGNATURE in request.headers)
            abort(403, "The request is not signed by Twilio.")

    def check_handshake(self, request: Request) -> None:
        """Abort with 403 unless a WebSocket's handshake is signed: over its wss address, which has no form."""
        if not self.is_signed_handshake(request):
            self._unsigned.refused(request.headers.get("Host", ""), request.path, SIGNATURE in request.headers)
            abort(403, "The handshake is not signed by Twilio.")

    def is_signed_handshake(self, request: Request) -> bool:
        """Whether the signature fits the address with `ws` for `http`; the https form does not count."""
        signature = request.headers.get(SIGNATURE)
        if not signature or not signature.isascii():
            return False
        address = "ws" + self.public_url(request).removeprefix("http")
        return bool(self._validator.validate(address, {}, signature))

    def is_signed(self, request: Request) -> bool:
        """Whether the signature fits the URL and every value of every form field; worked out once for each request."""
        known = request.environ.get(CHECKED)
        if known is None:
            known = request.environ[CHECKED] = self._fits(request)
        return bool(known)

    def _fits(self, request: Request) -> bool:
        signature = request.headers.get(SIGNATURE)
        if not signature or not signature.isascii():
            return False
        form = request.mimetype in {"application/x-www-form-urlencoded", "multipart/form-data", ""}
        address = self.public_url(request)
        try:
            if form and hmac.compare_digest(self._validator.compute_signature(address, request.form), signature):
                return True  # nearly always; `validate` would first work it out for the address with its port
            body = request.form if form else request.get_data(cache=True).decode("utf-8")
            return bool(self._validator.validate(address, body, signature))
        except (TypeError, ValueError):  # the SDK raises these for JSON without bodySHA256 and the like
            return False

    def public_url(self, request: Request) -> str:
        """The URL as Twilio knows it: the configured public part, and path and query byte for byte as sent."""
        raw = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.full_path)
        if "://" in raw.split("?", 1)[0]:
            raw = "/" + raw.split("://", 1)[1].partition("/")[2]
        if self._prefix != "/" and raw.startswith(self._prefix.rstrip("/") + "/"):
            raw = raw[len(self._prefix.rstrip("/")) :]
        return self._base_url + raw
