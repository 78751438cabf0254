"""The clues in a caller's choice of a slot: the grammar of times, and what counts the slots, word by word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Literal

from language import words_choice as words
from language.patterns import Token
from language.times import clock_en, clock_he, days_en, days_he, parts_he
from language.times.clock import minutes_of
from language.times.clues import Clock, Clue, Found, MonthDay, Offset, Part, Week, Weekday, Words, word_at
from language.times.clues import Rule as TimeRule

Test = Callable[[datetime], bool]
Said = Sequence[Token]

_HALF_DAY: Final = 12 * 60
_HOUR: Final = 60
_NOON: Final = 12
_WEEK: Final = 7


@dataclass(frozen=True)
class Index:
    """A number that counts the slots; `also` tests what else it could mean (a weekday, an hour)."""

    number: int
    also: Test | None = None


@dataclass
class Clues:
    """What has been understood: tests that a slot's start must pass, numbers, and a wish among those left."""

    now: datetime | None
    tests: list[Test] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)
    wish: Literal["", "earliest", "latest"] = ""
    clock: Clock | None = None
    part: Part | None = None

    @property
    def empty(self) -> bool:
        return not (self.tests or self.indexes or self.wish)

    def fits(self, start: datetime) -> bool:
        return all(test(start) for test in self.tests)


def read_clues(said: Said, now: datetime | None, *, hebrew: bool) -> Clues | None:
    """All clues of the utterance; None when a word is doubtful (not, if, or) or unknown, or an hour absurd."""
    clues = Clues(now)
    texts = tuple(token.text for token in said)
    rules = _HEBREW if hebrew else _ENGLISH
    at = 0
    while at < len(said):
        taken = _time(rules[:1], texts, at, clues)
        if not taken and not said[at].plain.isdisjoint(words.DOUBT):
            return None
        taken = taken or _number(said, at, clues) or _time(rules[1:], texts, at, clues) or _other(said, at, clues)
        if not taken:
            return None
        at += taken
    return clues if _settle(clues) else None


def _settle(clues: Clues) -> bool:
    """Turns the hour and the part of the day into one test; False when they contradict each other."""
    if clues.clock and clues.part:
        options = minutes_of(clues.clock, clues.part.name)
        clues.tests.append(lambda start: _minutes(start) in options)
        return bool(options)
    if clues.clock:
        clues.tests.append(partial(_same_time, clues.clock))
    if clues.part:
        first, before = words.PARTS[clues.part.name]
        clues.tests.append(lambda start: first <= start.hour < before)
    return True


def _time(rules: Sequence[TimeRule], texts: Words, at: int, clues: Clues) -> int:
    """Takes what the grammar of times reads there, when it says something of a slot."""
    found = next((found for rule in rules if (found := rule(texts, at))), None)
    if not found or not found.clues or not all(_take(clue, found, texts, at, clues) for clue in found.clues):
        return 0
    return found.size


def _take(clue: Clue, found: Found, texts: Words, at: int, clues: Clues) -> bool:
    if isinstance(clue, Clock):
        return _take_clock(clue, texts, at, found.size, clues)
    if isinstance(clue, Part) and "noon" in texts[at : at + found.size]:
        return _take_clock(Clock(_NOON, sure=True), texts, at, found.size, clues)
    if isinstance(clue, Part):
        same = clues.part in (None, clue)
        clues.part = clue
        return same
    if isinstance(clue, MonthDay):
        return _take_date(clue, texts[at : at + found.size], clues)
    test = _day_test(clue, clues.now)
    if test:
        clues.tests.append(test)
    return test is not None


def _take_clock(clock: Clock, texts: Words, at: int, size: int, clues: Clues) -> bool:
    """A bare number counts the slots as well, unless a word behind it says that it is an hour."""
    after = word_at(texts, at + size)
    if not clock.sure and after not in words.HOUR_ENDS and not clock.minute:
        clues.indexes.append(Index(clock.hour, partial(_same_time, clock)))
        return True
    same = clues.clock in (None, clock)
    clues.clock = clock
    return same


def _take_date(day: MonthDay, texts: Words, clues: Clues) -> bool:
    """ "ה-2" and "the 2nd" count the slots, or are a day of the month; "2 לחודש" is the day."""
    if day.doubtful or day.ahead:
        return False
    test = partial(_same_date, day)
    if day.month or any(word[-4:] in ("חודש", "לחדש", "בחדש") for word in texts):
        clues.tests.append(test)
    else:
        clues.indexes.append(Index(day.day, test))
    return True


