"""How the text of a setting is read. Each raises ValueError that says what it must be, never what it was."""

import re
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlsplit

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_VISIBLE = re.compile(r"[!-~]+")
_VOICES = re.compile(r"[A-Za-z][A-Za-z0-9._-]{1,60}")
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def text(value: str) -> str:
    return value


def key(value: str) -> str:
    """A secret that travels in a header."""
    if not _VISIBLE.fullmatch(value):
        raise ValueError("must consist of visible ASCII characters, without spaces")
    return value


def account(value: str) -> str:
    if not _ACCOUNT.fullmatch(value):
        raise ValueError("must be AC and 32 hexadecimal digits")
    return value


def database(value: str) -> str:
    """Checked as far as one can without connecting; what is wrong is told without the value, which holds a password."""
    scheme, _, rest = value.partition("://")
    if scheme in {"postgres", "postgresql"}:
        try:
            parts = urlsplit(f"//{rest}")
            if parts.path.strip("/") and (parts.port is None or parts.port > 0):
                return value
        except ValueError:
            pass
    elif scheme == "sqlite" and rest.startswith("/") and rest[1:].partition("?")[0] not in {"", ":memory:"}:
        return value
    raise ValueError(
        "must be postgres://user:password@host/database, special characters of the password percent-encoded,"
        " or sqlite:///file"
    )


def flag(value: str) -> bool:
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ValueError("must be true or false")


def whole(least: int, most: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(value)

    return parse


def url(value: str) -> str:
    try:
        parts = urlsplit(value)
        well_formed = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        well_formed = False
    if not well_formed or not _VISIBLE.fullmatch(value):
        raise ValueError("must be an http or https URL")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("must be a URL without user, query or fragment")
    return value.rstrip("/")


def number(value: str) -> str:
    if not _E164.fullmatch(value):
        raise ValueError("must be a phone number in the form +972501234567")
    return value


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of: {', '.join(choices)}")
        return value

    return parse


def voice(value: str) -> str:
    if not _VOICES.fullmatch(value):
        raise ValueError("must be the name of a Twilio voice, as Google.he-IL-Wavenet-A")
    return value


def scenario_numbers(value: str) -> tuple[tuple[str, str], ...]:
    """ "+97233760000=sales,+97233760001=sales" as pairs (number, scenario)."""
    chosen: dict[str, str] = {}
    for part in filter(None, (item.strip() for item in value.split(","))):
        called, _, name = part.partition("=")
        if not name.strip():
            raise ValueError("must be a list of number=scenario, separated by commas")
        chosen[number(called.strip())] = name.strip()
    return tuple(chosen.items())


def redis(value: str) -> str:
    """Told without the value, which may hold a password."""
    try:
        parts = urlsplit(value)
        well_formed = (parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and parts.port != 0) or (
            parts.scheme == "unix" and bool(parts.path.strip("/"))
        )
    except ValueError:
        well_formed = False
    if not well_formed:
        raise ValueError("must be redis://host:port/0, rediss:// for TLS, or unix:///socket")
    return value


def money(value: str) -> int:
    """Dollars, as "2.50", in millionths."""
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,6})?", value):
        raise ValueError("must be dollars, as 20 or 2.50")
    return int(Decimal(value) * 1_000_000)
