"""Spoken times, in Hebrew and English, for Israel: understood fully, or not at all.

Every meaningful word must be understood; negation, alternatives, conditions, the past, two different times and
hours that a night skips or holds twice give nothing, so that the caller is asked. A refusal in front of a time ("לא,
בתשע") is no negation of it: see `refusals`. Of a time that is corrected in the same breath ("מחר בעשר, סליחה, באחת
עשרה"; see `corrections`) what was not said anew stays. What an expression means:

- An hour from 1 to 6 is in the afternoon; 7 to 11 in the morning, or today in the evening when that has
  passed; a part of the day decides otherwise.
- בוקר 09:00, מוקדם בבוקר and על הבוקר 08:00, לפני הצהריים 10:00, צהריים 12:00, אחרי הצהריים 15:00, ערב 19:00,
  חצות the next midnight. A day by itself begins at 00:00. Night, dusk and the end of Shabbat need an hour.
- A weekday is the coming one, and said on that day the one of next week. "הבא" is the one of next
  week when one comes this week; when none does, people read it both ways and it gives nothing.
- A range gives its start; about X, towards X and after X give X. After a holiday is the first working day.
- Hours and minutes from now are elapsed time; days, weeks and months keep the hour that the clock shows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from functools import lru_cache, partial
from types import UnionType
from typing import Final

from language.corrections import corrected
from language.refusals import beyond_refusal, contrasts
from language.times.clues import Clock, Clue, Day, Offset, Part, Until, Weekday
from language.times.english import read_english
from language.times.hebrew import read_hebrew
from language.times.lexer import is_hebrew, words_of
from language.times.resolve import Parsed, resolve
from language.times.spanish import read_spanish
from language.times.zone import ISRAEL, at_clock, israel
from language.types import Language

__all__ = ["ISRAEL", "Parsed", "parse", "parse_time"]

_NOT: Final = re.compile(r"(?:לא|not)\s+(?=\w)", re.IGNORECASE)
_FEW: Final = 3
"""Words of a day that is refused without a pause behind it."""
_KEPT: Final = 64
"""Texts: one utterance is read for several times, whole and in parts."""


def parse(
    text: str,
    language: Language,
    now: datetime,
    *,
    day: date | None = None,
    hour: time | None = None,
    asked_hour: bool = False,
) -> Parsed | None:
    """What the words say of one time, else None.

    The script decides between the languages, and `language` where there is none, as in "10:30". `day` is one
    that is agreed on already, so that a bare hour ("עשר") is on it; `hour` is the one talked about, which "the same
    hour" means, else that of `now`; in Spanish a bare hour on that day is the one nearest to it. `asked_hour`: an hour
    was asked for, so that a bare number ("תשע") is one. Raises ValueError for a `now` without a time zone.
    """
    here = israel(now)
    text = beyond_refusal(text)
    read = partial(_read, language=language, here=here, hour=hour, asked_hour=asked_hour)
    return read(text, day=day) or _corrected(text, language, here, day, hour, read)


def _read(
    text: str, language: Language, here: datetime, day: date | None, hour: time | None, asked_hour: bool
) -> Parsed | None:
    if language == "es":
        return read_spanish(text, here, day, hour)
    contrast = _contrasted(text, language)
    if contrast and not resolve((*contrast[0], *contrast[1]), here, day, hour):  # else the second tells which first
        return resolve(_kept(*contrast), here, day, hour, asked_hour)
    clues = _clues(text, language)
    return resolve(clues, here, day, hour, asked_hour) if clues else None


def _corrected(
    text: str,
    language: Language,
    here: datetime,
    day: date | None,
    hour: time | None,
    read: Callable[..., Parsed | None],
) -> Parsed | None:
    """What a correction says, on the day or at the hour that was said before it where it names none itself."""
    correction = corrected(text)
    if correction is None:
        return None
    before, instead = correction.before, correction.instead
    first = parse(before, language, here, day=day, hour=hour) if before else None
    own = read(instead, day=None)
    dated = own is not None and own.has_date
    if first is None:
        unclear = before and _clues(before, language) != ()
        return None if unclear and not dated else read(instead, day=day)
    if own is None or not dated or own.has_hour or not first.has_hour:
        agreed = first.at.date() if first.has_date else day
        return read(instead, day=agreed)
    at = at_clock(own.at.date(), first.at.hour * 60 + first.at.minute)
    return Parsed(at, True, True, first.approximate) if at and at > here else None


def parse_time(text: str, language: Language, now: datetime) -> datetime | None:
    """The one moment after `now` that the words mean, on Israel's clock; None unless all of them are understood.

    Raises ValueError for a `now` without a time zone.
    """
    parsed = parse(text, language, now)
    # By the stopwatch: where an hour comes twice, the clock shows the second one as no later.
    return parsed.at if parsed and parsed.at.timestamp() > now.timestamp() else None


@lru_cache(_KEPT)
def _clues(text: str, language: Language) -> tuple[Clue, ...] | None:
    words = words_of(text)
    if words is None:
        return None
    hebrew = is_hebrew(words) or (language == "he" and not any(map(str.isalpha, "".join(words))))
    return read_hebrew(words) if hebrew else read_english(words)


def _contrasted(text: str, language: Language) -> tuple[Sequence[Clue], Sequence[Clue]] | None:
    """What is refused, and what is meant instead: "לא היום, מחר בשמונה", "בתשע, לא בשמונה".

    None where the second may be no replacement for the first ("לא היום, בתשע").
    """
    candidates: list[tuple[tuple[str, str], tuple[type | UnionType, ...]]]
    candidates = [(each, (Day, Clock | Part)) for each in contrasts(text)]
    candidates += [(each, (Offset, Weekday)) for each in _unpaused(text)]
    for (first, second), kinds in candidates:
        refused, meant = _clues(first, language), _clues(second, language)
        if refused and meant and any(_names(refused, kind) and _names(meant, kind) for kind in kinds):
            return refused, meant
    return None


def _unpaused(text: str) -> Iterator[tuple[str, str]]:
    """The same where no pause was written down: "לא היום מחר בשמונה"; a few words are refused."""
    negation = _NOT.match(text.strip())
    words = text.strip()[negation.end() :].split() if negation else []
    for at in range(1, min(_FEW, len(words) - 1) + 1):
        yield " ".join(words[:at]), " ".join(words[at:])


def _kept(refused: Sequence[Clue], meant: Sequence[Clue]) -> tuple[Clue, ...]:
    """What is meant instead, on the day or at the hour that was refused only with the other: "מחר בעשר, לא, בתשע"."""
    kinds = [kind for kind in (Day, Clock | Part | Until) if not _names(meant, kind)]
    return (*(each for each in refused if any(isinstance(each, kind) for kind in kinds)), *meant)


def _names(clues: Sequence[Clue], kind: type | UnionType) -> bool:
    return any(isinstance(each, kind) for each in clues)
