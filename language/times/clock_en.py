"""English hours, parts of the day, ranges and approximations."""

import re
from typing import Final

from language.hebrew import word_set, word_values
from language.times.clues import (
    LAST_HOUR,
    LAST_MONTH,
    About,
    Clock,
    Clue,
    Doubt,
    Found,
    Midnight,
    Offset,
    Part,
    PartName,
    SameHour,
    Until,
    Words,
    word_at,
)
from language.times.lexer import UNTIL
from language.times.numbers_en import plain

_DIGITAL: Final = re.compile(r"([0-9]{1,2})([:.])([0-9]{2})")
_PARTS: Final[dict[str, PartName]] = {
    "morning": "morning",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
    "noon": "noon",
    "midday": "noon",
    "am": "am",
    "pm": "pm",
}
_ABOUT: Final = word_set("about around approximately roughly after towards circa near")
_ABOUT_ONLY_HOURS: Final = word_set("after towards")
_AFTERWARDS: Final = word_set("approximately roughly onwards ish")
_PAST: Final = word_set("past after")
_FRACTIONS: Final = word_values("half=30 quarter=15")
_MINUTE_WORDS: Final = word_set("minutes minute")
_HOUR: Final = 60
_HALF: Final = 12
_TEN: Final = 10


def clock(words: Words, at: int) -> Found | None:
    """ "at ten", "10:30", "half past four", "at ten to five", "ten thirty", "three o'clock"."""
    preposition = word_at(words, at) == "at"
    found = _past_or_to(words, at + preposition, preposition) or _hour(words, at + preposition)
    if not found:
        return None
    said, size = found
    if isinstance(said, Doubt):
        return Found(preposition + size, (said,))
    sure = Clock(said.hour, said.minute, said.sure or preposition, said.full, said.doubtful and not preposition)
    return Found(preposition + size, (sure,))


def part(words: Words, at: int) -> Found | None:
    """ "in the morning", "tonight", "this evening", "early morning", "at noon", "pm", "p.m."."""
    word, after = word_at(words, at), word_at(words, at + 1)
    if word in ("a", "p") and after == "m":
        return Found(2, (Part("am" if word == "a" else "pm"),))
    if word in ("tonight", "midnight"):
        return Found(1, (Part("evening"), Offset(0)) if word == "tonight" else (Midnight(),))
    if word == "at" and after in ("noon", "midday", "night", "midnight"):
        return Found(2, (Midnight(),) if after == "midnight" else (Part(_PARTS[after]),))
    if word == "this" and after in ("morning", "afternoon", "evening"):
        return Found(2, (Part(_PARTS[after]), Offset(0)))
    lead = 2 if word == "in" and after == "the" else 0
    early = word_at(words, at + lead) == "early"
    if word == "early" and word_at(words, at + 1) == "in" and word_at(words, at + 2) == "the":
        lead, early = 2, True
    if word == "am" and word_at(words, at - 1) == "i":
        return None
    name = _PARTS.get(word_at(words, at + lead + early))
    if not name or (early and name != "morning"):
        return None
    sure = bool(lead or early) or name in ("noon", "am", "pm")
    return Found(lead + early + 1, (Part("early" if early else name, sure),))


def about(words: Words, at: int) -> Found | None:
    """ "around ten", "shortly after ten", "ten or so", "about noon"."""
    word = word_at(words, at)
    if at and word in _AFTERWARDS:
        return Found(1, (About(),))
    if at and word == "or" and word_at(words, at + 1) == "so":
        return Found(2, (About(),))
    lead = (word == "at" or (word in ("shortly", "sometime"))) and word_at(words, at + 1) in _ABOUT
    word = word_at(words, at + lead)
    if word not in _ABOUT:
        return None
    found = clock(words, at + lead + 1)
    if found:
        clues = (_sure(clue) for clue in found.clues)
        return Found(lead + 1 + found.size, (*clues, About()))
    named = part(words, at + lead + 1) if word not in _ABOUT_ONLY_HOURS else None
    return Found(lead + 1 + named.size, (*named.clues, About())) if named else None


