"""A small pattern language over tokens: rules are data, and a word is never found inside another.

A pattern is elements separated by spaces:

    word        this token, also with a joined ו; word|word are alternatives; word% is "begins with"
    @name       any word of the vocabulary's class of that name
    ~word       also behind the prefixes ו ה ש ב ל כ מ; it holds for the alternatives that follow as well
    word?       may be missing;  word+  once or more;  word*  any number
    ..          up to three tokens of any kind;  _  exactly one
    !word       the next token is not this one
    ^  $        the sentence begins, ends here;  word|$ is the word or the end

Vocabulary words may hold classes of letters, [יו] one of them, [יו]? at most one of them. Words are
folded (`hebrew.fold`) when a pattern is compiled, so patterns are written in ordinary spelling.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final, Literal

from language.hebrew import fold, strip_prefixes

Kind = Literal["word", "gap", "not", "start", "end"]
Vocabulary = Mapping[str, str]

_GAP: Final = 3
_MANY: Final = 8
_BOUNDS: Final = {"?": (0, 1), "+": (1, _MANY), "*": (0, _MANY)}
_LETTERS: Final = re.compile(r"\[([^\]]+)\](\??)")
_VAV: Final = "ו"
_VAV_AND_WORD: Final = 2
_SPECIAL: Final = frozenset("^$~!@?+*[]")


class BadPattern(ValueError):
    """A rule is written wrongly: a mistake of ours, found by the first test that compiles it."""


@dataclass(frozen=True)
class Token:
    """One folded token with the forms it may be compared as: without a joined ו, without any prefix."""

    text: str
    plain: frozenset[str]
    bare: frozenset[str]

    @classmethod
    def of(cls, raw: str) -> "Token":
        text = fold(raw)
        without_vav = {text[1:]} if text.startswith(_VAV) and len(text) > _VAV_AND_WORD else set()
        plain = frozenset({text} | without_vav)
        return cls(text, plain, plain | frozenset(strip_prefixes(text)))


@dataclass(frozen=True)
class Element:
    kind: Kind
    plain: frozenset[str] = frozenset()
    prefixed: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()
    least: int = 1
    most: int = 1
    or_end: bool = False

    def fits(self, token: Token) -> bool:
        if not (self.plain.isdisjoint(token.plain) and self.prefixed.isdisjoint(token.bare)):
            return True
        return bool(self.starts) and any(form.startswith(self.starts) for form in token.plain)


def _expand(form: str) -> Iterator[str]:
    parts: list[Sequence[str]] = []
    end = 0
    for found in _LETTERS.finditer(form):
        parts += [(form[end : found.start()],), (*found[1], "") if found[2] else tuple(found[1])]
        end = found.end()
    return ("".join(choice) for choice in product(*parts, (form[end:],)))


def _words(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    if not name.startswith("@"):
        yield fold(name)
    elif name[1:] in vocabulary:
        for form in vocabulary[name[1:]].split():
            yield from map(fold, _expand(form))
    else:
        raise BadPattern(f"no vocabulary class {name}")


def _element(source: str, vocabulary: Vocabulary) -> Element:
    if source in ("^", "$"):
        return Element("start" if source == "^" else "end")
    if source == "..":
        return Element("gap", least=0, most=_GAP)
    if source == "_":
        return Element("gap")
    names = source.removeprefix("!").rstrip("?+*")
    anywhere = False
    plain: set[str] = set()
    prefixed: set[str] = set()
    alternatives = names.split("|")
    for name in (each for each in alternatives if each != "$"):
        anywhere = anywhere or name.startswith("~")
        (prefixed if anywhere else plain).update(_words(name.removeprefix("~"), vocabulary))
    if any(not word or _SPECIAL.intersection(word) for word in plain | prefixed):
        raise BadPattern(f"not a word in {source!r}")
    least, most = _BOUNDS.get(source[-1], (1, 1))
    starts = tuple(word.rstrip("%") for word in plain if word.endswith("%"))
    kind: Kind = "not" if source.startswith("!") else "word"
    return Element(kind, frozenset(plain), frozenset(prefixed), starts, least, most, or_end="$" in alternatives)


def _match(elements: Sequence[Element], tokens: Sequence[Token], at: int) -> int | None:
    """Where the elements end when they begin at `at`; None when they do not fit. Shortest gaps first."""
    if not elements:
        return at
    first, rest = elements[0], elements[1:]
    if first.kind in ("start", "end"):
        return _match(rest, tokens, at) if at == (0 if first.kind == "start" else len(tokens)) else None
    if first.kind == "not":
        return None if at < len(tokens) and first.fits(tokens[at]) else _match(rest, tokens, at)
    if first.or_end and at == len(tokens):
        return _match(rest, tokens, at)
    for count in range(first.most + 1):
        if count and not (at + count <= len(tokens) and _takes(first, tokens[at + count - 1])):
            return None
        if count >= first.least and (end := _match(rest, tokens, at + count)) is not None:
            return end
    return None


def _takes(element: Element, token: Token) -> bool:
    return element.kind == "gap" or element.fits(token)


@dataclass(frozen=True)
class PatternSet:
    """Labelled patterns, indexed by the words they can begin with: one look at each token of a sentence.

    `search` costs tens of microseconds for a sentence, whatever the number of patterns.
    """

    _first: Mapping[str, Sequence[tuple[str, Sequence[Element]]]]
    _open: Sequence[tuple[str, Sequence[Element]]] = field(default=())

    @classmethod
    def compile(cls, patterns: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> "PatternSet":
        """From (label, pattern) pairs. Raises BadPattern."""
        first: dict[str, list[tuple[str, Sequence[Element]]]] = {}
        unindexed: list[tuple[str, Sequence[Element]]] = []
        for label, source in patterns:
            elements = tuple(_element(part, vocabulary) for part in source.split())
            keys = _keys(elements)
            if keys is None:
                unindexed.append((label, elements))
                continue
            for key in keys:
                first.setdefault(key, []).append((label, elements))
        return cls(first, tuple(unindexed))

    @classmethod
    def merge(cls, sets: Iterable["PatternSet"]) -> "PatternSet":
        """One set that finds what each of them finds."""
        first: dict[str, list[tuple[str, Sequence[Element]]]] = {}
        unindexed: list[tuple[str, Sequence[Element]]] = []
        for one in sets:
            unindexed += one._open
            for key, patterns in one._first.items():
                first.setdefault(key, []).extend(patterns)
        return cls(first, tuple(unindexed))

    def search(self, tokens: Sequence[Token]) -> set[str]:
        """Labels of the patterns found anywhere in the sentence (anchors still hold)."""
        found: set[str] = set()
        for at, token in enumerate(tokens):
            candidates = [*self._open]
            for form in token.bare:
                candidates += self._first.get(form, ())
            for label, elements in candidates:
                if label not in found and _match(elements, tokens, at) is not None:
                    found.add(label)
        return found


def _keys(elements: Sequence[Element]) -> set[str] | None:
    """The words a pattern can begin with; None when anything can begin it."""
    keys: set[str] = set()
    for element in elements:
        if element.kind in ("start", "not"):
            continue
        if element.kind != "word" or element.starts:
            return None
        keys |= element.plain | element.prefixed
        if element.least:
            return keys
    return None
