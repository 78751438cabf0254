"""Transcripts that tell about the transcriber and not about the caller: our own hints, another script."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from language.hebrew import fold, tokens
from language.types import Language

_READ_LENGTH: Final = 2_000
_LEAST_ECHOED: Final = 3
_SENTENCE: Final = 4
_LATIN_WORDS: Final = 3
_LATIN_LETTERS: Final = 4
# Addresses and sites are Latin in every language.
_ADDRESS: Final = re.compile(r"\S*[@/]\S*|\b(?:www\.)?[\w-]+\.(?:co\.il|com|org|net|il)\b", re.IGNORECASE)
_HEBREW: Final = re.compile("[\u05d0-\u05ea\u05f0-\u05f2\ufb1d-\ufb4f]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")


def is_prompt_echo(text: str, keywords: Sequence[str]) -> bool:
    """Whether a transcript only repeats the hints that went with the recording.

    That is: three hints or more in a row and nothing else, all of them where there are but two, or a stretch
    of four words of a hint that is a sentence. A name alone is an answer.
    """
    said = _words(text)
    hints = [words for words in map(_words, keywords) if words]
    if any(len(hint) >= _SENTENCE <= len(said) and _within(said, hint) for hint in hints):
        return True
    named = _split(said, hints)
    return named is not None and (len(named) >= _LEAST_ECHOED or len(named) >= len(set(hints)) == len(set(named)) > 1)


def _words(text: str) -> tuple[str, ...]:
    return tuple(map(fold, tokens(text[:_READ_LENGTH])))


def _within(words: Sequence[str], sentence: Sequence[str]) -> bool:
    return any(sentence[at : at + len(words)] == words for at in range(len(sentence) - len(words) + 1))


def _split(said: Sequence[str], hints: Sequence[Sequence[str]]) -> list[Sequence[str]] | None:
    """The hints that the words are made of, longest first; None when there is anything else."""
    named: list[Sequence[str]] = []
    at = 0
    while at < len(said):
        fits = [hint for hint in hints if tuple(said[at : at + len(hint)]) == tuple(hint)]
        if not fits:
            return None
        named.append(max(fits, key=len))
        at += len(named[-1])
    return named or None


def wrong_script(text: str, expected: Language) -> bool:
    """Whether most letters are of a script that `expected` is not written in.

    Single Latin words in a Hebrew call (a brand, "OK", an address) are ordinary: three of them are not.
    """
    plain = _ADDRESS.sub(" ", text[:_READ_LENGTH])
    counts = Counter(map(_script, filter(str.isalpha, plain)))
    total = counts.total()
    if not total or counts[expected] * 2 >= total:
        return False
    if expected == "he" and counts["en"] * 2 >= total:
        return _latin_sentence(plain)
    return True


@cache
def _script(letter: str) -> str:
    if _HEBREW.match(letter):
        return "he"
    return "en" if _LATIN.match(letter) else ""


def _latin_sentence(text: str) -> bool:
    """Whether there are three Latin words of which one is no abbreviation."""
    words = [word for word in tokens(text) if _LATIN.match(word)]
    return len(words) >= _LATIN_WORDS and any(len(word) >= _LATIN_LETTERS and not word.isupper() for word in words)
