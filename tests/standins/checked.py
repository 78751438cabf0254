"""Holding what we send to the types of the vendor's own SDK."""

import binascii
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from tests.standins import sound

LARGEST = 15 * 1024 * 1024
"""Bytes of audio that one append may bring, as the vendor says."""


def appended(event: Mapping[str, Any], begun: bool, wrong: list[str]) -> bytes:
    """The audio of an append, b"" when a real server would not take it; what is not right goes to `wrong`.

    Appends come 50 times a second, so they are looked at by hand and not by the SDK's types.
    """
    kind = event["type"]
    if not begun:
        wrong.append(f"{kind} before the session")
        return b""
    if set(event) - {"type", "audio", "event_id"} or not isinstance(event.get("audio"), str):
        wrong.append(f"{kind}: {sorted(event)}")
        return b""
    try:
        audio = sound.decoded(event["audio"])
    except binascii.Error as error:
        wrong.append(f"{kind}: {error}")
        return b""
    if not 0 < len(audio) <= LARGEST:
        wrong.append(f"{kind}: {len(audio)} bytes")
    return audio


def unknown_fields(model: object) -> list[str]:
    """Names that the SDK's types do not know."""
    if isinstance(model, BaseModel):
        found = list(model.model_extra or ())
        for name in type(model).model_fields:
            found += unknown_fields(getattr(model, name, None))
        return found
    if isinstance(model, list):
        return [name for each in model for name in unknown_fields(each)]
    return []
