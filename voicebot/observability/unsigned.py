"""Webhooks that no signature fits: told once, with what an operator needs to see why."""

import re
from urllib.parse import urlsplit

import structlog

from voicebot.observability.throttle import Throttle

log = structlog.get_logger()

EVERY_S = 600.0

_HOST = re.compile(r"[A-Za-z0-9.:\[\]_-]{1,253}")
_PORTS = {"http": ":80", "https": ":443"}


class UnsignedWebhooks:
    """Tells of refused webhooks once in ten minutes, for each of the two reasons there are.

    A signature that does not fit is Twilio's, with a wrong BASE_URL or token behind it, or a forger's; a request
    without one is a stranger's. What a stranger says of itself is told only as far as it reads like a host.
    """

    def __init__(self, base_url: str, throttle: Throttle | None = None) -> None:
        parts = urlsplit(base_url)
        self._expected = _bare(parts.netloc.rpartition("@")[2], parts.scheme)
        self._scheme = parts.scheme
        self._throttle = throttle or Throttle()

    def refused(self, host: str, path: str, signed: bool) -> None:
        """A webhook for `host` (as its Host header has it) was refused; `signed`: it carried a signature."""
        given = _bare(host, self._scheme) if _HOST.fullmatch(host) else "unreadable"
        about = {"path": path[:64], "signed": signed, "host": given, "base_url_host": self._expected}
        if self._throttle.once_per(f"signed={signed}", EVERY_S):
            log.warning("webhook.unsigned", same_host=given == self._expected, **about)
        else:
            log.debug("webhook.unsigned_again", **about)


def _bare(netloc: str, scheme: str) -> str:
    """Host and port, small, without the port that goes without saying."""
    return netloc.lower().removesuffix(_PORTS.get(scheme, ""))
