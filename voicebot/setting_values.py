"""How the text of a setting is read. Each raises ValueError that says what it must be, never what it was."""

import re
from collections.abc import Callable
from dataclasses import field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from language.calling_calendar import BadRules, Week, find_city
from language.lexicon import BadLexicon, Lexicon
from language.phones import REGIONS
from language.voice import BadRecordings, Recordings

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


def week(value: str) -> Week:
    """Office hours, with an hour in them."""
    try:
        hours = Week.parse(value)
    except BadRules:
        hours = Week(())
    if not any(hours.days):
        raise ValueError("must be hours of a week, as Sun-Thu 09:00-20:00, Fri 09:00-12:30")
    return hours


def city(value: str) -> str:
    """A city of the calendar's table by either name, as the table has it."""
    found = find_city(value)
    if found is None:
        raise ValueError("must be a city of Israel that the calendar knows (docs/operations.md), as Jerusalem")
    return found.name


def days(value: str) -> frozenset[date]:
    """ "2026-10-27, 2026-11-03"."""
    try:
        if not re.fullmatch(r"[0-9, -]*", value):
            raise ValueError
        return frozenset(date.fromisoformat(item) for item in _items(value))
    except ValueError:
        raise ValueError("must be dates separated by commas, as 2026-10-27") from None


def countries(value: str) -> tuple[str, ...]:
    """ "IL, GB", in their order."""
    codes = tuple(dict.fromkeys(item.upper() for item in _items(value)))
    if not codes or not REGIONS.issuperset(codes):
        raise ValueError("must be two-letter country codes separated by commas, as IL,GB")
    return codes


def _items(value: str) -> list[str]:
    return [item for item in map(str.strip, value.split(",")) if item]


def lexicon_in(folder: Path) -> Callable[[str], Lexicon]:
    """The table of a file; relative paths begin in `folder`."""

    def parse(value: str) -> Lexicon:
        try:
            return Lexicon.load(folder / value)
        except BadLexicon as error:
            raise ValueError(f"must be a pronunciation lexicon (docs/lexicon.md): {_told(error)}") from error

    return parse


AUDIO = frozenset({".mp3", ".wav", ".ulaw"})


def recordings_in(folder: Path) -> Callable[[str, str], Recordings]:
    """The recorded lines of a manifest, served under an address; relative paths begin in `folder`.

    Where recordings lie beside the manifest, a line whose file is not among them is said.
    """

    def parse(value: str, base_url: str) -> Recordings:
        manifest = folder / value
        try:
            beside = any(each.suffix in AUDIO for each in manifest.parent.glob("*.*"))
            return Recordings.load(manifest, base_url, manifest.parent if beside else None)
        except BadRecordings as error:
            raise ValueError(f"must be a list of recorded lines (docs/lexicon.md): {_told(error)}") from error

    return parse


def _told(error: Exception) -> str:
    """What is wrong with a file, in words: without an operating system's numbers, and without the name of one that
    cannot be read, which may be no name but a secret in the wrong place.
    """
    cause = error.__cause__
    return str(cause.strerror) if isinstance(cause, OSError) else str(error)


def setting(name: str, parse: Callable[[str], Any], default: Any, about: str, secret: bool = False) -> Any:
    """A field of Settings: the variable's name, how its text is read, what it is without one, what it does."""
    return field(
        default=default, metadata={"name": name, "parse": parse, "about": about, "secret": secret}, repr=not secret
    )
