"""The clues in a caller's choice of a slot: a small grammar over tokens, where every token must be known."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Literal

from language import words_choice as words
from language.patterns import Token

Test = Callable[[datetime], bool]

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3])([:.])([0-5]\d)")
_HALF_DAY: Final = 12 * 60
_HOUR: Final = 60
_LAST_HOUR: Final = 24
_LAST_DAY: Final = 31
_ROUND: Final = 15
_FROM_HERE_ALWAYS_A_DAY: Final = 3


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

    @property
    def empty(self) -> bool:
        return not (self.tests or self.indexes or self.wish)

    def fits(self, start: datetime) -> bool:
        return all(test(start) for test in self.tests)


def read_clues(said: Sequence[Token], now: datetime | None) -> Clues | None:
    """All clues of the utterance; None when a word is doubtful (not, if, or) or unknown."""
    said = _with_afternoon(said)
    clues = Clues(now)
    at = 0
    while at < len(said):
        if not said[at].plain.isdisjoint(words.DOUBT):
            return None
        taken = next((size for rule in _RULES if (size := rule(said, at, clues))), 0)
        if not taken:
            return None
        at += taken
    return clues


def _with_afternoon(said: Sequence[Token]) -> list[Token]:
    """The tokens with "אחרי הצהריים" and אחה״צ as one English word, and "לפני הצהריים" as another."""
    joined: list[Token] = []
    for token in said:
        before = joined[-1].text if joined else ""
        if "צהרים" in token.bare and before in ("אחר", "אחרי", "לפני", "לאחר"):
            joined[-1] = Token.of("morning" if before == "לפני" else "afternoon")
        else:
            joined.append(Token.of("afternoon") if "אחהצ" in token.bare else token)
    return joined


def _value(token: Token, table: Mapping[str, int]) -> int | None:
    return next((table[form] for form in sorted(token.bare, key=len, reverse=True) if form in table), None)


def _token(said: Sequence[Token], at: int) -> Token:
    """The token there, or one that means nothing."""
    return said[at] if 0 <= at < len(said) else Token("", frozenset(), frozenset())


def _weekday(said: Sequence[Token], at: int, clues: Clues) -> int:
    named = "יום" in said[at].bare
    day = _value(_token(said, at + named), words.WEEKDAYS)
    token = _token(said, at + named)
    alone = day is not None and (token.text.isascii() or token.bare & {"שבת", "חמישי", "שישי"})
    if day is None or not (named or alone):
        return 0
    clues.tests.append(lambda start: start.weekday() == day)
    return 1 + named


def _relative_day(said: Sequence[Token], at: int, clues: Clues) -> int:
    distance = _value(said[at], words.RELATIVE_DAYS)
    if distance is None or clues.now is None:
        return 0
    day = (clues.now + timedelta(days=distance)).date()
    clues.tests.append(lambda start: start.date() == day)
    return 1


def _part(said: Sequence[Token], at: int, clues: Clues) -> int:
    text = said[at].text
    found = words.AFTERNOON if text == "afternoon" else None
    found = found or next((words.PARTS[form] for form in said[at].bare if form in words.PARTS), None)
    if not found:
        return 0
    clues.tests.append(lambda start: found[0] <= start.hour < found[1])
    return 1


def _day_number(said: Sequence[Token], at: int) -> tuple[int, int]:
    """A day of the month, and how many tokens it takes; (0, 0) without one."""
    token = said[at]
    if token.text.isdecimal():
        ending = _token(said, at + 1).text in ("st", "nd", "rd", "th")
        return (int(token.text), 1 + ending) if len(token.text) < _FROM_HERE_ALWAYS_A_DAY else (0, 0)
    if tens := _value(token, words.TENS):
        units = _value(_token(said, at + 1), words.DAYS)
        return (tens + units, 2) if units else (tens, 1)
    units = _value(token, words.DAYS)
    if units and _token(said, at + 1).text == "עשר":
        return units + 10, 2
    return (units, 1) if units else (0, 0)


def _date(said: Sequence[Token], at: int, clues: Clues) -> int:
    if first := _value(said[at], words.MONTHS):
        number, taken = _day_number(said, at + 1) if at + 1 < len(said) else (0, 0)
        month, taken = first, taken + 1
    else:
        number, taken = _day_number(said, at)
        taken += _token(said, at + taken).text == "of"
        after = _token(said, at + taken)
        month = _value(after, words.MONTHS) or 0
        if not month and "חודש" not in after.bare:
            return 0
        taken += 1
    if not 0 < number <= _LAST_DAY:
        return 0
    clues.tests.append(lambda start: start.day == number and month in (0, start.month))
    return taken


def _same_time(said: int, start: datetime) -> bool:
    """Up to 12:59 an hour may be of either half of the day; from 13:00 on it is itself."""
    minutes = start.hour * _HOUR + start.minute
    return minutes == said or (said < _HALF_DAY + _HOUR and (minutes - said) % _HALF_DAY == 0)


def _clock(said: Sequence[Token], at: int, clues: Clues) -> int:
    found = _CLOCK.fullmatch(said[at].text)
    if not found or (found[2] == "." and int(found[3]) % _ROUND):
        return 0
    clues.tests.append(partial(_same_time, int(found[1]) * _HOUR + int(found[3])))
    return 1


def _to_or_past(said: Sequence[Token], at: int, clues: Clues) -> int:
    """ "רבע לחמש", "quarter to five", "half past ten"."""
    minutes = 15 if said[at].bare & {"רבע", "quarter"} else 30 if said[at].text == "half" else 0
    hebrew = "רבע" in said[at].bare
    link = "to" if hebrew else _token(said, at + 1).text
    hour, taken = _hour_word(said, at + 2 - hebrew)
    if not (minutes and hour) or link not in ("to", "past") or (hebrew and _token(said, at + 1).text[:1] != "ל"):
        return 0
    total = hour * _HOUR + (minutes if link == "past" else -minutes)
    clues.tests.append(partial(_same_time, total % _HALF_DAY))
    return 2 - hebrew + taken


def _hour_word(said: Sequence[Token], at: int) -> tuple[int, int]:
    """An hour in words or in digits, and how many tokens it takes; (0, 0) without one."""
    token = _token(said, at)
    if token.text.isdecimal():
        hour = int(token.text) if len(token.text) < _FROM_HERE_ALWAYS_A_DAY else _LAST_HOUR
        return (hour, 1) if 0 < hour < _LAST_HOUR else (0, 0)
    hour = _value(token, words.HOURS) or 0
    if hour in (1, 2) and _token(said, at + 1).text == "עשרה":
        return hour + 10, 2
    return (hour, 1) if hour else (0, 0)


def _hour(said: Sequence[Token], at: int, clues: Clues) -> int:
    """ "בעשר", "בעשר וחצי", "ten thirty", "10 am"; a bare "שתיים" counts the slots as well."""
    hour, taken = _hour_word(said, at)
    if not hour or (said[at].text == "one" and _is_pronoun(said, at)):
        return 0
    minutes, more = _minutes(said, at + taken)
    test = partial(_same_time, hour * _HOUR + minutes)
    before, after = _token(said, at - 1), _token(said, at + taken)
    if not before.bare.isdisjoint(words.INDEX_NOUNS):
        clues.indexes.append(Index(hour))
        return taken
    sure = more or taken > 1 or said[at].text[:1] in ("ב", "ל")
    if sure or before.bare & words.HOUR_NOUNS or after.plain & words.HOUR_ENDS:
        clues.tests.append(test)
    else:
        clues.indexes.append(Index(hour, test))
    return taken + more


def _minutes(said: Sequence[Token], at: int) -> tuple[int, int]:
    token = _token(said, at)
    minutes = _value(token, words.MINUTES) if token.text.startswith("ו") or token.text.isascii() else None
    return (minutes, 1) if minutes else (0, 0)


def _is_pronoun(said: Sequence[Token], at: int) -> bool:
    """Whether "one" stands for a slot, as in "the second one"."""
    before = _token(said, at - 1).text
    pointers = {"the", "this", "that", "first", "other", *words.EARLIEST, *words.LATEST, *words.ORDINALS}
    return before in pointers or before in words.PARTS or before in words.WEEKDAYS


def _ordinal(said: Sequence[Token], at: int, clues: Clues) -> int:
    number = _value(said[at], words.ORDINALS)
    if number is None:
        return 0
    if said[at].text.isascii():
        clues.indexes.append(Index(number))
    else:
        day = _value(said[at], words.WEEKDAYS)
        clues.indexes.append(Index(number, None if day is None else lambda start: start.weekday() == day))
    return 1


def _digit_ordinal(said: Sequence[Token], at: int, clues: Clues) -> int:
    if not (said[at].text.isdecimal() and _token(said, at + 1).text in ("st", "nd", "rd", "th")):
        return 0
    number, taken = _day_number(said, at)
    clues.indexes.append(Index(number, lambda start: start.day == number))
    return taken


def _wish(said: Sequence[Token], at: int, clues: Clues) -> int:
    """ "המאוחר", "the later one"; a bare "later" is no choice but a wish to be called later."""
    token = said[at]
    wish: Literal["", "earliest", "latest"] = ""
    if token.bare & words.EARLIEST:
        wish = "earliest"
    elif token.bare & words.LATEST:
        wish = "latest"
    pointed = token.text.startswith("ה") or "the" in (_token(said, at - 1).text,) or _token(said, at + 1).text == "one"
    if not wish or not pointed or clues.wish not in ("", wish):
        return 0
    clues.wish = wish
    return 1


def _empty(said: Sequence[Token], at: int, clues: Clues) -> int:
    return 0 if said[at].bare.isdisjoint(words.EMPTY) else 1


_RULES: Final[tuple[Callable[[Sequence[Token], int, Clues], int], ...]] = (
    *(_weekday, _relative_day, _part, _date, _clock, _to_or_past, _digit_ordinal, _hour, _ordinal, _wish, _empty),
)
