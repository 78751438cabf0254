"""Transcripts that tell about the transcriber and not about the caller: our own hints."""

from collections.abc import Sequence
from typing import Final

from language.hebrew import fold, tokens

_READ_LENGTH: Final = 2_000
_LEAST_ECHOED: Final = 3
_SENTENCE: Final = 4


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
