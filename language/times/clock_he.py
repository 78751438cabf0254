"""Hebrew hours, ranges of hours and approximations: "בעשר וחצי", "רבע לחמש", "בין עשר לשתים עשרה"."""

import re
from typing import Final

from language.hebrew import word_set, word_values
from language.times.clues import LAST_HOUR, LAST_MONTH, About, Clock, Clue, Found, Part, Until, Words, word_at
from language.times.days_he import begins_date
from language.times.lexer import UNTIL
from language.times.numbers_he import HOURS, MASCULINE, TENS, digits, number
from language.times.parts_he import part
from language.times.spans_he import span

_DIGITAL: Final = re.compile(r"([בלמ]?)(\d{1,2})([:.])(\d\d)")
_HOUR_NOUNS: Final = word_set("שעה בשעה לשעה השעה משעה מהשעה בשעות שעות")
_AND_MINUTES: Final = word_values("וחצי=30 ורבע=15 וחמישה=5 וחמשה=5 ועשרה=10 ועשרים=20")
_LESS: Final = word_values("רבע=15 חמישה=5 חמשה=5 עשרה=10 עשרים=20")
_MINUTE_NOUNS: Final = word_set("דקות דקה")
_ABOUT: Final = word_set("בסביבות סביבות סביב בערך לקראת אחרי לאחר החל")
_ABOUT_ONLY_HOURS: Final = word_set("לקראת אחרי לאחר סביב החל")
_AFTERWARDS: Final = word_set("בערך ככה ומשהו והלאה ואילך לערך")
_HOUR: Final = 60
_HALF: Final = 12
_TEN: Final = 10


def clock(words: Words, at: int) -> Found | None:
    """One hour with its minutes; "from ten" is about ten."""
    noun = word_at(words, at) in _HOUR_NOUNS
    start = at + noun
    found = _to(words, start) or _digital(words, start) or _hour(words, start)
    if not found:
        return None
    prefix, said, size = found
    sure = said.sure or noun or bool(prefix)
    doubtful = said.doubtful and not noun
    clues: tuple[Clue, ...] = (Clock(said.hour, said.minute, sure, said.full, doubtful),)
    return Found(noun + size, (*clues, About()) if prefix == "מ" else clues)


def about(words: Words, at: int) -> Found | None:
    """ "בסביבות עשר", "בערך בעוד שעה", "קצת אחרי עשר", "בעשר בערך", "בסביבות הצהריים"."""
    word = word_at(words, at)
    if word in _AFTERWARDS and at:
        return Found(1, (About(),))
    little = word in ("קצת", "מיד") and word_at(words, at + 1) in ("אחרי", "לאחר")
    start = at + little
    word = word_at(words, start)
    if word not in _ABOUT:
        return None
    found = clock(words, start + 1)
    if not found and word not in _ABOUT_ONLY_HOURS:
        found = part(words, start + 1) or span(words, start + 1)
    return Found(little + 1 + found.size, (*_sure(found), About())) if found else None


def hours_between(words: Words, at: int) -> Found | None:
    """ "בין עשר לשתים עשרה", "מעשר עד אחת", "10 עד 12 בבוקר": the start, the end, and parts of either."""
    between = word_at(words, at) == "בין"
    start = at + between + (word_at(words, at + between) in _HOUR_NOUNS)
    begin = _digital(words, start) or _hour(words, start)
    if not begin:
        return None
    here = start + begin[2]
    begin_part = part(words, here)
    here += begin_part.size if begin_part else 0
    link = word_at(words, here) in (UNTIL, "עד")
    end = clock(words, here + link)
    joined = word_at(words, here)[:1]
    if not end or not (link or (joined == "ל" and (between or begin[0] == "מ")) or (between and joined == "ו")):
        return None
    sure = start > at or bool(begin[0])
    return _range(words, at, begin[1], sure, begin_part, here + link, end)


def _range(
    words: Words, at: int, begin: Clock, sure: bool, begin_part: Found | None, here: int, end: Found
) -> Found | None:
    last = next(clue for clue in end.clues if isinstance(clue, Clock))
    here += end.size
    if begin_part and (end_part := part(words, here)):
        here += end_part.size
    first = Clock(begin.hour, begin.minute, sure, begin.full)
    return Found(here - at, (first, *begin_part.clues, About()) if begin_part else (first, Until(last)))


def _sure(found: Found) -> tuple[Clue, ...]:
    """The clues as sure ones: what is approximated is a time."""
    return tuple(
        Clock(each.hour, each.minute, True, each.full, each.doubtful)
        if isinstance(each, Clock)
        else Part(each.name)
        if isinstance(each, Part)
        else each
        for each in found.clues
    )


