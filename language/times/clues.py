"""What a spoken time is made of: clues, read by the grammars of each language and put together by `resolve`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Words = Sequence[str]
Which = Literal["", "near", "next"]
Edge = Literal["", "start", "end"]
PartName = Literal[
    "early", "morning", "forenoon", "noon", "afternoon", "dusk", "evening", "night", "dawn", "after_shabbat", "am", "pm"
]


@dataclass(frozen=True)
class Offset:
    """Days from today."""

    days: int


@dataclass(frozen=True)
class Weekday:
    """A day of the week (datetime.weekday()).

    `sure` when the word can be no ordinal: "ביום שני", not "שני". `today` when today may be meant.
    """

    day: int
    which: Which = ""
    sure: bool = True
    today: bool = False


@dataclass(frozen=True)
class Week:
    """Weeks from this one, which began on Sunday; at its "end" is Friday, at its "start" Sunday."""

    ahead: int
    edge: Edge = ""


@dataclass(frozen=True)
class MonthDay:
    """A day of a month; month or year 0 is the next that fits, `ahead` counts months from this one.

    `doubtful` when it may be an hour and another day: "בשמונה עשרה במרץ".
    """

    day: int
    month: int = 0
    year: int = 0
    ahead: int | None = None
    doubtful: bool = False


@dataclass(frozen=True)
class Landmark:
    """A day that only a calendar knows: the first of its kind from a given day on."""

    name: str
    find: Callable[[date], date | None]
    approximate: bool = False


@dataclass(frozen=True)
class Clock:
    """An hour as said, 0 to 23, and its minutes.

    `sure` when it can be no mere count ("בעשר", "עשר וחצי"); `full` when written on the clock of 24 hours
    (09:30); `doubtful` when it may as well be a day of the month (ב-15).
    """

    hour: int
    minute: int = 0
    sure: bool = False
    full: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class Until:
    """The end of a range that a Clock begins."""

    clock: Clock


@dataclass(frozen=True)
class Part:
    """A part of the day; `sure` when it stands as an answer by itself ("בבוקר", not "בוקר")."""

    name: PartName
    sure: bool = True


@dataclass(frozen=True)
class Midnight:
    """The next midnight."""


@dataclass(frozen=True)
class SameHour:
    """The hour that it is now."""


@dataclass(frozen=True)
class SameDay:
    """The day that is talked about."""


@dataclass(frozen=True)
class Span:
    """A time from now: minutes are elapsed time, days and months are counted on the calendar."""

    minutes: int = 0
    days: int = 0
    months: int = 0


@dataclass(frozen=True)
class Doubt:
    """What was said means two things: "15 לשלישי"."""


@dataclass(frozen=True)
class About:
    """What was said is an approximation."""


Day = Offset | Weekday | Week | MonthDay | Landmark
Clue = Day | Clock | Until | Part | Midnight | SameDay | SameHour | Span | Doubt | About


@dataclass(frozen=True)
class Found:
    """How many words a rule took, and what they say; no clue for words that say nothing of a time."""

    size: int
    clues: tuple[Clue, ...] = ()


Rule = Callable[[Words, int], Found | None]


def word_at(words: Words, at: int) -> str:
    """The word there, or ""."""
    return words[at] if 0 <= at < len(words) else ""


def scan(words: Words, rules: Sequence[Rule]) -> tuple[Clue, ...] | None:
    """All clues of a sentence; None as soon as no rule knows a word."""
    clues: list[Clue] = []
    at = 0
    while at < len(words) and len(clues) <= _MOST_CLUES:
        found = next((found for rule in rules if (found := rule(words, at))), None)
        if found is None:
            return None
        clues += found.clues
        at += found.size
    return tuple(clues) if at == len(words) else None


def phrase_size(words: Words, at: int, phrases: Mapping[str, Sequence[tuple[str, ...]]]) -> int:
    """How many words the longest phrase takes that begins there; `phrases` is indexed by first word."""
    fits = (len(each) for each in phrases.get(word_at(words, at), ()) if tuple(words[at : at + len(each)]) == each)
    return max(fits, default=0)


# No one time is said in more.
_MOST_CLUES: Final = 12
LAST_DAY: Final = 31
LAST_HOUR: Final = 23
LAST_MONTH: Final = 12