def _day_test(clue: Clue, now: datetime | None) -> Test | None:
    if isinstance(clue, Weekday):
        return partial(_same_weekday, clue, now)
    if now is None:
        return None
    if isinstance(clue, Offset):
        day = (now + timedelta(days=clue.days)).date()
        return lambda start: start.date() == day
    if isinstance(clue, Week) and not clue.edge:
        return lambda start: _weeks(start, now) == clue.ahead
    return None


def _weeks(start: datetime, now: datetime) -> int:
    """Weeks, which begin on Sunday, from this one to that of the slot."""
    sunday = now.date() - timedelta(days=(now.weekday() + 1) % _WEEK)
    return (start.date() - sunday).days // _WEEK


def _same_weekday(said: Weekday, now: datetime | None, start: datetime) -> bool:
    """That day; as "next" only when it is not in this week."""
    fits = said.which != "next" or now is None or _weeks(start, now) > 0
    return start.weekday() == said.day and fits


def _same_date(said: MonthDay, start: datetime) -> bool:
    return start.day == said.day and said.month in (0, start.month) and said.year in (0, start.year)


def _minutes(start: datetime) -> int:
    return start.hour * _HOUR + start.minute


def _same_time(said: Clock, start: datetime) -> bool:
    """Up to 12:59 an hour may be of either half of the day; what may be a date (ב-15, 12.10) is either."""
    minutes = said.hour * _HOUR + said.minute
    if said.doubtful and start.day == said.hour and said.minute in (0, start.month):
        return True
    either = minutes < _HALF_DAY + _HOUR and not said.full
    return _minutes(start) == minutes or (either and (_minutes(start) - minutes) % _HALF_DAY == 0)


def _value(token: Token, table: Mapping[str, int]) -> int | None:
    return next((table[form] for form in sorted(token.bare, key=len, reverse=True) if form in table), None)


def _text(said: Said, at: int) -> str:
    return said[at].text if 0 <= at < len(said) else ""


def _number(said: Said, at: int, clues: Clues) -> int:
    """ "אפשרות שתיים", "option two", "השני", "second": a number of a slot."""
    if at and not said[at - 1].bare.isdisjoint(words.INDEX_NOUNS) and (number := _value(said[at], words.COUNTS)):
        clues.indexes.append(Index(number))
        return 1
    if said[at].text == "one" and _is_pronoun(said, at):
        return 1
    number = _value(said[at], words.ORDINALS)
    after = _text(said, at + 1)
    if number is None or after in words.DAY_ENDS or _is_date(said, at):
        return 0
    day = None if said[at].text.isascii() else _value(said[at], words.ORDINAL_DAYS)
    clues.indexes.append(Index(number, None if day is None else lambda start: start.weekday() == day))
    return 1


def _is_date(said: Said, at: int) -> bool:
    texts = tuple(token.text for token in said)
    return bool(days_he.date(texts, at) or days_en.date(texts, at))


def _is_pronoun(said: Said, at: int) -> bool:
    """Whether "one" stands for a slot, as in "the second one"."""
    before = _text(said, at - 1)
    return before in words.POINTERS or before in words.EARLIEST or before in words.LATEST


def _other(said: Said, at: int, clues: Clues) -> int:
    return _wish(said, at, clues) or (0 if said[at].bare.isdisjoint(words.EMPTY) else 1)


def _wish(said: Said, at: int, clues: Clues) -> int:
    """ "המאוחר", "the later one"; a bare "later" is no choice but a wish to be called later."""
    token = said[at]
    wish: Literal["", "earliest", "latest"] = ""
    if token.bare & words.EARLIEST:
        wish = "earliest"
    elif token.bare & words.LATEST:
        wish = "latest"
    pointed = token.text.startswith("ה") or _text(said, at - 1) == "the" or _text(said, at + 1) == "one"
    if not wish or not pointed or clues.wish not in ("", wish):
        return 0
    clues.wish = wish
    return 1


# The part of the day leads: "after" and "before" are in its names, and mean doubt elsewhere.
_HEBREW: Final[tuple[TimeRule, ...]] = (
    *(parts_he.part, days_he.date, days_he.week, days_he.weekday, days_he.relative_day, clock_he.clock),
)
_ENGLISH: Final[tuple[TimeRule, ...]] = (
    *(clock_en.part, days_en.date, days_en.week, days_en.weekday, days_en.relative_day, clock_en.clock),
)
