"""What is on record when a script's call comes in; see `script.py`. Files are named relative to the script's folder.

    given:
      profile: profile.json              # the company's profile, as `company import` reads it
      meeting: "2026-11-23T13:30"        # the lead has one then, on Israel's clock
      job_offer: ../docs/offer.yaml      # as `job-offer import` reads it; or all that such a file says
      interview: {pin: "12345678", …}    # a session as `POST /interviews` takes it, and the code it has
      language: en                       # what calls are held in

`setup.json` beside scripts holds what is given to all of them; a script's own `given` goes above it, and null in
either takes away what stands below.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

SETUP = "setup.json"
FILES = ("profile", "job_offer")
NAMES = (*FILES, "meeting", "interview", "language")
LANGUAGES = ("he", "en", "es")


class BadGiven(Exception):
    """It cannot be set up; the text is one sentence."""


@dataclass(frozen=True)
class Given:
    """What is set up before the call; None, "" or empty where nothing is."""

    profile: Path | None = None
    job_offer: Path | Mapping[str, Any] | None = None
    meeting: datetime | None = None
    interview: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""


def given_of(own: object, folder: Path) -> Given:
    """A script's `given` above its folder's. Raises BadGiven."""
    given = _above(_mapping(own or {}, "`given`"), _mapping(_setup(folder), SETUP))
    if unknown := next((each for each in given if each not in NAMES), None):
        raise BadGiven(f"`given` has `{unknown}`, which is none of {', '.join(NAMES)}.")
    if given.get("language", "he") not in LANGUAGES:
        raise BadGiven(f"`given`, language is one of {', '.join(LANGUAGES)}.")
    return Given(
        profile=_file(given, "profile", folder),
        job_offer=given["job_offer"] if isinstance(given.get("job_offer"), dict) else _file(given, "job_offer", folder),
        meeting=_moment(given.get("meeting")),
        interview=_mapping(given.get("interview", {}), "`given`, interview"),
        language=str(given.get("language", "")),
    )


def _setup(folder: Path) -> object:
    try:
        return json.loads((folder / SETUP).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise BadGiven(f"{folder / SETUP} is not JSON in UTF-8.") from error


def _above(upper: Mapping[str, Any], lower: Mapping[str, Any]) -> dict[str, Any]:
    """`upper` over `lower`, tables in them likewise; without what is null."""
    merged = {**lower, **upper}
    for name in upper:
        if isinstance(upper[name], dict) and isinstance(lower.get(name), dict):
            merged[name] = _above(upper[name], lower[name])
    return {name: value for name, value in merged.items() if value is not None}


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadGiven(f"{where} must be a mapping.")
    return value


def _file(given: Mapping[str, Any], name: str, folder: Path) -> Path | None:
    if name not in given:
        return None
    file = folder / str(given[name])
    if not file.is_file():
        raise BadGiven(f"`given`, {name} is not the name of a file that is there.")
    return file


def _moment(raw: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(raw)) if raw else None
    except ValueError as error:
        raise BadGiven('`given`, meeting is a moment like "2026-11-23T13:30".') from error
