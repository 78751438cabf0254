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
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, Literal

from language.hebrew import fold, strip_prefixes

Kind = Literal["word", "gap", "not", "start", "end"]
Vocabulary = Mapping[str, str]

_GAP: Final = 3
_REMEMBERED: Final = 4_096
_MANY: Final = 8
_BOUNDS: Final = {"?": (0, 1), "+": (1, _MANY), "*": (0, _MANY)}
_LETTERS: Final = re.compile(r"\[([^\]]+)\](\??)")
_VAV: Final = "ו"
_VAV_AND_WORD: Final = 2
_SPECIAL: Final = frozenset("^$~!@?+*[]")


class BadPattern(ValueError):
    """A rule is written wrongly: a mistake of ours, found by the first test that compiles it."""


@dataclass(frozen=True, eq=False)
class Token:
    """One folded token with the forms it may be compared as: without a joined ו, without any prefix."""

    text: str
    plain: frozenset[str]
    bare: frozenset[str]

    @classmethod
    @lru_cache(maxsize=_REMEMBERED)
    def of(cls, raw: str) -> "Token":
        text = fold(raw)
        without_vav = {text[1:]} if text.startswith(_VAV) and len(text) > _VAV_AND_WORD else set()
        plain = frozenset({text} | without_vav)
        return cls(text, plain, plain | frozenset(strip_prefixes(text)))


@dataclass(frozen=True, eq=False)
class Element:
    kind: Kind
    plain: frozenset[str] = frozenset()
    prefixed: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()
    least: int = 1
    most: int = 1
    or_end: bool = False


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


Places = Mapping[Element, int]


def _ends(elements: Sequence[Element], places: Places, begins: int, size: int) -> int:
    """Where the elements can end: every place of a sentence is a bit, and all of them are followed at once."""
    end = 1 << size
    everywhere = 2 * end - 1
    at = everywhere
    for element in elements:
        if element.kind == "word":
            at = _after(element, places.get(element, 0), at, end)
        elif element.kind == "gap":
            for _ in range(element.least):
                at <<= 1
            for _ in range(element.most - element.least):
                at |= at << 1
            at &= everywhere
        elif element.kind == "not":
            at &= ~places.get(element, 0)
        else:
            at &= begins if element.kind == "start" else end
        if not at:
            return 0
    return at


def _after(element: Element, fits: int, at: int, end: int) -> int:
    """The places behind the element, from any of the places `at` where it may stand."""
    if element.least == element.most == 1:
        here = (at & fits) << 1
        return here | (at & end) if element.or_end else here
    found = 0 if element.least else at
    for _ in range(element.most):
        at = (at & fits) << 1
        if not at:
            break
        found |= at
    return found


def _is_needed(element: Element) -> bool:
    """Whether a pattern cannot be found in a sentence without a word that fits this element."""
    return element.kind == "word" and bool(element.least) and not element.or_end


Labelled = tuple[str, Sequence[Element]]


class PatternSet:
    """Labelled patterns, indexed by the rarest word that each of them must have.

    `search` costs some ten microseconds for a sentence of a phone call, and less than a millisecond for 80 words.
    """

    def __init__(self, patterns: Iterable[Labelled]) -> None:
        self._patterns: Final = tuple(patterns)
        self._plain: Final[dict[str, list[Element]]] = {}
        self._prefixed: Final[dict[str, list[Element]]] = {}
        self._starts: Final[dict[str, list[Element]]] = {}
        for element in {element for _, elements in self._patterns for element in elements}:
            for table, words in (
                (self._plain, element.plain),
                (self._prefixed, element.prefixed),
                (self._starts, element.starts),
            ):
                for word in words:
                    table.setdefault(word, []).append(element)
        self._longest: Final = max(map(len, self._starts), default=0)
        self._remembered: Final = lru_cache(maxsize=_REMEMBERED)(lambda token: tuple(self._fitting(token)))
        self._by_rarest: Final[dict[Element | None, list[tuple[Labelled, frozenset[Element]]]]] = {}
        for pattern in self._patterns:
            needed = frozenset(filter(_is_needed, pattern[1]))
            rarest = min(needed, key=self._sharing, default=None)
            self._by_rarest.setdefault(rarest, []).append((pattern, needed))

    @classmethod
    def compile(cls, patterns: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> "PatternSet":
        """From (label, pattern) pairs. Raises BadPattern."""
        known: dict[str, Element] = {}
        return cls([(label, _elements(source, vocabulary, known)) for label, source in patterns])

    @classmethod
    def merge(cls, sets: Iterable["PatternSet"]) -> "PatternSet":
        """One set that finds what each of them finds."""
        return cls(pattern for one in sets for pattern in one._patterns)

    def search(self, tokens: Sequence[Token], begin: int = 0) -> set[str]:
        """Labels of the patterns found anywhere in the sentence (anchors still hold).

        `begin` is a second place where the sentence may be taken to begin, behind words that only open it.
        """
        places = self._places(tokens)
        begins = 1 | 1 << begin
        found: set[str] = set()
        for rarest in (None, *places):
            for (label, elements), needed in self._by_rarest.get(rarest, ()):
                if label not in found and needed <= places.keys() and _ends(elements, places, begins, len(tokens)):
                    found.add(label)
        return found

    def _places(self, tokens: Sequence[Token]) -> dict[Element, int]:
        """For every element that fits a token, its places in the sentence as bits."""
        spots: dict[Token, int] = {}
        for at, token in enumerate(tokens):
            spots[token] = spots.get(token, 0) | 1 << at
        places: dict[Element, int] = {}
        for token, bits in spots.items():
            for element in self._remembered(token):
                places[element] = places.get(element, 0) | bits
        return places

    def _fitting(self, token: Token) -> Iterator[Element]:
        for form in token.bare:
            yield from self._prefixed.get(form, ())
        for form in token.plain:
            yield from self._plain.get(form, ())
            for size in range(1, min(self._longest, len(form)) + 1):
                yield from self._starts.get(form[:size], ())

    def _sharing(self, element: Element) -> int:
        """How many elements share a word with this one at most: an estimate of how common it is."""
        words = (*element.plain, *element.prefixed, *element.starts)
        return max((len(self._plain.get(word, ())) + len(self._prefixed.get(word, ())) for word in words), default=0)


def _elements(source: str, vocabulary: Vocabulary, known: dict[str, Element]) -> tuple[Element, ...]:
    """The parts of a pattern; the same part is the same element everywhere in a set."""
    for part in source.split():
        if part not in known:
            known[part] = _element(part, vocabulary)
    return tuple(known[part] for part in source.split())