def _to(words: Words, at: int) -> tuple[str, Clock, int] | None:
    """ "רבע לחמש", "בעשרה לשבע", "עשרים וחמישה לשמונה", "עשר דקות לשבע"."""
    word = word_at(words, at)
    quarter = word in ("רבע", "ברבע", "לרבע")
    found = ("" if word == "רבע" else word[0], 15, 1) if quarter else number(words, at, MASCULINE)
    size = found[2] if found else 0
    if not found:
        counted = number(words, at, HOURS)
        if not counted or word_at(words, at + counted[2]) not in _MINUTE_NOUNS:
            return None
        found, size = counted, counted[2] + 1
    after = _whole(words, at + size, "ל")
    if not after or after[0] != "ל" or not 0 < found[1] < _HOUR:
        return None
    total = (after[1] * _HOUR - found[1]) % (24 * _HOUR)
    hour = total // _HOUR or _HALF
    return found[0], Clock(hour, total % _HOUR, sure=True), size + after[2]


def _whole(words: Words, at: int, prefixes: str = "בלמ") -> tuple[str, int, int] | None:
    """Prefix, hour and size of a whole hour, in words or digits."""
    if plain := digits(word_at(words, at)):
        return (*plain, 1) if plain[1] <= LAST_HOUR and plain[0] in ("", *prefixes) else None
    found = number(words, at, HOURS, prefixes)
    return found if found and found[1] <= LAST_HOUR else None


def _hour(words: Words, at: int) -> tuple[str, Clock, int] | None:
    whole = _whole(words, at)
    if not whole:
        return None
    prefix, hour, size = whole
    if hour == 0:
        return None
    minutes, more = _minutes(words, at + size)
    # "עשרים שלושים" are twenty or thirty of something.
    counts = hour > _HALF and word_at(words, at + size) in TENS
    # "ב-15" may be the fifteenth; so may 15 without a word.
    doubtful = word_at(words, at)[-1:].isdigit() and hour > _HALF and not more
    said = hour * _HOUR + minutes
    if minutes < 0 and hour == 1:
        said += _HALF * _HOUR
    return prefix, Clock(said // _HOUR, said % _HOUR, bool(more) and not counts, doubtful=doubtful), size + more


def _minutes(words: Words, at: int) -> tuple[int, int]:
    """Minutes after an hour, and how many words they take: "וחצי", "ועשר דקות", "שלושים", "פחות רבע"."""
    word = word_at(words, at)
    noun = word_at(words, at + 1) in _MINUTE_NOUNS
    if word == "פחות":
        less = _LESS.get(word_at(words, at + 1), 0)
        return (-less, 2) if less else (0, 0)
    if word == "ועשרים" and (unit := _joined_unit(word_at(words, at + 1))):
        return 20 + unit, 2 + (word_at(words, at + 2) in _MINUTE_NOUNS)
    if word in _AND_MINUTES:
        return _AND_MINUTES[word], 1 + noun
    if word.startswith("ו") and (counted := number([word[1:], *words[at + 1 :]], 0, {**MASCULINE, **HOURS}, "")):
        size = counted[2]
        named = word_at(words, at + size) in _MINUTE_NOUNS
        return (counted[1], size + named) if named or counted[1] > _TEN else (0, 0)
    return _plain_minutes(words, at)


def _joined_unit(word: str) -> int:
    unit = {**MASCULINE, **HOURS}.get(word[1:], 0) if word.startswith("ו") else 0
    return unit if unit < _TEN else 0


def _plain_minutes(words: Words, at: int) -> tuple[int, int]:
    """ "עשר שלושים", "עשר ארבעים וחמש", "עשר חמש עשרה", "עשר אפס אפס"; "עשר, אחת עשרה" are two hours."""
    if word_at(words, at) == word_at(words, at + 1) == "אפס":
        return 0, 2
    if begins_date(words, at):
        return 0, 0
    if word_at(words, at) in TENS or word_at(words, at + 1) == "עשרה":
        found = number(words, at, HOURS, "")
        return (found[1], found[2]) if found and found[1] > _HALF else (0, 0)
    return 0, 0


def _digital(words: Words, at: int) -> tuple[str, Clock, int] | None:
    """ "14:30", "ב09:00", "10.30"; after a dot, 01 to 12 may be a month, which `days_he` looks at."""
    found = _DIGITAL.fullmatch(word_at(words, at))
    if not found or not found[2].isascii():
        return None
    hour, minute = int(found[2]), int(found[4])
    if hour > LAST_HOUR or minute >= _HOUR:
        return None
    doubtful = found[3] == "." and 0 < minute <= LAST_MONTH
    full = found[2].startswith("0") or hour > _HALF
    return found[1], Clock(hour, minute, True, full, doubtful), 1
