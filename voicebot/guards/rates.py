"""The table of rate limits, and whom a request counts for. Numbers, keys and addresses are counted by their hash."""

import hashlib
import ipaddress
from dataclasses import dataclass
from typing import Literal

from flask import Request

Subject = Literal["key", "address", "call", "number"]
Kind = Literal["all", "failed", "signed", "unsigned"]

CALLBACKS = frozenset({"/twilio/call-status"})
"""Twilio only tells something there: nobody hears an answer, and what it tells must not be lost."""


@dataclass(frozen=True)
class Rate:
    """One limit: at most `amount` ("60/minute") requests to a blueprint for each subject.

    `kind`: of all requests, of those answered 401, or of those with or without Twilio's signature. `under`: only
    for paths that begin so.
    """

    name: str
    amount: str
    blueprint: Literal["api", "phone"]
    subject: Subject
    kind: Kind = "all"
    under: str = "/"


RATES: tuple[Rate, ...] = (
    Rate("api-failed", "60/minute", "api", "address", "failed"),
    Rate("api-key", "3000/minute", "api", "key"),
    Rate("api-address", "3000/minute", "api", "address"),
    # Every request may ring somebody's phone. (Twilio starts one call a second.)
    Rate("api-outbound", "120/minute", "api", "key", under="/outbound/"),
    # A turn has one webhook, one more for each filler, and repeats: beyond four a second it is a loop.
    Rate("webhook-call", "240/minute", "phone", "call", "signed"),
    # New calls. A switchboard shows one number for everybody behind it.
    Rate("webhook-number", "300/minute", "phone", "number", "signed", under="/twilio/voice"),
    Rate("webhook-unsigned", "60/minute", "phone", "address", "unsigned"),
)


def subject_of(rate: Rate, request: Request, proxies: int) -> str:
    """Whom the request counts for, as a short hash; "" when it has no such subject."""
    match rate.subject:
        case "address":
            found = address_of(request, proxies)
        case "key":
            found = request.headers.get("X-API-Key") or request.headers.get("Authorization", "")
        case "call":
            found = "" if request.path in CALLBACKS else request.form.get("CallSid", "")
        case "number":
            found = _number(request)
    return hashlib.sha256(found.encode("utf-8", "replace")).hexdigest()[:32] if found else ""


def address_of(request: Request, proxies: int) -> str:
    """The user's address: the peer's, or the one that the outermost of our own `proxies` has seen.

    What stands further left in X-Forwarded-For, the user may have written. An IPv6 network counts as one user:
    its smallest piece, a /64, has more addresses than can be counted.
    """
    hops = [hop.strip() for hop in ",".join(request.headers.getlist("X-Forwarded-For")).split(",")]
    given = hops[-proxies] if 0 < proxies <= len(hops) else ""
    for text in (given, request.remote_addr or ""):
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            continue
        if isinstance(address, ipaddress.IPv4Address):
            return str(address)
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((address, 64), strict=False))
    return "unknown"


def _number(request: Request) -> str:
    """The other party's number, if the request has one; withheld numbers come as words, which count as nobody."""
    outbound = request.form.get("Direction", "inbound").startswith("outbound")
    number = request.form.get("To" if outbound else "From", "").strip()
    return number if number.startswith("+") else ""
