"""The English grammar of times, simply: its rules in order, and the words around a time."""

from typing import Final

from language.hebrew import word_set
from language.times.clock_en import about, clock, hours_between, part, same_hour
from language.times.clues import Clue, Doubt, Found, Rule, Words, phrase_size, scan, word_at
from language.times.days_en import date, relative_day, span, week, weekday

_HARMLESS: Final = word_set(
    "call phone ring me us back please can could you i we id ill im well were would like prefer want lets let "
    "speak talk meet meeting schedule book set make it is that thats this be am are free available good great fine "
    "works work suits better best ok okay yes sure yeah perfect lovely thanks thank so then just only for on the "
    "move reschedule our need "
    "do will shall hello hi again sharp exactly say appointment anytime to"
)
_PHRASES: Final = (
    "if possible",
    "if you can",
    "if thats ok",
    "if thats okay",
    "if its ok",
    "how about",
    "what about",
    "good morning",
    "good afternoon",
    "good evening",
    "good night",
    "no problem",
    "any time",
    "a call",
    "for a",
    "give me",
)


def read_english(words: Words) -> tuple[Clue, ...] | None:
    """The clues of an English sentence; None when a word is not understood."""
    return scan(words, _RULES)


def _polite(words: Words, at: int) -> Found | None:
    size = phrase_size(words, at, _BY_FIRST)
    return Found(size) if size else None


def _caller_calls(words: Words, at: int) -> Found | None:
    """ "I will call you tomorrow" asks for no call."""
    here = at + 1 + (word_at(words, at + 1) in ("will", "can", "could", "would", "shall"))
    calls = words[at] in ("i", "ill", "id", "we", "well") and word_at(words, here) in ("call", "phone", "ring")
    return Found(2, (Doubt(),)) if calls else None


def _harmless(words: Words, at: int) -> Found | None:
    return Found(1) if words[at] in _HARMLESS else None


_BY_FIRST: Final = {
    first: [tuple(each.split()) for each in _PHRASES if each.split()[0] == first]
    for first in {each.split()[0] for each in _PHRASES}
}
_RULES: Final[tuple[Rule, ...]] = (
    *(
        _polite,
        _caller_calls,
        span,
        hours_between,
        date,
        week,
        weekday,
        relative_day,
        same_hour,
        part,
        about,
        clock,
        _harmless,
    ),
)
