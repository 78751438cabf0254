"""A text cut into sentences, in Hebrew and English, with terms and abbreviations kept whole."""

import re
from collections.abc import Sequence
from typing import Final

from language.hebrew import word_set

_END: Final = re.compile(r"(?<![.!?])[.!?]++[\"'”״)\]]*(?=\s+\S)|\n+")
_WINDOW: Final = 40
"""How far back an abbreviation may reach."""
_OPENING: Final = "\"'(“[״„"
_ABBREVIATIONS: Final = word_set(
    "a.m p.m am pm mr mrs ms dr prof st vs e.g i.e etc inc ltd co corp llc approx no tel ext dept jr sr jan feb mar "
    "apr jun jul aug sep sept oct nov dec mt ave blvd min max hr hrs u.s u.k ph.d b.sc m.a est fig vol"
)
# Hebrew shortens by a geresh (פרופ'), by gershayim (ד"ר), or by nothing but the full stop.
_SHORTENED: Final = re.compile(r"^[בהוכלמש]{0,3}[א-ת]{1,7}(?:[\"״”“]|''|׳׳)[א-ת]$|^[בהוכלמש]{0,3}[א-ת]{1,6}['׳’]$")
_STOPPED: Final = word_set("עמ טל מס רח שד ת פרופ גב")
_LONGEST: Final = 2_000
"""Characters; a longer run without an end is cut at a space, for translators that take no more."""


def sentences(text: str, whole: Sequence[tuple[int, int]] = ()) -> list[str]:
    """The sentences of `text`, without the white space between them; none is empty.

    A full stop is no end inside a number, an address or any range of `whole` (start, end), nor after an abbreviation,
    a single letter or a list's number; an ellipsis is none either. "!" and "?" always are.
    """
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _is_end(text, start, end, whole):
            found += _cut(text[start : end.end()])
            start = end.end()
    return found + _cut(text[start:])


def _is_end(text: str, start: int, end: re.Match[str], whole: Sequence[tuple[int, int]]) -> bool:
    if any(first < end.end() < last for first, last in whole):
        return False
    marks = end.group()
    if marks.startswith("\n") or "!" in marks or "?" in marks:
        return True
    if marks.startswith(".."):
        return False
    before = text[max(start, end.start() - _WINDOW) : end.start()].split()
    word = before[-1].lstrip(_OPENING) if before else ""
    return bool(word) and not _is_short(word, alone=len(before) == 1)


def _is_short(word: str, alone: bool) -> bool:
    """Whether a full stop after `word` shortens it rather than ends its sentence, of which it may be all."""
    lower = word.lower()
    if lower in _ABBREVIATIONS or word in _STOPPED or _SHORTENED.match(word):
        return True
    if word.isdigit():
        return alone
    return len(word) == 1 and word.isalpha() and word != "I"


def _cut(sentence: str) -> list[str]:
    sentence = sentence.strip()
    pieces = []
    while len(sentence) > _LONGEST:
        space = sentence.rfind(" ", 1, _LONGEST)
        at = space if space > 0 else _LONGEST
        pieces.append(sentence[:at].strip())
        sentence = sentence[at:].strip()
    return [*pieces, sentence] if sentence else pieces
