"""The protected terms of one call, and how they are found in a sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from language.hebrew import remove_bidi
from language.terms.forms import structural
from language.terms.marking import token
from language.terms.names import is_just_a_word
from language.terms.patterns import addresses, structure
from language.terms.types import Kind, Marked, Term
from language.types import Language

_Found = tuple[int, int, Term]
_MAX_TERMS: Final = 99
_SHORT: Final = 3
"""Hebrew names shorter than this take a prefix only with a hyphen: לבן is white, no way to בן."""
PREFIX: Final = "ו?(?:כש|ש)?[בלכמה]?"
_HIDE: Final = "\ufffc"
"""Stands for a letter of what was found already: no letter, digit or space."""
_PLAIN: Final = str.maketrans({"⟦": "(", "⟧": ")", "\0": " "})
_SPACE: Final = re.compile(r"\s+")
_HAS_STRUCTURE: Final = re.compile(r"[\d@]|day\b|www\.|\.(?:com|net|org|io|ai|co|il|info)\b|יום ", re.IGNORECASE)


@dataclass(frozen=True)
class TermSet:
    """Terms known as pairs; what has a form of its own (numbers, money, addresses, dates, times) needs no pair."""

    pairs: tuple[Term, ...] = ()

    @classmethod
    def of(cls, *groups: Iterable[Term]) -> "TermSet":
        """All of these; of two with the same English the earlier holds. Empty texts are dropped."""
        kept: dict[str, Term] = {}
        for kind, en, he in ((each.kind, _plain(each.en), _plain(each.he)) for group in groups for each in group):
            if en and he:
                kept.setdefault(en.casefold(), Term(kind, en, he))
        return cls(tuple(kept.values()))

    def __or__(self, other: "TermSet") -> "TermSet":
        return _union(self, other)

    def find(self, text: str, source: Language) -> tuple[_Found, ...]:
        """(start, end, term) of every term in `text`, in order, none over another.

        Addresses first, which may hold a name; then the pairs, then what is left by its form.
        """
        structured = bool(_HAS_STRUCTURE.search(text))
        found = list(_structure_in(text, addresses(), source)) if structured else []
        if self.pairs:
            found += _pairs_in(_hidden(text, found), self.pairs, source)
        if structured:
            found += _structure_in(_hidden(text, found), structure(source), source)
        return tuple(sorted(found, key=lambda each: each[0])[:_MAX_TERMS])

    def mark(self, sentence: str, source: Language) -> Marked:
        """The sentence with its terms taken out. What looks like a token in it becomes plain brackets."""
        plain = remove_bidi(sentence).translate(_PLAIN)
        found = self.find(plain, source)
        if not found:
            return Marked(plain, plain, source)
        pieces: list[str] = []
        at = 0
        for number, (start, end, _) in enumerate(found, 1):
            before = plain[at:start]
            hyphen = "-" if source == "he" and before[-1:].isalpha() else ""
            pieces += (before, hyphen, token(number))
            at = end
        pieces.append(plain[at:])
        terms = tuple(each[2] for each in found)
        return Marked(plain, "".join(pieces), source, terms, tuple(plain[start:end] for start, end, _ in found))


EMPTY: Final = TermSet()


@lru_cache(maxsize=256)
def _union(first: TermSet, second: TermSet) -> TermSet:
    """Both; remembered, since every sentence of a call joins the same two."""
    return TermSet.of(first.pairs, second.pairs)


def _plain(text: str) -> str:
    """A value as it can be said: single spaces, no direction marks, no brackets of tokens."""
    return _SPACE.sub(" ", remove_bidi(text).translate(_PLAIN)).strip()


def _hidden(text: str, found: Iterable[_Found]) -> str:
    """The text with what was found out of sight, at the same length."""
    for start, end, _ in found:
        text = f"{text[:start]}{_HIDE * (end - start)}{text[end:]}"
    return text


def _structure_in(text: str, pattern: re.Pattern[str], source: Language) -> Iterable[_Found]:
    for match in pattern.finditer(text):
        yield match.start(), match.end(), structural(_kind(match), match.group(), source)


def _kind(match: re.Match[str]) -> Kind:
    kind = match.lastgroup
    assert kind is not None  # noqa: S101  # every part of the pattern is a named group
    return kind  # type: ignore[return-value]  # the groups are named after the kinds


def _pairs_in(text: str, pairs: tuple[Term, ...], source: Language) -> Iterable[_Found]:
    pattern, terms = _finder(pairs, source)
    for match in pattern.finditer(text):
        term = terms[_SPACE.sub(" ", match["term"]).casefold()]
        if term.kind != "name" or not is_just_a_word(match["term"], text, match.start("term"), match.end("term")):
            yield match.start("term"), match.end("term"), term


@lru_cache(maxsize=512)
def _finder(pairs: tuple[Term, ...], source: Language) -> tuple[re.Pattern[str], dict[str, Term]]:
    """A pattern of all pairs in that language, the longest first, and which term each text is."""
    terms: dict[str, Term] = {}
    for term in pairs:
        terms.setdefault(_SPACE.sub(" ", term.text(source).strip()).casefold(), term)
    for term in pairs if source == "he" else ():  # a brand in Latin letters stands in Hebrew text as well
        terms.setdefault(_SPACE.sub(" ", term.en.strip()).casefold(), term)
    ordered = sorted(terms, key=len, reverse=True)
    if source == "en":
        body = f"(?<!\\w)(?P<term>{'|'.join(map(_spaced, ordered))})(?!\\w)"
    else:
        short = [each for each in ordered if len(each) < _SHORT]
        long = "|".join(_spaced(each) for each in ordered if len(each) >= _SHORT) or "(?!)"
        few = "|".join(map(_spaced, short)) or "(?!)"
        body = (
            f"(?<!\\w)(?:{PREFIX}[-־]?(?=(?:{long})(?!\\w))|(?:{PREFIX}[-־])?(?=(?:{few})(?!\\w)))"
            f"(?P<term>{long}|{few})(?!\\w)"
        )
    return re.compile(body, re.IGNORECASE), terms


def _spaced(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split(" "))
