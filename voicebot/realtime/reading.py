"""Reading a vendor's event, in which nothing is sure to be what its description says. Pure."""

from collections.abc import Mapping

from voicebot.realtime.commands import Event


def part(event: Event, name: str) -> Event:
    part = event.get(name)
    return part if isinstance(part, Mapping) else {}


def whole(value: object) -> int:
    return max(0, value) if isinstance(value, int) else 0


def number(value: object) -> float:
    return max(0.0, float(value)) if isinstance(value, int | float) else 0.0
