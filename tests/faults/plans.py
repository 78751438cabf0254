"""Which request of which vendor goes wrong, and how: seeded, so that every run asks the same."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import Literal

Vendor = Literal["recordings", "transcription", "translation in", "model", "translation out", "telephone"]
Kind = Literal["refused", "reset", "429", "500", "half", "garbage", "stall", "drip"]

IN_A_CALL: tuple[Vendor, ...] = ("recordings", "transcription", "translation in", "model", "translation out")
KINDS: tuple[Kind, ...] = ("refused", "reset", "429", "500", "half", "garbage", "stall", "drip")
"""Drip: headers that come byte by byte, so that no single wait is long."""
STEPS: Mapping[Vendor, int] = MappingProxyType(
    {"recordings": 4, "transcription": 4, "translation in": 2, "model": 6, "translation out": 6}
)
"""How often each is asked in a call that goes well: any of these requests may fail."""

Place = tuple[Vendor, int]
Plan = Mapping[Place, Kind]


@dataclass(frozen=True)
class Injected:
    """One request that went wrong."""

    vendor: Vendor
    number: int
    kind: Kind


def everything() -> list[tuple[Place, Kind]]:
    """Each vendor of a call, at each step, with each kind of failure."""
    places = [(vendor, step) for vendor in IN_A_CALL for step in range(1, STEPS[vendor] + 1)]
    return [(place, kind) for place, kind in product(places, KINDS)]


def plans(faults: int, per_call: int, seed: int, kinds: tuple[Kind, ...] = KINDS) -> Iterator[Plan]:
    """Plans for calls until so many faults are planned, `per_call` in each, at different places.

    Every place and kind comes before any comes again.
    """
    dice = random.Random(seed)
    left: list[tuple[Place, Kind]] = []
    while faults > 0:
        plan: dict[Place, Kind] = {}
        while len(plan) < min(per_call, faults):
            if all(place in plan for place, _ in left):
                more = [each for each in everything() if each[1] in kinds]
                dice.shuffle(more)
                left = more + left
            at = next(at for at in reversed(range(len(left))) if left[at][0] not in plan)
            place, kind = left.pop(at)
            plan[place] = kind
        faults -= len(plan)
        yield plan
