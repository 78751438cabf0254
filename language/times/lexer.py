"""From what was said to folded words, with what tokens alone would lose: 10-12, 15/3, ב-10, a stray sign."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from language.hebrew import fold, normalise
from language.words_he import NOISE

_MAX_LENGTH: Final = 400
_MAX_WORDS: Final = 24
UNTIL: Final = "~"
_BETWEEN_NUMBERS: Final = re.compile("(?<=\\d)\\s*[-\u05be\u2010-\u2015\u2212]\\s*(?=\\d)")
# A sign that belongs to no time (%, ₪, @): the number before it is no hour.
_FOREIGN: Final = re.compile(r"""[^\w\s.,!?;:'"()/\-…&]|_""")
_WORD: Final = re.compile(r"~|\d+(?:[:./]\d+)*|[^\W\d_]+(?:['\"][^\W\d_]+)*'?")
_PREFIXES: Final = frozenset("בלמהכ")
_DAY_LETTERS_FOLLOW: Final = frozenset(("יום", "ביום", "ליום", "מיום"))
_HEBREW: Final = re.compile("[א-ת]")


def words_of(text: str) -> tuple[str, ...] | None:
    """The folded words without those of thinking; None when it is too long or holds a sign of no time."""
    if len(text) > _MAX_LENGTH:
        return None
    if _FOREIGN.search(normalise(text)):
        return None
    raw = _WORD.findall(normalise(_BETWEEN_NUMBERS.sub(f" {UNTIL} ", text)))
    words = tuple(word for word in _joined(raw) if word and word not in _noise())
    return words if 0 < len(words) <= _MAX_WORDS else None


def is_hebrew(words: tuple[str, ...]) -> bool:
    """Whether any letter is Hebrew."""
    return any(_HEBREW.search(word) for word in words)


def _joined(raw: list[str]) -> Iterator[str]:
    """The words folded, a lone prefix joined to what it belongs to: ב 10 is ב10; "יום ב" stays."""
    prefix = ""
    before = ""
    for word in raw:
        if word in _PREFIXES and not prefix and before not in _DAY_LETTERS_FOLLOW:
            prefix = word
            continue
        before = prefix + fold(word)
        prefix = ""
        yield before
    yield prefix


@cache
def _noise() -> frozenset[str]:
    return frozenset(map(fold, NOISE))
