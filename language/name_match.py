"""Whether what was heard names somebody or something known: tolerant of spelling, transcription and prefixes.

For telling who may be meant, never as a proof: "כוהן" is Cohen here, and so is "כהן".
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Final

from language.hebrew import fold, strip_prefixes, tokens, word_set

MOST_WORDS: Final = 14
"""Words of an answer that may hold a name, small ones aside: whoever says a whole list of names is not telling one."""
_EMPTY: Final = word_set(
    'של את אני זה זאת מר גברת גב\' ד"ר חברת בע"מ בעמ בקבוצת שמי קוראים לי השם mr mrs ms dr the of at from and company '
    "ltd inc llc corp group my name is i am i'm it's this"
)
_SHORT: Final = 4
_ENDINGS: Final = re.compile("(?:ית|ת|ה|ים|ות)$")
# The consonants that a Hebrew transcript and the stored spelling keep in common; vowel letters come and go.
_SOUNDS: Final = str.maketrans(
    {
        **dict.fromkeys("אהויע", ""),
        **dict.fromkeys("קכךח", "ק"),
        **dict.fromkeys("תט", "ת"),
        **dict.fromkeys("שסצץ", "ש"),
        "ם": "מ", "ן": "נ", "ף": "פ",
        **dict.fromkeys("aeiouywvh", ""),
        **dict.fromkeys("ckq", "k"),
        **dict.fromkeys("sz", "s"),
    }
)  # fmt: skip


def names_any(said: str, forms: Iterable[str]) -> bool:
    """Whether every word of one of the forms was said, in any order."""
    heard = _words(said)
    if len(heard) > MOST_WORDS:
        return False
    heard += [first + second for first, second in pairwise(heard)]  # "אל טק" is אלטק
    return any(_names(heard, form) for form in forms)


def _names(heard: list[str], form: str) -> bool:
    wanted = _words(form)
    return bool(wanted) and all(any(_alike(each, word) for each in heard) for word in wanted)


def _words(text: str) -> list[str]:
    return [fold(each) for each in tokens(text) if fold(each) not in _folded_empty()]


def _alike(heard: str, wanted: str) -> bool:
    return any(_same(each, wanted) for each in strip_prefixes(heard))


def _same(heard: str, wanted: str) -> bool:
    if heard == wanted:
        return True
    if min(len(heard), len(wanted)) >= _SHORT and one_apart(heard, wanted):
        return True
    mine, other = _sound(heard), _sound(wanted)
    if len(mine) >= len("ab") and mine == other:
        return True
    return _stem(heard) == _stem(wanted) and len(_stem(wanted)) >= _SHORT - 1  # מגייס, מגייסת


def _sound(word: str) -> str:
    return word.translate(_SOUNDS)


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word)


def one_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added or left out makes one word of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, rest_other = one[start:], other[start:]
    return rest[1:] == rest_other[1:] or rest[1:] == rest_other or rest == rest_other[1:]


@cache
def _folded_empty() -> frozenset[str]:
    return frozenset(map(fold, _EMPTY))
