"""What a caller wants, read from the caller's own words by rules over tokens, before any translation.

What no rule reads is unclear: an empty tuple, for the model to understand. Rules are data, in the notation of
`patterns`: the files `rules_he…`, `rules_en…` and `rules_other`, over the word classes of `words_he…`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from language import (
    rules_en,
    rules_en_talk,
    rules_es,
    rules_he,
    rules_he_answers,
    rules_he_objections,
    rules_he_optout,
    rules_he_people,
    rules_he_talk,
    rules_he_voicemail,
    rules_other,
)
from language.hebrew import normalise, script, strip_prefixes, tokens
from language.patterns import PatternSet, Token
from language.types import Language
from language.words_he import KIN, KIN_AFTER, NOISE, OPENERS, SAME, WORDS

# In order of priority: when several are read, the first is acted on.
INTENTS: Final = (
    "optout",
    "deceased",
    "emergency",
    "distress",
    "minor",
    "voicemail",
    "other_language",
    "human",
    "other_person",
    "wrong_number",
    "where_from",
    "is_this_a_bot",
    "who_are_you",
    "price",
    "cancel_meeting",
    "move_meeting",
    "not_interested",
    "later",
    "by_mail",
    "have_one",
    "slow_down",
    "repeat",
    "goodbye",
    "no",
    "yes",
    "interested",
)

BESIDE: Final = frozenset(("by_mail", "have_one"))
"""Objections: kinds of "later" and "not interested", read beside these, which come first where both are read."""

_SAFETY: Final = frozenset(("deceased", "emergency", "distress", "minor"))
_MEETING: Final = frozenset(("cancel_meeting", "move_meeting"))
_TALK: Final = BESIDE | _MEETING | {
    "not_interested", "later", "slow_down", "repeat", "goodbye", "interested", "no", "yes"
}  # fmt: skip
_ANSWERS: Final = frozenset(("interested", "no", "yes", "repeat"))
# An intent on the left explains the words that the rules of those on the right also fit.
_EXPLAINS: Final[Mapping[str, frozenset[str]]] = {
    "optout": frozenset(INTENTS) - _SAFETY - {"optout"},
    "deceased": frozenset(INTENTS) - {"optout", "deceased", "emergency", "distress"},
    "emergency": frozenset(INTENTS) - {"optout", "deceased", "emergency"},
    "distress": frozenset(INTENTS) - {"optout", "deceased", "emergency", "distress", "human"},
    "minor": frozenset(INTENTS) - _SAFETY - {"optout"},
    "voicemail": (_TALK - {"later"}) | {"is_this_a_bot", "human", "who_are_you", "wrong_number", "other_person"},
    "other_language": _TALK | {"human", "who_are_you", "distress"},
    "human": (_TALK - {"goodbye"}) | {"is_this_a_bot", "other_person", "who_are_you"},
    "other_person": _TALK | {"who_are_you"},
    "wrong_number": _TALK - {"goodbye"} | {"who_are_you"},
    "where_from": _ANSWERS | {"later"},
    "is_this_a_bot": _ANSWERS | {"who_are_you"},
    "who_are_you": _ANSWERS | {"later"},
    "cancel_meeting": _TALK - {"goodbye", "cancel_meeting"},
    "move_meeting": _TALK - {"goodbye", "move_meeting", "cancel_meeting"},
    "by_mail": frozenset(("yes", "no", "interested", "repeat")),
    "have_one": frozenset(("yes", "no", "interested", "repeat")),
    "not_interested": frozenset(("interested", "no", "yes", "slow_down", "repeat")),
    "price": frozenset(("interested", "yes", "no", "repeat", "who_are_you")),
    "later": frozenset(("no", "yes", "interested", "repeat")),
    "slow_down": _ANSWERS,
    "repeat": frozenset(("no", "yes", "interested")),
    "goodbye": frozenset(),
    "interested": frozenset(("no",)),
}
_CHILD: Final = frozenset(("בן", "בת"))
_MAX_TOKENS: Final = 80
# What was said is read three or four times in a turn, by each who asks something of it.
_KEPT: Final = 64
# A "no" with a pause after it is an answer, whatever follows explains it.
_PLAIN_NO: Final = re.compile(r"\W*לא\s*[,.;!?]\s*\w")
_NO_SAMPLE: Final = 40
_FOREIGN: Final = frozenset(("cyrillic", "arabic"))
_SOFT: Final = "?"
_EXCEPT: Final = "-"
_MARKS: Final = _SOFT + _EXCEPT
_MARK_SIZE: Final = 2
_NAMES: Final = frozenset(INTENTS)


@lru_cache(_KEPT)
def read_intents(text: str, language: Language) -> tuple[str, ...]:
    """Names from INTENTS, the surest first; empty when unclear. Reads the first 80 words.

    The script of the words decides which rules can fit, so English on a Hebrew call is understood too; on a Spanish
    call only the Spanish ones do.
    Russian or Arabic without a known meaning is "other_language", whatever `language` the call is held in.
    """
    said = _tokens(text)
    if language == "es":
        return _resolve(_spanish().search(said, _opened(said)))
    labels = _rules().search(said, _opened(said))
    if _PLAIN_NO.match(normalise(text[:_NO_SAMPLE])):
        labels.add("no")
    found = _resolve(labels)
    return found or (("other_language",) if script(text) in _FOREIGN else ())


def _tokens(text: str) -> tuple[Token, ...]:
    words = _joined([*_usual(tokens(text[: _MAX_TOKENS * 20].lower()))])
    return tuple(map(Token.of, words[:_MAX_TOKENS]))


def _usual(words: Sequence[str]) -> Iterator[str]:
    """The words without fillers, formal ones as what people say more often."""
    for before, word in zip(("", *words), words, strict=False):
        if word in SAME:
            yield from SAME[word].split()
        elif word not in NOISE or (word in KIN and before in KIN_AFTER):
            yield word


def _joined(words: Sequence[str]) -> list[str]:
    """The words with "בן אדם", also with prefixes, as the one word בנאדם that people say; "בת אדם" too."""
    joined: list[str] = []
    for word in words:
        if word == "אדם" and joined and not _CHILD.isdisjoint(strip_prefixes(joined[-1])):
            joined[-1] = joined[-1][:-1] + "נאדם"
        else:
            joined.append(word)
    return joined


def _opened(said: Sequence[Token]) -> int:
    """Where the sentence begins behind words that only open it; 0 when there is nothing else."""
    return next((at for at, token in enumerate(said) if token.plain.isdisjoint(OPENERS)), 0)


def _resolve(labels: set[str]) -> tuple[str, ...]:
    """The intents of the labels: a soft one ("no?" or, in group a, "no?a") unless its exception ("no-a") is there."""
    found = {label for label in labels if label in _NAMES}
    soft = (label.split(_SOFT) for label in labels if _SOFT in label)
    found |= {name for name, group in soft if f"{name}{_EXCEPT}{group}" not in labels}
    if {"yes", "no"} <= found:
        found -= {"yes", "no"}
    explained = {weak for strong in found for weak in _EXPLAINS.get(strong, ())}
    return tuple(name for name in INTENTS if name in found - explained)


@cache
def _rules() -> PatternSet:
    """All rules, compiled at the first use: one index, since words of different scripts never meet."""
    hebrew = (
        rules_he_optout.OPTOUT,
        rules_he.SAFETY,
        rules_he_voicemail.VOICEMAIL,
        rules_he_people.PEOPLE,
        rules_he_people.TALK,
        rules_he_talk.MANNERS,
        rules_he_objections.OBJECTIONS,
        rules_he_answers.ANSWERS,
    )
    sources = [(rules, WORDS) for rules in hebrew]
    sources += [(rules, rules_en.WORDS) for rules in (rules_en.PEOPLE, rules_en_talk.TALK)]
    sources += [(rules, {}) for rules in (rules_other.RUSSIAN, rules_other.ARABIC)]
    sources += [(rules_other.HEBREW_LETTERS, rules_other.HEBREW_WORDS)]
    return PatternSet.merge(PatternSet.compile(_lines(rules), words) for rules, words in sources)


@cache
def _spanish() -> PatternSet:
    """The rules of Spanish calls, by themselves: its short words would mean something else in the other languages."""
    return PatternSet.compile(_lines(rules_es.SPANISH), {})


def _lines(rules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for intent, block in rules.items():
        for line in filter(None, map(str.strip, block.splitlines())):
            mark, _, rest = line.partition(" ")
            yield (intent + mark, rest) if mark[0] in _MARKS and len(mark) <= _MARK_SIZE else (intent, line)
