"""Which parts of a recording are worth the speech detector's time, however long it is."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from language.ears.energy import Levels, mean_level

_BLOCK_S: Final = 1.0


class Span(NamedTuple):
    """A part of a recording in seconds; it may begin before 0."""

    begin_s: float
    end_s: float


def spans_of_sound(levels: Levels, before_s: float, after_s: float, most_s: float) -> list[Span]:
    """The parts with sound and what surrounds it, in the recording's order, together at most about `most_s`.

    The detector knows a beginning by the quiet before it, so each has `before_s` of it. When there is more
    sound than `most_s`, the loudest seconds are taken: speech lies above the noise it is heard in.
    """
    blocks = [block for span in _stretches(levels, before_s, after_s) for block in _cut(span)]
    loudest = sorted(blocks, key=lambda block: _loudness(levels, block), reverse=True)
    kept: set[Span] = set()
    for block in loudest:
        most_s -= block.end_s - block.begin_s
        if kept and most_s < 0:
            break
        kept.add(block)
    return [block for block in blocks if block in kept]


def _stretches(levels: Levels, before_s: float, after_s: float) -> Iterator[Span]:
    """Sound with its surroundings; what would overlap is one."""
    begin = end = None
    for number, level in enumerate(levels.dbfs):
        if level <= levels.floor:
            continue
        at = number * levels.frame_s
        if begin is None or end is None or at - before_s > end:
            if begin is not None and end is not None:
                yield Span(begin, end)
            begin = at - before_s
        end = at + levels.frame_s + after_s
    if begin is not None and end is not None:
        yield Span(begin, end)


def _cut(span: Span) -> Sequence[Span]:
    count = max(1, round((span.end_s - span.begin_s) / _BLOCK_S))
    edges = [span.begin_s + (span.end_s - span.begin_s) * part / count for part in range(count + 1)]
    return [Span(begin, end) for begin, end in pairwise(edges)]


def _loudness(levels: Levels, span: Span) -> float:
    begin, end = (max(0, int(at / levels.frame_s)) for at in span)
    return mean_level(levels.dbfs[begin:end])
