"""Was a transcript ever said? Inventions on silence, loops, echoes of our own hints, and the wrong script."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from language.ears.rules_invented import (
    ATTRIBUTES,
    CREDIT_ATTRIBUTES,
    CREDIT_WORDS,
    CREDITS,
    FOREIGN,
    INVENTED,
    LABELS,
    LAUGHTER,
    NUMBER_WORDS,
    VOCABULARY,
)
from language.hebrew import fold, normalise, tokens, word_set
from language.patterns import PatternSet, Token

_READ_LENGTH: Final = 4_000
_SHORT_LOOP: Final = 4
_SHORT_TIMES: Final = 4
_LONG_LOOP: Final = 15
_LONG_TIMES: Final = 3
_DIGITS_TIMES: Final = 10
_BRACKETED: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|♪[^♪]*♪?")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# "Subtitles: a name", and the same for whoever translated, edited, filmed.
_CREDIT: Final = re.compile(rf"(?:(?:{CREDITS})\s+){{0,2}}(?:{CREDITS})\s*:\s*\S", re.IGNORECASE)
# One letter eight times, or two to four letters five times, in one word: אההההההההה, לאלאלאלאלא.
_DRAWN_OUT: Final = re.compile(r"^.{0,2}?(?:(\w)\1{7,}|(\w{2,4}?)\2{4,})\w{0,2}$")


def is_hallucination(text: str) -> bool:
    """Whether a transcript was invented: nothing said, a subtitle's phrase, or a few words in a loop.

    One to four words repeated more than four times in a row are a loop, and longer phrases more than three
    times; "כן כן כן" is not.
    """
    raw = normalise(text[:_READ_LENGTH])
    plain = normalise(_BRACKETED.sub(" ", raw))
    words = tokens(plain)
    if not words or _LINK.fullmatch(plain) or _CREDIT.match(plain) or any(each in plain for each in FOREIGN):
        return True
    read = tuple(map(Token.of, words))
    folded = [token.text for token in read]
    return bool(_invented().search(read)) or _captions_only(read) or _loops(folded)


@cache
def _invented() -> PatternSet:
    lines = filter(None, map(str.strip, INVENTED.splitlines()))
    return PatternSet.compile((("invented", line) for line in lines), VOCABULARY)


@cache
def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold, word_set(words)))


def _captions_only(read: Sequence[Token]) -> bool:
    """Whether every word names sounds or subtitles' makers: מוזיקת רקע, צחוק ומחיאות כפיים, תרגום והפקת כתוביות."""
    if all(token.text in LAUGHTER for token in read):
        return True
    return _made_of(read, LABELS, ATTRIBUTES) or _made_of(read, CREDIT_WORDS, CREDIT_ATTRIBUTES)


def _made_of(read: Sequence[Token], heads: str, attributes: str) -> bool:
    allowed = _folded(heads) | _folded(attributes)
    return all(token.plain & allowed for token in read) and any(token.plain & _folded(heads) for token in read)


def _loops(words: Sequence[str]) -> bool:
    if len(words) == 1:
        return bool(_DRAWN_OUT.match(words[0]))
    digits = _folded(NUMBER_WORDS)
    for size in range(1, min(_LONG_LOOP, len(words)) + 1):
        run, end = _longest_run(words, size)
        times = _SHORT_TIMES if size <= _SHORT_LOOP else _LONG_TIMES
        if run > size * times and (run > _DIGITS_TIMES or not digits.issuperset(words[end - size : end])):
            return True
    return False


def _longest_run(words: Sequence[str], size: int) -> tuple[int, int]:
    """Words in the longest stretch where every word returns after `size` words, and where it ends."""
    longest = run = size
    ends = size
    for at in range(size, len(words)):
        run = run + 1 if words[at] == words[at - size] else size
        if run > longest:
            longest, ends = run, at + 1
    return longest, ends
