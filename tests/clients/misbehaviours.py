"""How a vendor may fail at the wire, and what each failure must become in every adapter."""

from tests.standins.wire import Answer, Cut, Drip, DripHeaders, Misbehaviour, Reset, Stall
from voicebot.errors import VendorError, VendorGarbage, VendorRefused, VendorTimeout, VendorUnavailable

Case = tuple[str, Misbehaviour, type[VendorError]]

SHORT_S = 0.2
"""A time-out for servers that never answer; each test of one lasts this long."""

STATUSES: tuple[Case, ...] = (
    ("401", Answer(401, b"{}"), VendorRefused),
    ("403", Answer(403, b"{}"), VendorRefused),
    ("404", Answer(404, b"{}"), VendorRefused),
    ("415", Answer(415, b"{}"), VendorRefused),
    ("429", Answer(429, b"{}"), VendorUnavailable),
    ("500", Answer(500, b"{}"), VendorUnavailable),
    ("503 in HTML", Answer(503, b"<html>", "text/html"), VendorUnavailable),
    ("redirect", Answer(302, b"", headers={"Location": "http://127.0.0.1:9/"}), VendorRefused),
)

WIRE: tuple[Case, ...] = (
    ("reset", Reset(), VendorUnavailable),
    ("half an answer", Cut(), VendorUnavailable),
)

SLOW: tuple[Case, ...] = (
    ("stall", Stall(), VendorTimeout),
    ("drip", Drip(), VendorTimeout),
    ("drip of headers", DripHeaders(), VendorTimeout),
)

GARBAGE: tuple[Case, ...] = (
    ("HTML", Answer(200, b"<html>", "text/html"), VendorGarbage),
    ("no JSON", Answer(200, b"{nope"), VendorGarbage),
    ("no UTF-8", Answer(200, b'{"a": "\xff\xfe\xfa"}'), VendorGarbage),
    ("a list", Answer(200, b"[1]"), VendorGarbage),
    ("an empty object", Answer(200, b"{}"), VendorGarbage),
)


def name(case: object) -> str | None:
    """The case's name as a test's id."""
    return case[0] if isinstance(case, tuple) else None
