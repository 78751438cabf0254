"""The time at which a caller would like to meet, where it is named before anybody could look for it."""

import re
from datetime import datetime
from typing import Final

from language.choices import mentions_time
from language.hebrew import script
from language.times import Parsed, parse
from language.types import Language

WISHED_TIME: Final = "wished_time"
"""Field: that time on Israel's clock, the day alone where no hour was named; `ABOUT` stands behind one around then."""
ABOUT: Final = "~"
_CLAUSES: Final = re.compile(r"[,.;!?\n]+(?!\d)")


def time_in(said: str, now: datetime) -> str | None:
    """The one time that the words name, or one clause of them: beside it people say who they are."""
    parsed = _parsed(said, now)
    if parsed is None:
        clauses = [each for each in _CLAUSES.split(said) if mentions_time(each, _language(each), now)]
        parsed = _parsed(clauses[0], now) if len(clauses) == 1 else None
    if parsed is None:
        return None
    local = f"{parsed.at:%Y-%m-%dT%H:%M}" if parsed.has_hour else f"{parsed.at:%Y-%m-%d}"
    return local + (ABOUT if parsed.approximate else "")


def remembering_time(said: str, fields: dict[str, str], now: datetime) -> dict[str, str]:
    """The fields with the time that was just named, if there was one."""
    named = time_in(said, now)
    return {**fields, WISHED_TIME: named} if named else fields


def _parsed(said: str, now: datetime) -> Parsed | None:
    return parse(said, _language(said), now) if said.strip() else None


def _language(said: str) -> Language:
    return "he" if script(said) == "hebrew" else "en"