def same_hour(words: Words, at: int) -> Found | None:
    """ "same time tomorrow", "at the same time"."""
    lead = 2 if word_at(words, at) == "at" and word_at(words, at + 1) == "the" else 0
    fits = word_at(words, at + lead) == "same" and word_at(words, at + lead + 1) in ("time", "hour")
    return Found(lead + 2, (SameHour(),)) if fits else None


def hours_between(words: Words, at: int) -> Found | None:
    """ "between ten and twelve", "from ten to one", "10 till 12 pm", 10-12."""
    lead = word_at(words, at) if word_at(words, at) in ("between", "from") else ""
    here = at + bool(lead)
    begin = _hour(words, here)
    if not begin:
        return None
    here += begin[1]
    begin_part = part(words, here)
    here += begin_part.size if begin_part else 0
    links = {"between": ("and", UNTIL), "from": ("to", "until", "till", UNTIL), "": ("until", "till", UNTIL)}
    if word_at(words, here) not in links[lead]:
        return None
    end = _hour(words, here + 1)
    if not end:
        return None
    here += 1 + end[1]
    if begin_part and (end_part := part(words, here)):
        here += end_part.size
    first = Clock(begin[0].hour, begin[0].minute, bool(lead), begin[0].full)
    return Found(here - at, (first, *begin_part.clues, About()) if begin_part else (first, Until(end[0])))


def _sure(clue: Clue) -> Clue:
    return Clock(clue.hour, clue.minute, True, clue.full, clue.doubtful) if isinstance(clue, Clock) else clue


def _past_or_to(words: Words, at: int, preposition: bool) -> tuple[Clock | Doubt, int] | None:
    """ "half past four", "a quarter to five", "twenty minutes past ten"; "ten to twelve" may be a range."""
    start = at + (word_at(words, at) == "a")
    minutes = _FRACTIONS.get(word_at(words, start), 0)
    found = (minutes, 1) if minutes else plain(words, start)
    if not found or not 0 < found[0] < _HOUR:
        return None
    named = word_at(words, start + found[1]) in _MINUTE_WORDS
    here = start + found[1] + named
    link, whole = word_at(words, here), plain(words, here + 1)
    if not whole or not 0 < whole[0] <= _HALF or not (link in _PAST or link == "to"):
        return None
    size = here + 1 + whole[1] - at
    if link == "to" and not (minutes or named or preposition):
        return Doubt(), size
    if minutes > _TEN + 5 and link == "to":
        return None
    total = whole[0] * _HOUR + (-found[0] if link == "to" else found[0])
    return Clock(total // _HOUR or _HALF, total % _HOUR, sure=True), size


def _hour(words: Words, at: int) -> tuple[Clock, int] | None:
    digital = _DIGITAL.fullmatch(word_at(words, at))
    if digital:
        hour, minute = int(digital[1]), int(digital[3])
        doubtful = digital[2] == "." and 0 < minute <= LAST_MONTH
        full = digital[1].startswith("0") or hour > _HALF
        return (Clock(hour, minute, True, full, doubtful), 1) if hour <= LAST_HOUR and minute < _HOUR else None
    whole = plain(words, at)
    if not whole or not 0 < whole[0] <= LAST_HOUR:
        return None
    hour, size = whole
    if word_at(words, at + size) == "oclock":
        return Clock(hour, sure=True), size + 1
    minutes, more = _minutes(words, at + size)
    return Clock(hour, minutes, bool(more), doubtful=hour > _HALF and not more), size + more


def _minutes(words: Words, at: int) -> tuple[int, int]:
    if word_at(words, at) == "oh":
        found = plain(words, at + 1)
        return (found[0], 2) if found and found[0] < _TEN else (0, 0)
    found = plain(words, at)
    in_words = found and word_at(words, at).isalpha()
    return found if found and in_words and _TEN <= found[0] < _HOUR else (0, 0)
