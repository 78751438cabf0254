"""Hebrew as text: one spelling for matching, tokens, prefixes and scripts."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final, Literal

Script = Literal["hebrew", "latin", "cyrillic", "arabic", "other", "none"]

# Marks, embeddings, isolates, the Arabic letter mark and the byte order mark: they reorder a display
# and are read out, or break a comparison, everywhere else.
_BIDI: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")
# Cantillation and niqqud, but for maqaf (05BE), paseq (05C0), sof pasuq (05C3) and nun hafukha (05C6).
_POINTS: Final = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
_ARABIC_MARKS: Final = re.compile("[\u064b-\u065f\u0670\u0640]")
_QUOTES: Final = str.maketrans({**dict.fromkeys("׳’‘‛`´", "'"), **dict.fromkeys("״“”„‟", '"')})
_DASHES: Final = re.compile("[\u05be\u2010-\u2015\u2212]")
_DOUBLE_GERESH: Final = re.compile("''")
_FINAL: Final = re.compile(r"[\s.,!?;:…\u05c3]+$")
_SPACE: Final = re.compile(r"\s+")
_TOKEN: Final = re.compile(r"\d+(?:[:.,]\d+)*|[^\W\d_]+(?:['\"][^\W\d_]+)*'?")

_LETTER_FOLDS: Final = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ё": "е"})
_SCRIPTS: Final[tuple[tuple[str, Script], ...]] = (
    ("HEBREW", "hebrew"),
    ("LATIN", "latin"),
    ("CYRILLIC", "cyrillic"),
    ("ARABIC", "arabic"),
)
# At most three joined prefixes, in the one order Hebrew allows: ו, then כש or ש or ה, then ב ל כ מ, then ה.
_PREFIXES: Final = re.compile("^(?=.)ו?(?:כש|ש)?[הבלכמ]?ה?")
_MIN_STEM: Final = 2
_SCRIPT_SAMPLE: Final = 2_000
_LETTERS_KEPT: Final = 1_024
_TEXTS_KEPT: Final = 256
"""One utterance is normalised by each of the twenty who read it, whole or in clauses."""


def has_direction_marks(text: str) -> bool:
    """Whether invisible characters in it change the direction in which it is shown."""
    return _BIDI.search(text) is not None


def remove_bidi(text: str) -> str:
    """The text without invisible direction marks, for voice, database and logs."""
    return _BIDI.sub("", text)


@lru_cache(_TEXTS_KEPT)
def normalise(text: str) -> str:
    """One spelling of a sentence, for matching.

    NFC; no niqqud, cantillation or bidi marks; every geresh is ' and every gershayim "; maqaf and dashes
    are a space; single spaces; no final punctuation.
    """
    text = unicodedata.normalize("NFC", remove_bidi(text))
    text = _POINTS.sub("", _ARABIC_MARKS.sub("", text)).translate(_QUOTES)
    text = _DOUBLE_GERESH.sub('"', _DASHES.sub(" ", text))
    return _FINAL.sub("", _SPACE.sub(" ", text).strip())


def tokens(text: str) -> list[str]:
    """Words and numbers of a sentence, normalised: "ב-10:00" is ["ב", "10:00"], "ממ״ד" is ['ממ"ד']."""
    return _TOKEN.findall(normalise(text))


def fold(token: str) -> str:
    """A token with spelling differences removed: case, geresh, doubled yod and vav (אלייך, אליך).

    A folded form is for comparing with other folded forms only; it is not a word to show or to say.
    """
    token = token.lower().replace("'", "").replace('"', "").translate(_LETTER_FOLDS)
    return token.replace("יי", "י").replace("וו", "ו")


def strip_prefixes(token: str) -> tuple[str, ...]:
    """The token and what is left of it without ו ה ש ב ל כ מ, longest first: candidates, not a parse."""
    longest = _PREFIXES.match(token)
    size = longest.end() if longest else 0
    return (token, *(token[i:] for i in range(1, size + 1) if len(token) - i >= _MIN_STEM))


def script(text: str) -> Script:
    """The script most letters are written in; "none" without a letter. Reads the first 2,000 characters."""
    counts: dict[Script, int] = {}
    for letter, times in Counter(filter(str.isalpha, text[:_SCRIPT_SAMPLE])).items():
        found = _script_of(letter)
        counts[found] = counts.get(found, 0) + times
    return max(counts, key=lambda kind: counts[kind]) if counts else "none"


@lru_cache(_LETTERS_KEPT)
def _script_of(letter: str) -> Script:
    name = unicodedata.name(letter, "")
    return next((kind for prefix, kind in _SCRIPTS if name.startswith(prefix)), "other")


def word_set(words: str) -> frozenset[str]:
    """Words written as one line, for the tables of this package."""
    return frozenset(words.split())


def word_values(pairs: str) -> dict[str, int]:
    """Words with their numbers, written as "one=1 two=2", for the tables of this package."""
    return {word: int(value) for word, value in (pair.split("=") for pair in pairs.split())}
