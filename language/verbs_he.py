"""Hebrew word forms for the word classes of the rules: one future form stands for its whole family.

Only what callers say to or of the line is made: requests (future second person, imperative) and the future
third person, in every gender and number. Spelling is the full one of speech-to-text; `hebrew.fold` levels
doubled letters, and the prefixes ו ש כש are the matcher's business.
"""

from collections.abc import Iterator
from typing import Final

_THEM: Final = "י"
_REFLEXIVE: Final = ("תת", "תסת", "תשת", "תצט", "תזד")
_QAL_VOWEL: Final = "ו"
_HIFIL_VOWEL: Final = "י"
_SILENT: Final = "ה"
_NOT_FINAL: Final = str.maketrans("ךםןףץ", "כמנפצ")
_SHORTEST: Final = 4


def requests(futures: str) -> str:
    """Every way of asking for it: "תוריד" gives תוריד, תורידי, תורידו, הורד, הורידו …

    `futures` are masculine singular futures. Before an ending the vowel of a form like תעזוב falls
    (תעזבי). The imperatives of a causative (תסיר) and of a reflexive (תתקשר) begin with ה, the others
    are the future without its first letter (מחק, עזבו).
    """
    return " ".join(form for future in futures.split() for form in _requests(future))


def that(forms: str) -> str:
    """The forms with a joined ש: "that you take off", as against "take off"."""
    return " ".join("ש" + form for form in forms.split())


def at(nouns: str) -> str:
    """The nouns with a joined ב: a place where one is, as against one that is spoken of."""
    return " ".join("ב" + noun for noun in nouns.split())


def to(nouns: str) -> str:
    """The nouns with a joined ל: a place to go to."""
    return " ".join("ל" + noun for noun in nouns.split())


def of_others(futures: str) -> str:
    """The same verbs of a third person: "תתקשר" gives יתקשר, יתקשרו, תתקשר (she)."""
    return " ".join(f"{_THEM}{future[1:]} {_THEM}{_before_ending(future)[1:]}ו {future}" for future in futures.split())


def _requests(future: str) -> Iterator[str]:
    stem = _before_ending(future)
    yield from (future, stem + "י", stem + "ו")
    opening = "ה" if _causative(future) or future.startswith(_REFLEXIVE) else ""
    short = future[1:-2] + future[-1] if _causative(future) else future[1:]
    yield from (opening + short, opening + stem[1:] + "י", opening + stem[1:] + "ו")


def _before_ending(future: str) -> str:
    """The form an ending is joined to: תעזוב loses its vowel, תנסה its ה; a final letter is final no more."""
    if len(future) > _SHORTEST and future[-2] == _QAL_VOWEL:
        future = future[:-2] + future[-1]
    return future.removesuffix(_SILENT).translate(_NOT_FINAL)


def _causative(future: str) -> bool:
    return future[-2] == _HIFIL_VOWEL and future[-3] != _HIFIL_VOWEL
