"""The clues of one utterance by kind, at most one of each but days, which may be said in several ways."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from language.times.clues import (
    About,
    Clock,
    Clue,
    Doubt,
    Landmark,
    Midnight,
    MonthDay,
    Offset,
    Part,
    SameDay,
    SameHour,
    Span,
    Until,
    Week,
    Weekday,
)

T = TypeVar("T")


class Unclear(Exception):
    """The clues do not make one time."""


@dataclass(frozen=True)
class Said:
    """The clues, by kind."""

    exact: tuple[Offset | MonthDay | Landmark, ...]
    weekday: Weekday | None
    week: Week | None
    span: Span | None
    clock: Clock | None
    until: Until | None
    part: Part | None
    midnight: bool
    same_hour: bool
    approximate: bool

    @property
    def loose(self) -> bool:
        """About an hour, or from it on."""
        return bool(self.clock) and self.approximate

    @property
    def timed(self) -> bool:
        return bool(self.clock or self.part or self.midnight or self.same_hour)


def _settled(clues: Sequence[Clue]) -> Sequence[Clue]:
    """Beside an hour, what may be an hour or a date with dots (3.12) is the date."""
    dated = [clue for clue in clues if isinstance(clue, Clock) and clue.doubtful and clue.minute]
    hours = [clue for clue in clues if isinstance(clue, Clock) and clue not in dated]
    if not dated or not hours:
        return clues
    return [MonthDay(clue.hour, clue.minute) if isinstance(clue, Clock) and clue in dated else clue for clue in clues]


def sorted_clues(clues: Sequence[Clue]) -> Said:
    """Raises Unclear for two of a kind, for what contradicts itself or means two things, and without a day for the same
    one.
    """
    if Doubt() in clues or SameDay() in clues:
        raise Unclear
    clues = _settled(clues)
    exact = tuple(dict.fromkeys(clue for clue in clues if isinstance(clue, Offset | MonthDay | Landmark)))
    landmarks = any(isinstance(clue, Landmark) and clue.approximate for clue in exact)
    week = _one(clues, Week)
    said = Said(
        exact=exact,
        weekday=_one(clues, Weekday),
        week=week,
        span=_one(clues, Span),
        clock=_one(clues, Clock),
        until=_one(clues, Until),
        part=_one(_named(clues), Part),
        midnight=_one(clues, Midnight) is not None,
        same_hour=_one(clues, SameHour) is not None,
        approximate=landmarks or bool(week and week.edge) or any(isinstance(clue, About | Until) for clue in clues),
    )
    if said.midnight + said.same_hour + bool(said.clock or said.part) > 1:
        raise Unclear
    return said


def _one(clues: Iterable[Clue], kind: type[T]) -> T | None:
    """The one clue of a kind, said once or more often; Unclear when there are two."""
    found = dict.fromkeys(clue for clue in clues if isinstance(clue, kind))
    if len(found) > 1:
        raise Unclear
    return next(iter(found), None)


def _named(clues: Iterable[Clue]) -> list[Clue]:
    """Parts with the surest of what was said of each; the evening after Shabbat is an evening."""
    parts = [clue for clue in clues if isinstance(clue, Part)]
    sure = {part.name for part in parts if part.sure}
    evening = any(part.name in ("evening", "night") for part in parts)
    return [Part(part.name, part.name in sure) for part in parts if not (evening and part.name == "after_shabbat")]


def sure(found: T | None) -> T:
    """What was found; Unclear when nothing was."""
    if found is None:
        raise Unclear
    return found
