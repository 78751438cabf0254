"""Which parts of a recording are listened to."""

from collections.abc import Sequence

from language.ears.energy import Levels
from language.ears.spans import Span, spans_of_sound
from tests.rows import each_row

FRAME_S = 0.02


def levels(*parts: tuple[float, float]) -> Levels:
    """From (seconds, dBFS)."""
    return Levels([level for seconds, level in parts for _ in range(round(seconds / FRAME_S))], FRAME_S, -40.0)


def rounded(spans: Sequence[Span]) -> list[tuple[float, float]]:
    return [(round(begin, 2), round(end, 2)) for begin, end in spans]


@each_row(
    ("sound", "spans"),
    [
        (levels((3, -60)), []),
        (levels(), []),
        (levels((1, -60), (0.4, -20), (2, -60)), [(0.5, 1.6)]),
        (levels((0.4, -20), (2, -60)), [(-0.5, 0.6)]),
        (levels((0.4, -20), (3, -60), (0.4, -20)), [(-0.5, 0.6), (2.9, 4.0)]),
        (levels((0.4, -20), (0.6, -60), (0.4, -20)), [(-0.5, 0.55), (0.55, 1.6)]),
    ],
)
def test_sound_and_what_is_around_it(sound: Levels, spans: list[tuple[float, float]]) -> None:
    assert rounded(spans_of_sound(sound, 0.5, 0.2, 10.0)) == spans


def test_of_too_much_sound_the_loudest_is_taken_in_its_order() -> None:
    sound = levels((20, -30), (2, -10), (20, -30), (3, -15), (15, -30))
    spans = spans_of_sound(sound, 0.5, 0.2, 5.0)
    assert sum(end - begin for begin, end in spans) <= 5.0
    assert spans == sorted(spans)
    assert all(19 < begin < 23 or 41 < begin < 46 for begin, _ in spans)


def test_at_least_one_part_is_taken() -> None:
    assert len(spans_of_sound(levels((9, -20)), 0.5, 0.2, 0.1)) == 1
