"""Reading a vendor's event, in which nothing is sure to be what its description says. Pure."""

from collections.abc import Mapping
from typing import Any

from voicebot.realtime.commands import Event


def usage_of(response: Event) -> dict[str, Any]:
    """The tokens of a finished response, by kind."""
    usage = part(response, "usage")
    details_in, details_out = part(usage, "input_token_details"), part(usage, "output_token_details")
    return {
        "status": str(response.get("status"))[:20],
        "audio_in": whole(details_in.get("audio_tokens")),
        "text_in": whole(details_in.get("text_tokens")),
        "cached_in": whole(details_in.get("cached_tokens")),
        "audio_out": whole(details_out.get("audio_tokens")),
        "text_out": whole(details_out.get("text_tokens")),
    }


def part(event: Event, name: str) -> Event:
    part = event.get(name)
    return part if isinstance(part, Mapping) else {}


def whole(value: object) -> int:
    return value if isinstance(value, int) else 0
